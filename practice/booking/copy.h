/**
 * COPY and MOVE of members: personal events keep their bytes, sessions move
 * between practitioners' calendars.
 */
#ifndef PRACTICE_BOOKING_COPY_H
#define PRACTICE_BOOKING_COPY_H

#include "practice/booking/booking.h"

/** COPY (move false) or MOVE; `condition` judges the source. *created tells
 *  whether nothing was at the destination. ERR_PRECONDITION when something is
 *  and overwrite is false; a collection that is goes with all in it, unless
 *  the source lies in it (ERR_FORBIDDEN) or it is the practice's
 *  (ERR_NEED_PRIVILEGES); otherwise the errors of practice_object_put. */
MUST_CHECK enum err
practice_object_copy(struct operation *op, struct store *store,
		     const struct object_at *from, const struct object_at *to,
		     bool move, bool overwrite,
		     const struct condition *condition, bool *created);

#endif
