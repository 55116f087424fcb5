#include "store/change.h"

#include "store/change_private.h"
#include "store/statement_each_private.h"

static const char ADD_TOMBSTONE[] =
	"INSERT INTO tombstone (collection, name, revision)"
	"  VALUES ($collection, $name, $revision)"
	"  ON CONFLICT (collection, name) DO UPDATE"
	"    SET revision = $revision";

static const char REMOVE_TOMBSTONE[] = "DELETE FROM tombstone"
				       "  WHERE collection = $collection"
				       "    AND name = $name";

/* RFC 6578 3.4: a first synchronisation (since 0) is told of none removed.
 * 3.5.2: later ones are, even of names that came and went in between: who
 * stored one of these without asking for changes still has it. */
static const char LIST_CHANGES[] =
	"SELECT name, etag, kind, id, revision, 0 AS deleted"
	"  FROM member"
	"  WHERE collection = $collection"
	"    AND revision > $since"
	"  UNION ALL "
	"SELECT name, NULL, 0, 0, revision, 1"
	"  FROM tombstone"
	"  WHERE collection = $collection"
	"    AND revision > $since"
	"    AND $since > 0"
	"  ORDER BY revision"
	"  LIMIT $limit";

enum err tombstone_add(struct transaction *tx, int64_t collection,
		       const char *name, int64_t revision)
{
	struct statement *st = statement_tx(tx, ADD_TOMBSTONE);

	bind_int(st, "collection", collection);
	bind_text(st, "name", name);
	bind_int(st, "revision", revision);
	return statement_run(st);
}

enum err tombstone_remove(struct transaction *tx, int64_t collection,
			  const char *name)
{
	struct statement *st = statement_tx(tx, REMOVE_TOMBSTONE);

	bind_int(st, "collection", collection);
	bind_text(st, "name", name);
	return statement_run(st);
}

struct walk {
	store_change_each *each;
	void *context;
};

static enum err give_change(struct statement *st, void *context)
{
	const struct walk *walk = context;
	const struct change change = {
		.name = column_text(st, "name"),
		.etag = column_text(st, "etag"),
		.kind = (unsigned)column_int(st, "kind"),
		.member = column_int(st, "id"),
		.revision = column_int(st, "revision"),
		.deleted = column_int(st, "deleted") != 0,
	};

	return walk->each(walk->context, &change);
}

enum err store_change_walk(struct reader *reader, int64_t collection,
			   int64_t since, size_t limit, store_change_each *each,
			   void *context)
{
	struct statement *st = statement(reader, LIST_CHANGES);
	struct walk walk = { each, context };

	bind_int(st, "collection", collection);
	bind_int(st, "since", since);
	bind_int(st, "limit",
		 limit < INT64_MAX ? (int64_t)limit + 1 : INT64_MAX);
	return statement_each(reader, st, give_change, &walk);
}
