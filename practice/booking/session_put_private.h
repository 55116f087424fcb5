/**
 * A PUT into a calendar of sessions.
 */
#ifndef PRACTICE_BOOKING_SESSION_PUT_PRIVATE_H
#define PRACTICE_BOOKING_SESSION_PUT_PRIVATE_H

#include "practice/booking/member_private.h"

/** An event that is there is compared with what was served, and the wishes are
 *  done; a new one becomes a session or a schedule. The errors of
 *  practice_object_put. */
MUST_CHECK enum err booking_session_put(struct booking *booking);

#endif
