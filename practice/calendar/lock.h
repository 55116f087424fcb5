/**
 * What locks of calendar programs hold, and what a write needs of them
 * (RFC 4918 6, 7).
 *
 * A write of something that is locked is done for whoever took the lock and
 * says so: the request's tokens are in the operation. Of shared locks one is
 * enough. A lock on a collection, of whatever depth, holds who may add to it
 * and take from it. The practice's own collections take no locks, so that
 * nobody's program is in the office's way (K44).
 *
 * A view of a shared calendar has the locks of the calendar itself: they hold
 * from each home, and are told with the addresses of that home.
 */
#ifndef PRACTICE_CALENDAR_LOCK_H
#define PRACTICE_CALENDAR_LOCK_H

#include <stdbool.h>

#include "store/calendar.h"
#include "store/lock.h"
#include "store/people.h"
#include "store/store.h"

/** Can the collection, and what is in it, be locked at all? Of a view: by its
 *  viewer. */
bool practice_takes_locks(const struct collection *collection);

/** The locks that are on a member, or on the collection where name is "", with
 *  those from above; name NULL: of the collection and each of its members. */
MUST_CHECK enum err practice_lock_list(struct reader *reader,
				       const struct collection *collection,
				       const char *name, struct lock **list,
				       size_t *count);
/** The locks that are on a collection, its members, and all below it. */
MUST_CHECK enum err
practice_lock_list_below(struct reader *reader,
			 const struct collection *collection,
			 struct lock **list, size_t *count);
/** Is it on that member of the collection (name "": on the collection)? */
bool practice_lock_covers(const struct lock *lock,
			  const struct collection *collection,
			  const char *name);

/** How a write goes about what it writes. */
enum lock_write {
	LOCK_WRITE_OVER, /* it is there, and stays */
	LOCK_WRITE_BIND, /* it comes into its collection, or goes from it */
};

/** May a member be written, or (name "") the collection's own properties?
 *  `home` is the login whose addresses the answer names. ERR_LOCK_TOKEN with
 *  the href of what is locked. */
MUST_CHECK enum err practice_lock_check(struct reader *reader, const char *home,
					const struct collection *collection,
					const char *name,
					enum lock_write write);
/** May something of that name come into the collection of that id (0: the
 *  home), also over a member that is there? */
MUST_CHECK enum err practice_lock_check_into(struct reader *reader,
					     const char *home,
					     int64_t collection,
					     const char *name);
/** May a collection go with all that is in it? Of a view nothing is locked
 *  that goes with it. */
MUST_CHECK enum err
practice_lock_check_tree(struct reader *reader, const char *home,
			 const struct collection *collection);

#endif
