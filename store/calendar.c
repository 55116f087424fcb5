#include "store/calendar.h"

#include "base/digest.h"
#include "base/unicode.h"
#include "store/calendar_private.h"
#include "store/statement_private.h"

#include <string.h>

#define SEED_SIZE 16

#define COLLECTION_COLUMNS                                                     \
	"id, owner, parent, subject, path, kind, components, revision,"        \
	"  floor, etag_seed, created, locks, source, privileges, followed,"    \
	"  EXISTS (SELECT 1 FROM collection o WHERE o.parent = collection.id)" \
	"    AS above,"                                                        \
	"  EXISTS (SELECT 1 FROM collection o WHERE o.source = collection.id)" \
	"    AS viewed"

/* Owner 0 is everybody's, which every home shows behind one's own. SQLite would
 * make a table of a list of two owners, and that costs more than to find both
 * by their index. */
static const char FIND_COLLECTION[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE id = coalesce("
	"    (SELECT id FROM collection WHERE owner = $owner AND path = $path),"
	"    (SELECT id FROM collection WHERE owner = 0 AND path = $path))";

static const char LOAD_COLLECTION[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE id = $id";

/* No shared one lies below another collection. */
static const char LIST_CHILDREN[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE owner IN ($owner, 0)"
	"    AND parent = $parent"
	"  ORDER BY path";

#define EACH_PERSON "SELECT id AS person FROM (" EACH_PLACED ") AS placed"

/* No kind is in both parts. */
static const char LIST_CONCERNED[] =
	"SELECT " COLLECTION_COLUMNS "  FROM (" EACH_PERSON ") AS people"
	"  CROSS JOIN collection"
	"  WHERE owner = person"
	"    AND kind IN ($sessions, $to_save)"
	"  UNION ALL "
	"SELECT " COLLECTION_COLUMNS "  FROM (" EACH_PERSON ") AS people"
	"  CROSS JOIN collection"
	"  WHERE kind = $practitioner"
	"    AND subject = person";

static const char LIST_SHOWING[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE kind = $kind"
	"    AND (subject = $subject OR $subject = 0)"
	"  ORDER BY id";

static const char LIST_OWNED[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE owner = $owner"
	"    AND kind = $kind"
	"  ORDER BY id";

static const char LIST_VIEWS[] =
	"SELECT " COLLECTION_COLUMNS "  FROM collection"
	"  WHERE source = $source"
	"  ORDER BY id";

static const char FIND_VIEW[] = "SELECT " COLLECTION_COLUMNS "  FROM collection"
				"  WHERE source = $source"
				"    AND owner = $owner";

static const char SET_VIEW[] =
	"UPDATE collection"
	"  SET privileges = $privileges, followed = $followed"
	"  WHERE id = $id";

static const char LIST_RECURRING[] =
	"SELECT DISTINCT collection"
	"  FROM member"
	"  WHERE recurring = 1"
	"    AND collection NOT IN " OUT_OF_REACH "  ORDER BY collection";

static const char ADD_COLLECTION[] =
	"INSERT INTO collection (owner, parent, subject, path, kind,"
	"    components, revision, floor, etag_seed, created, source,"
	"    privileges)"
	"  VALUES ($owner, $parent, $subject, $path, $kind, $components,"
	"    1, 0, $etag_seed, $created, $source, $privileges)"
	"  ON CONFLICT (owner, path) DO NOTHING"
	"  RETURNING id";

static const char DELETE_COLLECTION[] =
	COLLECTIONS_BELOW "DELETE FROM collection"
			  "  WHERE id IN ("
			  "    SELECT id"
			  "      FROM below"
			  "  )";

/* The length of the old path is cut off and the new one put in its place. */
static const char MOVE_COLLECTION[] = COLLECTIONS_BELOW
	"UPDATE collection"
	"  SET path = $path || substr(path, CAST($rest AS INTEGER))"
	"  WHERE id IN ("
	"    SELECT id"
	"      FROM below"
	"  )";

static const char SET_PARENT[] = "UPDATE collection"
				 "  SET parent = $parent"
				 "  WHERE id = $id";

static const char TOUCH_COLLECTION[] = "UPDATE collection"
				       "  SET revision = revision + 1"
				       "  WHERE id = $id"
				       "  RETURNING revision";

static const char LIST_PROPERTIES[] = "SELECT ns, name, value"
				      "  FROM property"
				      "  WHERE collection = $collection"
				      "    AND member = $member"
				      "    AND viewer = $viewer"
				      "  ORDER BY ns, name";

/* The practice's row is the one without a namespace. */
static const char LIST_SETTINGS[] = "SELECT ns, name, value"
				    "  FROM property"
				    "  WHERE collection = $collection"
				    "    AND member = 0"
				    "    AND viewer = $viewer"
				    "  UNION ALL "
				    "SELECT NULL, NULL, zone"
				    "  FROM practice";

static const char SET_PROPERTY[] =
	"INSERT INTO property (collection, member, viewer, ns, name, value)"
	"  VALUES ($collection, $member, $viewer, $ns, $name, $value)"
	"  ON CONFLICT (collection, member, viewer, ns, name) DO UPDATE"
	"    SET value = $value";

static const char REMOVE_PROPERTY[] = "DELETE FROM property"
				      "  WHERE collection = $collection"
				      "    AND member = $member"
				      "    AND viewer = $viewer"
				      "    AND ns = $ns"
				      "    AND name = $name";

static const char COPY_PROPERTIES[] =
	"INSERT INTO property (collection, member, viewer, ns, name, value)"
	"  SELECT $to_collection, $to_member, viewer, ns, name, value"
	"    FROM property"
	"    WHERE collection = $collection"
	"      AND member = $member"
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
	const char *path = column_text(st, "path");

	*collection = (struct collection){
		.id = column_int(st, "id"),
		.owner = column_int(st, "owner"),
		.parent = column_int(st, "parent"),
		.subject = column_int(st, "subject"),
		.path = path,
		.name = last_segment(path),
		.kind = (enum collection_kind)column_int(st, "kind"),
		.components = (unsigned)column_int(st, "components"),
		.revision = column_int(st, "revision"),
		.floor = column_int(st, "floor"),
		.etag_seed = column_text(st, "etag_seed"),
		.created = { column_int(st, "created") },
		.locks = column_int(st, "locks"),
		.source = column_int(st, "source"),
		.privileges = (unsigned)column_int(st, "privileges"),
		.followed = column_int(st, "followed"),
		.above = column_int(st, "above") != 0,
		.viewed = column_int(st, "viewed") != 0,
	};
}

enum err store_collection_find(struct reader *reader, int64_t owner,
			       const char *path, struct collection *collection)
{
	struct statement *st = statement(reader, FIND_COLLECTION);

	bind_int(st, "owner", owner);
	bind_text(st, "path", path);
	return statement_one(st, read_collection, collection);
}

enum err collection_missing(struct reader *reader, int64_t id)
{
	return fail(store_reader_operation(reader), ERR_STORAGE,
		    "the database is damaged: collection %lld is missing",
		    (long long)id);
}

enum err store_collection_load(struct reader *reader, int64_t id,
			       struct collection *collection)
{
	struct statement *st = statement_of_id(reader, LOAD_COLLECTION, id);
	enum err err;

	err = statement_one(st, read_collection, collection);
	return err == ERR_NOT_FOUND ? collection_missing(reader, id) : err;
}

enum err store_collection_children(struct reader *reader, int64_t owner,
				   int64_t parent, struct collection **list,
				   size_t *count)
{
	struct statement *st = statement(reader, LIST_CHILDREN);

	bind_int(st, "owner", owner);
	bind_int(st, "parent", parent);
	return statement_list(st, read_collection, sizeof(**list), list, count);
}

enum err store_collection_showing(struct reader *reader,
				  enum collection_kind kind, int64_t subject,
				  struct collection **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_SHOWING);

	bind_int(st, "kind", kind);
	bind_int(st, "subject", subject);
	return statement_list(st, read_collection, sizeof(**list), list, count);
}

enum err store_collection_concerned(struct reader *reader,
				    const struct ids *people,
				    struct collection **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_CONCERNED);

	bind_ids(st, "ids", people);
	bind_int(st, "sessions", COLLECTION_SESSIONS);
	bind_int(st, "to_save", COLLECTION_TO_SAVE);
	bind_int(st, "practitioner", COLLECTION_PRACTITIONER);
	return statement_list(st, read_collection, sizeof(**list), list, count);
}

enum err store_collection_owned(struct reader *reader, int64_t owner,
				enum collection_kind kind,
				struct collection **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_OWNED);

	bind_int(st, "owner", owner);
	bind_int(st, "kind", kind);
	return statement_list(st, read_collection, sizeof(**list), list, count);
}

enum err store_collection_views(struct reader *reader, int64_t source,
				struct collection **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_VIEWS, source);

	return statement_list(st, read_collection, sizeof(**list), list, count);
}

enum err store_collection_view_find(struct reader *reader, int64_t source,
				    int64_t owner,
				    struct collection *collection)
{
	struct statement *st = statement(reader, FIND_VIEW);

	bind_int(st, "source", source);
	bind_int(st, "owner", owner);
	return statement_one(st, read_collection, collection);
}

enum err store_collection_view_set(struct transaction *tx,
				   const struct collection *view)
{
	struct statement *st = statement_tx(tx, SET_VIEW);

	bind_int(st, "id", view->id);
	bind_int(st, "privileges", view->privileges);
	bind_int(st, "followed", view->followed);
	return statement_run(st);
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

enum err store_collection_recurring(struct reader *reader,
				    struct ids *collections)
{
	return statement_ids(statement(reader, LIST_RECURRING), collections);
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
	bind_int(st, "owner", collection->owner);
	bind_int(st, "parent", collection->parent);
	bind_id(st, "subject", collection->subject);
	bind_text(st, "path", collection->path);
	bind_int(st, "kind", collection->kind);
	bind_int(st, "components", collection->components);
	bind_text(st, "etag_seed", seed);
	bind_int(st, "created", op->now.s);
	bind_id(st, "source", collection->source);
	bind_int(st, "privileges", collection->privileges);
	err = statement_insert(st, &collection->id);
	if (err)
		return err == ERR_EXISTS ? taken(op, collection->path) : err;
	collection->name = last_segment(collection->path);
	collection->revision = 1;
	collection->floor = 0;
	collection->etag_seed = seed;
	collection->created = op->now;
	return OK;
}

enum err store_collection_delete(struct transaction *tx, int64_t collection)
{
	return statement_run_id(tx, DELETE_COLLECTION, collection);
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
	bind_int(st, "id", collection);
	bind_text(st, "path", path);
	/* Characters, counted from 1. */
	bind_int(st, "rest", (int64_t)str_length(moved.path) + 1);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, SET_PARENT);
	bind_int(st, "id", collection);
	bind_int(st, "parent", parent);
	return statement_run(st);
}

enum err store_collection_touch(struct transaction *tx, int64_t collection,
				int64_t *revision)
{
	struct reader *reader = store_tx_reader(tx);
	struct statement *st =
		statement_of_id(reader, TOUCH_COLLECTION, collection);
	enum err err = statement_one_int(st, revision);

	return err == ERR_NOT_FOUND ? collection_missing(reader, collection)
				    : err;
}

static void read_property(struct statement *st, void *item)
{
	struct property *property = item;

	*property = (struct property){
		.ns = column_text(st, "ns"),
		.name = column_text(st, "name"),
		.value = column_text(st, "value"),
	};
}

enum err store_property_list(struct reader *reader, int64_t collection,
			     int64_t member, int64_t viewer,
			     struct property **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_PROPERTIES);

	bind_int(st, "collection", collection);
	bind_int(st, "member", member);
	bind_int(st, "viewer", viewer);
	return statement_list(st, read_property, sizeof(**list), list, count);
}

enum err store_collection_settings(struct reader *reader, int64_t collection,
				   int64_t viewer, struct property **list,
				   size_t *count, const char **zone)
{
	struct statement *st = statement(reader, LIST_SETTINGS);
	struct property *found;
	size_t rows, kept = 0;
	const char *named = NULL;
	enum err err;

	bind_int(st, "collection", collection);
	bind_int(st, "viewer", viewer);
	err = statement_list(st, read_property, sizeof(*found), &found, &rows);
	if (err)
		return err;
	for (size_t i = 0; i < rows; i++) {
		if (found[i].ns)
			found[kept++] = found[i];
		else
			named = found[i].value;
	}
	*list = found;
	*count = kept;
	*zone = named;
	return OK;
}

enum err store_property_set(struct transaction *tx, int64_t collection,
			    int64_t member, int64_t viewer,
			    const struct property *property)
{
	struct statement *st = statement_tx(tx, SET_PROPERTY);

	bind_int(st, "collection", collection);
	bind_int(st, "member", member);
	bind_int(st, "viewer", viewer);
	bind_text(st, "ns", property->ns);
	bind_text(st, "name", property->name);
	bind_text(st, "value", property->value);
	return statement_run(st);
}

enum err store_property_remove(struct transaction *tx, int64_t collection,
			       int64_t member, int64_t viewer, const char *ns,
			       const char *name)
{
	struct statement *st = statement_tx(tx, REMOVE_PROPERTY);

	bind_int(st, "collection", collection);
	bind_int(st, "member", member);
	bind_int(st, "viewer", viewer);
	bind_text(st, "ns", ns);
	bind_text(st, "name", name);
	return statement_run(st);
}

enum err store_property_copy(struct transaction *tx, int64_t collection,
			     int64_t member, int64_t to_collection,
			     int64_t to_member)
{
	struct statement *st = statement_tx(tx, COPY_PROPERTIES);

	bind_int(st, "collection", collection);
	bind_int(st, "member", member);
	bind_int(st, "to_collection", to_collection);
	bind_int(st, "to_member", to_member);
	return statement_run(st);
}
