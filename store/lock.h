/**
 * Write locks of calendar programs on collections and members (RFC 4918 6, 7).
 *
 * A lock is on an address: a collection and a name in it. So it stays where it
 * is when something else comes to stand there, and nothing carries it along.
 * It ends by its time: what has expired is not read any more and is swept by
 * the next lock that is taken. The row of a collection counts what lies on it
 * and on its members, so that a write where nothing is locked asks nothing.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

struct lock {
	int64_t id;
	const char *token;  /* a URI */
	int64_t person;     /* who took it */
	int64_t collection; /* on which it is, or on whose member */
	const char *path;   /* of that collection; read, never written */
	const char *name;   /* of the member; "" the collection itself */
	bool shared;
	bool deep;         /* Depth infinity: all below it, too */
	const char *owner; /* XML that the program sent, or NULL */
	struct instant expires;
};

/** Those that are on this collection, on its member of that name (NULL: on any
 *  of them) or on a collection above with all below it, in the order in which
 *  they were taken. */
MUST_CHECK enum err store_lock_list(struct reader *reader, int64_t collection,
				    const char *name, struct lock **list,
				    size_t *count);
/** Those on a collection, its members, and all collections below it. */
MUST_CHECK enum err store_lock_list_below(struct reader *reader,
					  int64_t collection,
					  struct lock **list, size_t *count);

/** Sets id. */
MUST_CHECK enum err store_lock_insert(struct transaction *tx,
				      struct lock *lock);
/** It ends at another time. */
MUST_CHECK enum err store_lock_extend(struct transaction *tx, int64_t id,
				      struct instant expires);
/** It ends. */
MUST_CHECK enum err store_lock_delete(struct transaction *tx,
				      const struct lock *lock);
/** All that are on one member end. */
MUST_CHECK enum err store_lock_drop(struct transaction *tx, int64_t collection,
				    const char *name);
/** All of one person's that are on a collection and its members end. */
MUST_CHECK enum err store_lock_drop_person(struct transaction *tx,
					   int64_t collection, int64_t person);
/** All that are on a collection, its members and what is below it end. */
MUST_CHECK enum err store_lock_drop_below(struct transaction *tx,
					  int64_t collection);
/** Those whose time is over go. */
MUST_CHECK enum err store_lock_sweep(struct transaction *tx);

#endif
