/**
 * A new event may be an old session that its program removed before: Android
 * moves so, and an undo puts the same event back.
 */
#ifndef PRACTICE_BOOKING_ADOPT_PRIVATE_H
#define PRACTICE_BOOKING_ADOPT_PRIVATE_H

#include "practice/booking/member_private.h"

/** Was the session just deleted by the actor, and stands as that left it? A
 *  canceled one is still there, but its program holds it for gone. 0: no. */
MUST_CHECK enum err booking_returns(struct booking *booking, int64_t session_id,
				    bool *returns);

/** *done where the event is such a session: it is put back, with what the event
 *  changes, under the event's name and UID. The refusals of a PUT. */
MUST_CHECK enum err booking_put_back(struct booking *booking,
				     const struct cal_object *object,
				     bool *done);

/** Note that the session goes on under another UID. */
MUST_CHECK enum err booking_note_adopted(struct booking *booking,
					 int64_t session, const char *before,
					 const char *after);

#endif
