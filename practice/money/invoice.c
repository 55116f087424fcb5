#include "practice/money/invoice.h"

#include "base/str.h"
#include "practice/money/allocation_private.h"
#include "practice/money/invoice_document.h"
#include "practice/access.h"
#include "practice/money/invoice_known.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/wall_time.h"
#include "store/people.h"
#include "store/transaction.h"

static enum err invoice_load(struct reader *reader, int64_t id,
			     struct invoice *invoice)
{
	enum err err = store_invoice_find(reader, id, invoice);

	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), err,
			    "there is no such invoice");
	return err;
}

static enum err record(struct transaction *tx, const char *action,
		       const struct invoice *invoice)
{
	const struct invoice_known known = {
		.invoice = *invoice,
		.total = money_add(invoice->charge, invoice->tax),
	};
	struct audience audit = { .arena = store_tx_operation(tx)->arena,
				  .see = SEE_AUDIT };
	json_t *json;
	enum err err = practice_digits_load(store_tx_reader(tx), &audit.digits);

	if (err)
		return err;
	json = json_new(audit.arena);
	shape_pick(&audit, json, INVOICE_AUDITED, invoice_rows, &known);
	return record_add(tx, action, "invoice", invoice->id, NULL, json);
}

struct invoice_work {
	int64_t id, client;
	struct day to;
	const char *seen; /* the total of the draft that is issued, or NULL */
	struct invoice result;
};

/* What each work ends with. */
static enum err finish(struct transaction *tx, const char *action, int64_t id,
		       struct invoice_work *work)
{
	enum err err = invoice_load(store_tx_reader(tx), id, &work->result);

	return err ? err : record(tx, action, &work->result);
}

static enum err client_check(struct reader *reader, int64_t id)
{
	struct person client;
	enum err err = store_person_find(reader, id, &client);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && (client.roles & ROLE_CLIENT))
		return OK;
	return fail_field(store_reader_operation(reader), "client",
			  "client-unknown", "There is no such client.");
}

/* Charges that come on the draft, and the day of each. */
static enum err lines_load(struct reader *reader,
			   const struct practice *practice,
			   struct invoice *draft)
{
	struct instant before =
		practice_days(practice, draft->to, draft->to).end;
	struct invoice_line *lines;
	size_t count, kept = 0;
	enum err err = store_invoice_billable(reader, draft->client, before,
					      &lines, &count);

	for (size_t i = 0; !err && i < count; i++) {
		bool zero = money_is_zero(lines[i].charge) &&
			    money_is_zero(lines[i].tax);

		if (zero && (lines[i].credit || !practice->invoice_zero_lines))
			continue;
		lines[kept] = lines[i];
		if (!lines[kept].credit)
			lines[kept].day =
				practice_day(practice, lines[kept].starts);
		kept++;
	}
	if (err)
		return err;
	draft->lines = lines;
	draft->line_count = kept;
	return OK;
}

static enum err draft_work(struct transaction *tx, void *context)
{
	struct invoice_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct invoice draft = { .client = work->client,
				 .to = work->to,
				 .created = op->now };
	struct practice practice;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = client_check(reader, work->client);
	if (!err)
		err = store_practice_load(reader, &practice);
	if (!err)
		err = lines_load(reader, &practice, &draft);
	if (!err)
		err = store_invoice_insert(tx, &draft);
	if (!err)
		err = finish(tx, "invoice.draft", draft.id, work);
	return err;
}

static enum err run(struct operation *op, struct store *store, store_work *work,
		    struct invoice_work *context, struct invoice *invoice)
{
	enum err err = store_write(op, store, work, context);

	if (!err)
		*invoice = context->result;
	return err;
}

enum err practice_invoice_draft(struct operation *op, struct store *store,
				int64_t client, struct day to,
				struct invoice *invoice)
{
	struct invoice_work work = { .client = client, .to = to };

	return run(op, store, draft_work, &work, invoice);
}

static enum err issuable(struct operation *op, const struct invoice *invoice)
{
	if (invoice->status == INVOICE_VOID)
		return fail(op, ERR_CONFLICT, "the invoice is void");
	if (invoice->status == INVOICE_ISSUED)
		return fail(op, ERR_CONFLICT,
			    "the invoice is issued already, as %s",
			    invoice->number);
	if (invoice->line_count == 0)
		return fail(op, ERR_CONFLICT,
			    "the invoice has no lines: there is nothing to "
			    "issue");
	return OK;
}

/* A session that was re-opened has left the draft that somebody looks at. */
static enum err as_seen(struct reader *reader, const struct invoice *invoice,
			const char *seen)
{
	struct operation *op = store_reader_operation(reader);
	const char *total;
	int digits;
	enum err err = OK;

	if (!seen)
		return OK;
	err = practice_digits_load(reader, &digits);
	if (err)
		return err;
	total = money_text(op->arena, money_add(invoice->charge, invoice->tax),
			   digits);
	if (str_equal(total, seen))
		return OK;
	return fail(op, ERR_CONFLICT,
		    "The draft has changed: it comes to %s now. Nothing was "
		    "issued.",
		    total);
}

/* The number is given in the transaction that issues, so that none is lost. */
static enum err number(struct reader *reader, struct invoice *invoice)
{
	struct operation *op = store_reader_operation(reader);
	struct practice practice;
	enum err err = store_practice_load(reader, &practice);

	if (!err)
		err = store_invoice_counter(reader, &invoice->counter);
	if (!err)
		invoice->number = arena_printf(
			op->arena, "%s%04lld",
			practice.invoice_prefix ? practice.invoice_prefix : "",
			(long long)invoice->counter);
	return err;
}

static enum err issue_work(struct transaction *tx, void *context)
{
	struct invoice_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct invoice invoice = { .id = 0 };
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = invoice_load(reader, work->id, &invoice);
	if (!err)
		err = issuable(op, &invoice);
	if (!err)
		err = as_seen(reader, &invoice, work->seen);
	if (!err)
		err = number(reader, &invoice);
	if (err)
		return err;
	invoice.issued = op->now;
	err = practice_invoice_document(reader, &invoice, &invoice.document);
	if (!err)
		err = practice_invoice_addressee(reader, &invoice,
						 &invoice.addressee);
	if (!err)
		err = store_invoice_issue(tx, &invoice);
	if (!err)
		err = practice_settle_invoice(tx, &invoice);
	if (!err)
		err = finish(tx, "invoice.issue", invoice.id, work);
	return err;
}

enum err practice_invoice_issue(struct operation *op, struct store *store,
				int64_t id, struct invoice *invoice)
{
	return practice_invoice_issue_seen(op, store, id, NULL, invoice);
}

enum err practice_invoice_issue_seen(struct operation *op, struct store *store,
				     int64_t id, const char *total,
				     struct invoice *invoice)
{
	struct invoice_work work = { .id = id, .seen = total };

	return run(op, store, issue_work, &work, invoice);
}

static enum err voidable(struct reader *reader, const struct invoice *invoice)
{
	struct operation *op = store_reader_operation(reader);
	const char *other;
	enum err err;

	if (invoice->status == INVOICE_VOID)
		return fail(op, ERR_CONFLICT, "the invoice is void already");
	if (invoice->status == INVOICE_DRAFT)
		return OK;
	err = practice_need_office(op, GRANT_VOID);
	if (err)
		return err;
	err = store_invoice_credited(reader, invoice->id, &other);
	if (err == ERR_NOT_FOUND)
		return OK;
	if (err)
		return err;
	return fail(op, ERR_CONFLICT,
		    "invoice %s credits a charge of this one: void that one "
		    "first",
		    other);
}

static enum err void_work(struct transaction *tx, void *context)
{
	struct invoice_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct invoice invoice = { .id = 0 };
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = invoice_load(reader, work->id, &invoice);
	if (!err)
		err = voidable(reader, &invoice);
	if (!err)
		err = practice_unsettle_invoice(tx, invoice.id);
	if (!err)
		err = store_invoice_credit_remove(tx, invoice.id);
	if (!err)
		err = store_invoice_void(tx, invoice.id, op->now);
	if (!err)
		err = finish(tx, "invoice.void", invoice.id, work);
	return err;
}

enum err practice_invoice_void(struct operation *op, struct store *store,
			       int64_t id, struct invoice *invoice)
{
	struct invoice_work work = { .id = id };

	return run(op, store, void_work, &work, invoice);
}

enum err practice_invoice_find(struct reader *reader, int64_t id,
			       struct invoice *invoice)
{
	struct operation *op = store_reader_operation(reader);
	struct invoice found;
	enum err err = invoice_load(reader, id, &found);

	if (err)
		return err;
	if (!actor_is_office(&op->actor) &&
	    (found.client != op->actor.person || !found.counter))
		return fail(op, ERR_NOT_FOUND, "there is no such invoice");
	*invoice = found;
	return OK;
}
