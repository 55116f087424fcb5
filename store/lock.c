#include "store/lock.h"

#include "store/statement_private.h"

#define COLUMNS                                                  \
	"l.id, l.token, l.person, l.collection, c.path, l.name," \
	"    l.shared, l.deep, l.owner, l.expires"               \
	"  FROM lock l"                                          \
	"    JOIN collection c ON c.id = l.collection"

/* A deep one is on a collection itself. */
static const char LIST[] =
	"WITH RECURSIVE above (id, parent) AS ("
	"  SELECT id, parent"
	"    FROM collection"
	"    WHERE id = $collection"
	"  UNION ALL"
	"  SELECT c.id, c.parent"
	"    FROM collection c"
	"      JOIN above ON above.parent = c.id"
	") "
	"SELECT " COLUMNS "  WHERE l.collection IN (SELECT id FROM above)"
	"    AND (l.deep = 1 OR (l.collection = $collection"
	"      AND (l.name = '' OR l.name = $name OR $any = 1)))"
	"    AND l.expires > $now"
	"  ORDER BY l.id";

/* With what lies below it, itself too. */
#define BELOW                                     \
	"WITH RECURSIVE below (id) AS ("          \
	"  SELECT id"                             \
	"    FROM collection"                     \
	"    WHERE id = $collection"              \
	"  UNION ALL"                             \
	"  SELECT c.id"                           \
	"    FROM collection c"                   \
	"      JOIN below ON c.parent = below.id" \
	") "

static const char LIST_BELOW[] =
	BELOW "SELECT " COLUMNS "  WHERE l.collection IN (SELECT id FROM below)"
	      "    AND l.expires > $now"
	      "  ORDER BY l.id";

static const char ADD[] =
	"INSERT INTO lock (token, person, collection, name, shared, deep,"
	"    owner, expires)"
	"  VALUES ($token, $person, $collection, $name, $shared, $deep,"
	"    $owner, $expires)"
	"  RETURNING id";

static const char EXTEND[] = "UPDATE lock"
			     "  SET expires = $expires"
			     "  WHERE id = $id";

static const char DELETE[] = "DELETE FROM lock"
			     "  WHERE id = $id";

static const char DROP[] = "DELETE FROM lock"
			   "  WHERE collection = $collection"
			   "    AND name = $name";

static const char DROP_PERSON[] = "DELETE FROM lock"
				  "  WHERE collection = $collection"
				  "    AND person = $person";

static const char DROP_BELOW[] =
	BELOW "DELETE FROM lock"
	      "  WHERE collection IN (SELECT id FROM below)";

static const char COUNT[] = "UPDATE collection"
			    "  SET locks = (SELECT count(*) FROM lock"
			    "      WHERE lock.collection = collection.id)"
			    "  WHERE id = $id";

static const char COUNT_BELOW[] = BELOW "UPDATE collection"
					"  SET locks = 0"
					"  WHERE id IN (SELECT id FROM below)";

/* Before those go whose time is over. */
static const char COUNT_LIVE[] = "UPDATE collection"
				 "  SET locks = (SELECT count(*) FROM lock"
				 "      WHERE lock.collection = collection.id"
				 "        AND lock.expires > $now)"
				 "  WHERE id IN (SELECT collection FROM lock"
				 "      WHERE expires <= $now)";

static const char SWEEP[] = "DELETE FROM lock"
			    "  WHERE expires <= $now";

static void read_lock(struct statement *st, void *item)
{
	struct lock *lock = item;

	*lock = (struct lock){
		.id = column_int(st, "id"),
		.token = column_text(st, "token"),
		.person = column_int(st, "person"),
		.collection = column_int(st, "collection"),
		.path = column_text(st, "path"),
		.name = column_text(st, "name"),
		.shared = column_int(st, "shared") != 0,
		.deep = column_int(st, "deep") != 0,
		.owner = column_text(st, "owner"),
		.expires = { column_int(st, "expires") },
	};
}

enum err store_lock_list(struct reader *reader, int64_t collection,
			 const char *name, struct lock **list, size_t *count)
{
	struct statement *st = statement(reader, LIST);

	bind_int(st, "collection", collection);
	bind_text(st, "name", name ? name : "");
	bind_int(st, "any", !name);
	bind_int(st, "now", store_reader_operation(reader)->now.s);
	return statement_list(st, read_lock, sizeof(**list), list, count);
}

enum err store_lock_list_below(struct reader *reader, int64_t collection,
			       struct lock **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_BELOW);

	bind_int(st, "collection", collection);
	bind_int(st, "now", store_reader_operation(reader)->now.s);
	return statement_list(st, read_lock, sizeof(**list), list, count);
}

static enum err count_again(struct transaction *tx, int64_t collection)
{
	return statement_run_id(tx, COUNT, collection);
}

enum err store_lock_insert(struct transaction *tx, struct lock *lock)
{
	struct statement *st = statement_tx(tx, ADD);
	enum err err;

	bind_text(st, "token", lock->token);
	bind_int(st, "person", lock->person);
	bind_int(st, "collection", lock->collection);
	bind_text(st, "name", lock->name);
	bind_int(st, "shared", lock->shared);
	bind_int(st, "deep", lock->deep);
	bind_text(st, "owner", lock->owner);
	bind_int(st, "expires", lock->expires.s);
	err = statement_insert(st, &lock->id);
	return err ? err : count_again(tx, lock->collection);
}

enum err store_lock_extend(struct transaction *tx, int64_t id,
			   struct instant expires)
{
	struct statement *st = statement_tx(tx, EXTEND);

	bind_int(st, "id", id);
	bind_int(st, "expires", expires.s);
	return statement_run(st);
}

enum err store_lock_delete(struct transaction *tx, const struct lock *lock)
{
	enum err err = statement_run_id(tx, DELETE, lock->id);

	return err ? err : count_again(tx, lock->collection);
}

enum err store_lock_drop(struct transaction *tx, int64_t collection,
			 const char *name)
{
	struct statement *st = statement_tx(tx, DROP);
	enum err err;

	bind_int(st, "collection", collection);
	bind_text(st, "name", name);
	err = statement_run(st);
	return err ? err : count_again(tx, collection);
}

enum err store_lock_drop_person(struct transaction *tx, int64_t collection,
				int64_t person)
{
	struct statement *st = statement_tx(tx, DROP_PERSON);
	enum err err;

	bind_int(st, "collection", collection);
	bind_int(st, "person", person);
	err = statement_run(st);
	return err ? err : count_again(tx, collection);
}

enum err store_lock_drop_below(struct transaction *tx, int64_t collection)
{
	enum err err = statement_run_id(tx, DROP_BELOW, collection);

	return err ? err : statement_run_id(tx, COUNT_BELOW, collection);
}

enum err store_lock_sweep(struct transaction *tx)
{
	int64_t now = store_tx_operation(tx)->now.s;
	struct statement *st = statement_tx(tx, COUNT_LIVE);
	enum err err;

	bind_int(st, "now", now);
	err = statement_run(st);
	return err ? err : statement_run_id(tx, SWEEP, now);
}
