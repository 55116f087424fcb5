/**
 * The audit log: append only (S48).
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

/** before and after are JSON objects in text, of names, contacts, notes
 *  and places only that they changed; NULL: none. Actor, channel, device and
 * time are the operation's. */
struct audit {
	int64_t id;
	struct instant at;
	int64_t who;
	const char *channel, *device;
	const char *action;      /* session.save, session.move, person.add... */
	const char *object_kind; /* session, person, closure... */
	int64_t object;
	const char *before, *after;
};

/** Takes action, object_kind, object, before, after of *audit. */
MUST_CHECK enum err store_audit_add(struct transaction *tx,
				    const struct audit *audit);
/** Newest first, ids below `below` (0: from the newest). object_kind NULL:
 *  all; object 0: all of that kind. */
MUST_CHECK enum err store_audit_list(struct reader *reader,
				     const char *object_kind, int64_t object,
				     int64_t below, size_t limit,
				     struct audit **list, size_t *count);

/** Which rows of the log; nothing said: all. */
struct audit_filter {
	const char *object_kind; /* NULL: any */
	int64_t object;          /* of that kind; 0: any */
	int64_t who;             /* 0: anybody */
	const char *action;      /* NULL: any */
	struct span at;          /* an end of 0: whenever */
	int64_t below;           /* ids below that; 0: from the newest */
};
/** Newest first, behind `skip` of them. */
MUST_CHECK enum err store_audit_search(struct reader *reader,
				       const struct audit_filter *filter,
				       size_t skip, size_t limit,
				       struct audit **list, size_t *count);
/** What calendar programs of a person were refused since `after`, newest
 *  first; costs the same however long the log is. */
MUST_CHECK enum err store_audit_refused(struct reader *reader, int64_t person,
					struct instant after, size_t limit,
					struct audit **list, size_t *count);
/** The id of the newest row, 0 where there is none. */
MUST_CHECK enum err store_audit_newest(struct reader *reader, int64_t *id);
MUST_CHECK enum err store_audit_count(struct reader *reader,
				      const struct audit_filter *filter,
				      int64_t *count);

/** Rows about a client, or of what the client did: of the person, their
 *  sessions, invoices and payments. Oldest first, ids above `after`. Reads all
 *  there are. */
MUST_CHECK enum err store_audit_about(struct reader *reader, int64_t client,
				      int64_t after, size_t limit,
				      struct audit **list, size_t *count);

/** The latest moment that a row tells of; INSTANT_MIN: there is none. */
MUST_CHECK enum err store_audit_latest(struct reader *reader,
				       struct instant *at);

#endif
