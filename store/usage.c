#include "store/usage.h"

#include "store/calendar.h"
#include "store/statement_private.h"

#define SUMS                                              \
	"SELECT count(*) AS collections,"                 \
	"    coalesce(sum(objects), 0) AS objects,"       \
	"    coalesce(sum(bytes), 0) AS bytes,"           \
	"    coalesce(sum(extra_rows), 0) AS extra_rows," \
	"    EXISTS (SELECT 1 FROM collection"            \
	"      WHERE owner = -$owner) AS deleted"         \
	"  FROM collection"

static const char SUM_COLLECTIONS[] =
	SUMS "  WHERE owner = $owner"
	     "    AND kind IN ($personal, $plain)";

static const char SUM_DELETED[] = SUMS "  WHERE owner = -$owner";

static const char SUM_PROPERTIES[] =
	"SELECT count(*) AS count, coalesce(sum(length(value)), 0) AS bytes"
	"  FROM property"
	"  WHERE viewer = $viewer";

static const char COUNT_DATES[] =
	"SELECT coalesce(sum(dates), 0)"
	"  FROM (SELECT CASE WHEN step IS NULL THEN 1"
	"              ELSE (ends - lasts - starts) / step + 1 END AS dates"
	"          FROM collection"
	"            JOIN instance ON instance.collection = collection.id"
	"          WHERE owner = $owner"
	"            AND (path = $path"
	"              OR (path > $path || '/' AND path < $path || '0'))"
	"          LIMIT $most) AS counted";

#define LIVE "  WHERE person = $person AND revoked = 0"

static const char COUNT_TOKENS[] = "SELECT count(*) FROM token" LIVE;
static const char COUNT_FEEDS[] = "SELECT count(*) FROM feed" LIVE;

static const char COUNT_LOCKS[] = "SELECT count(*) FROM lock"
				  "  WHERE person = $person"
				  "    AND expires > $now";

static void read_usage(struct statement *st, void *item)
{
	struct usage *usage = item;

	*usage = (struct usage){
		.collections = column_int(st, "collections"),
		.objects = column_int(st, "objects"),
		.bytes = column_int(st, "bytes"),
		.extra_rows = column_int(st, "extra_rows"),
		.deleted = column_int(st, "deleted") != 0,
	};
}

enum err store_usage_load(struct reader *reader, int64_t owner,
			  struct usage *usage)
{
	struct statement *st = statement(reader, SUM_COLLECTIONS);

	bind_int(st, "owner", owner);
	bind_int(st, "personal", COLLECTION_PERSONAL);
	bind_int(st, "plain", COLLECTION_PLAIN);
	return statement_one(st, read_usage, usage);
}

enum err store_usage_deleted(struct reader *reader, int64_t owner,
			     struct usage *usage)
{
	struct statement *st = statement_of_id(reader, SUM_DELETED, owner);

	return statement_one(st, read_usage, usage);
}

static void read_properties(struct statement *st, void *item)
{
	struct property_usage *usage = item;

	usage->count = column_int(st, "count");
	usage->bytes = column_int(st, "bytes");
}

enum err store_usage_properties(struct reader *reader, int64_t viewer,
				struct property_usage *usage)
{
	struct statement *st = statement_of_id(reader, SUM_PROPERTIES, viewer);

	return statement_one(st, read_properties, usage);
}

enum err store_usage_dates(struct reader *reader,
			   const struct collection *collection, int64_t most,
			   int64_t *count)
{
	struct statement *st = statement(reader, COUNT_DATES);

	bind_int(st, "owner", collection->owner);
	bind_text(st, "path", collection->path);
	bind_int(st, "most", most);
	return statement_one_int(st, count);
}

enum err store_usage_tokens(struct reader *reader, int64_t person,
			    int64_t *count)
{
	struct statement *st = statement_of_id(reader, COUNT_TOKENS, person);

	return statement_one_int(st, count);
}

enum err store_usage_feeds(struct reader *reader, int64_t person,
			   int64_t *count)
{
	struct statement *st = statement_of_id(reader, COUNT_FEEDS, person);

	return statement_one_int(st, count);
}

enum err store_usage_locks(struct reader *reader, int64_t person,
			   int64_t *count)
{
	struct statement *st = statement(reader, COUNT_LOCKS);

	bind_int(st, "person", person);
	bind_int(st, "now", store_reader_operation(reader)->now.s);
	return statement_one_int(st, count);
}
