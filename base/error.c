#include "base/error.h"

#include "base/operation.h"

#include <assert.h>

#undef fail
#undef fail_reason
#undef fail_later
#undef fail_field
#undef fail_taken

static const char *const err_names[ERR_COUNT] = {
	[OK] = "ok",
	[ERR_SYNTAX] = "syntax",
	[ERR_INVALID] = "invalid",
	[ERR_UNAUTHENTICATED] = "unauthenticated",
	[ERR_FORBIDDEN] = "forbidden",
	[ERR_NOT_FOUND] = "not-found",
	[ERR_METHOD] = "method",
	[ERR_CONFLICT] = "conflict",
	[ERR_EXISTS] = "exists",
	[ERR_PARENT] = "parent",
	[ERR_GONE] = "gone",
	[ERR_PRECONDITION] = "precondition",
	[ERR_TOO_LARGE] = "too-large",
	[ERR_MEDIA_TYPE] = "media-type",
	[ERR_BUSY] = "busy",
	[ERR_QUOTA] = "quota",
	[ERR_STORAGE] = "storage",
	[ERR_FULL] = "disk-full",
	[ERR_UNAVAILABLE] = "unavailable",
	[ERR_INTERNAL] = "internal",
	[ERR_NEED_PRIVILEGES] = "need-privileges",
	[ERR_PROTECTED_PROPERTY] = "protected-property",
	[ERR_FINITE_DEPTH] = "finite-depth",
	[ERR_SUPPORTED_REPORT] = "supported-report",
	[ERR_SYNC_TOKEN] = "sync-token",
	[ERR_MATCHES_LIMIT] = "matches-limit",
	[ERR_LOCK_TOKEN] = "lock-token",
	[ERR_LOCK_CONFLICT] = "lock-conflict",
	[ERR_LOCK_SCOPE] = "lock-scope",
	[ERR_LOCK_REFRESH] = "lock-refresh",
	[ERR_RESOURCETYPE] = "resourcetype",
	[ERR_CALENDAR_DATA] = "calendar-data",
	[ERR_CALENDAR_OBJECT] = "calendar-object",
	[ERR_CALENDAR_TYPE] = "calendar-type",
	[ERR_COMPONENT] = "component",
	[ERR_UID_CONFLICT] = "uid-conflict",
	[ERR_LOCATION] = "location",
	[ERR_RESOURCE_NOT_NULL] = "resource-not-null",
	[ERR_RESOURCE_SIZE] = "resource-size",
	[ERR_MIN_DATE] = "min-date",
	[ERR_MAX_DATE] = "max-date",
	[ERR_MAX_INSTANCES] = "max-instances",
	[ERR_MAX_ATTENDEES] = "max-attendees",
	[ERR_VALID_FILTER] = "valid-filter",
	[ERR_SUPPORTED_FILTER] = "supported-filter",
	[ERR_COLLATION] = "collation",
	[ERR_TIMEZONE] = "timezone",
	[ERR_RSCALE] = "rscale",
	[ERR_REFUSED] = "refused",
};

static void note(struct operation *op, enum err code, const char *reason,
		 const char *message)
{
	assert(code > OK && code < ERR_COUNT);
	op->failure.code = code;
	op->failure.reason = reason;
	op->failure.refusal = NULL;
	op->failure.message = message;
	op->failure.wait = 0;
}

enum err fail(struct operation *op, enum err code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(op, code, NULL, arena_vprintf(op->arena, format, args));
	va_end(args);
	return code;
}

enum err fail_reason(struct operation *op, enum err code, const char *reason,
		     const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(op, code, reason, arena_vprintf(op->arena, format, args));
	va_end(args);
	return code;
}

enum err fail_later(struct operation *op, enum err code, int64_t seconds,
		    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(op, code, NULL, arena_vprintf(op->arena, format, args));
	va_end(args);
	op->failure.wait = seconds;
	return code;
}

static void add_field(struct operation *op, const char *field, const char *code,
		      const char *message)
{
	struct failure *failure = &op->failure;

	failure->fields =
		arena_grow(op->arena, failure->fields, failure->field_count,
			   &failure->field_room, sizeof(*failure->fields));
	failure->fields[failure->field_count++] = (struct field_error){
		.field = field, .code = code, .message = message
	};
}

/* The field that was added last is why. */
static enum err note_field(struct operation *op, enum err code)
{
	const struct failure *failure = &op->failure;
	struct field_error why = failure->fields[failure->field_count - 1];

	note(op, code, why.code, why.message);
	return code;
}

enum err fail_field(struct operation *op, const char *field, const char *code,
		    const char *format, ...)
{
	bool first = op->failure.field_count == 0;
	va_list args;

	va_start(args, format);
	add_field(op, field, code, arena_vprintf(op->arena, format, args));
	va_end(args);
	return first ? note_field(op, ERR_INVALID) : ERR_INVALID;
}

enum err fail_taken(struct operation *op, const char *field, const char *code,
		    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_field(op, field, code, arena_vprintf(op->arena, format, args));
	va_end(args);
	return note_field(op, ERR_EXISTS);
}

bool err_is_outage(enum err code)
{
	return code == ERR_STORAGE || code == ERR_FULL ||
	       code == ERR_UNAVAILABLE;
}

const char *err_name(enum err code)
{
	return code < ERR_COUNT ? err_names[code] : "unknown";
}

const char *failure_name(const struct failure *failure, enum err code)
{
	if (code == ERR_REFUSED && failure->refusal)
		return failure->refusal;
	return err_name(code);
}
