#include "store/retired.h"

#include "base/str.h"
#include "store/calendar_private.h"
#include "store/statement_private.h"
#include "store/transaction.h"

#include <assert.h>

/* Of one slice, so that it takes a few milliseconds: rows of the index, each of
 * which lies on a page of its own; objects; and their bytes. */
#define SLICE_ROWS 500
#define SLICE_OBJECTS 50
#define SLICE_BYTES (INT64_C(1024) * 1024)

static const char LIST_RETIRING[] =
	COLLECTIONS_BELOW "SELECT id"
			  "  FROM below"
			  "  UNION "
			  "SELECT id"
			  "  FROM collection"
			  "  WHERE source IN (SELECT id FROM below)";

/* No collection has the id -1. */
static const char RETIRE[] =
	"UPDATE collection"
	"  SET owner = -$owner, parent = -1, kind = 0, path = CAST(id AS text),"
	"    subject = NULL, source = NULL, locks = 0"
	"  WHERE id IN (" EACH_ID ")";

static const char DROP_PROPERTIES[] = "DELETE FROM property"
				      "  WHERE collection IN (" EACH_ID ")";

static const char DROP_LOCKS[] = "DELETE FROM lock"
				 "  WHERE collection IN (" EACH_ID ")";

static const char DROP_SHARES[] = "DELETE FROM share"
				  "  WHERE collection IN (" EACH_ID ")";

static const char FIND_RETIRED[] = "SELECT id"
				   "  FROM collection"
				   "  WHERE owner < 0"
				   "  ORDER BY owner, path"
				   "  LIMIT 1";

static const char CLEAR_ROWS[] =
	"DELETE FROM instance"
	"  WHERE (collection, long, starts, ends, member) IN ("
	"    SELECT collection, long, starts, ends, member"
	"      FROM instance"
	"      WHERE collection = $collection"
	"      LIMIT $limit)";

static const char CLEAR_TOMBSTONES[] = "DELETE FROM tombstone"
				       "  WHERE (collection, name) IN ("
				       "    SELECT collection, name"
				       "      FROM tombstone"
				       "      WHERE collection = $collection"
				       "      LIMIT $limit)";

static const char LIST_MEMBERS[] = "SELECT id, size"
				   "  FROM member"
				   "  WHERE collection = $collection"
				   "  ORDER BY revision"
				   "  LIMIT $limit";

static const char CLEAR_MEMBER[] = "DELETE FROM member"
				   "  WHERE id = $id";

static const char CLEAR_COLLECTION[] = "DELETE FROM collection"
				       "  WHERE id = $id";

static enum err run_ids(struct transaction *tx, const char *sql,
			const struct ids *ids)
{
	struct statement *st = statement_tx(tx, sql);

	bind_ids(st, "ids", ids);
	return statement_run(st);
}

static enum err move_away(struct transaction *tx, const struct ids *ids,
			  int64_t owner)
{
	struct statement *st = statement_tx(tx, RETIRE);

	bind_int(st, "owner", owner);
	bind_ids(st, "ids", ids);
	return statement_run(st);
}

enum err store_collection_retire(struct transaction *tx, int64_t collection,
				 int64_t owner)
{
	static const char *const drops[] = { DROP_PROPERTIES, DROP_LOCKS,
					     DROP_SHARES };
	struct ids ids;
	enum err err = statement_ids(
		statement_of_id(store_tx_reader(tx), LIST_RETIRING, collection),
		&ids);

	assert(owner > 0);
	if (!err)
		err = move_away(tx, &ids, owner);
	for (size_t i = 0; !err && i < ARRAY_SIZE(drops); i++)
		err = run_ids(tx, drops[i], &ids);
	return err;
}

/* ERR_NOT_FOUND: none was left. */
static enum err clear_some(struct transaction *tx, const char *sql,
			   int64_t collection)
{
	struct statement *st = statement_tx(tx, sql);

	bind_int(st, "collection", collection);
	bind_limit(st, "limit", SLICE_ROWS);
	return statement_change(st);
}

struct going {
	int64_t id, size;
};

static void read_going(struct statement *st, void *item)
{
	struct going *going = item;

	going->id = column_int(st, "id");
	going->size = column_int(st, "size");
}

/* ERR_NOT_FOUND: none was left. Their rows of the index are gone already. */
static enum err clear_members(struct transaction *tx, int64_t collection)
{
	struct statement *st = statement_tx(tx, LIST_MEMBERS);
	struct going *list;
	size_t count;
	int64_t bytes = 0;
	enum err err;

	bind_int(st, "collection", collection);
	bind_limit(st, "limit", SLICE_OBJECTS);
	err = statement_list(st, read_going, sizeof(*list), &list, &count);
	if (!err && count == 0)
		return ERR_NOT_FOUND;
	for (size_t i = 0; !err && i < count && bytes < SLICE_BYTES; i++) {
		err = statement_run_id(tx, CLEAR_MEMBER, list[i].id);
		bytes += list[i].size;
	}
	return err;
}

static enum err clear_slice(struct transaction *tx, int64_t collection)
{
	enum err err = clear_some(tx, CLEAR_ROWS, collection);

	if (err == ERR_NOT_FOUND)
		err = clear_some(tx, CLEAR_TOMBSTONES, collection);
	if (err == ERR_NOT_FOUND)
		err = clear_members(tx, collection);
	return err == ERR_NOT_FOUND
		       ? statement_run_id(tx, CLEAR_COLLECTION, collection)
		       : err;
}

static enum err clear_work(struct transaction *tx, void *context)
{
	bool *more = context;
	int64_t collection;
	enum err err =
		statement_one_int(statement_tx(tx, FIND_RETIRED), &collection);

	*more = !err;
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	return clear_slice(tx, collection);
}

enum err store_retired_clear(struct operation *op, struct store *store,
			     bool *more)
{
	return store_write(op, store, clear_work, more);
}
