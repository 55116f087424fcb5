#include "store/payroll.h"

#include "store/document_rows_private.h"
#include "store/seal_private.h"
#include "store/statement_private.h"

/* Wages as wage_read reads them: of c (completion), s (its session), and the
 * run's line l where there is one. */
#define WAGE_OF_COMPLETION                                      \
	"c.minutes, c.service_name, c.label, c.map, l.payroll," \
	"  coalesce(r.status, 0) AS status"

/* A wage that stands or was paid, with its run (l, r) where it is in one. */
#define FROM_WAGES                                  \
	"  FROM completion_practitioner p"          \
	"  JOIN completion c"                       \
	"    ON c.id = p.completion"                \
	"  JOIN session s"                          \
	"    ON s.id = c.session"                   \
	"  LEFT JOIN payroll_line l"                \
	"    ON l.completion = p.completion"        \
	"      AND l.practitioner = p.practitioner" \
	"      AND l.reversal = 0"                  \
	"  LEFT JOIN payroll r"                     \
	"    ON r.id = l.payroll"

/* The reversal of one that was paid (w) and whose session was re-opened. */
#define FROM_REVERSALS                                         \
	"  FROM payroll_line w"                                \
	"  JOIN payroll o"                                     \
	"    ON o.id = w.payroll"                              \
	"      AND o.status = 1"                               \
	"  JOIN completion c"                                  \
	"    ON c.id = w.completion"                           \
	"      AND c.reopened_at <> " NEVER "  JOIN session s" \
	"    ON s.id = c.session"                              \
	"  LEFT JOIN payroll_line l"                           \
	"    ON l.completion = w.completion"                   \
	"      AND l.practitioner = w.practitioner"            \
	"      AND l.reversal = 1"                             \
	"  LEFT JOIN payroll r"                                \
	"    ON r.id = l.payroll"                              \
	"  WHERE w.reversal = 0"                               \
	"    AND w.amount <> 0"

static const char LIST_UNPAID[] =
	"SELECT c.id AS completion, c.session, p.practitioner AS practitioner,"
	"    0 AS reversal, s.starts AS starts, 0 AS day, p.wage AS "
	"amount, " WAGE_OF_COMPLETION FROM_WAGES
	"  WHERE c.reopened_at = " NEVER "    AND s.starts < $before"
	"    AND coalesce(r.status, 0) = 0"
	"  UNION ALL"
	"  SELECT c.id, c.session, w.practitioner, 1, s.starts, w.day,"
	"    -w.amount, " WAGE_OF_COMPLETION FROM_REVERSALS
	"    AND coalesce(r.status, 0) = 0"
	"  ORDER BY practitioner, starts, reversal";

static const char LIST_WAGES[] =
	"SELECT c.id AS completion, c.session, p.practitioner, 0 AS reversal,"
	"    s.starts AS starts, coalesce(l.day, 0) AS day, p.wage AS amount,"
	"    " WAGE_OF_COMPLETION FROM_WAGES
	"  WHERE p.practitioner = $practitioner"
	"    AND (c.reopened_at = " NEVER " OR coalesce(r.status, 0) = 1)"
	"    AND s.starts >= $start"
	"    AND s.starts < $end"
	"  UNION ALL"
	"  SELECT c.id, c.session, w.practitioner, 1, s.starts, w.day,"
	"    -w.amount, " WAGE_OF_COMPLETION FROM_REVERSALS
	"    AND w.practitioner = $practitioner"
	"    AND s.starts >= $start"
	"    AND s.starts < $end"
	"  ORDER BY starts, completion, reversal";

static const char LIST_RUN[] =
	"SELECT c.id AS completion, c.session, l.practitioner, l.reversal,"
	"    s.starts, l.day, l.amount, " WAGE_OF_COMPLETION
	"  FROM payroll_line l"
	"  JOIN payroll r"
	"    ON r.id = l.payroll"
	"  JOIN completion c"
	"    ON c.id = l.completion"
	"  JOIN session s"
	"    ON s.id = c.session"
	"  WHERE l.payroll = $payroll"
	"  ORDER BY l.practitioner, l.day, c.id, l.reversal";

static const char ADD_PAYROLL[] =
	"INSERT INTO payroll (to_day, status, created, created_by, closed)"
	"  VALUES ($to_day, 0, $created, $created_by, " NEVER ")"
	"  RETURNING id";

static const char TAKE_WAGE[] =
	"INSERT INTO payroll_line (completion, practitioner, reversal, payroll,"
	"    day, amount)"
	"  VALUES ($completion, $practitioner, $reversal, $payroll, $day,"
	"    $amount)"
	"  ON CONFLICT (completion, practitioner, reversal)"
	"  DO UPDATE SET payroll = $payroll, day = $day";

#define PAYROLL_COLUMNS "id, to_day, status, created, closed, posting"

static const char FIND_PAYROLL[] = "SELECT " PAYROLL_COLUMNS "  FROM payroll"
				   "  WHERE id = $id";

static const char FIND_OPEN[] = "SELECT " PAYROLL_COLUMNS "  FROM payroll"
				"  WHERE status = 0"
				"  ORDER BY id"
				"  LIMIT 1";

static const char LIST_PAYROLLS[] = "SELECT " PAYROLL_COLUMNS "  FROM payroll"
				    "  WHERE id < $below"
				    "  ORDER BY id DESC"
				    "  LIMIT $limit";

static const char SET_CLOSED[] =
	"UPDATE payroll"
	"  SET status = 1, posting = $posting, closed = $closed"
	"  WHERE id = $id"
	"    AND status = 0";

static const char REMOVE_WAGES[] = "DELETE FROM payroll_line"
				   "  WHERE completion = $completion"
				   "    AND reversal = 0"
				   "    AND payroll IN ("
				   "      SELECT id"
				   "        FROM payroll"
				   "        WHERE status = 0)";

static const char COUNT_PAID[] = "SELECT count(*)"
				 "  FROM payroll_line l"
				 "  JOIN payroll r"
				 "    ON r.id = l.payroll"
				 "  WHERE l.completion = $completion"
				 "    AND l.reversal = 0"
				 "    AND l.amount <> 0"
				 "    AND r.status = 1";

static void wage_read(struct statement *st, void *item)
{
	struct wage *wage = item;

	*wage = (struct wage){
		.completion = column_int(st, "completion"),
		.session = column_int(st, "session"),
		.practitioner = column_int(st, "practitioner"),
		.reversal = column_int(st, "reversal") != 0,
		.starts = { column_int(st, "starts") },
		.day = { (int32_t)column_int(st, "day") },
		.amount = { column_int(st, "amount") },
		.minutes = column_int(st, "minutes"),
		.service = column_text(st, "service_name"),
		.label = column_text(st, "label"),
		.map = (enum map)column_int(st, "map"),
		.payroll = column_int(st, "payroll"),
		.paid = column_int(st, "status") == 1,
	};
}

static enum err list_wages(struct statement *st, struct wage **list,
			   size_t *count)
{
	return statement_list(st, wage_read, sizeof(**list), list, count);
}

enum err store_wage_unpaid(struct reader *reader, struct instant before,
			   struct wage **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_UNPAID, before.s);

	return list_wages(st, list, count);
}

enum err store_wage_list(struct reader *reader, int64_t practitioner,
			 struct span span, struct wage **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_WAGES);

	bind_int(st, "practitioner", practitioner);
	bind_int(st, "start", span.start.s);
	bind_int(st, "end", span.end.s);
	return list_wages(st, list, count);
}

enum err store_payroll_insert(struct transaction *tx, struct payroll *payroll)
{
	struct statement *st = statement_tx(tx, ADD_PAYROLL);

	bind_int(st, "to_day", payroll->to.n);
	bind_int(st, "created", payroll->created.s);
	bind_id(st, "created_by", store_tx_operation(tx)->actor.person);
	return statement_insert(st, &payroll->id);
}

enum err store_payroll_take(struct transaction *tx, int64_t payroll,
			    const struct wage *wage)
{
	struct statement *st = statement_tx(tx, TAKE_WAGE);

	bind_int(st, "completion", wage->completion);
	bind_int(st, "practitioner", wage->practitioner);
	bind_int(st, "reversal", wage->reversal);
	bind_int(st, "payroll", payroll);
	bind_int(st, "day", wage->day.n);
	bind_int(st, "amount", wage->amount.minor);
	return statement_run(st);
}

static void payroll_read(struct statement *st, void *item)
{
	struct payroll *payroll = item;

	*payroll = (struct payroll){
		.id = column_int(st, "id"),
		.to = { (int32_t)column_int(st, "to_day") },
		.closed = column_int(st, "status") == 1,
		.created = { column_int(st, "created") },
		.closed_at = { column_int(st, "closed") },
		.posting = column_int(st, "posting"),
	};
}

enum err store_payroll_find(struct reader *reader, int64_t id,
			    struct payroll *payroll)
{
	struct statement *st = statement_of_id(reader, FIND_PAYROLL, id);

	return statement_one(st, payroll_read, payroll);
}

enum err store_payroll_find_open(struct reader *reader, struct payroll *payroll)
{
	return statement_one(statement(reader, FIND_OPEN), payroll_read,
			     payroll);
}

enum err store_payroll_list(struct reader *reader, int64_t below, size_t limit,
			    struct payroll **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_PAYROLLS);

	bind_below(st, "below", below);
	bind_limit(st, "limit", limit);
	return statement_list(st, payroll_read, sizeof(**list), list, count);
}

enum err store_payroll_wages(struct reader *reader, int64_t payroll,
			     struct wage **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_RUN, payroll);

	return list_wages(st, list, count);
}

enum err store_payroll_close(struct transaction *tx, int64_t payroll,
			     int64_t posting, struct instant at)
{
	struct statement *st = statement_tx(tx, SET_CLOSED);
	enum err err;

	bind_int(st, "id", payroll);
	bind_id(st, "posting", posting);
	bind_int(st, "closed", at.s);
	err = document_change(tx, st, "the payroll run is closed already");
	return err ? err : seal_add(tx, SEAL_PAYROLL, payroll);
}

enum err store_payroll_line_remove(struct transaction *tx, int64_t completion)
{
	return statement_run_id(tx, REMOVE_WAGES, completion);
}

enum err store_payroll_paid(struct reader *reader, int64_t completion,
			    bool *paid)
{
	struct statement *st = statement_of_id(reader, COUNT_PAID, completion);
	int64_t count;
	enum err err;

	err = statement_one_int(st, &count);
	if (!err)
		*paid = count > 0;
	return err;
}
