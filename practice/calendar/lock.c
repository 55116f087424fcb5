#include "practice/calendar/lock.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/calendar/address.h"
#include "practice/calendar/collection_place.h"

/* An address that a write touches, and the locks that may be on it. */
struct touched {
	struct operation *op;
	const char *home;
	const struct lock *locks;
	size_t count;
};

static bool is_view(const struct collection *collection)
{
	return collection->kind == COLLECTION_SHARED;
}

/* Whose locks are the collection's. */
static int64_t locked_of(const struct collection *collection)
{
	return is_view(collection) ? collection->source : collection->id;
}

/* What is on the calendar or above it is, in a viewer's home, on the view. */
static void place_in_view(const struct collection *collection,
			  struct lock *list, size_t count)
{
	for (size_t i = 0; is_view(collection) && i < count; i++)
		list[i].path = collection->path;
}

bool practice_takes_locks(const struct collection *collection)
{
	return collection->kind == COLLECTION_PERSONAL ||
	       collection->kind == COLLECTION_PLAIN ||
	       (is_view(collection) &&
		(collection->privileges & PRIVILEGE_WRITE_CONTENT));
}

/* Nothing is asked where nothing can be: no lock on the collection or in it,
 * and no collection above. */
static bool is_free(const struct collection *collection)
{
	return collection->locks == 0 && collection->parent == 0 &&
	       !is_view(collection);
}

enum err practice_lock_list(struct reader *reader,
			    const struct collection *collection,
			    const char *name, struct lock **list, size_t *count)
{
	enum err err;

	*list = NULL;
	*count = 0;
	if (is_free(collection))
		return OK;
	err = store_lock_list(reader, locked_of(collection), name, list, count);
	if (!err)
		place_in_view(collection, *list, *count);
	return err;
}

enum err practice_lock_list_below(struct reader *reader,
				  const struct collection *collection,
				  struct lock **list, size_t *count)
{
	enum err err = store_lock_list_below(reader, locked_of(collection),
					     list, count);

	if (!err)
		place_in_view(collection, *list, *count);
	return err;
}

static bool covers(const struct lock *lock, const char *path, const char *name)
{
	if (lock->deep)
		return place_within(path, lock->path);
	return str_equal(lock->path, path) && str_equal(lock->name, name);
}

bool practice_lock_covers(const struct lock *lock,
			  const struct collection *collection, const char *name)
{
	return covers(lock, collection->path, name);
}

/* Does the request name the lock, and is it its actor's? */
static bool is_submitted(const struct operation *op, const struct lock *lock)
{
	const char *const *token = op->tokens;

	if (lock->person != op->actor.person)
		return false;
	for (; token && *token; token++) {
		if (str_equal(*token, lock->token))
			return true;
	}
	return false;
}

static enum err refuse_locked(const struct touched *touched,
			      const struct lock *lock)
{
	struct operation *op = touched->op;
	enum err err = fail(op, ERR_LOCK_TOKEN,
			    "'%s' is locked by a program, and this request "
			    "does not name the lock in its If header: unlock "
			    "it there, or wait until %s",
			    *lock->name ? lock->name : lock->path,
			    instant_http(op->arena, lock->expires));

	op->failure.href = practice_href(op->arena, touched->home, lock->path,
					 *lock->name ? lock->name : NULL);
	return err;
}

/* One of the locks on the address is enough. */
static enum err check(const struct touched *touched, const char *path,
		      const char *name)
{
	const struct lock *locked = NULL;

	for (size_t i = 0; i < touched->count; i++) {
		const struct lock *lock = &touched->locks[i];

		if (!covers(lock, path, name))
			continue;
		if (is_submitted(touched->op, lock))
			return OK;
		locked = lock;
	}
	return locked ? refuse_locked(touched, locked) : OK;
}

enum err practice_lock_check(struct reader *reader, const char *home,
			     const struct collection *collection,
			     const char *name, enum lock_write write)
{
	struct touched touched = { .op = store_reader_operation(reader),
				   .home = home };
	struct lock *list;
	enum err err = practice_lock_list(reader, collection, name, &list,
					  &touched.count);

	touched.locks = list;
	if (!err)
		err = check(&touched, collection->path, name);
	/* RFC 4918 7.4 */
	if (!err && write == LOCK_WRITE_BIND && *name)
		err = check(&touched, collection->path, "");
	return err;
}

enum err practice_lock_check_into(struct reader *reader, const char *home,
				  int64_t collection, const char *name)
{
	struct collection into;
	enum err err;

	if (!collection)
		return OK;
	err = store_collection_load(reader, collection, &into);
	return err ? err
		   : practice_lock_check(reader, home, &into, name,
					 LOCK_WRITE_BIND);
}

enum err practice_lock_check_tree(struct reader *reader, const char *home,
				  const struct collection *collection)
{
	struct operation *op = store_reader_operation(reader);
	struct touched touched = { .op = op, .home = home };
	struct lock *above, *below, *all;
	size_t above_count, below_count;
	enum err err = practice_lock_check_into(
		reader, home, collection->parent, collection->name);

	if (err || is_view(collection))
		return err;
	err = practice_lock_list(reader, collection, "", &above, &above_count);
	if (!err)
		err = practice_lock_list_below(reader, collection, &below,
					       &below_count);
	if (err)
		return err;
	touched.count = above_count + below_count;
	all = arena_array(op->arena, touched.count, sizeof(*all));
	for (size_t i = 0; i < touched.count; i++)
		all[i] = i < above_count ? above[i] : below[i - above_count];
	touched.locks = all;
	err = check(&touched, collection->path, "");
	for (size_t i = 0; !err && i < below_count; i++)
		err = check(&touched, below[i].path, below[i].name);
	return err;
}
