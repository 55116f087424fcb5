/**
 * How a program says that a session ended.
 */
#ifndef PRACTICE_BOOKING_WISH_STATUS_PRIVATE_H
#define PRACTICE_BOOKING_WISH_STATUS_PRIVATE_H

#include "practice/booking/wish.h"

/** The session's status as wished, and whom a draft's title names.
 *  REFUSAL_UNKNOWN_STATUS. */
MUST_CHECK enum err wish_status(const struct wish_context *context,
				const struct cal_component *component,
				struct wish *wish);
/** A type's slug: REFUSAL_UNKNOWN_STATUS where there is none, or it is
 * disabled. */
MUST_CHECK enum err wish_known(struct reader *reader, const char *status);

#endif
