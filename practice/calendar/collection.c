#include "practice/calendar/collection.h"

#include "base/str.h"
#include "ical/object.h"
#include "practice/access.h"
#include "practice/calendar/collection_place.h"
#include "practice/calendar/find.h"
#include "practice/quota.h"
#include "practice/calendar/collection_zone.h"
#include "practice/calendar/lock.h"
#include "practice/calendar/rezone.h"
#include "practice/calendar/share.h"
#include "store/object.h"
#include "store/retired.h"
#include "store/transaction.h"

#define ALL_COMPONENTS (CAL_VEVENT | CAL_VTODO | CAL_VJOURNAL)

struct making {
	const struct collection_new *wish;
	struct collection made;
};

static enum err check_place(struct reader *reader, int64_t owner,
			    const char *path, int64_t *parent)
{
	struct operation *op = store_reader_operation(reader);
	struct collection there;
	enum err err = place_check_path(op, path);

	if (err)
		return err;
	err = store_collection_find(reader, owner, path, &there);
	if (!err)
		return fail(op, ERR_RESOURCE_NOT_NULL,
			    "the collection '%s' is there already", path);
	if (err == ERR_NOT_FOUND)
		err = place_find_parent(reader, owner, path, parent);
	return err ? err
		   : place_check_member(reader, *parent, place_name(path));
}

static enum err set_properties(struct transaction *tx, int64_t collection,
			       int64_t viewer, const struct property *list,
			       size_t count)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++)
		err = store_property_set(tx, collection, 0, viewer, &list[i]);
	return err;
}

static enum err make_work(struct transaction *tx, void *context)
{
	struct making *making = context;
	const struct collection_new *wish = making->wish;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct collection made = { .path = wish->path,
				   .kind = wish->kind,
				   .components = wish->components };
	struct person person;
	enum err err = practice_home_find(reader, wish->home, &person);

	if (err)
		return err;
	if (!practice_may_make(&op->actor))
		return fail(op, ERR_NEED_PRIVILEGES,
			    "clients have no calendars of their own making");
	err = practice_condition_judge(reader, wish->condition, NULL);
	if (!err)
		err = check_place(reader, person.id, wish->path, &made.parent);
	if (!err)
		err = practice_lock_check_into(reader, wish->home, made.parent,
					       place_name(wish->path));
	if (err)
		return err;
	made.owner = person.id;
	if (wish->kind == COLLECTION_PERSONAL && !made.components)
		made.components = ALL_COMPONENTS;
	err = store_collection_insert(tx, &made);
	if (!err)
		err = set_properties(tx, made.id, person.id, wish->properties,
				     wish->property_count);
	if (!err)
		err = practice_quota_check_home(reader, person.id);
	if (!err && wish->property_count)
		err = practice_quota_check_properties(reader, person.id);
	/* Who stands in for its owner sees the new one, too. */
	if (!err && wish->kind == COLLECTION_PERSONAL)
		err = practice_share_settle_tx(tx, &made);
	if (!err)
		making->made = made;
	return err;
}

enum err practice_collection_make(struct operation *op, struct store *store,
				  const struct collection_new *wish,
				  struct collection *made)
{
	struct making making = { .wish = wish };
	enum err err = store_write(op, store, make_work, &making);

	if (!err)
		*made = making.made;
	return err;
}

/* A home has no row: its properties are kept as if of this member of the
 * closures, which every home shows. */
#define OF_HOME (-1)

struct place {
	const char *home, *path, *name;
	int64_t member; /* where there is no name */
	const struct property *changes;
	size_t count;
	const struct condition *condition;
};

static enum err find_place(struct reader *reader, const struct place *at,
			   struct collection *found)
{
	struct person home;

	return practice_collection_find(reader, at->home, at->path, &home,
					found);
}

/* Only in the own home: elsewhere it is the owner's to delete. */
static bool is_given_back(const struct operation *op, const struct place *at,
			  const struct collection *found)
{
	return found->kind == COLLECTION_SHARED &&
	       practice_is_own_home(op, at->home);
}

static enum err delete_work(struct transaction *tx, void *context)
{
	const struct place *at = context;
	struct operation *op = store_tx_operation(tx);
	struct collection found;
	enum err err = find_place(store_tx_reader(tx), at, &found);
	bool back;

	if (err)
		return err;
	back = is_given_back(op, at, &found);
	if (!back && !practice_may_drop(&op->actor, &found))
		return fail(op, ERR_NEED_PRIVILEGES,
			    "'%s' is not yours to delete", at->path);
	err = practice_condition_judge(store_tx_reader(tx), at->condition,
				       NULL);
	if (!err)
		err = practice_lock_check_tree(store_tx_reader(tx), at->home,
					       &found);
	if (!err && back)
		return practice_share_leave_tx(tx, &found);
	return err ? err : store_collection_retire(tx, found.id, found.owner);
}

enum err practice_collection_delete(struct operation *op, struct store *store,
				    const char *home, const char *path,
				    const struct condition *condition)
{
	struct place at = { .home = home,
			    .path = path,
			    .condition = condition };

	return store_write(op, store, delete_work, &at);
}

/* What the properties are of, which the request may change. */
static enum err find_changed(struct transaction *tx, const struct place *at,
			     struct collection *found, struct member *member)
{
	struct reader *reader = store_tx_reader(tx);
	const char *name = at->name ? at->name : "";
	enum err err = find_place(reader, at, found);

	*member = (struct member){ .id = at->member };
	if (!err && at->name)
		err = store_member_find(reader, found->id, at->name, member);
	if (err == ERR_NOT_FOUND && at->name)
		return fail(store_tx_operation(tx), err, "there is no '%s'",
			    at->name);
	if (!err)
		err = practice_condition_judge(reader, at->condition,
					       at->name ? member : NULL);
	if (err || at->member == OF_HOME)
		return err;
	return practice_lock_check(reader, at->home, found, name,
				   LOCK_WRITE_OVER);
}

static enum err change_work(struct transaction *tx, void *context)
{
	const struct place *at = context;
	int64_t viewer = store_tx_operation(tx)->actor.person;
	struct member member;
	struct collection found;
	bool rezoned = false, adds = false;
	enum err err = find_changed(tx, at, &found, &member);

	for (size_t i = 0; !err && i < at->count; i++) {
		const struct property *change = &at->changes[i];

		adds |= change->value != NULL;
		rezoned |= !member.id && practice_is_zone(change);
		err = change->value
			      ? store_property_set(tx, found.id, member.id,
						   viewer, change)
			      : store_property_remove(tx, found.id, member.id,
						      viewer, change->ns,
						      change->name);
	}
	if (!err && adds)
		err = practice_quota_check_properties(store_tx_reader(tx),
						      viewer);
	if (!err && rezoned)
		err = practice_collection_rezone_tx(tx, &found);
	return err;
}

enum err practice_properties_change_tx(struct transaction *tx,
				       const struct object_at *at,
				       const struct property *changes,
				       size_t count)
{
	struct place place = { at->home, at->path, at->name, 0,
			       changes,  count,    NULL };

	return change_work(tx, &place);
}

enum err practice_properties_change(struct operation *op, struct store *store,
				    const char *home, const char *path,
				    const char *name,
				    const struct property *changes,
				    size_t count,
				    const struct condition *condition)
{
	struct place at = { home, path, name, 0, changes, count, condition };

	if (!path) {
		at.path = PATH_CLOSURES;
		at.member = OF_HOME;
	}
	return store_write(op, store, change_work, &at);
}

enum err practice_home_properties(struct reader *reader,
				  const struct person *home,
				  struct property **list, size_t *count)
{
	int64_t viewer = store_reader_operation(reader)->actor.person;
	struct collection closures;
	enum err err = store_collection_find(reader, home->id, PATH_CLOSURES,
					     &closures);

	if (!err)
		return store_property_list(reader, closures.id, OF_HOME, viewer,
					   list, count);
	return err;
}
