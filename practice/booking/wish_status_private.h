/**
 * How a program says that a session ended.
 */
#ifndef PRACTICE_BOOKING_WISH_STATUS_PRIVATE_H
#define PRACTICE_BOOKING_WISH_STATUS_PRIVATE_H

#include "practice/booking/title_words_private.h"
#include "practice/booking/wish.h"

/** The session's status as wished, and whom a draft's title names.
 *  REFUSAL_UNKNOWN_STATUS. */
MUST_CHECK enum err wish_status(const struct wish_context *context,
				const struct cal_component *component,
				struct wish *wish);
/** What the words about the title that the viewer is served say of how it
 *  ended. REFUSAL_UNKNOWN_STATUS. */
MUST_CHECK enum err wish_words(const struct wish_context *context,
			       const struct cal_component *component,
			       struct ending *ending);
/** A type's slug: REFUSAL_UNKNOWN_STATUS where there is none, or it is
 * disabled. */
MUST_CHECK enum err wish_known(struct reader *reader, const char *status);

#endif
