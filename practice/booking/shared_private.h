/**
 * Members of a calendar that another shares: a PUT changes the owner's event,
 * and keeps the sender's own lines for the sender (practice/calendar/
 * share_text.h).
 */
#ifndef PRACTICE_BOOKING_SHARED_PRIVATE_H
#define PRACTICE_BOOKING_SHARED_PRIVATE_H

#include "practice/booking/member_private.h"

/** Who may only read keeps own lines, and changes nothing else:
 *  REFUSAL_READ_ONLY. REFUSAL_NOT_PERMITTED: what its owner keeps private, or
 *  something private. The errors of the owner's own PUT. */
MUST_CHECK enum err booking_shared_put(struct booking *booking);
MUST_CHECK enum err booking_shared_delete(struct booking *booking);
/** Are these the actor's to do? The same refusals. */
MUST_CHECK enum err booking_shared_judge(struct booking *booking);
MUST_CHECK enum err booking_shared_judge_delete(struct booking *booking);
/** What is at that name in its owner's home. REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err booking_shared_owned(struct booking *booking,
					 struct booking *source);
/** What is at that name (or, "", the calendar) in its owner's home, where the
 *  actor may change it: the same errors. */
MUST_CHECK enum err booking_shared_source(struct booking *booking,
					  struct booking *source);

#endif
