#include "store/payment.h"

#include "store/document_rows_private.h"
#include "store/seal_private.h"
#include "store/statement_private.h"

/* What payment_read reads, of p. */
#define PAYMENT_COLUMNS                                          \
	"p.id, p.client, p.amount, p.day, p.method, p.entered,"  \
	"  p.entered_by, p.posting, p.voided, p.reversal,"       \
	"  (SELECT coalesce(sum(r.amount), 0) FROM refund r"     \
	"    WHERE r.payment = p.id) AS refunded,"               \
	"  (SELECT coalesce(sum(a.amount), 0) FROM allocation a" \
	"    WHERE a.payment = p.id AND a.released = " NEVER ") AS allocated"

static const char ADD_PAYMENT[] =
	"INSERT INTO payment (client, amount, day, method, entered, entered_by,"
	"    voided)"
	"  VALUES ($client, $amount, $day, $method, $entered,"
	"    $entered_by, " NEVER ")"
	"  RETURNING id";

static const char SET_PAYMENT_POSTING[] = "UPDATE payment"
					  "  SET posting = $posting"
					  "  WHERE id = $id"
					  "    AND posting IS NULL";

static const char FIND_PAYMENT[] = "SELECT " PAYMENT_COLUMNS "  FROM payment p"
				   "  WHERE p.id = $id";

static const char LIST_PAYMENTS[] = "SELECT " PAYMENT_COLUMNS "  FROM payment p"
				    "  WHERE p.id < $below"
				    "  ORDER BY p.id DESC"
				    "  LIMIT $limit";

static const char LIST_PAYMENTS_CLIENT[] =
	"SELECT " PAYMENT_COLUMNS "  FROM payment p"
	"  WHERE p.id < $below"
	"    AND p.client = $client"
	"  ORDER BY p.id DESC"
	"  LIMIT $limit";

#define FILTERED                                                               \
	"  FROM (SELECT " PAYMENT_COLUMNS "    FROM payment p"                 \
	"    WHERE (p.client = $client OR $client = 0)"                        \
	"      AND p.day >= $from"                                             \
	"      AND p.day <= $to"                                               \
	"      AND ($void = -1"                                                \
	"        OR CASE WHEN p.voided = " NEVER "          THEN 0 ELSE 1 END" \
	"          = $void)) d"                                                \
	"  WHERE $over = 0"                                                    \
	"    OR amount > refunded + allocated"

static const char PAGE_PAYMENTS[] =
	"SELECT id, client, amount, day, method, entered, entered_by, posting,"
	"    voided, reversal, refunded, allocated" FILTERED
	"  ORDER BY id DESC"
	"  LIMIT $limit OFFSET $skip";

static const char COUNT_PAYMENTS[] = "SELECT count(*)" FILTERED;

static const char SET_VOIDED[] = "UPDATE payment"
				 "  SET voided = $voided, reversal = $reversal"
				 "  WHERE id = $id"
				 "    AND voided = " NEVER;

static const char ADD_REFUND[] =
	"INSERT INTO refund (payment, amount, day, entered, entered_by)"
	"  VALUES ($payment, $amount, $day, $entered, $entered_by)"
	"  RETURNING id";

static const char SET_REFUND_POSTING[] = "UPDATE refund"
					 "  SET posting = $posting"
					 "  WHERE id = $id"
					 "    AND posting IS NULL";

static const char LIST_REFUNDS[] =
	"SELECT id, payment, amount, day, entered, entered_by, posting"
	"  FROM refund"
	"  WHERE payment = $payment"
	"  ORDER BY id";

enum err store_payment_insert(struct transaction *tx, struct payment *payment)
{
	struct statement *st = statement_tx(tx, ADD_PAYMENT);
	enum err err;

	bind_int(st, "client", payment->client);
	bind_int(st, "amount", payment->amount.minor);
	bind_int(st, "day", payment->day.n);
	bind_text(st, "method", payment->method);
	bind_int(st, "entered", payment->entered.s);
	bind_id(st, "entered_by", payment->entered_by);
	err = statement_insert(st, &payment->id);
	return err ? err : seal_add(tx, SEAL_PAYMENT, payment->id);
}

enum err store_payment_posted(struct transaction *tx, int64_t payment,
			      int64_t posting)
{
	struct statement *st = statement_tx(tx, SET_PAYMENT_POSTING);

	bind_int(st, "id", payment);
	bind_int(st, "posting", posting);
	return document_change(tx, st, "the payment is posted already");
}

static void payment_read(struct statement *st, void *item)
{
	struct payment *payment = item;

	*payment = (struct payment){
		.id = column_int(st, "id"),
		.client = column_int(st, "client"),
		.amount = { column_int(st, "amount") },
		.day = { (int32_t)column_int(st, "day") },
		.method = column_text(st, "method"),
		.entered = { column_int(st, "entered") },
		.entered_by = column_int(st, "entered_by"),
		.posting = column_int(st, "posting"),
		.voided = { column_int(st, "voided") },
		.reversal = column_int(st, "reversal"),
		.refunded = { column_int(st, "refunded") },
		.allocated = { column_int(st, "allocated") },
	};
}

enum err store_payment_find(struct reader *reader, int64_t id,
			    struct payment *payment)
{
	struct statement *st = statement_of_id(reader, FIND_PAYMENT, id);

	return statement_one(st, payment_read, payment);
}

enum err store_payment_list(struct reader *reader, int64_t client,
			    int64_t below, size_t limit, struct payment **list,
			    size_t *count)
{
	struct statement *st = statement(reader, client ? LIST_PAYMENTS_CLIENT
							: LIST_PAYMENTS);

	bind_below(st, "below", below);
	bind_limit(st, "limit", limit);
	if (client)
		bind_int(st, "client", client);
	return statement_list(st, payment_read, sizeof(**list), list, count);
}

static void bind_filter(struct statement *st,
			const struct payment_filter *filter)
{
	static const struct {
		int voided, over;
	} states[] = {
		[PAYMENTS_ALL] = { -1, 0 },
		[PAYMENTS_STANDING] = { 0, 0 },
		[PAYMENTS_OVER] = { 0, 1 },
		[PAYMENTS_VOID] = { 1, 0 },
	};
	bool ever = !filter->to.n;

	bind_int(st, "client", filter->client);
	bind_int(st, "void", states[filter->state].voided);
	bind_int(st, "over", states[filter->state].over);
	bind_int(st, "from", ever ? INT32_MIN : filter->from.n);
	bind_int(st, "to", ever ? INT32_MAX : filter->to.n);
}

enum err store_payment_page(struct reader *reader,
			    const struct payment_filter *filter, size_t skip,
			    size_t limit, struct payment **list, size_t *count)
{
	struct statement *st = statement(reader, PAGE_PAYMENTS);

	bind_filter(st, filter);
	bind_limit(st, "limit", limit);
	bind_limit(st, "skip", skip);
	return statement_list(st, payment_read, sizeof(**list), list, count);
}

enum err store_payment_count(struct reader *reader,
			     const struct payment_filter *filter,
			     int64_t *count)
{
	struct statement *st = statement(reader, COUNT_PAYMENTS);

	bind_filter(st, filter);
	return statement_one_int(st, count);
}

enum err store_payment_voided(struct transaction *tx, int64_t payment,
			      int64_t reversal, struct instant at)
{
	struct statement *st = statement_tx(tx, SET_VOIDED);
	enum err err;

	bind_int(st, "id", payment);
	bind_int(st, "voided", at.s);
	bind_int(st, "reversal", reversal);
	err = document_change(tx, st, "the payment is void already");
	return err ? err : seal_add(tx, SEAL_PAYMENT, payment);
}

enum err store_refund_insert(struct transaction *tx, struct refund *refund)
{
	struct statement *st = statement_tx(tx, ADD_REFUND);
	enum err err;

	bind_int(st, "payment", refund->payment);
	bind_int(st, "amount", refund->amount.minor);
	bind_int(st, "day", refund->day.n);
	bind_int(st, "entered", refund->entered.s);
	bind_id(st, "entered_by", refund->entered_by);
	err = statement_insert(st, &refund->id);
	return err ? err : seal_add(tx, SEAL_REFUND, refund->id);
}

enum err store_refund_posted(struct transaction *tx, int64_t refund,
			     int64_t posting)
{
	struct statement *st = statement_tx(tx, SET_REFUND_POSTING);

	bind_int(st, "id", refund);
	bind_int(st, "posting", posting);
	return document_change(tx, st, "the refund is posted already");
}

static void refund_read(struct statement *st, void *item)
{
	struct refund *refund = item;

	*refund = (struct refund){
		.id = column_int(st, "id"),
		.payment = column_int(st, "payment"),
		.amount = { column_int(st, "amount") },
		.day = { (int32_t)column_int(st, "day") },
		.entered = { column_int(st, "entered") },
		.entered_by = column_int(st, "entered_by"),
		.posting = column_int(st, "posting"),
	};
}

enum err store_refund_list(struct reader *reader, int64_t payment,
			   struct refund **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_REFUNDS, payment);

	return statement_list(st, refund_read, sizeof(**list), list, count);
}
