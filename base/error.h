/**
 * The operation: what one request or job carries with it, and how it fails.
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

#include "base/arena.h"
#include "base/clock.h"
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
	ERR_LOCKED,          /* a lock whose token was not sent */
	ERR_BUSY,            /* too many tries: later */
	ERR_STORAGE,         /* the database or the disk failed */
	ERR_UNAVAILABLE,     /* stopping, or maintenance */
	ERR_INTERNAL,        /* a bug of ours caught in time */
	/* preconditions of RFC 4918, 3744, 6578, 5689 */
	ERR_NEED_PRIVILEGES,
	ERR_PROTECTED_PROPERTY,
	ERR_FINITE_DEPTH,
	ERR_SUPPORTED_REPORT,
	ERR_SYNC_TOKEN,
	ERR_MATCHES_LIMIT,
	ERR_LOCK_TOKEN,
	ERR_LOCK_CONFLICT,
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
	/* ours, urn:daybook: always with need-privileges */
	ERR_SESSION_SAVED,
	ERR_OVERRIDE_DENIED,
	ERR_NOT_PERMITTED,
	ERR_PAST_OPEN,
	ERR_READ_ONLY,
	ERR_UNKNOWN_STATUS,
	ERR_COUNT
};

enum role {
	ROLE_ADMIN = 1,
	ROLE_STAFF = 2,
	ROLE_PRACTITIONER = 4,
	ROLE_CLIENT = 8,
};

enum grant {
	GRANT_TYPES = 1,
	GRANT_PAYROLL = 2,
	GRANT_VOID = 4,
	GRANT_LOGINS = 8,
};

enum permission {
	MAY_CREATE = 1,
	MAY_EDIT = 2,
	MAY_COMPLETE = 4,
};

/** By which door a change came; written into audit rows (S17). */
enum channel {
	CHANNEL_SYSTEM,
	CHANNEL_COMMAND,
	CHANNEL_CALENDAR,
	CHANNEL_PAGE,
	CHANNEL_API,
	CHANNEL_IMPORT,
};

/** Who acts. person 0 is the system itself (jobs, the command line). */
struct actor {
	int64_t person;
	const char *login;
	unsigned roles;  /* enum role bits */
	unsigned grants; /* enum grant bits */
	unsigned may;    /* enum permission bits */
	enum channel channel;
	const char *device; /* a device token's label, or the program */
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
	const char *href;    /* of the resource in the way, or NULL */
	struct field_error *fields;
	size_t field_count;
	size_t field_room;
};

struct claim;

struct operation {
	struct arena *arena;
	struct instant now;
	struct actor actor;
	struct failure failure;
	uint64_t id;         /* in log lines */
	struct claim *claim; /* taken by its first write (store/claim.h), or
				NULL */
	bool misread; /* some input is wrong already: writes are judged, for
			 what else is wrong, and come to nothing */
};

/** Start an operation on an arena that outlives it, acting as the system. */
void operation_init(struct operation *op, struct arena *arena,
		    struct instant now);

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

/** Add one wrong field (ERR_INVALID); several may be gathered before the
 *  caller returns. The first is also the failure's message. */
enum err fail_field(struct operation *op, const char *field, const char *code,
		    const char *format, ...) PRINTF(4, 5) COLD;

/** Forget the failure: the caller has dealt with it. */
void operation_recover(struct operation *op);

/** A code's name in log lines, such as "uid-conflict". */
const char *err_name(enum err code);

bool actor_is(const struct actor *actor, unsigned roles); /* any of them */
/** The system, an admin or staff. */
bool actor_is_office(const struct actor *actor);
const char *channel_name(enum channel channel);

#ifdef __clang_analyzer__
/* It does not see by itself that these return what they are given, and would
 * follow paths on which a failure is OK. */
#define fail(op, code, ...) (fail(op, code, __VA_ARGS__), (code))
#define fail_reason(op, code, ...) (fail_reason(op, code, __VA_ARGS__), (code))
#define fail_field(...) (fail_field(__VA_ARGS__), ERR_INVALID)
#endif

#endif
