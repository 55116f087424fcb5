#include "practice/booking/locking.h"

#include "base/digest.h"
#include "practice/booking/kind_private.h"
#include "practice/booking/shared_private.h"
#include "practice/calendar/lock.h"
#include "practice/calendar/share_view.h"
#include "practice/quota.h"
#include "practice/refusal.h"
#include "store/transaction.h"

#include <string.h>

struct locking {
	const struct lock_wish *wish;
	const char *token; /* that is to end */
	/* What comes out. */
	struct lock lock;
	bool created;
};

/* Collection or member, with what is there. */
static enum err open_place(struct booking *booking, struct transaction *tx,
			   const struct object_at *at, enum err missing)
{
	enum err err = booking_open(booking, tx, at, missing);

	if (err || at->name)
		return err ? err : booking_find(booking);
	booking->name = "";
	return OK;
}

static bool is_there(const struct booking *booking)
{
	return !*booking->name || booking->current.id;
}

static enum err check_lockable(struct booking *booking)
{
	if (booking->collection.kind == COLLECTION_SHARED ||
	    practice_takes_locks(&booking->collection))
		return booking_writable(booking);
	return refuse(booking->op, REFUSAL_NOT_PERMITTED,
		      "'%s' is the practice's and takes no locks: the office "
		      "can change what is in it at any time",
		      booking->path);
}

static enum err conflict(struct booking *booking, const struct lock *lock)
{
	struct operation *op = booking->op;
	const char *name = *lock->name ? lock->name : NULL;
	enum err err =
		fail(op, ERR_LOCK_CONFLICT, "'%s' has a lock already, until %s",
		     name ? name : lock->path,
		     instant_http(op->arena, lock->expires));

	op->failure.href =
		practice_href(op->arena, booking->home, lock->path, name);
	return err;
}

/* RFC 4918 6.1: an exclusive lock is alone, wherever the two meet. */
static enum err check_conflicts(struct booking *booking,
				const struct lock_wish *wish)
{
	const struct collection *collection = &booking->collection;
	struct lock *list;
	size_t count;
	enum err err = practice_lock_list(booking->reader, collection,
					  booking->name, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (practice_lock_covers(&list[i], collection, booking->name) &&
		    !(wish->shared && list[i].shared))
			err = conflict(booking, &list[i]);
	}
	if (err || *booking->name || !wish->deep)
		return err;
	err = practice_lock_list_below(booking->reader, collection, &list,
				       &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (!(wish->shared && list[i].shared))
			err = conflict(booking, &list[i]);
	}
	return err;
}

/* RFC 4918 7.3: an empty resource, which behaves like any other. */
static enum err make_empty(struct booking *booking)
{
	struct member member = {
		.collection = booking->collection.id,
		.name = booking->name,
		.created = booking->op->now,
		.span = WHOLE_TIME,
		.indexed = WHOLE_TIME,
	};
	enum err err = booking_check_name(booking);

	if (!err)
		err = store_member_put(booking->tx, &member, slice_of(""),
				       NULL);
	if (!err)
		err = practice_share_follow_tx(booking->tx,
					       &booking->collection);
	return err ? err
		   : practice_quota_check_home(booking->reader,
					       booking->person.id);
}

static struct instant ends(const struct operation *op,
			   const struct lock_wish *wish)
{
	int64_t seconds = wish->seconds;

	if (seconds > LOCK_LONGEST)
		seconds = LOCK_LONGEST;
	return (struct instant){ op->now.s + seconds };
}

static enum err add(struct booking *booking, const struct lock_wish *wish,
		    struct lock *lock)
{
	struct operation *op = booking->op;
	enum err err = store_lock_sweep(booking->tx);

	*lock = (struct lock){
		.token = arena_printf(op->arena, "urn:uuid:%s",
				      random_uid(op->arena)),
		.person = op->actor.person,
		.collection = booking->collection.id,
		.path = booking->collection.path,
		.name = booking->name,
		.shared = wish->shared,
		.deep = wish->deep && !*booking->name,
		.owner = wish->owner,
		.expires = ends(op, wish),
	};
	if (!err)
		err = store_lock_insert(booking->tx, lock);
	return err ? err
		   : practice_quota_check_locks(booking->reader,
						op->actor.person);
}

/* What the lock is on: of a view, the calendar itself. */
static enum err find_locked(struct booking *booking, struct booking *locked)
{
	if (booking->collection.kind == COLLECTION_SHARED)
		return booking_shared_source(booking, locked);
	*locked = *booking;
	return OK;
}

static enum err take_work(struct transaction *tx, void *context)
{
	struct locking *locking = context;
	const struct lock_wish *wish = locking->wish;
	struct booking booking, locked;
	bool there;
	enum err err = open_place(&booking, tx, &wish->at, ERR_PARENT);

	if (!err)
		err = check_lockable(&booking);
	if (!err)
		err = find_locked(&booking, &locked);
	if (!err)
		err = booking_condition(&booking, wish->condition);
	if (!err)
		err = check_conflicts(&booking, wish);
	if (err)
		return err;
	there = is_there(&locked);
	if (!there)
		err = booking_unlocked(&booking, false);
	if (!err && !there)
		err = make_empty(&locked);
	if (!err)
		err = add(&locked, wish, &locking->lock);
	locking->lock.path = booking.collection.path;
	locking->created = !there;
	return err;
}

enum err practice_lock_take(struct operation *op, struct store *store,
			    const struct lock_wish *wish, struct lock *made,
			    bool *created)
{
	struct locking locking = { .wish = wish };
	enum err err;

	if (wish->owner && strlen(wish->owner) > LOCK_OWNER_LIMIT)
		return fail(op, ERR_INVALID,
			    "what is said about a lock's owner has at most %d "
			    "bytes",
			    LOCK_OWNER_LIMIT);
	err = store_write(op, store, take_work, &locking);
	if (err)
		return err;
	*made = locking.lock;
	*created = locking.created;
	return OK;
}

/* Of the locks on the resource, which may be from above. */
static enum err find_on(struct booking *booking, const char *token,
			struct lock *found)
{
	struct lock *list;
	size_t count;
	enum err err = practice_lock_list(booking->reader, &booking->collection,
					  booking->name, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (str_equal(list[i].token, token) &&
		    practice_lock_covers(&list[i], &booking->collection,
					 booking->name)) {
			*found = list[i];
			return OK;
		}
	}
	return err ? err : ERR_NOT_FOUND;
}

static enum err open_locked(struct booking *booking, struct transaction *tx,
			    const struct object_at *at)
{
	enum err err = open_place(booking, tx, at, ERR_NOT_FOUND);

	if (!err && !is_there(booking))
		err = fail(booking->op, ERR_NOT_FOUND, "there is no '%s'",
			   at->name);
	return err;
}

static enum err refresh_work(struct transaction *tx, void *context)
{
	struct locking *locking = context;
	const struct lock_wish *wish = locking->wish;
	struct operation *op = store_tx_operation(tx);
	struct booking booking;
	enum err err = open_locked(&booking, tx, &wish->at);

	if (!err)
		err = booking_condition(&booking, wish->condition);
	if (err)
		return err;
	err = find_on(&booking, *op->tokens, &locking->lock);
	if (err == ERR_NOT_FOUND ||
	    (!err && locking->lock.person != op->actor.person))
		return fail(op, ERR_LOCK_REFRESH,
			    "this resource has no lock of yours by that "
			    "token: it may have ended");
	if (err)
		return err;
	locking->lock.expires = ends(op, wish);
	return store_lock_extend(tx, locking->lock.id, locking->lock.expires);
}

enum err practice_lock_refresh(struct operation *op, struct store *store,
			       const struct lock_wish *wish, struct lock *kept)
{
	struct locking locking = { .wish = wish };
	enum err err;

	if (!op->tokens || !op->tokens[0] || op->tokens[1])
		return fail(op, ERR_INVALID,
			    "a LOCK without a body refreshes the one lock that "
			    "its If header names");
	err = store_write(op, store, refresh_work, &locking);
	if (!err)
		*kept = locking.lock;
	return err;
}

/* RFC 3744 3.5: who took it, or whose the collection is. */
static bool may_end(const struct booking *booking, const struct lock *lock)
{
	int64_t person = booking->op->actor.person;

	return lock->person == person ||
	       (booking->collection.kind != COLLECTION_SHARED &&
		booking->collection.owner == person);
}

static enum err end_work(struct transaction *tx, void *context)
{
	struct locking *locking = context;
	const struct lock_wish *wish = locking->wish;
	struct operation *op = store_tx_operation(tx);
	struct booking booking;
	enum err err = open_locked(&booking, tx, &wish->at), judged;
	bool there;

	if (err)
		return err;
	err = find_on(&booking, locking->token, &locking->lock);
	there = !err;
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (there && !may_end(&booking, &locking->lock))
		return fail(op, ERR_NEED_PRIVILEGES,
			    "only who took the lock may end it");
	judged = booking_condition(&booking, wish->condition);
	if (judged)
		return judged;
	if (!there)
		return fail(op, ERR_LOCK_SCOPE,
			    "this resource has no lock by that token: it may "
			    "have ended");
	return store_lock_delete(tx, &locking->lock);
}

enum err practice_lock_end(struct operation *op, struct store *store,
			   const struct object_at *at, const char *token,
			   const struct condition *condition)
{
	struct lock_wish wish = { .at = *at, .condition = condition };
	struct locking locking = { .wish = &wish, .token = token };

	return store_write(op, store, end_work, &locking);
}
