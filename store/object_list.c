#include "store/object_list.h"

#include "store/instance_private.h"
#include "store/object_private.h"
#include "store/statement_each_private.h"

#include <assert.h>
#include <string.h>

/* What a block of names holds of bytes before it leaves the rest off. */
#define BLOCK_BYTES ((size_t)1024 * 1024)

static const char LIST_MEMBERS[] = "SELECT id, name, etag, kind, type"
				   "  FROM member"
				   "  WHERE collection = $collection"
				   "  ORDER BY name";

static const char LIST_TAGS[] = "SELECT name, etag"
				"  FROM member"
				"  WHERE collection = $collection"
				"  ORDER BY name";

/* The bytes lie beside the member, or are not asked for. */
#define WITH_BYTES                         \
	"SELECT " MEMBER_COLUMNS ", bytes" \
	"  FROM member"                    \
	"  LEFT JOIN member_bytes"         \
	"    ON member_bytes.member = member.id"
#define WITHOUT_BYTES "SELECT " MEMBER_COLUMNS "  FROM member"

/* Ids first, which come in order: rows with bytes are not sorted then, and what
 * the caller stores meanwhile is not met. */
#define OF_COLLECTION                          \
	"  WHERE member.id IN ("               \
	"    SELECT id"                        \
	"      FROM member"                    \
	"      WHERE collection = $collection" \
	"  )"                                  \
	"  ORDER BY member.id"

/* The index has them in this order, so that the first comes at once. */
#define AS_CHANGED                                \
	"  WHERE member.collection = $collection" \
	"  ORDER BY revision"

/* UNION leaves each once. */
#define FOUND_BY_ROWS(and)                 \
	"  WHERE (kind & $kinds) <> 0"     \
	"    AND member.id IN ("           \
	"    SELECT member"                \
	"      FROM " INSTANCES_WITHIN and \
		"    UNION "

#define BY_ID \
	"  )" \
	"  ORDER BY member.id"

#define OVERLAPPING FOUND_BY_ROWS("") ROWS_FALL_SHORT BY_ID

/* Rows of older versions do not tell either. */
#define ASKED                                                   \
	FOUND_BY_ROWS("        AND (busy = 3 OR busy IS NULL)") \
	ROWS_FALL_SHORT BY_ID

static const char WALK[] = WITHOUT_BYTES OF_COLLECTION;
static const char WALK_BYTES[] = WITH_BYTES OF_COLLECTION;
static const char READ[] = WITHOUT_BYTES AS_CHANGED;
static const char READ_BYTES[] = WITH_BYTES AS_CHANGED;
/* The rows of members are not looked up. */
static const char READ_BYTES_ALONE[] =
	"SELECT id, bytes"
	"  FROM member"
	"  LEFT JOIN member_bytes"
	"    ON member_bytes.member = member.id" AS_CHANGED;
static const char FIND_OVERLAPPING[] = WITHOUT_BYTES OVERLAPPING;
static const char FIND_OVERLAPPING_BYTES[] = WITH_BYTES OVERLAPPING;
static const char FIND_ASKED[] = WITH_BYTES ASKED;

/* As many as MEMBER_BLOCK; one without a name finds nothing. Names come first:
 * each is looked up, however many members there are. */
#define NAMES                                                         \
	"WITH wanted (called) AS (VALUES ($n0), ($n1), ($n2), ($n3)," \
	"  ($n4), ($n5), ($n6), ($n7), ($n8), ($n9), ($n10), ($n11)," \
	"  ($n12), ($n13), ($n14), ($n15), ($n16), ($n17), ($n18),"   \
	"  ($n19), ($n20), ($n21), ($n22), ($n23), ($n24), ($n25),"   \
	"  ($n26), ($n27), ($n28), ($n29), ($n30), ($n31)) "
#define NAMED                              \
	"  WHERE collection = $collection" \
	"    AND name = called"

static const char FIND_NAMED[] = NAMES "SELECT " MEMBER_COLUMNS "  FROM wanted"
				       "  CROSS JOIN member" NAMED;
static const char FIND_NAMED_BYTES[] =
	NAMES "SELECT " MEMBER_COLUMNS ", bytes"
	      "  FROM wanted"
	      "  CROSS JOIN member"
	      "  LEFT JOIN member_bytes"
	      "    ON member_bytes.member = member.id" NAMED;

/* As the index has it, so that no row of a member is looked up; the size tells
 * whether the bytes are taken. SQLite would choose the index that has names
 * alone, since no two are the same there. */
static const char FIND_NAMED_BYTES_ALONE[] =
	NAMES "SELECT id, name, etag, kind, type, length(bytes) AS size, bytes"
	      "  FROM wanted"
	      "  CROSS JOIN member INDEXED BY member_list"
	      "  LEFT JOIN member_bytes"
	      "    ON member_bytes.member = member.id" NAMED;

static void read_listed(struct statement *st, void *item)
{
	struct member *member = item;

	member->id = column_int(st, "id");
	member->name = column_text(st, "name");
	member->etag = column_text(st, "etag");
	member->kind = (unsigned)column_int(st, "kind");
	member->type = column_text(st, "type");
}

enum err store_member_list(struct reader *reader, int64_t collection,
			   struct member **list, size_t *count)
{
	struct statement *st =
		statement_of_id(reader, LIST_MEMBERS, collection);

	return statement_list(st, read_listed, sizeof(**list), list, count);
}

struct walk {
	struct reader *reader;
	bool bytes;
	store_member_each *each;
	void *context;
};

static enum err give_listed(struct statement *st, void *context)
{
	const struct walk *walk = context;
	const struct slice none = { NULL, 0 };
	struct member member = { .id = 0 };

	read_listed(st, &member);
	return walk->each(walk->context, &member, none);
}

static enum err give_tag(struct statement *st, void *context)
{
	const struct walk *walk = context;
	const struct slice none = { NULL, 0 };
	struct member member = { .id = 0 };

	member.name = column_text(st, "name");
	member.etag = column_text(st, "etag");
	return walk->each(walk->context, &member, none);
}

static enum err give_bytes(struct statement *st, void *context)
{
	const struct walk *walk = context;
	struct member member = { .id = column_int(st, "id") };
	struct slice content = column_blob(st, "bytes");

	if (!content.at)
		return member_missing(walk->reader, member.id);
	return walk->each(walk->context, &member, content);
}

static enum err give(struct statement *st, void *context)
{
	const struct walk *walk = context;
	struct slice content = { NULL, 0 };
	struct member member;

	member_read(st, &member);
	if (walk->bytes) {
		content = column_blob(st, "bytes");
		if (!content.at)
			return member_missing(walk->reader, member.id);
	}
	return walk->each(walk->context, &member, content);
}

enum err store_member_index_walk(struct reader *reader, int64_t collection,
				 store_member_each *each, void *context)
{
	struct statement *st =
		statement_of_id(reader, LIST_MEMBERS, collection);
	struct walk walk = { reader, false, each, context };

	return statement_each(reader, st, give_listed, &walk);
}

enum err store_member_tag_walk(struct reader *reader, int64_t collection,
			       store_member_each *each, void *context)
{
	struct statement *st = statement_of_id(reader, LIST_TAGS, collection);
	struct walk walk = { reader, false, each, context };

	return statement_each(reader, st, give_tag, &walk);
}

enum err store_member_bytes_walk(struct reader *reader, int64_t collection,
				 store_member_each *each, void *context)
{
	struct statement *st =
		statement_of_id(reader, READ_BYTES_ALONE, collection);
	struct walk walk = { reader, true, each, context };

	return statement_each(reader, st, give_bytes, &walk);
}

enum err store_member_walk(struct reader *reader, int64_t collection,
			   bool bytes, store_member_each *each, void *context)
{
	const char *sql = bytes ? WALK_BYTES : WALK;
	struct statement *st = statement_of_id(reader, sql, collection);
	struct walk walk = { reader, bytes, each, context };

	return statement_each(reader, st, give, &walk);
}

enum err store_member_read(struct reader *reader, int64_t collection,
			   bool bytes, store_member_each *each, void *context)
{
	const char *sql = bytes ? READ_BYTES : READ;
	struct statement *st = statement_of_id(reader, sql, collection);
	struct walk walk = { reader, bytes, each, context };

	return statement_each(reader, st, give, &walk);
}

static enum err find_in(struct reader *reader, const char *sql,
			int64_t collection, unsigned kinds, struct span span,
			bool bytes, store_member_each *each, void *context)
{
	struct statement *st = statement(reader, sql);
	struct walk walk = { reader, bytes, each, context };

	bind_int(st, "kinds", kinds ? kinds : INT32_MAX);
	bind_int(st, "collection", collection);
	instance_bind_span(st, span);
	return statement_each(reader, st, give, &walk);
}

enum err store_member_overlapping(struct reader *reader, int64_t collection,
				  unsigned kinds, struct span span, bool bytes,
				  store_member_each *each, void *context)
{
	const char *sql = bytes ? FIND_OVERLAPPING_BYTES : FIND_OVERLAPPING;

	return find_in(reader, sql, collection, kinds, span, bytes, each,
		       context);
}

enum err store_member_asked(struct reader *reader, int64_t collection,
			    unsigned kinds, struct span span,
			    store_member_each *each, void *context)
{
	return find_in(reader, FIND_ASKED, collection, kinds, span, true, each,
		       context);
}

static bool all_of_time(struct span span)
{
	return span.start.s <= INSTANT_MIN.s && span.end.s >= INSTANT_MAX.s;
}

bool store_member_sure(const struct member *member, struct span span)
{
	if (!member->recurring)
		return !all_of_time(member->span);
	return member->indexed.start.s <= span.start.s &&
	       member->indexed.end.s >= span.end.s;
}

/* The statement has a row for each name that is there, the same name twice
 * too, mostly in the names' order. */
static void place_named(const char *const *names, size_t count, size_t *next,
			const struct member_named *row,
			struct member_named *found)
{
	for (size_t tried = 0; tried < count; tried++) {
		size_t i = (*next + tried) % count;

		if (found[i].found || !str_equal(names[i], row->member.name))
			continue;
		found[i] = *row;
		*next = i + 1;
		return;
	}
}

static enum err take_named(struct reader *reader, struct statement *st,
			   bool whole, bool bytes, size_t *held,
			   struct member_named *row)
{
	*row = (struct member_named){ .found = true };
	if (whole) {
		member_read(st, &row->member);
	} else {
		read_listed(st, &row->member);
		row->member.size = column_int(st, "size");
	}
	if (bytes && column_null(st, "bytes"))
		return member_missing(reader, row->member.id);
	if (bytes && *held + (size_t)row->member.size <= BLOCK_BYTES) {
		row->bytes = column_blob(st, "bytes");
		*held += row->bytes.len;
	}
	return OK;
}

static const char *named_sql(bool whole, bool bytes)
{
	if (!bytes)
		return FIND_NAMED;
	return whole ? FIND_NAMED_BYTES : FIND_NAMED_BYTES_ALONE;
}

enum err store_member_block(struct reader *reader, int64_t collection,
			    const char *const *names, size_t count, bool whole,
			    bool bytes, struct member_named *found)
{
	static const char *const places[MEMBER_BLOCK] = {
		"n0",  "n1",  "n2",  "n3",  "n4",  "n5",  "n6",  "n7",
		"n8",  "n9",  "n10", "n11", "n12", "n13", "n14", "n15",
		"n16", "n17", "n18", "n19", "n20", "n21", "n22", "n23",
		"n24", "n25", "n26", "n27", "n28", "n29", "n30", "n31",
	};
	struct statement *st = statement(reader, named_sql(whole, bytes));
	struct member_named row;
	size_t held = 0, next = 0;
	enum err err;

	assert(count <= MEMBER_BLOCK);
	whole |= !bytes;
	for (size_t i = 0; i < count; i++)
		bind_text(st, places[i], names[i]);
	bind_int(st, "collection", collection);
	memset(found, 0, count * sizeof(*found));
	while ((err = statement_row(st)) == OK) {
		err = take_named(reader, st, whole, bytes, &held, &row);
		if (err) {
			statement_done(st);
			return err;
		}
		place_named(names, count, &next, &row, found);
	}
	return err == ERR_NOT_FOUND ? OK : err;
}
