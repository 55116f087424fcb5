/**
 * PROPPATCH of a session's member: its status saves the session.
 */
#ifndef PRACTICE_BOOKING_PATCH_H
#define PRACTICE_BOOKING_PATCH_H

#include "practice/booking/booking.h"

struct property;

/** How a session is to end, and properties set on its member (value NULL:
 *  removed), all or none. */
struct object_patch {
	struct object_at at;
	const char *status;
	const struct property *changes;
	size_t count;
	struct condition condition;
};

/** *refused: on an error, whether it is about how the session is to end; that
 *  is noted as a PUT's is. ERR_NOT_FOUND, ERR_PRECONDITION, and the practice's
 *  refusals. */
MUST_CHECK enum err practice_object_patch(struct operation *op,
					  struct store *store,
					  const struct object_patch *patch,
					  bool *refused);

#endif
