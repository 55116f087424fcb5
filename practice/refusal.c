#include "practice/refusal.h"

#include "base/word.h"

#undef refuse
#undef refuse_reason
#undef refuse_instead

const char *const refusal_words[] = {
	[REFUSAL_SESSION_SAVED] = "session-saved",
	[REFUSAL_OVERRIDE_DENIED] = "override-denied",
	[REFUSAL_NOT_PERMITTED] = "not-permitted",
	[REFUSAL_PAST_OPEN] = "past-open",
	[REFUSAL_READ_ONLY] = "read-only",
	[REFUSAL_UNKNOWN_STATUS] = "unknown-status",
	[REFUSAL_COUNT] = NULL,
};

static enum err PRINTF(3, 0) note(struct operation *op, enum refusal refusal,
				  const char *format, va_list args)
{
	enum err err = fail(op, ERR_REFUSED, "%s",
			    arena_vprintf(op->arena, format, args));

	op->failure.refusal = refusal_words[refusal];
	return err;
}

enum err refuse(struct operation *op, enum refusal refusal, const char *format,
		...)
{
	va_list args;
	enum err err;

	va_start(args, format);
	err = note(op, refusal, format, args);
	va_end(args);
	return err;
}

enum err refuse_reason(struct operation *op, enum refusal refusal,
		       const char *reason, const char *format, ...)
{
	va_list args;
	enum err err;

	va_start(args, format);
	err = note(op, refusal, format, args);
	va_end(args);
	op->failure.reason = reason;
	return err;
}

enum err refuse_instead(struct operation *op, enum refusal refusal)
{
	op->failure.code = ERR_REFUSED;
	op->failure.refusal = refusal_words[refusal];
	op->failure.field_count = 0;
	return ERR_REFUSED;
}

enum refusal refusal_of(const struct operation *op, enum err err)
{
	unsigned refusal = REFUSAL_COUNT;

	if (err == ERR_REFUSED)
		word_find(refusal_words, slice_of(op->failure.refusal),
			  &refusal);
	return (enum refusal)refusal;
}
