/**
 * How things fail: the codes, and the sentence that goes with one.
 *
 * A function that can fail returns enum err and leaves its outputs untouched;
 * the one that knows why calls fail(), the others hand the code up. Codes
 * become HTTP answers at the edge only (dav/problem.c and admin's sibling).
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

enum err {
	OK = 0,
	/* of any request */
	ERR_SYNTAX,          /* cannot be read at all: not XML, not JSON */
	ERR_INVALID,         /* readable, but a value is wrong */
	ERR_UNAUTHENTICATED, /* no login, or a wrong one */
	ERR_FORBIDDEN,       /* known, but not for this person */
	ERR_NOT_FOUND,       /* not there, or not yours to know */
	ERR_METHOD,          /* no such method on this resource */
	ERR_CONFLICT,        /* the state does not allow it; stale revision */
	ERR_EXISTS,          /* a duplicate */
	ERR_PARENT,          /* the collection it should go into is missing */
	ERR_GONE,            /* was there, was revoked */
	ERR_PRECONDITION,    /* If-Match and its kin */
	ERR_TOO_LARGE,       /* a body over its bound */
	ERR_MEDIA_TYPE,      /* a body of a kind not taken here */
	ERR_BUSY,            /* too many tries: later */
	ERR_QUOTA,           /* a person has as much as one may */
	ERR_STORAGE,         /* the database or the disk failed */
	ERR_FULL,            /* the disk is full */
	ERR_UNAVAILABLE,     /* stopping, or locked by another program: later */
	ERR_INTERNAL,        /* a bug of ours caught in time */
	/* preconditions of RFC 4918, 3744, 6578, 5689 */
	ERR_NEED_PRIVILEGES,
	ERR_PROTECTED_PROPERTY,
	ERR_FINITE_DEPTH,
	ERR_SUPPORTED_REPORT,
	ERR_SYNC_TOKEN,
	ERR_MATCHES_LIMIT,
	ERR_LOCK_TOKEN,    /* lock-token-submitted; failure.href is locked */
	ERR_LOCK_CONFLICT, /* no-conflicting-lock; failure.href is locked */
	ERR_LOCK_SCOPE,    /* UNLOCK: lock-token-matches-request-uri */
	ERR_LOCK_REFRESH,  /* the same of a LOCK that refreshes */
	ERR_RESOURCETYPE,
	/* preconditions of RFC 4791, 7809 */
	ERR_CALENDAR_DATA,     /* valid-calendar-data */
	ERR_CALENDAR_OBJECT,   /* valid-calendar-object-resource */
	ERR_CALENDAR_TYPE,     /* supported-calendar-data */
	ERR_COMPONENT,         /* supported-calendar-component */
	ERR_UID_CONFLICT,      /* no-uid-conflict; failure.href names it */
	ERR_LOCATION,          /* calendar-collection-location-ok */
	ERR_RESOURCE_NOT_NULL, /* resource-must-be-null */
	ERR_RESOURCE_SIZE,     /* max-resource-size */
	ERR_MIN_DATE,          /* min-date-time */
	ERR_MAX_DATE,          /* max-date-time */
	ERR_MAX_INSTANCES,     /* max-instances */
	ERR_MAX_ATTENDEES,     /* max-attendees-per-instance */
	ERR_VALID_FILTER,      /* valid-filter */
	ERR_SUPPORTED_FILTER,  /* supported-filter; failure.href unused */
	ERR_COLLATION,         /* supported-collation */
	ERR_TIMEZONE,          /* valid-timezone */
	ERR_RSCALE,            /* supported-rscale (RFC 7529 7) */
	/* a rule of the layers above says no; failure.refusal says which */
	ERR_REFUSED,
	ERR_COUNT
};

/** One wrong field of a form or JSON body. */
struct field_error {
	const char *field;
	const char *code;
	const char *message;
};

struct failure {
	enum err code;
	const char *message; /* for people: what, which input, what to do */
	const char *reason;  /* a machine's word for it, such as label-too-long,
				or NULL for the code's own */
	const char *refusal; /* of ERR_REFUSED: the rule's word, else NULL */
	const char *href;    /* of the resource in the way, or NULL */
	int64_t wait;        /* seconds after which to try again, or 0 */
	struct field_error *fields;
	size_t field_count;
	size_t field_room;
};

struct operation;

/**
 * Note why the operation fails and return the code, so that the caller can
 * write `return fail(op, ERR_CONFLICT, "...", ...)`. A later call replaces an
 * earlier one's message but keeps its fields.
 */
enum err fail(struct operation *op, enum err code, const char *format, ...)
	PRINTF(3, 4) COLD;

/** Set the machine's word of the failure just noted; returns its code. */
enum err fail_reason(struct operation *op, enum err code, const char *reason,
		     const char *format, ...) PRINTF(4, 5) COLD;

/** It may work in so many seconds: the answer says Retry-After. */
enum err fail_later(struct operation *op, enum err code, int64_t seconds,
		    const char *format, ...) PRINTF(4, 5) COLD;

/** Add one wrong field (ERR_INVALID); several may be gathered before the
 *  caller returns. The first is also the failure's message. */
enum err fail_field(struct operation *op, const char *field, const char *code,
		    const char *format, ...) PRINTF(4, 5) COLD;

/** The field holds what must be one's own and another has (ERR_EXISTS). */
enum err fail_taken(struct operation *op, const char *field, const char *code,
		    const char *format, ...) PRINTF(4, 5) COLD;

/** The name of what an operation ended with: the refusal's word, else the
 *  code's. */
const char *failure_name(const struct failure *failure, enum err code);

/** Did the disk, the database or another program's lock fail it? The same may
 *  go well later, whatever was asked. */
bool err_is_outage(enum err code);

/** A code's name in log lines, such as "uid-conflict". */
const char *err_name(enum err code);

#ifdef __clang_analyzer__
/* It does not see by itself that these return what they are given, and would
 * follow paths on which a failure is OK. */
#define fail(op, code, ...) (fail(op, code, __VA_ARGS__), (code))
#define fail_reason(op, code, ...) (fail_reason(op, code, __VA_ARGS__), (code))
#define fail_later(op, code, ...) (fail_later(op, code, __VA_ARGS__), (code))
#define fail_field(...) (fail_field(__VA_ARGS__), ERR_INVALID)
#define fail_taken(...) (fail_taken(__VA_ARGS__), ERR_EXISTS)
#endif

#endif
