#include "practice/notice/document.h"

#include "base/str.h"
#include "practice/audit_record.h"
#include "practice/notice/outbox_fields.h"
#include "practice/checks.h"
#include "practice/money/invoice.h"
#include "practice/notice/hours.h"
#include "practice/notice/policy.h"
#include "practice/notice/recipient.h"
#include "store/transaction.h"

struct document_work {
	int64_t id; /* of the invoice, or of the client */
	struct day from, to;
	struct outbox row;
};

static enum err find_payer(struct transaction *tx, int64_t client,
			   struct recipient *payer)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct practice practice;
	struct person person;
	enum err err = store_practice_load(reader, &practice);

	if (!err)
		err = store_person_load(reader, client, &person);
	if (!err)
		err = practice_payer(reader, &practice, &person, payer);
	if (!err && payer->problem)
		return fail(op, ERR_CONFLICT, "%s", payer->problem);
	return err;
}

/* Somebody asked for it: it goes at any hour, after the usual delay. */
static enum err queue(struct transaction *tx, const struct recipient *payer,
		      struct outbox *row, const char *action)
{
	struct operation *op = store_tx_operation(tx);
	enum err err;

	row->person = payer->person;
	row->address = payer->address;
	row->channel = NOTICE_BY_EMAIL;
	row->urgent = true;
	row->was = row->was_end = INSTANT_MIN;
	row->state = OUTBOX_QUEUED;
	row->next.s = op->now.s + practice_notice_policy()->delay;
	row->stops.s = row->next.s + NOTICE_TRIED;
	err = store_outbox_add(tx, row);
	if (err)
		return err;
	return record_add_picked(tx, action, "outbox", row->id, "kind",
				 outbox_rows, row);
}

static enum err invoice_may(struct operation *op, const struct invoice *invoice)
{
	switch (invoice->status) {
	case INVOICE_DRAFT:
		return fail(op, ERR_CONFLICT,
			    "A draft is not sent: issue the invoice first.");
	case INVOICE_VOID:
		return fail(op, ERR_CONFLICT,
			    "The invoice is void: it is not sent.");
	case INVOICE_ISSUED:
		return OK;
	}
	return OK;
}

/* The one that waits, or how many there were. */
static enum err look_back(struct reader *reader, struct document_work *work,
			  const struct recipient *payer, bool *waits)
{
	struct outbox *list;
	size_t count;
	enum err err = store_outbox_of_invoice(reader, work->id, &list, &count);

	*waits = false;
	work->row.revision = 1;
	for (size_t i = 0; !err && i < count; i++) {
		if (work->row.revision <= list[i].revision)
			work->row.revision = list[i].revision + 1;
		if ((store_outbox_waits(&list[i]) ||
		     list[i].state == OUTBOX_LEASED) &&
		    str_equal(list[i].address, payer->address)) {
			work->row = list[i];
			*waits = true;
			return OK;
		}
	}
	return err;
}

static enum err invoice_work(struct transaction *tx, void *context)
{
	struct document_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct recipient payer = { .person = 0 };
	struct invoice invoice;
	bool waits = false;
	enum err err = practice_need_office(op, 0);

	work->row =
		(struct outbox){ .kind = NOTICE_INVOICE, .invoice = work->id };
	if (!err)
		err = practice_invoice_find(store_tx_reader(tx), work->id,
					    &invoice);
	if (!err)
		err = invoice_may(op, &invoice);
	if (!err)
		err = find_payer(tx, invoice.client, &payer);
	if (!err)
		err = look_back(store_tx_reader(tx), work, &payer, &waits);
	if (err || waits)
		return err;
	return queue(tx, &payer, &work->row, "invoice.send");
}

enum err practice_invoice_send(struct operation *op, struct store *store,
			       int64_t invoice, struct outbox *row)
{
	struct document_work work = { .id = invoice };
	enum err err = store_write(op, store, invoice_work, &work);

	if (!err)
		*row = work.row;
	return err;
}

static enum err statement_may(struct reader *reader,
			      const struct document_work *work)
{
	struct operation *op = store_reader_operation(reader);
	struct person client;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_person_find(reader, work->id, &client);
	if (err == ERR_NOT_FOUND || (!err && !(client.roles & ROLE_CLIENT)))
		return fail(op, ERR_NOT_FOUND, "There is no such client.");
	if (!err && work->to.n < work->from.n)
		return fail_field(op, "to", "to-before-from",
				  "The last day is not before the first.");
	return err;
}

/* The one of these days that waits to go to this address, or none. */
static enum err statement_waits(struct reader *reader,
				struct document_work *work,
				const struct recipient *payer, bool *waits)
{
	const struct outbox_filter filter = {
		.person = work->id,
		.states = 1 << OUTBOX_QUEUED | 1 << OUTBOX_LEASED |
			  1 << OUTBOX_RETRYING | 1 << OUTBOX_UNKNOWN,
		.limit = SIZE_MAX,
	};
	struct outbox *list;
	size_t count;
	enum err err = store_outbox_list(reader, &filter, &list, &count);

	*waits = false;
	for (size_t i = 0; !err && !*waits && i < count; i++) {
		*waits = list[i].kind == NOTICE_STATEMENT &&
			 str_equal(list[i].address, payer->address) &&
			 str_equal(list[i].data, work->row.data);
		if (*waits)
			work->row = list[i];
	}
	return err;
}

static enum err statement_work(struct transaction *tx, void *context)
{
	struct document_work *work = context;
	struct reader *reader = store_tx_reader(tx);
	struct arena *arena = store_tx_operation(tx)->arena;
	struct recipient payer = { .person = 0 };
	json_t *data = json_new(arena);
	int64_t last = 0;
	bool waits = false;
	enum err err = statement_may(reader, work);

	if (!err)
		err = find_payer(tx, work->id, &payer);
	if (!err)
		err = store_outbox_last(reader, work->id, NOTICE_STATEMENT,
					&last);
	if (err)
		return err;
	json_put_day(data, "from", arena, work->from);
	json_put_day(data, "to", arena, work->to);
	work->row = (struct outbox){ .kind = NOTICE_STATEMENT,
				     .revision = last + 1,
				     .data = json_text(arena, data) };
	err = statement_waits(reader, work, &payer, &waits);
	if (err || waits)
		return err;
	return queue(tx, &payer, &work->row, "statement.send");
}

enum err practice_statement_send(struct operation *op, struct store *store,
				 int64_t client, struct day from, struct day to,
				 struct outbox *row)
{
	struct document_work work = { .id = client, .from = from, .to = to };
	enum err err = store_write(op, store, statement_work, &work);

	if (!err)
		*row = work.row;
	return err;
}
