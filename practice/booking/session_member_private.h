/**
 * The session that a member shows, as its viewer may change it.
 */
#ifndef PRACTICE_BOOKING_SESSION_MEMBER_PRIVATE_H
#define PRACTICE_BOOKING_SESSION_MEMBER_PRIVATE_H

#include "practice/booking/member_private.h"
#include "practice/calendar/view.h"

/** The session of the member that is there and who looks at it.
 *  REFUSAL_READ_ONLY: a client. */
MUST_CHECK enum err booking_session_open(struct booking *booking,
					 struct session_facts *facts,
					 struct viewer *viewer);

/** A session is one event, not an instance of another one:
 *  ERR_CALENDAR_OBJECT. */
MUST_CHECK enum err booking_shape_check(struct booking *booking,
					const struct cal_object *object);

#endif
