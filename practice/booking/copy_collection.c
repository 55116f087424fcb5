#include "practice/booking/copy_collection.h"

#include "practice/access.h"
#include "practice/calendar/collection_place.h"
#include "practice/calendar/instance_index.h"
#include "practice/calendar/lock.h"
#include "practice/calendar/share.h"
#include "practice/quota.h"
#include "store/object_list.h"
#include "store/retired.h"
#include "store/transaction.h"

struct copying {
	const struct collection_copy *wish;
	bool created; /* what comes out */
};

/* One collection that is being copied, on its walk over the members. */
struct pouring {
	struct transaction *tx;
	const struct collection *from;
	const struct collection *to;
};

static enum err pour_member(void *context, const struct member *member,
			    struct slice bytes)
{
	struct pouring *pouring = context;
	struct reader *reader = store_tx_reader(pouring->tx);
	struct index_rows rows = { NULL, 0, NULL };
	struct member copy = *member;
	enum err err = OK;

	copy.id = 0;
	copy.collection = pouring->to->id;
	if (copy.kind)
		err = practice_reindex(reader, pouring->to, bytes, &copy,
				       &rows);
	/* The bytes are kept, whatever can be made of them. */
	if (err == ERR_CALENDAR_DATA) {
		operation_recover(store_tx_operation(pouring->tx));
		copy.span = copy.indexed = WHOLE_TIME;
		copy.recurring = false;
		err = OK;
	}
	if (!err)
		err = store_member_put(pouring->tx, &copy, bytes, &rows);
	if (err)
		return err;
	return store_property_copy(pouring->tx, pouring->from->id, member->id,
				   copy.collection, copy.id);
}

static enum err copy_one(struct transaction *tx, const struct collection *from,
			 int64_t parent, const char *path, bool deep,
			 struct collection *made)
{
	struct pouring pouring = { tx, from, made };
	enum err err;

	*made = (struct collection){ .owner = from->owner,
				     .parent = parent,
				     .path = path,
				     .kind = from->kind,
				     .components = from->components };
	err = store_collection_insert(tx, made);
	if (!err)
		err = store_property_copy(tx, from->id, 0, made->id, 0);
	if (!err && deep)
		err = store_member_walk(store_tx_reader(tx), from->id, true,
					pour_member, &pouring);
	if (err || made->kind != COLLECTION_PERSONAL)
		return err;
	return practice_share_settle_tx(tx, made);
}

/* What is within must be where it could be made, too: so depth is bounded. */
static enum err check_tree(struct reader *reader, const struct collection *from,
			   const char *path)
{
	struct operation *op = store_reader_operation(reader);
	struct collection *children;
	size_t count;
	enum err err = place_check_path(op, path);

	if (!err)
		err = store_collection_children(reader, from->owner, from->id,
						&children, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = check_tree(reader, &children[i],
				 arena_printf(op->arena, "%s/%s", path,
					      children[i].name));
	return err;
}

static enum err copy_tree(struct transaction *tx, const struct collection *from,
			  int64_t parent, const char *path, bool deep)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct collection made = { .id = 0 };
	struct collection *children;
	size_t count;
	enum err err = copy_one(tx, from, parent, path, deep, &made);

	if (err || !deep)
		return err;
	err = store_collection_children(store_tx_reader(tx), from->owner,
					from->id, &children, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = copy_tree(
			tx, &children[i], made.id,
			arena_printf(arena, "%s/%s", path, children[i].name),
			true);
	return err;
}

static enum err check_wish(struct operation *op,
			   const struct collection_copy *wish)
{
	if (place_within(wish->to, wish->from) ||
	    place_within(wish->from, wish->to))
		return fail(op, ERR_FORBIDDEN,
			    "a collection is not copied onto or into itself");
	return place_check_path(op, wish->to);
}

static enum err find_source(struct reader *reader, int64_t owner,
			    const char *path, struct collection *found)
{
	struct operation *op = store_reader_operation(reader);
	enum err err = store_collection_find(reader, owner, path, found);

	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no collection '%s'", path);
	if (!err && !practice_may_drop(&op->actor, found))
		return fail(op, ERR_NEED_PRIVILEGES,
			    "'%s' is the practice's: it stays where it is",
			    path);
	return err;
}

static enum err refuse_overwrite(struct operation *op, const char *path)
{
	return fail(op, ERR_PRECONDITION, "'%s' is there already", path);
}

static enum err replace_member(struct transaction *tx,
			       const struct member *member)
{
	enum err err = store_lock_drop(tx, member->collection, member->name);

	return err ? err : store_member_delete(tx, member);
}

/* Make room at the destination; *created: there was nothing. */
static enum err clear(struct transaction *tx, int64_t owner, int64_t parent,
		      const struct collection_copy *wish, bool *created)
{
	struct reader *reader = store_tx_reader(tx);
	struct operation *op = store_tx_operation(tx);
	const char *name = place_name(wish->to);
	struct collection there;
	struct member member;
	enum err err = store_collection_find(reader, owner, wish->to, &there);

	if (!err) {
		if (!wish->overwrite)
			return refuse_overwrite(op, wish->to);
		err = find_source(reader, owner, wish->to, &there);
		if (!err)
			err = practice_lock_check_tree(reader, wish->home,
						       &there);
		return err ? err
			   : store_collection_retire(tx, there.id, there.owner);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	err = practice_lock_check_into(reader, wish->home, parent, name);
	if (err)
		return err;
	err = ERR_NOT_FOUND;
	if (parent)
		err = store_member_find(reader, parent, name, &member);
	if (!err && !wish->overwrite)
		return refuse_overwrite(op, wish->to);
	if (!err)
		return replace_member(tx, &member);
	*created = err == ERR_NOT_FOUND;
	return *created ? OK : err;
}

static enum err check_quota(struct reader *reader, int64_t owner)
{
	enum err err = practice_quota_check_home(reader, owner);

	return err ? err : practice_quota_check_properties(reader, owner);
}

/* RFC 4918 7.6: locks stay behind, and so end. */
static enum err move_tree(struct transaction *tx, const struct collection *from,
			  int64_t parent, const struct collection_copy *wish)
{
	enum err err =
		practice_lock_check_tree(store_tx_reader(tx), wish->home, from);

	if (!err)
		err = store_lock_drop_below(tx, from->id);
	return err ? err
		   : store_collection_move(tx, from->id, parent, wish->to);
}

static enum err copy_work(struct transaction *tx, void *context)
{
	struct copying *copying = context;
	const struct collection_copy *wish = copying->wish;
	struct reader *reader = store_tx_reader(tx);
	struct operation *op = store_tx_operation(tx);
	struct collection from;
	struct person person;
	int64_t parent;
	bool created = false;
	enum err err = practice_home_find(reader, wish->home, &person);

	if (!err && !practice_may_make(&op->actor))
		err = fail(op, ERR_NEED_PRIVILEGES,
			   "clients have no calendars of their own making");
	if (!err)
		err = find_source(reader, person.id, wish->from, &from);
	if (!err)
		err = practice_condition_judge(reader, wish->condition, NULL);
	if (!err)
		err = check_wish(op, wish);
	if (!err && (wish->move || wish->deep))
		err = check_tree(reader, &from, wish->to);
	if (!err)
		err = place_find_parent(reader, person.id, wish->to, &parent);
	if (!err && !wish->move && wish->deep)
		err = practice_quota_check_copy(reader, &from);
	if (!err)
		err = clear(tx, person.id, parent, wish, &created);
	if (err)
		return err;
	err = wish->move ? move_tree(tx, &from, parent, wish)
			 : copy_tree(tx, &from, parent, wish->to, wish->deep);
	if (!err && !wish->move)
		err = check_quota(reader, person.id);
	if (!err)
		copying->created = created;
	return err;
}

enum err practice_collection_copy(struct operation *op, struct store *store,
				  const struct collection_copy *wish,
				  bool *created)
{
	struct copying copying = { .wish = wish };
	enum err err = store_write(op, store, copy_work, &copying);

	if (!err)
		*created = copying.created;
	return err;
}
