/**
 * A session goes from one practitioner's calendar into another's, and is that
 * one's from then on.
 */
#ifndef PRACTICE_BOOKING_REASSIGN_PRIVATE_H
#define PRACTICE_BOOKING_REASSIGN_PRIVATE_H

#include "practice/booking/member_private.h"

/** The practitioner whose sessions a collection shows, or 0. */
int64_t booking_shown(const struct collection *of);

/** Put `new` into the list in the place of `old` (0, or nobody there: at the
 *  end), once. */
void booking_practitioner_replace(struct arena *arena, struct ids *ids,
				  int64_t old, int64_t new);

/** The practitioner of the booking's calendar takes a session over from `old`
 *  (0: joins). The refusals of changing it. */
MUST_CHECK enum err booking_reassign(struct booking *booking, int64_t session,
				     int64_t old);

#endif
