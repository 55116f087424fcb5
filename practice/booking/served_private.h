/**
 * What a program was served before it changed an event, and what it wishes:
 * what it sends is compared with that (rules K10).
 */
#ifndef PRACTICE_BOOKING_SERVED_PRIVATE_H
#define PRACTICE_BOOKING_SERVED_PRIVATE_H

#include "practice/booking/member_private.h"
#include "practice/booking/wish.h"
#include "practice/calendar/view.h"

/**
 * The session as it was at the revision from which the component was made,
 * which X-PRACTICE-REVISION names; without one, or where that is not known,
 * as it is. Where the request names the present version, only how the session
 * ended is that of the revision: a program that kept old lines does not mean
 * to re-open it (S24).
 */
MUST_CHECK enum err booking_served(struct booking *booking,
				   const struct cal_component *component,
				   const struct session_facts *now,
				   struct session_facts *served);

/** Of the session that the member shows: as it is, and what the object wishes
 *  by `judge` (practice_wish_event, practice_wish_task). */
MUST_CHECK enum err
booking_wished(struct booking *booking, const struct cal_object *object,
	       enum err (*judge)(const struct wish_context *,
				 const struct cal_object *, struct wish *),
	       struct session_facts *facts, struct wish *wish);

#endif
