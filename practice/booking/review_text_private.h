/**
 * What calendars asked for in vain, in sentences for the office to review.
 */
#ifndef PRACTICE_BOOKING_REVIEW_TEXT_PRIVATE_H
#define PRACTICE_BOOKING_REVIEW_TEXT_PRIVATE_H

#include "practice/booking/member_private.h"
#include "store/review.h"

/** What was refused, of which member, and why (`message`). */
MUST_CHECK enum err booking_refusal_text(struct booking *booking,
					 const char *method, enum err refused,
					 const char *message,
					 const char **text);
/** store_review_add, unless the same waits already: programs try again. */
MUST_CHECK enum err booking_review_add(struct booking *booking,
				       struct review *review);
/** A #tag (or NULL) that names no way to end a session waits for a person. */
MUST_CHECK enum err booking_note_unknown(struct booking *booking,
					 const char *tag, int64_t session);

#endif
