#include "store/payment.h"

#include "store/document_rows.h"
#include "store/rows.h"
#include "store/statement.h"

/* What payment_read reads, of p. */
#define PAYMENT_COLUMNS                                          \
	"p.id, p.client, p.amount, p.day, p.method, p.entered,"  \
	"  p.entered_by, p.posting, p.voided, p.reversal,"       \
	"  (SELECT coalesce(sum(r.amount), 0) FROM refund r"     \
	"    WHERE r.payment = p.id),"                           \
	"  (SELECT coalesce(sum(a.amount), 0) FROM allocation a" \
	"    WHERE a.payment = p.id AND a.released = " NEVER ")"

static const char ADD_PAYMENT[] =
	"INSERT INTO payment (client, amount, day, method, entered, entered_by,"
	"    voided)"
	"  VALUES ($1, $2, $3, $4, $5, $6, " NEVER ")";

static const char SET_PAYMENT_POSTING[] = "UPDATE payment"
					  "  SET posting = $2"
					  "  WHERE id = $1"
					  "    AND posting IS NULL";

static const char FIND_PAYMENT[] = "SELECT " PAYMENT_COLUMNS "  FROM payment p"
				   "  WHERE p.id = $1";

static const char LIST_PAYMENTS[] = "SELECT " PAYMENT_COLUMNS "  FROM payment p"
				    "  WHERE p.id < $1"
				    "  ORDER BY p.id DESC"
				    "  LIMIT $2";

static const char LIST_PAYMENTS_CLIENT[] =
	"SELECT " PAYMENT_COLUMNS "  FROM payment p"
	"  WHERE p.id < $1"
	"    AND p.client = $3"
	"  ORDER BY p.id DESC"
	"  LIMIT $2";

static const char SET_VOIDED[] = "UPDATE payment"
				 "  SET voided = $2, reversal = $3"
				 "  WHERE id = $1"
				 "    AND voided = " NEVER;

static const char ADD_REFUND[] =
	"INSERT INTO refund (payment, amount, day, entered, entered_by)"
	"  VALUES ($1, $2, $3, $4, $5)";

static const char SET_REFUND_POSTING[] = "UPDATE refund"
					 "  SET posting = $2"
					 "  WHERE id = $1"
					 "    AND posting IS NULL";

static const char LIST_REFUNDS[] =
	"SELECT id, payment, amount, day, entered, entered_by, posting"
	"  FROM refund"
	"  WHERE payment = $1"
	"  ORDER BY id";

enum err store_payment_insert(struct transaction *tx, struct payment *payment)
{
	struct statement *st = statement_tx(tx, ADD_PAYMENT);
	enum err err;

	bind_int(st, 1, payment->client);
	bind_int(st, 2, payment->amount.minor);
	bind_int(st, 3, payment->day.n);
	bind_text(st, 4, payment->method);
	bind_int(st, 5, payment->entered.s);
	bind_id(st, 6, payment->entered_by);
	err = statement_run(st);
	if (!err)
		payment->id = statement_inserted(tx);
	return err;
}

enum err store_payment_posted(struct transaction *tx, int64_t payment,
			      int64_t posting)
{
	struct statement *st = statement_tx(tx, SET_PAYMENT_POSTING);

	bind_int(st, 1, payment);
	bind_int(st, 2, posting);
	return document_change(tx, st, "the payment is posted already");
}

static void payment_read(struct statement *st, void *item)
{
	struct payment *payment = item;

	*payment = (struct payment){
		.id = column_int(st, 0),
		.client = column_int(st, 1),
		.amount = { column_int(st, 2) },
		.day = { (int32_t)column_int(st, 3) },
		.method = column_text(st, 4),
		.entered = { column_int(st, 5) },
		.entered_by = column_int(st, 6),
		.posting = column_int(st, 7),
		.voided = { column_int(st, 8) },
		.reversal = column_int(st, 9),
		.refunded = { column_int(st, 10) },
		.allocated = { column_int(st, 11) },
	};
}

enum err store_payment_find(struct reader *reader, int64_t id,
			    struct payment *payment)
{
	struct statement *st = statement(reader, FIND_PAYMENT);

	bind_int(st, 1, id);
	return statement_one(st, payment_read, payment);
}

enum err store_payment_list(struct reader *reader, int64_t client,
			    int64_t below, size_t limit, struct payment **list,
			    size_t *count)
{
	struct statement *st = statement(reader, client ? LIST_PAYMENTS_CLIENT
							: LIST_PAYMENTS);

	bind_int(st, 1, document_below(below));
	bind_int(st, 2, document_limit(limit));
	if (client)
		bind_int(st, 3, client);
	return statement_list(st, payment_read, sizeof(**list), list, count);
}

enum err store_payment_voided(struct transaction *tx, int64_t payment,
			      int64_t reversal, struct instant at)
{
	struct statement *st = statement_tx(tx, SET_VOIDED);

	bind_int(st, 1, payment);
	bind_int(st, 2, at.s);
	bind_int(st, 3, reversal);
	return document_change(tx, st, "the payment is void already");
}

enum err store_refund_insert(struct transaction *tx, struct refund *refund)
{
	struct statement *st = statement_tx(tx, ADD_REFUND);
	enum err err;

	bind_int(st, 1, refund->payment);
	bind_int(st, 2, refund->amount.minor);
	bind_int(st, 3, refund->day.n);
	bind_int(st, 4, refund->entered.s);
	bind_id(st, 5, refund->entered_by);
	err = statement_run(st);
	if (!err)
		refund->id = statement_inserted(tx);
	return err;
}

enum err store_refund_posted(struct transaction *tx, int64_t refund,
			     int64_t posting)
{
	struct statement *st = statement_tx(tx, SET_REFUND_POSTING);

	bind_int(st, 1, refund);
	bind_int(st, 2, posting);
	return document_change(tx, st, "the refund is posted already");
}

static void refund_read(struct statement *st, void *item)
{
	struct refund *refund = item;

	*refund = (struct refund){
		.id = column_int(st, 0),
		.payment = column_int(st, 1),
		.amount = { column_int(st, 2) },
		.day = { (int32_t)column_int(st, 3) },
		.entered = { column_int(st, 4) },
		.entered_by = column_int(st, 5),
		.posting = column_int(st, 6),
	};
}

enum err store_refund_list(struct reader *reader, int64_t payment,
			   struct refund **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_REFUNDS);

	bind_int(st, 1, payment);
	return statement_list(st, refund_read, sizeof(**list), list, count);
}
