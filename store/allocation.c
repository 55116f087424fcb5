#include "store/allocation.h"

#include "store/document_rows_private.h"
#include "store/seal_private.h"
#include "store/statement_private.h"

/* What allocation_read reads, of a; those that stand. */
#define ALLOCATIONS                                                      \
	"SELECT a.id, a.payment, a.credit, a.invoice, a.amount, a.made," \
	"    coalesce(p.day, c.to_day) AS day, p.method, i.number,"      \
	"    a.at_issue"                                                 \
	"  FROM allocation a"                                            \
	"  JOIN invoice i"                                               \
	"    ON i.id = a.invoice"                                        \
	"  LEFT JOIN payment p"                                          \
	"    ON p.id = a.payment"                                        \
	"  LEFT JOIN invoice c"                                          \
	"    ON c.id = a.credit"                                         \
	"  WHERE a.released = " NEVER

static const char LIST_AGAINST[] = ALLOCATIONS "    AND a.invoice = $invoice"
					       "  ORDER BY a.id";

static const char LIST_OF_PAYMENT[] = ALLOCATIONS "    AND a.payment = $payment"
						  "  ORDER BY a.id";

static const char LIST_OF_CREDIT[] = ALLOCATIONS "    AND a.credit = $credit"
						 "  ORDER BY a.id";

static const char ADD_ALLOCATION[] =
	"INSERT INTO allocation (payment, credit, invoice, amount, at_issue,"
	"    made, released)"
	"  VALUES ($payment, $credit, $invoice, $amount, $at_issue,"
	"    $made, " NEVER ")"
	"  RETURNING id";

static const char RELEASE[] = "UPDATE allocation"
			      "  SET released = $released"
			      "  WHERE id = $id"
			      "    AND released = " NEVER;

/* Of each source the most: what is smaller is what a refund left of it. */
static const char SUM_AT_ISSUE[] =
	"SELECT coalesce(sum(most), 0) AS amount"
	"  FROM ("
	"    SELECT max(amount) AS most"
	"    FROM allocation"
	"    WHERE invoice = $invoice"
	"      AND at_issue = 1"
	"    GROUP BY coalesce(payment, 0), coalesce(credit, 0)"
	"  ) a";

static const char LIST_SPARE[] =
	"SELECT payment, credit, client, amount - used AS rest"
	"  FROM ("
	"    SELECT p.id AS payment, NULL AS credit, p.client, p.entered AS at,"
	"      p.amount"
	"        - (SELECT coalesce(sum(r.amount), 0)"
	"          FROM refund r"
	"          WHERE r.payment = p.id) AS amount,"
	"      (SELECT coalesce(sum(a.amount), 0)"
	"        FROM allocation a"
	"        WHERE a.payment = p.id"
	"          AND a.released = " NEVER ") AS used"
	"    FROM payment p"
	"    WHERE p.voided = " NEVER
	"      AND (p.client = $client OR $client = 0)"
	"    UNION ALL"
	"    SELECT NULL, i.id, i.client, i.issued,"
	"      (SELECT -coalesce(sum(l.charge + l.tax), 0)"
	"        FROM invoice_line l"
	"        WHERE l.invoice = i.id),"
	"      (SELECT coalesce(sum(a.amount), 0)"
	"        FROM allocation a"
	"        WHERE a.credit = i.id"
	"          AND a.released = " NEVER ")"
	"    FROM invoice i"
	"    WHERE i.status = 1"
	"      AND (i.client = $client OR $client = 0)"
	"  ) s"
	"  WHERE amount > used"
	"  ORDER BY at, payment NULLS FIRST, credit NULLS FIRST";

enum err store_allocation_insert(struct transaction *tx,
				 struct allocation *allocation)
{
	struct statement *st = statement_tx(tx, ADD_ALLOCATION);
	enum err err;

	bind_id(st, "payment", allocation->payment);
	bind_id(st, "credit", allocation->credit);
	bind_int(st, "invoice", allocation->invoice);
	bind_int(st, "amount", allocation->amount.minor);
	bind_int(st, "at_issue", allocation->at_issue);
	bind_int(st, "made", allocation->made.s);
	err = statement_insert(st, &allocation->id);
	return err ? err : seal_add(tx, SEAL_ALLOCATION, allocation->id);
}

enum err store_allocation_release(struct transaction *tx, int64_t allocation,
				  struct instant at)
{
	struct statement *st = statement_tx(tx, RELEASE);
	enum err err;

	bind_int(st, "id", allocation);
	bind_int(st, "released", at.s);
	err = document_change(tx, st, "the money is released already");
	return err ? err : seal_add(tx, SEAL_ALLOCATION, allocation);
}

static void allocation_read(struct statement *st, void *item)
{
	struct allocation *allocation = item;

	*allocation = (struct allocation){
		.id = column_int(st, "id"),
		.payment = column_int(st, "payment"),
		.credit = column_int(st, "credit"),
		.invoice = column_int(st, "invoice"),
		.amount = { column_int(st, "amount") },
		.made = { column_int(st, "made") },
		.day = { (int32_t)column_int(st, "day") },
		.method = column_text(st, "method"),
		.number = column_text(st, "number"),
		.at_issue = column_int(st, "at_issue") != 0,
	};
}

enum err store_allocation_at_issue(struct reader *reader, int64_t invoice,
				   struct money *amount)
{
	struct statement *st = statement_of_id(reader, SUM_AT_ISSUE, invoice);

	return statement_one_int(st, &amount->minor);
}

static enum err list_by(struct reader *reader, const char *sql, int64_t id,
			struct allocation **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, sql, id);

	return statement_list(st, allocation_read, sizeof(**list), list, count);
}

enum err store_allocation_against(struct reader *reader, int64_t invoice,
				  struct allocation **list, size_t *count)
{
	return list_by(reader, LIST_AGAINST, invoice, list, count);
}

enum err store_allocation_of_payment(struct reader *reader, int64_t payment,
				     struct allocation **list, size_t *count)
{
	return list_by(reader, LIST_OF_PAYMENT, payment, list, count);
}

enum err store_allocation_of_credit(struct reader *reader, int64_t invoice,
				    struct allocation **list, size_t *count)
{
	return list_by(reader, LIST_OF_CREDIT, invoice, list, count);
}

static void spare_read(struct statement *st, void *item)
{
	struct spare *spare = item;

	*spare = (struct spare){
		.payment = column_int(st, "payment"),
		.credit = column_int(st, "credit"),
		.client = column_int(st, "client"),
		.left = { column_int(st, "rest") },
	};
}

enum err store_spare_list(struct reader *reader, int64_t client,
			  struct spare **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_SPARE, client);

	return statement_list(st, spare_read, sizeof(**list), list, count);
}
