#include "store/instance.h"

#include "store/calendar_private.h"
#include "store/instance_private.h"
#include "store/object.h"
#include "store/statement_each_private.h"

#define DAY_SECONDS INT64_C(90000)
#define MONTH_SECONDS INT64_C(2678400)

static const char CLEAR_ROWS[] = "DELETE FROM instance"
				 "  WHERE member = $member";

static const char LIST_ROWS[] = "SELECT collection, long, starts, ends, busy"
				"  FROM instance"
				"  WHERE member = $member"
				"  ORDER BY starts, ends";

/* The same time twice counts once. */
static const char ADD_ROW[] =
	"INSERT INTO instance (collection, long, starts, ends, member, busy)"
	"  VALUES ($collection, $long, $starts, $ends, $member, $busy)"
	"  ON CONFLICT (collection, long, starts, ends, member) DO NOTHING";

/* Most members have one row before and after. */
static const char SET_ROW[] =
	"UPDATE instance"
	"  SET collection = $collection, long = $long, starts = $starts,"
	"    ends = $ends, busy = $busy"
	"  WHERE member = $member"
	"    AND (SELECT count(*) FROM instance WHERE member = $member) = 1";

#define BUSY(of_length)                              \
	"SELECT starts, ends, busy"                  \
	"  FROM instance"                            \
	"  WHERE collection = $collection"           \
	"    AND " of_length "    AND starts < $end" \
	"    AND ends > $start"                      \
	"    AND busy IN (1, 2)"                     \
	"    AND member NOT IN (SELECT id FROM falling_short)"

static const char LIST_BUSY[] =
	"WITH falling_short (id) AS (" ROWS_FALL_SHORT
	") " BUSY("long = 2 AND starts > $day_reach") "  UNION ALL " BUSY(
		"long = 0 AND starts > $reach") "  UNION ALL " BUSY("long = 1");

static const char LIST_DUE[] =
	"SELECT id"
	"  FROM member"
	"  WHERE recurring = 1"
	"    AND indexed_to < $until"
	"    AND collection NOT IN " OUT_OF_REACH "  ORDER BY indexed_to, id"
	"  LIMIT $limit";

static const char LIST_UNTOLD[] =
	"SELECT DISTINCT member"
	"  FROM instance"
	"  WHERE busy IS NULL"
	"    AND collection NOT IN " OUT_OF_REACH "  ORDER BY member"
	"  LIMIT $limit";

static const char KEEP_ROWS[] = "UPDATE instance"
				"  SET busy = 3"
				"  WHERE member = $member"
				"    AND busy IS NULL";

static const char SET_INDEXED[] =
	"UPDATE member"
	"  SET indexed_from = $indexed_from, indexed_to = $indexed_to,"
	"    starts = $starts, ends = $ends"
	"  WHERE id = $id"
	"  RETURNING collection";

struct walk {
	store_busy_each *each;
	void *context;
};

static enum err give_busy(struct statement *st, void *context)
{
	const struct walk *walk = context;
	struct span span = { { column_int(st, "starts") },
			     { column_int(st, "ends") } };

	return walk->each(walk->context, span,
			  (enum instance_busy)column_int(st, "busy"));
}

enum err store_instance_busy(struct reader *reader, int64_t collection,
			     struct span span, store_busy_each *each,
			     void *context)
{
	struct statement *st = statement(reader, LIST_BUSY);
	struct walk walk = { each, context };

	bind_int(st, "collection", collection);
	instance_bind_span(st, span);
	return statement_each(reader, st, give_busy, &walk);
}

static enum err list_untold(struct reader *reader, size_t limit,
			    struct ids *members)
{
	struct statement *st = statement(reader, LIST_UNTOLD);

	bind_limit(st, "limit", limit);
	return statement_ids(st, members);
}

enum err store_member_index_due(struct reader *reader, struct instant until,
				size_t limit, struct ids *members)
{
	struct statement *st;
	struct ids untold = { 0 };
	enum err err = list_untold(reader, limit, &untold);

	if (err || untold.count > 0) {
		*members = untold;
		return err;
	}
	st = statement(reader, LIST_DUE);
	bind_int(st, "until", until.s);
	bind_limit(st, "limit", limit);
	return statement_ids(st, members);
}

enum instance_length instance_length(struct span span)
{
	int64_t seconds = span.end.s - span.start.s;

	if (seconds <= DAY_SECONDS)
		return INSTANCE_DAY;
	return seconds <= MONTH_SECONDS ? INSTANCE_MONTH : INSTANCE_LONG;
}

void instance_bind_span(struct statement *st, struct span span)
{
	bind_int(st, "reach", span.start.s - MONTH_SECONDS);
	bind_int(st, "day_reach", span.start.s - DAY_SECONDS);
	bind_int(st, "end", span.end.s);
	bind_int(st, "start", span.start.s);
}

static int64_t busy_of(const struct index_rows *rows, size_t row)
{
	return rows->busy ? rows->busy[row] : INSTANCE_ASK;
}

static void bind_row(struct statement *st, int64_t collection, int64_t member,
		     const struct index_rows *rows, size_t row)
{
	const struct span span = rows->spans[row];

	bind_int(st, "collection", collection);
	bind_int(st, "long", instance_length(span));
	bind_int(st, "starts", span.start.s);
	bind_int(st, "ends", span.end.s);
	bind_int(st, "member", member);
	bind_int(st, "busy", busy_of(rows, row));
}

static enum err clear(struct transaction *tx, int64_t member)
{
	struct statement *st = statement_tx(tx, CLEAR_ROWS);

	bind_int(st, "member", member);
	return statement_run(st);
}

enum err instances_add(struct transaction *tx, int64_t collection,
		       int64_t member, const struct index_rows *rows)
{
	enum err err = OK;

	for (size_t i = 0; !err && rows && i < rows->count; i++) {
		struct statement *st = statement_tx(tx, ADD_ROW);

		bind_row(st, collection, member, rows, i);
		err = statement_run(st);
	}
	return err;
}

static bool is_row(struct statement *st, int64_t collection,
		   const struct index_rows *rows, size_t row)
{
	const struct span span = rows->spans[row];

	return column_int(st, "collection") == collection &&
	       column_int(st, "long") == instance_length(span) &&
	       column_int(st, "starts") == span.start.s &&
	       column_int(st, "ends") == span.end.s &&
	       !column_null(st, "busy") &&
	       column_int(st, "busy") == busy_of(rows, row);
}

/* Does the member have these rows? What its event is called, or where it is,
 * changes more often than when. Rows that do not come in their order, as dates
 * that were moved, count as others. */
static enum err has_rows(struct transaction *tx, int64_t collection,
			 int64_t member, const struct index_rows *rows,
			 bool *yes)
{
	struct statement *st =
		statement_of_id(store_tx_reader(tx), LIST_ROWS, member);
	const size_t count = rows ? rows->count : 0;
	size_t same = 0;
	enum err err;

	while ((err = statement_row(st)) == OK) {
		if (same == count || !is_row(st, collection, rows, same))
			break;
		same++;
	}
	*yes = err == ERR_NOT_FOUND && same == count;
	if (!err)
		statement_done(st);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err instances_set(struct transaction *tx, int64_t collection,
		       int64_t member, const struct index_rows *rows)
{
	bool same = false;
	enum err err = has_rows(tx, collection, member, rows, &same);

	if (err || same)
		return err;
	err = ERR_NOT_FOUND;
	if (rows && rows->count == 1) {
		struct statement *st = statement_tx(tx, SET_ROW);

		bind_row(st, collection, member, rows, 0);
		err = statement_change(st);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	err = clear(tx, member);
	return err ? err : instances_add(tx, collection, member, rows);
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

enum err store_member_index_keep(struct transaction *tx, int64_t id)
{
	return statement_run_id(tx, KEEP_ROWS, id);
}
