/**
 * The practice's own refusals: what was asked is clear, but a rule or the
 * state of things does not let this person do it. They are all ERR_REFUSED;
 * the word in the failure says which. Programs see the words (urn:daybook
 * elements, error codes of the API), so they stay as they are.
 */
#ifndef PRACTICE_REFUSAL_H
#define PRACTICE_REFUSAL_H

#include "base/operation.h"

enum refusal {
	REFUSAL_SESSION_SAVED,   /* it is saved: re-open it first */
	REFUSAL_OVERRIDE_DENIED, /* amounts are the office's to decide */
	REFUSAL_NOT_PERMITTED,   /* this person may not */
	REFUSAL_PAST_OPEN,       /* what is past ends as saved, not as gone */
	REFUSAL_READ_ONLY,       /* only to be looked at, for this person */
	REFUSAL_UNKNOWN_STATUS,  /* no session ends by that name */
	REFUSAL_COUNT            /* none */
};

/** The words, by refusal (base/word.h). */
extern const char *const refusal_words[];

/** Note that it was refused and why, as fail() does: ERR_REFUSED. */
enum err refuse(struct operation *op, enum refusal refusal, const char *format,
		...) PRINTF(3, 4) COLD;
/** The same with a machine's word of its own for the API. */
enum err refuse_reason(struct operation *op, enum refusal refusal,
		       const char *reason, const char *format, ...)
	PRINTF(4, 5) COLD;
/** Make a refusal of the failure just noted, which keeps its sentence and
 *  loses its fields: ERR_REFUSED. */
enum err refuse_instead(struct operation *op, enum refusal refusal) COLD;

/** Which refusal an operation ended with; REFUSAL_COUNT where err is none. */
enum refusal refusal_of(const struct operation *op, enum err err);

#ifdef __clang_analyzer__
/* As in base/error.h. */
#define refuse(...) (refuse(__VA_ARGS__), ERR_REFUSED)
#define refuse_reason(...) (refuse_reason(__VA_ARGS__), ERR_REFUSED)
#define refuse_instead(...) (refuse_instead(__VA_ARGS__), ERR_REFUSED)
#endif

#endif
