/**
 * A refused wish is written down for the office, and its program is served anew
 * what it had changed already.
 */
#ifndef PRACTICE_BOOKING_REFUSAL_PRIVATE_H
#define PRACTICE_BOOKING_REFUSAL_PRIVATE_H

#include "practice/booking/member_private.h"
#include "store/store.h"

/** Write down a refusal and serve the member anew, in a transaction of its
 *  own; answers `refused` again. Of other errors, and outside of the
 *  practice's calendars, nothing is written. `sent`: the bytes of a PUT. */
MUST_CHECK enum err booking_note_refusal(struct operation *op,
					 struct store *store,
					 const struct object_at *at,
					 const char *method, struct slice sent,
					 enum err refused);
/** Sessions whose DELETE by the actor's program was refused after that moment,
 *  since what is past is to be saved (K16). */
MUST_CHECK enum err booking_refused_deletes(struct booking *booking,
					    struct instant after,
					    struct ids *sessions);

#endif
