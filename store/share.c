#include "store/share.h"

#include "store/calendar.h"
#include "store/statement_private.h"

#define SHARE                                                     \
	"SELECT id, collection, person, role, privileges, state," \
	"    uid, summary"                                        \
	"  FROM share"

static const char LIST[] = SHARE "  WHERE collection = $collection"
				 "  ORDER BY id";

static const char FIND[] = SHARE "  WHERE collection = $collection"
				 "    AND person = $person"
				 "    AND role = $role";

static const char FIND_UID[] = SHARE "  WHERE uid = $uid";

static const char LIST_WITH[] = SHARE "  WHERE person = $person"
				      "  ORDER BY id";

static const char LIST_CALENDARS[] =
	"SELECT id"
	"  FROM collection"
	"  WHERE kind = $kind"
	"    AND (id IN (SELECT collection FROM share)"
	"      OR owner IN (SELECT owner FROM delegate))"
	"  ORDER BY id";

static const char SET[] =
	"INSERT INTO share (collection, person, role, privileges, state, uid,"
	"    summary)"
	"  VALUES ($collection, $person, $role, $privileges, $state, $uid,"
	"    $summary)"
	"  ON CONFLICT (collection, person, role) DO UPDATE"
	"    SET privileges = $privileges, state = $state, uid = $uid,"
	"      summary = $summary";

static const char REMOVE[] = "DELETE FROM share"
			     "  WHERE id = $id";

static const char LIST_DELEGATES[] = "SELECT owner, person, writes"
				     "  FROM delegate"
				     "  WHERE (owner = $owner OR $owner = 0)"
				     "    AND (person = $person OR $person = 0)"
				     "  ORDER BY owner, person";

static const char SET_DELEGATE[] =
	"INSERT INTO delegate (owner, person, writes)"
	"  VALUES ($owner, $person, $writes)"
	"  ON CONFLICT (owner, person) DO UPDATE"
	"    SET writes = $writes";

static const char REMOVE_DELEGATE[] = "DELETE FROM delegate"
				      "  WHERE owner = $owner"
				      "    AND person = $person";

static const char FORGET_SHARES[] = "DELETE FROM share"
				    "  WHERE person = $person";

static const char FORGET_DELEGATES[] = "DELETE FROM delegate"
				       "  WHERE owner = $person"
				       "    OR person = $person";

static void read_share(struct statement *st, void *item)
{
	struct share *share = item;

	*share = (struct share){
		.id = column_int(st, "id"),
		.collection = column_int(st, "collection"),
		.person = column_int(st, "person"),
		.role = (unsigned)column_int(st, "role"),
		.privileges = (unsigned)column_int(st, "privileges"),
		.state = (enum share_state)column_int(st, "state"),
		.uid = column_text(st, "uid"),
		.summary = column_text(st, "summary"),
	};
}

enum err store_share_list(struct reader *reader, int64_t collection,
			  struct share **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST, collection);

	return statement_list(st, read_share, sizeof(**list), list, count);
}

enum err store_share_find(struct reader *reader, int64_t collection,
			  int64_t person, unsigned role, struct share *share)
{
	struct statement *st = statement(reader, FIND);

	bind_int(st, "collection", collection);
	bind_int(st, "person", person);
	bind_int(st, "role", role);
	return statement_one(st, read_share, share);
}

enum err store_share_find_uid(struct reader *reader, const char *uid,
			      struct share *share)
{
	return statement_one(statement_of_text(reader, FIND_UID, uid),
			     read_share, share);
}

enum err store_share_with(struct reader *reader, int64_t person,
			  struct share **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_WITH);

	bind_int(st, "person", person);
	return statement_list(st, read_share, sizeof(**list), list, count);
}

enum err store_share_calendars(struct reader *reader, struct ids *collections)
{
	return statement_ids(
		statement_of_id(reader, LIST_CALENDARS, COLLECTION_PERSONAL),
		collections);
}

enum err store_share_set(struct transaction *tx, const struct share *share)
{
	struct statement *st = statement_tx(tx, SET);

	bind_int(st, "collection", share->collection);
	bind_int(st, "person", share->person);
	bind_int(st, "role", share->role);
	bind_int(st, "privileges", share->privileges);
	bind_int(st, "state", share->state);
	bind_text(st, "uid", share->uid);
	bind_text(st, "summary", share->summary);
	return statement_run(st);
}

enum err store_share_remove(struct transaction *tx, int64_t id)
{
	return statement_run_id(tx, REMOVE, id);
}

static void read_delegate(struct statement *st, void *item)
{
	struct delegate *delegate = item;

	delegate->owner = column_int(st, "owner");
	delegate->person = column_int(st, "person");
	delegate->writes = column_int(st, "writes") != 0;
}

enum err store_delegate_list(struct reader *reader, int64_t owner,
			     int64_t person, struct delegate **list,
			     size_t *count)
{
	struct statement *st = statement(reader, LIST_DELEGATES);

	bind_int(st, "owner", owner);
	bind_int(st, "person", person);
	return statement_list(st, read_delegate, sizeof(**list), list, count);
}

enum err store_delegate_set(struct transaction *tx,
			    const struct delegate *delegate)
{
	struct statement *st = statement_tx(tx, SET_DELEGATE);

	bind_int(st, "owner", delegate->owner);
	bind_int(st, "person", delegate->person);
	bind_int(st, "writes", delegate->writes);
	return statement_run(st);
}

enum err store_delegate_remove(struct transaction *tx, int64_t owner,
			       int64_t person)
{
	struct statement *st = statement_tx(tx, REMOVE_DELEGATE);

	bind_int(st, "owner", owner);
	bind_int(st, "person", person);
	return statement_run(st);
}

enum err store_share_forget(struct transaction *tx, int64_t person)
{
	enum err err = statement_run_id(tx, FORGET_SHARES, person);

	return err ? err : statement_run_id(tx, FORGET_DELEGATES, person);
}
