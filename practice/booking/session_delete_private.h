/**
 * A DELETE in a calendar of sessions.
 */
#ifndef PRACTICE_BOOKING_SESSION_DELETE_PRIVATE_H
#define PRACTICE_BOOKING_SESSION_DELETE_PRIVATE_H

#include "practice/booking/member_private.h"
#include "store/removal.h"

/** A coming session is canceled or removed, by the rules of its state, and the
 *  removal is remembered. REFUSAL_READ_ONLY, REFUSAL_PAST_OPEN,
 * REFUSAL_SESSION_SAVED, REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err booking_session_delete(struct booking *booking);
/** The same of another session that the calendar shows. */
MUST_CHECK enum err booking_session_remove(struct booking *booking,
					   int64_t session);
/** The removal that was refused of a session, which stands: what there is to
 *  know of it, without an id. ERR_NOT_FOUND where the calendar does not show
 *  it, or it is no longer open. */
MUST_CHECK enum err booking_removal_refused(struct booking *booking,
					    int64_t session,
					    struct removal *wanted);

#endif
