/**
 * What a program wishes of a session is done, by the rules that hold for every
 * door.
 */
#ifndef PRACTICE_BOOKING_APPLY_PRIVATE_H
#define PRACTICE_BOOKING_APPLY_PRIVATE_H

#include "practice/booking/member_private.h"
#include "practice/booking/wish.h"

/**
 * Do what is wished of a session, and keep the viewer's own lines where they
 * changed. `repeats` is the event that the session is to repeat by, or NULL.
 *
 * The refusals of saving, re-opening and changing it.
 */
MUST_CHECK enum err booking_apply(struct booking *booking,
				  const struct wish *wish,
				  const struct cal_object *repeats,
				  int64_t session);

/** The member's session ends as a slug, "open" or "override" says. */
MUST_CHECK enum err booking_session_end(struct booking *booking,
					const char *status);

#endif
