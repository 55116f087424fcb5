/**
 * What changed in a collection since a revision (RFC 6578).
 */
#ifndef STORE_CHANGE_H
#define STORE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/tables.h"

/** A change since a revision: a member (deleted false) or a tombstone. */
struct change {
	const char *name;
	const char *etag; /* NULL when deleted */
	unsigned kind;
	int64_t member;
	int64_t revision;
	bool deleted;
};

/** Called for each change, whose strings live as long as the call. Another
 *  answer than OK ends the walk and is its result. What was taken from the
 *  operation's arena is given back before the next. */
typedef enum err store_change_each(void *context, const struct change *change);

/** Changes with a revision above `since`, oldest first, at most limit + 1 (so
 *  that the caller sees whether there is more), each name once. Tombstones not
 *  from 0, the first synchronisation (RFC 6578 3.4), but else all: also of a
 *  name that came and went in between (3.5.2). */
MUST_CHECK enum err store_change_walk(struct reader *reader, int64_t collection,
				      int64_t since, size_t limit,
				      store_change_each *each, void *context);

#endif
