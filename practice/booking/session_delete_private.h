/**
 * A DELETE in a calendar of sessions.
 */
#ifndef PRACTICE_BOOKING_SESSION_DELETE_PRIVATE_H
#define PRACTICE_BOOKING_SESSION_DELETE_PRIVATE_H

#include "practice/booking/member_private.h"

/** A coming session is canceled or removed, by the rules of its state, and the
 *  removal is remembered. ERR_READ_ONLY, ERR_PAST_OPEN, ERR_SESSION_SAVED,
 *  ERR_NOT_PERMITTED. */
MUST_CHECK enum err booking_session_delete(struct booking *booking);

#endif
