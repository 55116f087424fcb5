/**
 * Who takes part as a program has it, how each ended, and what each pays and
 * earns.
 */
#ifndef PRACTICE_BOOKING_WISH_PEOPLE_PRIVATE_H
#define PRACTICE_BOOKING_WISH_PEOPLE_PRIVATE_H

#include "practice/booking/wish.h"

/** X-PRACTICE-CLIENTS. REFUSAL_NOT_PERMITTED, REFUSAL_UNKNOWN_STATUS. */
MUST_CHECK enum err wish_clients(const struct wish_context *context,
				 const struct cal_component *component,
				 struct wish *wish);
/** The amounts of X-PRACTICE-CHARGE and -WAGE. REFUSAL_OVERRIDE_DENIED. */
MUST_CHECK enum err wish_money(const struct wish_context *context,
			       const struct cal_component *component,
			       struct wish *wish);

#endif
