#include "store/calendar.h"

#include "base/digest.h"
#include "store/statement.h"

#include <string.h>

#define SEED_SIZE 16

#define COLLECTION_COLUMNS                                              \
	"id, owner, parent, subject, path, kind, components, revision," \
	"  floor, etag_seed, created"

/* With what lies below it, itself too, as `below`. */
#define BELOW                                       \
	"WITH RECURSIVE below (id) AS ("            \
	"  SELECT id"                               \
	"    FROM collection"                       \
	"    WHERE id = $1"                         \
	"  UNION ALL"                               \
	"  SELECT child.id"                         \
	"    FROM collection AS child"              \
	"    JOIN below ON child.parent = below.id" \
	") "

/* Owner 0: the shared one, which every home shows. */
static const char FIND_COLLECTION[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE owner IN ($1, 0)"
	"    AND path = $2"
	"  ORDER BY owner DESC"
	"  LIMIT 1";

static const char LOAD_COLLECTION[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE id = $1";

/* No shared one lies below another collection. */
static const char LIST_CHILDREN[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE owner IN ($1, 0)"
	"    AND parent = $2"
	"  ORDER BY path";

static const char LIST_SHOWING[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE kind = $1"
	"    AND ($2 = 0 OR subject = $2)"
	"  ORDER BY id";

static const char ADD_COLLECTION[] =
	"INSERT INTO collection (owner, parent, subject, path, kind,"
	"    components, revision, floor, etag_seed, created)"
	"  VALUES ($1, $2, $3, $4, $5, $6, 1, 0, $7, $8)";

static const char DELETE_COLLECTION[] = BELOW "DELETE FROM collection"
					      "  WHERE id IN ("
					      "    SELECT id"
					      "      FROM below"
					      "  )";

/* The length of the old path is cut off and the new one put in its place. */
static const char MOVE_COLLECTION[] =
	BELOW "UPDATE collection"
	      "  SET path = $2 || substr(path, $3)"
	      "  WHERE id IN ("
	      "    SELECT id"
	      "      FROM below"
	      "  )";

static const char SET_PARENT[] = "UPDATE collection"
				 "  SET parent = $2"
				 "  WHERE id = $1";

static const char TOUCH_COLLECTION[] = "UPDATE collection"
				       "  SET revision = revision + 1"
				       "  WHERE id = $1"
				       "  RETURNING revision";

static const char LIST_PROPERTIES[] = "SELECT ns, name, value"
				      "  FROM property"
				      "  WHERE collection = $1"
				      "    AND member = $2"
				      "    AND viewer = $3"
				      "  ORDER BY ns, name";

static const char SET_PROPERTY[] =
	"INSERT INTO property (collection, member, viewer, ns, name, value)"
	"  VALUES ($1, $2, $3, $4, $5, $6)"
	"  ON CONFLICT (collection, member, viewer, ns, name) DO UPDATE"
	"    SET value = $6";

static const char REMOVE_PROPERTY[] = "DELETE FROM property"
				      "  WHERE collection = $1"
				      "    AND member = $2"
				      "    AND viewer = $3"
				      "    AND ns = $4"
				      "    AND name = $5";

static const char COPY_PROPERTIES[] =
	"INSERT INTO property (collection, member, viewer, ns, name, value)"
	"  SELECT $3, $4, viewer, ns, name, value"
	"    FROM property"
	"    WHERE collection = $1"
	"      AND member = $2"
	"  ON CONFLICT (collection, member, viewer, ns, name) DO UPDATE"
	"    SET value = excluded.value";

static const char *last_segment(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void read_collection(struct statement *st, void *item)
{
	struct collection *collection = item;
	const char *path = column_text(st, 4);

	*collection = (struct collection){
		.id = column_int(st, 0),
		.owner = column_int(st, 1),
		.parent = column_int(st, 2),
		.subject = column_int(st, 3),
		.path = path,
		.name = last_segment(path),
		.kind = (enum collection_kind)column_int(st, 5),
		.components = (unsigned)column_int(st, 6),
		.revision = column_int(st, 7),
		.floor = column_int(st, 8),
		.etag_seed = column_text(st, 9),
		.created = { column_int(st, 10) },
	};
}

enum err store_collection_find(struct reader *reader, int64_t owner,
			       const char *path, struct collection *collection)
{
	struct statement *st = statement(reader, FIND_COLLECTION);

	bind_int(st, 1, owner);
	bind_text(st, 2, path);
	return statement_one(st, read_collection, collection);
}

enum err store_collection_load(struct reader *reader, int64_t id,
			       struct collection *collection)
{
	struct statement *st = statement(reader, LOAD_COLLECTION);
	enum err err;

	bind_int(st, 1, id);
	err = statement_one(st, read_collection, collection);
	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), ERR_STORAGE,
			    "the database is damaged: collection %lld is "
			    "missing",
			    (long long)id);
	return err;
}

enum err store_collection_children(struct reader *reader, int64_t owner,
				   int64_t parent, struct collection **list,
				   size_t *count)
{
	struct statement *st = statement(reader, LIST_CHILDREN);

	bind_int(st, 1, owner);
	bind_int(st, 2, parent);
	return statement_list(st, read_collection, sizeof(**list), list, count);
}

enum err store_collection_showing(struct reader *reader,
				  enum collection_kind kind, int64_t subject,
				  struct collection **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_SHOWING);

	bind_int(st, 1, kind);
	bind_int(st, 2, subject);
	return statement_list(st, read_collection, sizeof(**list), list, count);
}

static enum err taken(struct operation *op, const char *path)
{
	return fail(op, ERR_EXISTS, "a collection '%s' is there already", path);
}

/* A collection of one's own must not hide the shared one of that path. */
static enum err refuse_taken(struct transaction *tx, int64_t owner,
			     const char *path)
{
	struct collection there;
	enum err err =
		store_collection_find(store_tx_reader(tx), owner, path, &there);

	if (err == ERR_NOT_FOUND)
		return OK;
	return err ? err : taken(store_tx_operation(tx), path);
}

enum err store_collection_insert(struct transaction *tx,
				 struct collection *collection)
{
	struct operation *op = store_tx_operation(tx);
	const char *seed = random_hex(op->arena, SEED_SIZE);
	struct statement *st;
	enum err err = refuse_taken(tx, collection->owner, collection->path);

	if (err)
		return err;
	st = statement_tx(tx, ADD_COLLECTION);
	bind_int(st, 1, collection->owner);
	bind_int(st, 2, collection->parent);
	bind_id(st, 3, collection->subject);
	bind_text(st, 4, collection->path);
	bind_int(st, 5, collection->kind);
	bind_int(st, 6, collection->components);
	bind_text(st, 7, seed);
	bind_int(st, 8, op->now.s);
	err = statement_run(st);
	if (err)
		return err;
	collection->id = statement_inserted(tx);
	collection->name = last_segment(collection->path);
	collection->revision = 1;
	collection->floor = 0;
	collection->etag_seed = seed;
	collection->created = op->now;
	return OK;
}

enum err store_collection_delete(struct transaction *tx, int64_t collection)
{
	struct statement *st = statement_tx(tx, DELETE_COLLECTION);

	bind_int(st, 1, collection);
	return statement_run(st);
}

enum err store_collection_move(struct transaction *tx, int64_t collection,
			       int64_t parent, const char *path)
{
	struct collection moved;
	struct statement *st;
	enum err err;

	err = store_collection_load(store_tx_reader(tx), collection, &moved);
	if (!err)
		err = refuse_taken(tx, moved.owner, path);
	if (err)
		return err;
	st = statement_tx(tx, MOVE_COLLECTION);
	bind_int(st, 1, collection);
	bind_text(st, 2, path);
	/* Characters, counted from 1. */
	bind_int(st, 3, (int64_t)str_length(moved.path) + 1);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, SET_PARENT);
	bind_int(st, 1, collection);
	bind_int(st, 2, parent);
	return statement_run(st);
}

enum err store_collection_touch(struct transaction *tx, int64_t collection,
				int64_t *revision)
{
	struct statement *st = statement_tx(tx, TOUCH_COLLECTION);
	enum err err;

	bind_int(st, 1, collection);
	err = statement_row(st);
	if (err == ERR_NOT_FOUND)
		return fail(store_tx_operation(tx), ERR_STORAGE,
			    "the database is damaged: collection %lld is "
			    "missing",
			    (long long)collection);
	if (err)
		return err;
	*revision = column_int(st, 0);
	statement_done(st);
	return OK;
}

static void read_property(struct statement *st, void *item)
{
	struct property *property = item;

	*property = (struct property){
		.ns = column_text(st, 0),
		.name = column_text(st, 1),
		.value = column_text(st, 2),
	};
}

enum err store_property_list(struct reader *reader, int64_t collection,
			     int64_t member, int64_t viewer,
			     struct property **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_PROPERTIES);

	bind_int(st, 1, collection);
	bind_int(st, 2, member);
	bind_int(st, 3, viewer);
	return statement_list(st, read_property, sizeof(**list), list, count);
}

enum err store_property_set(struct transaction *tx, int64_t collection,
			    int64_t member, int64_t viewer,
			    const struct property *property)
{
	struct statement *st = statement_tx(tx, SET_PROPERTY);

	bind_int(st, 1, collection);
	bind_int(st, 2, member);
	bind_int(st, 3, viewer);
	bind_text(st, 4, property->ns);
	bind_text(st, 5, property->name);
	bind_text(st, 6, property->value);
	return statement_run(st);
}

enum err store_property_remove(struct transaction *tx, int64_t collection,
			       int64_t member, int64_t viewer, const char *ns,
			       const char *name)
{
	struct statement *st = statement_tx(tx, REMOVE_PROPERTY);

	bind_int(st, 1, collection);
	bind_int(st, 2, member);
	bind_int(st, 3, viewer);
	bind_text(st, 4, ns);
	bind_text(st, 5, name);
	return statement_run(st);
}

enum err store_property_copy(struct transaction *tx, int64_t collection,
			     int64_t member, int64_t to_collection,
			     int64_t to_member)
{
	struct statement *st = statement_tx(tx, COPY_PROPERTIES);

	bind_int(st, 1, collection);
	bind_int(st, 2, member);
	bind_int(st, 3, to_collection);
	bind_int(st, 4, to_member);
	return statement_run(st);
}
