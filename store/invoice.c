#include "store/invoice.h"

#include "store/document_rows_private.h"
#include "store/seal_private.h"
#include "store/statement_private.h"

/* What line_read reads, of l (its own amounts), c, p (the client's part of
 * the completion) and s. */
#define LINE_COLUMNS                                                       \
	"l.completion, l.client, c.session, l.credit, s.starts, l.day,"    \
	"  c.service_name, p.label, p.map, c.minutes, p.tax_bp, l.charge," \
	"  l.tax"

const char *const invoice_status_words[] = {
	[INVOICE_DRAFT] = "draft",
	[INVOICE_ISSUED] = "issued",
	[INVOICE_VOID] = "void",
	NULL,
};

static const char LIST_BILLABLE[] =
	"SELECT p.completion AS completion, p.client, c.session, 0 AS credit,"
	"    s.starts AS starts, 0 AS day, c.service_name, p.label, p.map, "
	"c.minutes, p.tax_bp,"
	"    p.charge, p.tax"
	"  FROM completion_client p"
	"  JOIN completion c"
	"    ON c.id = p.completion"
	"  JOIN session s"
	"    ON s.id = c.session"
	"  WHERE p.client = $client"
	"    AND c.reopened_at = " NEVER "    AND s.starts < $before"
	"    AND NOT EXISTS ("
	"      SELECT 1"
	"        FROM invoice_line l"
	"        WHERE l.completion = p.completion"
	"          AND l.client = p.client"
	"          AND l.credit = 0"
	"          AND l.live = 1)"
	"  UNION ALL"
	"  SELECT l.completion, l.client, c.session, 1, s.starts, l.day,"
	"    c.service_name, p.label, p.map, c.minutes, p.tax_bp, -l.charge,"
	"    -l.tax"
	"  FROM invoice_line l"
	"  JOIN invoice i"
	"    ON i.id = l.invoice"
	"  JOIN completion c"
	"    ON c.id = l.completion"
	"  JOIN completion_client p"
	"    ON p.completion = l.completion"
	"      AND p.client = l.client"
	"  JOIN session s"
	"    ON s.id = c.session"
	"  WHERE l.client = $client"
	"    AND l.credit = 0"
	"    AND l.live = 1"
	"    AND i.status = 1"
	"    AND c.reopened_at <> " NEVER "    AND NOT EXISTS ("
	"      SELECT 1"
	"        FROM invoice_line o"
	"        WHERE o.completion = l.completion"
	"          AND o.client = l.client"
	"          AND o.credit = 1"
	"          AND o.live = 1)"
	"  ORDER BY credit, starts, completion";

static const char ADD_INVOICE[] =
	"INSERT INTO invoice (client, status, to_day, created, created_by,"
	"    issued, voided)"
	"  VALUES ($client, 0, $to_day, $created, $created_by,"
	"    " NEVER ", " NEVER ")"
	"  RETURNING id";

static const char ADD_LINE[] =
	"INSERT INTO invoice_line (invoice, position, completion, client,"
	"    credit, day, charge, tax, live)"
	"  VALUES ($invoice, $position, $completion, $client, $credit, $day,"
	"    $charge, $tax, 1)";

/* What invoice_read reads, of i. */
#define INVOICE_COLUMNS                                             \
	"i.id, i.client, i.status, i.to_day, i.counter, i.number,"  \
	"  i.document, i.addressee, i.created, i.issued, i.voided," \
	"  (SELECT coalesce(sum(l.charge), 0) FROM invoice_line l"  \
	"    WHERE l.invoice = i.id) AS charge,"                    \
	"  (SELECT coalesce(sum(l.tax), 0) FROM invoice_line l"     \
	"    WHERE l.invoice = i.id) AS tax,"                       \
	"  (SELECT coalesce(sum(a.amount), 0) FROM allocation a"    \
	"    WHERE a.invoice = i.id AND a.released = " NEVER ")"    \
	"  - (SELECT coalesce(sum(a.amount), 0) FROM allocation a"  \
	"    WHERE a.credit = i.id AND a.released = " NEVER ") AS settled"

static const char FIND_INVOICE[] = "SELECT " INVOICE_COLUMNS "  FROM invoice i"
				   "  WHERE i.id = $id";

static const char LIST_INVOICES[] =
	"SELECT " INVOICE_COLUMNS "  FROM invoice i"
	"  WHERE i.id < $below"
	"    AND (i.counter IS NOT NULL OR $issued = 0)"
	"  ORDER BY i.id DESC"
	"  LIMIT $limit";

static const char LIST_INVOICES_CLIENT[] =
	"SELECT " INVOICE_COLUMNS "  FROM invoice i"
	"  WHERE i.id < $below"
	"    AND (i.counter IS NOT NULL OR $issued = 0)"
	"    AND i.client = $client"
	"  ORDER BY i.id DESC"
	"  LIMIT $limit";

/* What is owed of each is asked only where the state wants to know. */
#define FILTERED                                                          \
	"  FROM (SELECT " INVOICE_COLUMNS "    FROM invoice i"            \
	"    WHERE (i.client = $client OR $client = 0)"                   \
	"      AND (i.counter IS NOT NULL OR $issued = 0)"                \
	"      AND (i.status = $status OR $status = -1)"                  \
	"      AND CASE WHEN i.issued = " NEVER "        THEN i.created"  \
	"        ELSE i.issued END >= $from"                              \
	"      AND CASE WHEN i.issued = " NEVER "        THEN i.created"  \
	"        ELSE i.issued END < $to) d"                              \
	"  WHERE $owed = -1"                                              \
	"    OR CASE WHEN d.charge + d.tax > d.settled THEN 1 ELSE 0 END" \
	"      = $owed"

static const char PAGE_INVOICES[] =
	"SELECT id, client, status, to_day, counter, number, document,"
	"    addressee, created, issued, voided, charge, tax, settled" FILTERED
	"  ORDER BY id DESC"
	"  LIMIT $limit OFFSET $skip";

static const char COUNT_INVOICES[] = "SELECT count(*)" FILTERED;

static const char LIST_LINES[] = "SELECT " LINE_COLUMNS "  FROM invoice_line l"
				 "  JOIN completion c"
				 "    ON c.id = l.completion"
				 "  JOIN completion_client p"
				 "    ON p.completion = l.completion"
				 "      AND p.client = l.client"
				 "  JOIN session s"
				 "    ON s.id = c.session"
				 "  WHERE l.invoice = $invoice"
				 "  ORDER BY l.position";

static const char NEXT_COUNTER[] =
	"SELECT coalesce(max(counter), 0) + 1 AS counter"
	"  FROM invoice";

static const char SET_ISSUED[] =
	"UPDATE invoice"
	"  SET status = 1, counter = $counter, number = $number,"
	"    document = $document, addressee = $addressee, issued = $issued"
	"  WHERE id = $id"
	"    AND status = 0";

static const char SET_VOID[] = "UPDATE invoice"
			       "  SET status = 2, voided = $voided"
			       "  WHERE id = $id"
			       "    AND status <> 2";

static const char FREE_LINES[] = "UPDATE invoice_line"
				 "  SET live = 0"
				 "  WHERE invoice = $invoice";

static const char REMOVE_LINES[] = "DELETE FROM invoice_line"
				   "  WHERE completion = $completion"
				   "    AND credit = 0"
				   "    AND invoice IN ("
				   "      SELECT id"
				   "        FROM invoice"
				   "        WHERE status = 0)";

static const char REMOVE_CREDITS[] =
	"DELETE FROM invoice_line"
	"  WHERE credit = 1"
	"    AND invoice IN ("
	"      SELECT id"
	"        FROM invoice"
	"        WHERE status = 0)"
	"    AND EXISTS ("
	"      SELECT 1"
	"        FROM invoice_line o"
	"        WHERE o.invoice = $invoice"
	"          AND o.credit = 0"
	"          AND o.client = invoice_line.client"
	"          AND o.completion"
	"            = invoice_line.completion)";

static const char FIND_CREDITED[] = "SELECT i.number"
				    "  FROM invoice_line o"
				    "  JOIN invoice_line l"
				    "    ON l.completion = o.completion"
				    "      AND l.client = o.client"
				    "      AND l.credit = 1"
				    "      AND l.live = 1"
				    "  JOIN invoice i"
				    "    ON i.id = l.invoice"
				    "      AND i.status = 1"
				    "  WHERE o.invoice = $invoice"
				    "    AND o.credit = 0"
				    "  ORDER BY i.counter"
				    "  LIMIT 1";

static const char FIND_OF[] = "SELECT i.id"
			      "  FROM invoice_line l"
			      "  JOIN invoice i"
			      "    ON i.id = l.invoice"
			      "  WHERE l.completion = $completion"
			      "    AND (l.client = $client OR $client = 0)"
			      "    AND l.credit = 0"
			      "    AND l.live = 1"
			      "    AND i.status = 1"
			      "  ORDER BY i.id"
			      "  LIMIT 1";

static const char LIST_DUES[] =
	"SELECT id, client, number, issued, total - settled AS rest"
	"  FROM ("
	"    SELECT i.id, i.client, i.counter, i.number, i.issued,"
	"      (SELECT coalesce(sum(l.charge + l.tax), 0)"
	"        FROM invoice_line l"
	"        WHERE l.invoice = i.id) AS total,"
	"      (SELECT coalesce(sum(a.amount), 0)"
	"        FROM allocation a"
	"        WHERE a.invoice = i.id"
	"          AND a.released = " NEVER ") AS settled"
	"    FROM invoice i"
	"    WHERE i.status = 1"
	"      AND (i.client = $client OR $client = 0)"
	"  ) d"
	"  WHERE total > settled"
	"  ORDER BY counter";

static void line_read(struct statement *st, void *item)
{
	struct invoice_line *line = item;

	*line = (struct invoice_line){
		.completion = column_int(st, "completion"),
		.client = column_int(st, "client"),
		.session = column_int(st, "session"),
		.credit = column_int(st, "credit") != 0,
		.starts = { column_int(st, "starts") },
		.day = { (int32_t)column_int(st, "day") },
		.service = column_text(st, "service_name"),
		.label = column_text(st, "label"),
		.map = (enum map)column_int(st, "map"),
		.minutes = column_int(st, "minutes"),
		.tax_bp = (int32_t)column_int(st, "tax_bp"),
		.charge = { column_int(st, "charge") },
		.tax = { column_int(st, "tax") },
	};
}

static void invoice_read(struct statement *st, void *item)
{
	struct invoice *invoice = item;

	*invoice = (struct invoice){
		.id = column_int(st, "id"),
		.client = column_int(st, "client"),
		.status = (enum invoice_status)column_int(st, "status"),
		.to = { (int32_t)column_int(st, "to_day") },
		.counter = column_int(st, "counter"),
		.number = column_text(st, "number"),
		.document = column_text(st, "document"),
		.addressee = column_text(st, "addressee"),
		.created = { column_int(st, "created") },
		.issued = { column_int(st, "issued") },
		.voided = { column_int(st, "voided") },
		.charge = { column_int(st, "charge") },
		.tax = { column_int(st, "tax") },
		.settled = { column_int(st, "settled") },
	};
}

enum err store_invoice_billable(struct reader *reader, int64_t client,
				struct instant before,
				struct invoice_line **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_BILLABLE);

	bind_int(st, "client", client);
	bind_int(st, "before", before.s);
	return statement_list(st, line_read, sizeof(**list), list, count);
}

static enum err insert_line(struct transaction *tx, int64_t invoice,
			    size_t position, const struct invoice_line *line)
{
	struct statement *st = statement_tx(tx, ADD_LINE);
	enum err err;

	bind_int(st, "invoice", invoice);
	bind_int(st, "position", (int64_t)position);
	bind_int(st, "completion", line->completion);
	bind_int(st, "client", line->client);
	bind_int(st, "credit", line->credit);
	bind_int(st, "day", line->day.n);
	bind_int(st, "charge", line->charge.minor);
	bind_int(st, "tax", line->tax.minor);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "the charge of completion %lld is on another "
			    "invoice",
			    (long long)line->completion);
	return err;
}

enum err store_invoice_insert(struct transaction *tx, struct invoice *invoice)
{
	struct statement *st = statement_tx(tx, ADD_INVOICE);
	int64_t id;
	enum err err;

	bind_int(st, "client", invoice->client);
	bind_int(st, "to_day", invoice->to.n);
	bind_int(st, "created", invoice->created.s);
	bind_id(st, "created_by", store_tx_operation(tx)->actor.person);
	err = statement_insert(st, &id);
	for (size_t i = 0; !err && i < invoice->line_count; i++)
		err = insert_line(tx, id, i, &invoice->lines[i]);
	if (!err)
		invoice->id = id;
	return err;
}

enum err store_invoice_find(struct reader *reader, int64_t id,
			    struct invoice *invoice)
{
	struct statement *st = statement_of_id(reader, FIND_INVOICE, id);
	struct invoice found;
	enum err err;

	err = statement_one(st, invoice_read, &found);
	if (err)
		return err;
	st = statement(reader, LIST_LINES);
	bind_int(st, "invoice", id);
	err = statement_list(st, line_read, sizeof(*found.lines), &found.lines,
			     &found.line_count);
	if (!err)
		*invoice = found;
	return err;
}

enum err store_invoice_list(struct reader *reader, int64_t client, bool issued,
			    int64_t below, size_t limit, struct invoice **list,
			    size_t *count)
{
	struct statement *st = statement(reader, client ? LIST_INVOICES_CLIENT
							: LIST_INVOICES);

	bind_below(st, "below", below);
	bind_int(st, "issued", issued);
	bind_limit(st, "limit", limit);
	if (client)
		bind_int(st, "client", client);
	return statement_list(st, invoice_read, sizeof(**list), list, count);
}

static void bind_filter(struct statement *st,
			const struct invoice_filter *filter)
{
	static const struct {
		int status, owed;
	} states[] = {
		[INVOICES_ALL] = { -1, -1 },
		[INVOICES_DRAFT] = { INVOICE_DRAFT, -1 },
		[INVOICES_ISSUED] = { INVOICE_ISSUED, -1 },
		[INVOICES_OWED] = { INVOICE_ISSUED, 1 },
		[INVOICES_PAID] = { INVOICE_ISSUED, 0 },
		[INVOICES_VOID] = { INVOICE_VOID, -1 },
	};
	bool ever = !filter->span.start.s && !filter->span.end.s;

	bind_int(st, "client", filter->client);
	bind_int(st, "issued", filter->issued);
	bind_int(st, "status", states[filter->state].status);
	bind_int(st, "owed", states[filter->state].owed);
	bind_int(st, "from", ever ? INSTANT_MIN.s : filter->span.start.s);
	bind_int(st, "to", ever ? INSTANT_MAX.s : filter->span.end.s);
}

enum err store_invoice_page(struct reader *reader,
			    const struct invoice_filter *filter, size_t skip,
			    size_t limit, struct invoice **list, size_t *count)
{
	struct statement *st = statement(reader, PAGE_INVOICES);

	bind_filter(st, filter);
	bind_limit(st, "limit", limit);
	bind_limit(st, "skip", skip);
	return statement_list(st, invoice_read, sizeof(**list), list, count);
}

enum err store_invoice_count(struct reader *reader,
			     const struct invoice_filter *filter,
			     int64_t *count)
{
	struct statement *st = statement(reader, COUNT_INVOICES);

	bind_filter(st, filter);
	return statement_one_int(st, count);
}

enum err store_invoice_counter(struct reader *reader, int64_t *counter)
{
	return statement_one_int(statement(reader, NEXT_COUNTER), counter);
}

enum err store_invoice_issue(struct transaction *tx,
			     const struct invoice *invoice)
{
	struct statement *st = statement_tx(tx, SET_ISSUED);
	enum err err;

	bind_int(st, "id", invoice->id);
	bind_int(st, "counter", invoice->counter);
	bind_text(st, "number", invoice->number);
	bind_text(st, "document", invoice->document);
	bind_text(st, "addressee", invoice->addressee);
	bind_int(st, "issued", invoice->issued.s);
	err = document_change(tx, st, "the invoice is no draft");
	return err ? err : seal_add(tx, SEAL_INVOICE, invoice->id);
}

enum err store_invoice_void(struct transaction *tx, int64_t invoice,
			    struct instant at)
{
	struct statement *st = statement_tx(tx, SET_VOID);
	enum err err;

	bind_int(st, "id", invoice);
	bind_int(st, "voided", at.s);
	err = document_change(tx, st, "the invoice is void already");
	if (err)
		return err;
	err = statement_run_id(tx, FREE_LINES, invoice);
	return err ? err : seal_add(tx, SEAL_INVOICE, invoice);
}

enum err store_invoice_line_remove(struct transaction *tx, int64_t completion)
{
	return statement_run_id(tx, REMOVE_LINES, completion);
}

enum err store_invoice_credit_remove(struct transaction *tx, int64_t invoice)
{
	return statement_run_id(tx, REMOVE_CREDITS, invoice);
}

enum err store_invoice_credited(struct reader *reader, int64_t invoice,
				const char **number)
{
	struct statement *st = statement_of_id(reader, FIND_CREDITED, invoice);

	return statement_one_text(st, number);
}

enum err store_invoice_of(struct reader *reader, int64_t completion,
			  int64_t client, int64_t *invoice)
{
	struct statement *st = statement(reader, FIND_OF);

	bind_int(st, "completion", completion);
	bind_int(st, "client", client);
	return statement_one_int(st, invoice);
}

static void due_read(struct statement *st, void *item)
{
	struct due *due = item;

	*due = (struct due){
		.invoice = column_int(st, "id"),
		.client = column_int(st, "client"),
		.number = column_text(st, "number"),
		.issued = { column_int(st, "issued") },
		.left = { column_int(st, "rest") },
	};
}

enum err store_due_list(struct reader *reader, int64_t client,
			struct due **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_DUES, client);

	return statement_list(st, due_read, sizeof(**list), list, count);
}
