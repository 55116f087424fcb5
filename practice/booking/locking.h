/**
 * LOCK and UNLOCK of collections and members (RFC 4918 9.10, 9.11).
 *
 * Only personal and plain collections take locks, and only of those who may
 * write there (K44). Where nothing is, a lock makes an empty member (7.3). How
 * long a lock lasts is asked for by its program and bounded here.
 */
#ifndef PRACTICE_BOOKING_LOCKING_H
#define PRACTICE_BOOKING_LOCKING_H

#include "practice/calendar/address.h"
#include "practice/condition.h"
#include "store/lock.h"

/** Bytes of what a program says about its owner. */
#define LOCK_OWNER_LIMIT 4096
/** The longest that a lock lasts, and how long where nothing is asked, in
 *  seconds. */
#define LOCK_LONGEST (24 * 60 * 60)
#define LOCK_USUAL (60 * 60)

/** A lock that is asked for. */
struct lock_wish {
	struct object_at at; /* name NULL: the collection */
	bool shared, deep;   /* deep counts for collections only */
	const char *owner;   /* XML, or NULL */
	int64_t seconds;     /* more than 0; bounded by LOCK_LONGEST */
	const struct condition *condition;
};

/**
 * Take a lock. *made lives in the operation; *created tells whether an empty
 * member was made for it.
 *
 * ERR_LOCK_CONFLICT with the href of what is locked already: of the resource,
 * of one above, or of one below a collection. ERR_LOCK_TOKEN (the collection
 * that the empty member would come into is locked), ERR_INVALID (an owner over
 * its limit, a name that is none), ERR_PARENT, ERR_METHOD (the member's
 * address is a collection's), ERR_QUOTA, ERR_PRECONDITION,
 * REFUSAL_NOT_PERMITTED (the practice's collections), REFUSAL_READ_ONLY.
 */
MUST_CHECK enum err practice_lock_take(struct operation *op,
				       struct store *store,
				       const struct lock_wish *wish,
				       struct lock *made, bool *created);

/** Let the lock that the operation's token names begin anew; of `wish` the
 *  place, the seconds and the condition count. ERR_LOCK_REFRESH: it is not on
 *  this resource, or another's. ERR_NOT_FOUND, ERR_PRECONDITION. */
MUST_CHECK enum err practice_lock_refresh(struct operation *op,
					  struct store *store,
					  const struct lock_wish *wish,
					  struct lock *kept);

/** End the lock of this token. ERR_LOCK_SCOPE: it is not on this resource;
 *  ERR_NEED_PRIVILEGES: another's. ERR_NOT_FOUND, ERR_PRECONDITION. */
MUST_CHECK enum err practice_lock_end(struct operation *op, struct store *store,
				      const struct object_at *at,
				      const char *token,
				      const struct condition *condition);

#endif
