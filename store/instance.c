#include "store/instance.h"

#include "store/calendar_private.h"
#include "store/instance_private.h"
#include "store/instance_run_private.h"
#include "store/object.h"
#include "store/statement_each_private.h"

#include <assert.h>

#define DAY_SECONDS INT64_C(90000)
#define MONTH_SECONDS INT64_C(2678400)
#define QUARTER_SECONDS (INT64_C(13) * 7 * 86400)

static const char CLEAR_ROWS[] = "DELETE FROM instance"
				 "  WHERE member = $member";

static const char LIST_ROWS[] =
	"SELECT collection, long, starts, ends, busy, step, lasts"
	"  FROM instance"
	"  WHERE member = $member"
	"  ORDER BY starts, ends, step";

static const char ADD_ROW[] =
	"INSERT INTO instance (collection, long, starts, ends, member, busy,"
	"    step, lasts)"
	"  VALUES ($collection, $long, $starts, $ends, $member, $busy, $step,"
	"    $lasts)";

/* Most members have one row before and after. */
static const char SET_ROW[] =
	"UPDATE instance"
	"  SET collection = $collection, long = $long, starts = $starts,"
	"    ends = $ends, busy = $busy, step = $step, lasts = $lasts"
	"  WHERE member = $member"
	"    AND (SELECT count(*) FROM instance WHERE member = $member) = 1";

/* Those that are to be asked come too, to tell that there are any. */
static const char LIST_BUSY[] =
	"WITH falling_short (id) AS (" ROWS_FALL_SHORT
	") SELECT starts, ends, coalesce(busy, 3) AS busy, step, lasts"
	"  FROM " INSTANCES_WITHIN "    AND coalesce(busy, 3) <> 0"
	"    AND member NOT IN (SELECT id FROM falling_short)"
	"  UNION ALL "
	"SELECT 0, 0, 3, NULL, NULL"
	"  FROM falling_short";

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

/* Before the member's row is written: it has its old number still. */
static const char COUNT_ROWS[] =
	"UPDATE collection"
	"  SET extra_rows = extra_rows + $extra_rows"
	"    - (SELECT extra_rows FROM member WHERE id = $member)"
	"  WHERE id = (SELECT collection FROM member"
	"    WHERE id = $member"
	"      AND extra_rows <> $extra_rows)";

static const char SET_INDEXED[] =
	"UPDATE member"
	"  SET indexed_from = $indexed_from, indexed_to = $indexed_to,"
	"    starts = $starts, ends = $ends, extra_rows = $extra_rows"
	"  WHERE id = $id"
	"  RETURNING collection";

struct walk {
	struct span span;
	store_busy_each *each;
	void *context;
	bool *asked;
};

static struct instance_row read_row(struct statement *st)
{
	return (struct instance_row){
		.span = { { column_int(st, "starts") },
			  { column_int(st, "ends") } },
		.step = column_null(st, "step") ? 0 : column_int(st, "step"),
		.lasts = column_null(st, "lasts") ? 0 : column_int(st, "lasts"),
		.busy = (enum instance_busy)column_int(st, "busy"),
	};
}

static enum err give_busy(struct statement *st, void *context)
{
	const struct walk *walk = context;
	const struct instance_row row = read_row(st);

	if (row.busy == INSTANCE_ASK) {
		*walk->asked = true;
		return OK;
	}
	return instance_row_each(&row, walk->span, walk->each, walk->context);
}

enum err store_instance_busy(struct reader *reader, int64_t collection,
			     struct span span, store_busy_each *each,
			     void *context, bool *asked)
{
	struct statement *st = statement(reader, LIST_BUSY);
	struct walk walk = { span, each, context, asked };

	*asked = false;
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

/* The texts of statements name them by number. */
static_assert(INSTANCE_MONTH == 0 && INSTANCE_LONG == 1 && INSTANCE_DAY == 2 &&
		      INSTANCE_RUN == 3 && INSTANCE_QUARTER_RUN == 4 &&
		      INSTANCE_WEEKLY_QUARTER == 5 && INSTANCE_WEEKLY == 12,
	      "as INSTANCES_WITHIN has them");

enum instance_length instance_length(struct span span)
{
	int64_t seconds = span.end.s - span.start.s;

	if (seconds <= DAY_SECONDS)
		return INSTANCE_DAY;
	return seconds <= MONTH_SECONDS ? INSTANCE_MONTH : INSTANCE_LONG;
}

/* Of the days of all time, in UTC. */
static int64_t day_number(int64_t second)
{
	return (second - INSTANT_MIN.s) / 86400;
}

void instance_bind_span(struct statement *st, struct span span)
{
	/* Nothing begins before all time. */
	const int64_t day =
		span.start.s < INSTANT_MIN.s ? 0 : day_number(span.start.s);
	const int64_t days = day_number(span.end.s - 1) - day + 1;

	bind_int(st, "ever", INSTANT_MIN.s - 1);
	bind_int(st, "reach", span.start.s - MONTH_SECONDS);
	bind_int(st, "day_reach", span.start.s - DAY_SECONDS);
	bind_int(st, "run_reach", span.start.s - RUN_SECONDS - 1);
	bind_int(st, "quarter_reach", span.start.s - QUARTER_SECONDS - 1);
	bind_int(st, "weekday", day % 7);
	bind_int(st, "days", days < 7 ? days : 7);
	bind_int(st, "end", span.end.s);
	bind_int(st, "start", span.start.s);
}

/* Each of them lies in one day, which is of the same name as the first's. */
static bool is_weekly(const struct instance_row *row)
{
	const int64_t start = row->span.start.s;
	const int64_t last = row->lasts ? start + row->lasts - 1 : start;

	return row->step % (7 * INT64_C(86400)) == 0 &&
	       day_number(start) == day_number(last);
}

static int64_t length_of(const struct instance_row *row)
{
	bool quarter;

	if (!row->step)
		return instance_length(row->span);
	quarter = row->span.end.s - row->span.start.s <= QUARTER_SECONDS;
	if (is_weekly(row))
		return (quarter ? INSTANCE_WEEKLY_QUARTER : INSTANCE_WEEKLY) +
		       day_number(row->span.start.s) % 7;
	return quarter ? INSTANCE_QUARTER_RUN : INSTANCE_RUN;
}

static void bind_row(struct statement *st, int64_t collection, int64_t member,
		     const struct instance_row *row)
{
	bind_int(st, "collection", collection);
	bind_int(st, "long", length_of(row));
	bind_int(st, "starts", row->span.start.s);
	bind_int(st, "ends", row->span.end.s);
	bind_int(st, "member", member);
	bind_int(st, "busy", row->busy);
	if (row->step) {
		bind_int(st, "step", row->step);
		bind_int(st, "lasts", row->lasts);
	} else {
		bind_null(st, "step");
		bind_null(st, "lasts");
	}
}

static enum err clear(struct transaction *tx, int64_t member)
{
	struct statement *st = statement_tx(tx, CLEAR_ROWS);

	bind_int(st, "member", member);
	return statement_run(st);
}

struct kept_rows instances_kept(struct transaction *tx,
				const struct index_rows *rows)
{
	struct kept_rows kept = { NULL, 0, 0 };

	kept.at = instance_rows_of(store_tx_operation(tx)->arena, rows,
				   &kept.count);
	if (kept.count > 1)
		kept.extra = (int64_t)kept.count - 1;
	return kept;
}

enum err instances_add(struct transaction *tx, int64_t collection,
		       int64_t member, const struct kept_rows *rows)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < rows->count; i++) {
		struct statement *st = statement_tx(tx, ADD_ROW);

		bind_row(st, collection, member, &rows->at[i]);
		err = statement_run(st);
	}
	return err;
}

static bool is_row(struct statement *st, int64_t collection,
		   const struct instance_row *row)
{
	const struct instance_row stored = read_row(st);

	return column_int(st, "collection") == collection &&
	       column_int(st, "long") == length_of(row) &&
	       stored.span.start.s == row->span.start.s &&
	       stored.span.end.s == row->span.end.s &&
	       stored.step == row->step && stored.lasts == row->lasts &&
	       !column_null(st, "busy") && stored.busy == row->busy;
}

/* Does the member have these rows? What its event is called, or where it is,
 * changes more often than when. */
static enum err has_rows(struct transaction *tx, int64_t collection,
			 int64_t member, const struct kept_rows *rows,
			 bool *yes)
{
	struct statement *st =
		statement_of_id(store_tx_reader(tx), LIST_ROWS, member);
	size_t same = 0;
	enum err err;

	while ((err = statement_row(st)) == OK) {
		if (same == rows->count ||
		    !is_row(st, collection, &rows->at[same]))
			break;
		same++;
	}
	*yes = err == ERR_NOT_FOUND && same == rows->count;
	if (!err)
		statement_done(st);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err instances_set(struct transaction *tx, int64_t collection,
		       int64_t member, const struct kept_rows *rows)
{
	bool same = false;
	enum err err = has_rows(tx, collection, member, rows, &same);

	if (err || same)
		return err;
	err = ERR_NOT_FOUND;
	if (rows->count == 1) {
		struct statement *st = statement_tx(tx, SET_ROW);

		bind_row(st, collection, member, rows->at);
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
	const struct kept_rows kept = instances_kept(tx, rows);
	struct statement *st = statement_tx(tx, COUNT_ROWS);
	int64_t collection;
	enum err err;

	bind_int(st, "extra_rows", kept.extra);
	bind_int(st, "member", member->id);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, SET_INDEXED);
	bind_int(st, "id", member->id);
	bind_int(st, "indexed_from", member->indexed.start.s);
	bind_int(st, "indexed_to", member->indexed.end.s);
	bind_int(st, "starts", member->span.start.s);
	bind_int(st, "ends", member->span.end.s);
	bind_int(st, "extra_rows", kept.extra);
	err = statement_one_int(st, &collection);
	return err ? err : instances_set(tx, collection, member->id, &kept);
}

enum err store_member_index_keep(struct transaction *tx, int64_t id)
{
	return statement_run_id(tx, KEEP_ROWS, id);
}
