#include "store/instance.h"

#include "store/instance_private.h"
#include "store/object.h"
#include "store/statement_private.h"

#define LONG_SECONDS INT64_C(2678400) /* 31 days */

static const char CLEAR_ROWS[] = "DELETE FROM instance"
				 "  WHERE member = $member";

/* The same time twice counts once. */
static const char ADD_ROW[] =
	"INSERT INTO instance (collection, long, starts, ends, member)"
	"  VALUES ($collection, $long, $starts, $ends, $member)"
	"  ON CONFLICT (collection, long, starts, ends, member) DO NOTHING";

/*
 * What starts within the span, a moment at its very start too, and what
 * reaches into it. Short ones need not be looked for further back than they
 * are long; of long ones there are few. Then those recurring ones whose rows
 * fall short of the span at either end. UNION leaves each once.
 */
static const char LIST_OVERLAPPING[] =
	"SELECT member"
	"  FROM instance"
	"  WHERE collection = $collection"
	"    AND long = 0"
	"    AND starts > $reach"
	"    AND starts < $end"
	"    AND (ends > $start OR starts >= $start)"
	"  UNION "
	"SELECT member"
	"  FROM instance"
	"  WHERE collection = $collection"
	"    AND long = 1"
	"    AND starts < $end"
	"    AND ends > $start"
	"  UNION "
	"SELECT id"
	"  FROM member"
	"  WHERE collection = $collection"
	"    AND recurring = 1"
	"    AND indexed_to < $end"
	"    AND starts < $end"
	"    AND ends >= $start"
	"  UNION "
	"SELECT id"
	"  FROM member"
	"  WHERE collection = $collection"
	"    AND recurring = 1"
	"    AND indexed_from > $start"
	"    AND starts < $end"
	"    AND ends >= $start"
	"  ORDER BY member";

static const char LIST_DUE[] = "SELECT id"
			       "  FROM member"
			       "  WHERE recurring = 1"
			       "    AND indexed_to < $until"
			       "  ORDER BY indexed_to, id"
			       "  LIMIT $limit";

static const char SET_INDEXED[] =
	"UPDATE member"
	"  SET indexed_from = $indexed_from, indexed_to = $indexed_to,"
	"    starts = $starts, ends = $ends"
	"  WHERE id = $id"
	"  RETURNING collection";

enum err instances_overlapping(struct reader *reader, int64_t collection,
			       struct span span, struct ids *members)
{
	struct statement *st = statement(reader, LIST_OVERLAPPING);

	bind_int(st, "collection", collection);
	bind_int(st, "reach", span.start.s - LONG_SECONDS);
	bind_int(st, "end", span.end.s);
	bind_int(st, "start", span.start.s);
	return statement_ids(st, members);
}

enum err store_member_index_due(struct reader *reader, struct instant until,
				size_t limit, struct ids *members)
{
	struct statement *st = statement(reader, LIST_DUE);

	bind_int(st, "until", until.s);
	bind_limit(st, "limit", limit);
	return statement_ids(st, members);
}

static enum err add_row(struct transaction *tx, int64_t collection,
			int64_t member, struct span span)
{
	struct statement *st = statement_tx(tx, ADD_ROW);

	bind_int(st, "collection", collection);
	bind_int(st, "long", span.end.s - span.start.s > LONG_SECONDS);
	bind_int(st, "starts", span.start.s);
	bind_int(st, "ends", span.end.s);
	bind_int(st, "member", member);
	return statement_run(st);
}

enum err instances_set(struct transaction *tx, int64_t collection,
		       int64_t member, const struct index_rows *rows)
{
	struct statement *st = statement_tx(tx, CLEAR_ROWS);
	enum err err;

	bind_int(st, "member", member);
	err = statement_run(st);
	for (size_t i = 0; !err && rows && i < rows->count; i++)
		err = add_row(tx, collection, member, rows->spans[i]);
	return err;
}

enum err store_member_index_set(struct transaction *tx,
				const struct member *member,
				const struct index_rows *rows)
{
	struct statement *st = statement_tx(tx, SET_INDEXED);
	int64_t collection;
	enum err err;

	bind_int(st, "id", member->id);
	bind_int(st, "indexed_from", member->indexed.start.s);
	bind_int(st, "indexed_to", member->indexed.end.s);
	bind_int(st, "starts", member->span.start.s);
	bind_int(st, "ends", member->span.end.s);
	err = statement_one_int(st, &collection);
	return err ? err : instances_set(tx, collection, member->id, rows);
}
