#include "store/account.h"

#include "store/ledger_private.h"
#include "store/statement_private.h"

/* Accounts: 0 receivable, 1 income, 2 tax, 4 payable. */
static const char LIST_MOVES[] =
	"SELECT t.id, t.at, t.kind, t.session, t.completion, t.payment,"
	"    t.payroll, e.amount, c.service_name, "
	"    coalesce(p.label, c.label) AS label,"
	"    coalesce(p.map, c.map, 0) AS map"
	"  FROM ledger_entry e"
	"  JOIN ledger_transaction t"
	"    ON t.id = e.posting"
	"  LEFT JOIN completion c"
	"    ON c.id = t.completion"
	"  LEFT JOIN completion_client p"
	"    ON p.completion = t.completion"
	"      AND p.client = e.person"
	"  WHERE e.account = $account"
	"    AND e.person = $person"
	"    AND t.at >= $from"
	"    AND t.at < $to"
	"  ORDER BY t.id, e.position";

static const char LIST_POSTINGS[] =
	"SELECT " POSTING_COLUMNS "  FROM ledger_transaction"
	"  WHERE id > $after"
	"    AND at >= $from"
	"    AND at < $to"
	"  ORDER BY id"
	"  LIMIT $limit";

static const char LIST_REVENUE[] =
	"SELECT c.service_name,"
	"    sum(CASE WHEN e.account = 1"
	"      THEN CASE WHEN t.reverses IS NULL THEN 1 ELSE -1 END"
	"      ELSE 0 END) AS sessions,"
	"    -sum(CASE WHEN e.account = 1 THEN e.amount ELSE 0 END) AS charge,"
	"    -sum(CASE WHEN e.account = 2 THEN e.amount ELSE 0 END) AS tax"
	"  FROM ledger_transaction t"
	"  JOIN ledger_entry e"
	"    ON e.posting = t.id"
	"  JOIN completion c"
	"    ON c.id = t.completion"
	"  WHERE t.at >= $from"
	"    AND t.at < $to"
	"    AND e.account IN (1, 2)"
	"  GROUP BY c.service, c.service_name"
	"  ORDER BY c.service_name NULLS FIRST, c.service NULLS FIRST";

static const char LIST_ATTENDANCE[] =
	"SELECT p.client,"
	"    sum(CASE WHEN p.map = 0 THEN 1 ELSE 0 END) AS completed,"
	"    sum(CASE WHEN p.map = 1 THEN 1 ELSE 0 END) AS missed,"
	"    sum(CASE WHEN p.map = 2 THEN 1 ELSE 0 END) AS canceled"
	"  FROM session s"
	"  JOIN completion c"
	"    ON c.id = s.completion"
	"  JOIN completion_client p"
	"    ON p.completion = c.id"
	"  WHERE s.starts >= $from"
	"    AND s.starts < $to"
	"  GROUP BY p.client"
	"  ORDER BY p.client";

/* A practitioner's account is credited: below zero is what is owed. */
static const char LIST_EARNED[] =
	"SELECT e.person,"
	"    sum(CASE WHEN t.at < $from OR t.completion IS NULL THEN 0"
	"      WHEN t.reverses IS NULL THEN 1 ELSE -1 END) AS sessions,"
	"    -sum(CASE WHEN t.at < $from THEN e.amount ELSE 0 END) AS before,"
	"    -sum(CASE WHEN t.at >= $from AND t.payroll IS NULL"
	"      THEN e.amount ELSE 0 END) AS wages,"
	"    sum(CASE WHEN t.at >= $from AND t.payroll IS NOT NULL"
	"      THEN e.amount ELSE 0 END) AS paid"
	"  FROM ledger_entry e"
	"  JOIN ledger_transaction t"
	"    ON t.id = e.posting"
	"  WHERE e.account = 4"
	"    AND t.at < $to"
	"  GROUP BY e.person"
	"  ORDER BY e.person";

static const char LIST_BALANCES[] = "SELECT e.person, sum(e.amount) AS sum"
				    "  FROM ledger_entry e"
				    "  JOIN ledger_transaction t"
				    "    ON t.id = e.posting"
				    "  WHERE e.account = 0"
				    "    AND t.at < $before"
				    "  GROUP BY e.person"
				    "  ORDER BY e.person";

static void move_read(struct statement *st, void *item)
{
	struct move *move = item;

	*move = (struct move){
		.posting = column_int(st, "id"),
		.at = { column_int(st, "at") },
		.kind = column_text(st, "kind"),
		.session = column_int(st, "session"),
		.completion = column_int(st, "completion"),
		.payment = column_int(st, "payment"),
		.payroll = column_int(st, "payroll"),
		.amount = { column_int(st, "amount") },
		.service = column_text(st, "service_name"),
		.label = column_text(st, "label"),
		.map = (enum map)column_int(st, "map"),
	};
}

enum err store_move_list(struct reader *reader, enum account_kind account,
			 int64_t person, struct span span, struct move **list,
			 size_t *count)
{
	struct statement *st = statement(reader, LIST_MOVES);

	bind_int(st, "account", account);
	bind_int(st, "person", person);
	bind_int(st, "from", span.start.s);
	bind_int(st, "to", span.end.s);
	return statement_list(st, move_read, sizeof(**list), list, count);
}

enum err store_posting_span(struct reader *reader, int64_t from,
			    struct span span, size_t limit,
			    struct posting **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_POSTINGS);
	struct posting *found;
	size_t used;
	enum err err;

	bind_int(st, "after", from);
	bind_int(st, "from", span.start.s);
	bind_int(st, "to", span.end.s);
	bind_limit(st, "limit", limit);
	err = statement_list(st, posting_read, sizeof(*found), &found, &used);
	for (size_t i = 0; !err && i < used; i++) {
		struct entry *entries = NULL;
		size_t room = 0;

		err = posting_entries(reader, &found[i], &entries, &room);
	}
	if (err)
		return err;
	*list = found;
	*count = used;
	return OK;
}

/* A list of the span that is bound to $from and $to. */
static enum err list_span(struct reader *reader, const char *sql,
			  struct span span, statement_read *read, size_t size,
			  void *list, size_t *count)
{
	struct statement *st = statement(reader, sql);

	bind_int(st, "from", span.start.s);
	bind_int(st, "to", span.end.s);
	return statement_list(st, read, size, list, count);
}

static void revenue_read(struct statement *st, void *item)
{
	struct revenue *revenue = item;

	*revenue = (struct revenue){
		.service = column_text(st, "service_name"),
		.sessions = column_int(st, "sessions"),
		.charge = { column_int(st, "charge") },
		.tax = { column_int(st, "tax") },
	};
}

enum err store_revenue_list(struct reader *reader, struct span span,
			    struct revenue **list, size_t *count)
{
	return list_span(reader, LIST_REVENUE, span, revenue_read,
			 sizeof(**list), list, count);
}

static void attendance_read(struct statement *st, void *item)
{
	struct attendance *attendance = item;

	*attendance = (struct attendance){
		.client = column_int(st, "client"),
		.completed = column_int(st, "completed"),
		.missed = column_int(st, "missed"),
		.canceled = column_int(st, "canceled"),
	};
}

enum err store_attendance_list(struct reader *reader, struct span span,
			       struct attendance **list, size_t *count)
{
	return list_span(reader, LIST_ATTENDANCE, span, attendance_read,
			 sizeof(**list), list, count);
}

static void earned_read(struct statement *st, void *item)
{
	struct earned *earned = item;

	*earned = (struct earned){
		.practitioner = column_int(st, "person"),
		.sessions = column_int(st, "sessions"),
		.before = { column_int(st, "before") },
		.wages = { column_int(st, "wages") },
		.paid = { column_int(st, "paid") },
	};
}

enum err store_earned_list(struct reader *reader, struct span span,
			   struct earned **list, size_t *count)
{
	return list_span(reader, LIST_EARNED, span, earned_read, sizeof(**list),
			 list, count);
}

static void balance_read(struct statement *st, void *item)
{
	struct balance *balance = item;

	*balance = (struct balance){
		.client = column_int(st, "person"),
		.sum = { column_int(st, "sum") },
	};
}

enum err store_balance_list(struct reader *reader, struct instant before,
			    struct balance **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_BALANCES, before.s);

	return statement_list(st, balance_read, sizeof(**list), list, count);
}
