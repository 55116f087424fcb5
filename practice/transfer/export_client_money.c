#include "practice/transfer/export_client_money_private.h"

#include "base/word.h"
#include "base/str.h"
#include "practice/transfer/export_rows_private.h"
#include "practice/money/statement.h"
#include "practice/wall_time.h"
#include "store/allocation.h"
#include "store/invoice.h"
#include "store/payment.h"

#define STATEMENT_COLUMNS \
	"date,kind,session,invoice,payment,text,amount,balance"
#define LEDGER_COLUMNS "transaction,at,kind,session,payment,account,amount"

struct money_files {
	struct client_export *export;
	struct buf json;
	struct csv_out rows, more; /* invoices, lines; payments, refunds */
};

static struct day day_at(const struct client_export *export,
			 struct instant instant)
{
	return practice_day(&export->run.practice, instant);
}

static void put_day_of(struct client_export *export, json_t *json,
		       const char *name, struct instant instant)
{
	if (export_none(instant))
		json_put_text(json, name, NULL);
	else
		json_put_day(json, name, export->run.one.arena,
			     day_at(export, instant));
}

static json_t *line_json(struct client_export *export,
			 const struct invoice_line *line)
{
	json_t *json = json_new(export->run.one.arena);

	json_put_day(json, "date", export->run.one.arena, line->day);
	json_put_id(json, "session", line->session);
	json_put_text(json, "service", line->service);
	json_put_integer(json, "minutes", line->minutes);
	json_put_text(json, "label", line->label);
	json_put_bool(json, "credit", line->credit);
	json_put_money(json, "charge", export->run.one.arena, line->charge,
		       export->run.digits);
	json_put_integer(json, "tax_bp", line->tax_bp);
	json_put_money(json, "tax", export->run.one.arena, line->tax,
		       export->run.digits);
	return json;
}

/* What was issued comes along as it was frozen then. */
static json_t *invoice_json(struct client_export *export,
			    const struct invoice *invoice)
{
	json_t *json = json_new(export->run.one.arena);
	json_t *lines = json_new_list(export->run.one.arena);

	json_put_id(json, "id", invoice->id);
	json_put_text(json, "number", invoice->number);
	json_put_text(json, "status",
		      word_of(invoice_status_words, invoice->status));
	json_put_day(json, "to", export->run.one.arena, invoice->to);
	put_day_of(export, json, "issued", invoice->issued);
	put_day_of(export, json, "voided", invoice->voided);
	json_put_money(json, "charge", export->run.one.arena, invoice->charge,
		       export->run.digits);
	json_put_money(json, "tax", export->run.one.arena, invoice->tax,
		       export->run.digits);
	json_put_money(json, "total", export->run.one.arena,
		       money_add(invoice->charge, invoice->tax),
		       export->run.digits);
	json_put_money(json, "settled", export->run.one.arena, invoice->settled,
		       export->run.digits);
	for (size_t i = 0; i < invoice->line_count; i++)
		json_add(lines, line_json(export, &invoice->lines[i]));
	json_put(json, "lines", lines);
	if (invoice->document)
		json_put(json, "document",
			 json_read(export->run.one.arena, invoice->document));
	if (invoice->addressee)
		json_put(json, "addressee",
			 json_read(export->run.one.arena, invoice->addressee));
	return json;
}

static enum err invoices_read(struct money_files *files)
{
	struct client_export *export = files->export;
	struct reader *reader = export->run.reader;
	int64_t below = 0;
	size_t count;
	enum err err;

	do {
		struct invoice *list;

		export_page(&export->run);
		err = store_invoice_list(reader, export->client.id,
					 !export->whole, below, EXPORT_PAGE,
					 &list, &count);
		for (size_t i = 0; !err && i < count; i++) {
			struct invoice invoice;

			below = list[i].id;
			err = store_invoice_find(reader, below, &invoice);
			if (err)
				break;
			export_list_add(export, &files->json,
					invoice_json(export, &invoice));
			export_invoice_row(&export->run, &files->rows,
					   export->folder, &invoice);
			export_line_rows(&export->run, &files->more, &invoice);
		}
		if (!err)
			err = export_room(export, files->json.len);
	} while (!err && count == EXPORT_PAGE);
	return err;
}

static enum err invoices_export(struct client_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct money_files files = { .export = export };
	enum err err;

	export_list_begin(&files.json, arena);
	csv_begin(&files.rows, arena, EXPORT_INVOICE_COLUMNS);
	csv_begin(&files.more, arena, EXPORT_LINE_COLUMNS);
	err = invoices_read(&files);
	if (err)
		return err;
	export_list_end(export, &files.json, "invoices.json");
	export_put(export, "invoices.csv", buf_view(&files.rows.buf));
	export_put(export, "invoice-lines.csv", buf_view(&files.more.buf));
	return OK;
}

static enum err refunds_put(struct money_files *files, int64_t payment,
			    json_t *json)
{
	struct client_export *export = files->export;
	json_t *refunds = json_new_list(export->run.one.arena);
	struct refund *list;
	size_t count = 0;
	enum err err =
		store_refund_list(export->run.reader, payment, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_new(export->run.one.arena);

		json_put_id(one, "id", list[i].id);
		json_put_day(one, "date", export->run.one.arena, list[i].day);
		json_put_money(one, "amount", export->run.one.arena,
			       list[i].amount, export->run.digits);
		json_add(refunds, one);
		export_refund_row(&export->run, &files->more, &list[i]);
	}
	json_put(json, "refunds", refunds);
	return err;
}

static enum err allocations_put(struct client_export *export, int64_t payment,
				json_t *json)
{
	json_t *allocations = json_new_list(export->run.one.arena);
	struct allocation *list;
	size_t count = 0;
	enum err err = store_allocation_of_payment(export->run.reader, payment,
						   &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_new(export->run.one.arena);

		json_put_id(one, "invoice", list[i].invoice);
		json_put_text(one, "number", list[i].number);
		json_put_money(one, "amount", export->run.one.arena,
			       list[i].amount, export->run.digits);
		json_add(allocations, one);
	}
	json_put(json, "allocations", allocations);
	return err;
}

static enum err payment_export(struct money_files *files,
			       const struct payment *payment)
{
	struct client_export *export = files->export;
	json_t *json = json_new(export->run.one.arena);
	enum err err;

	json_put_id(json, "id", payment->id);
	json_put_day(json, "date", export->run.one.arena, payment->day);
	json_put_text(json, "method", payment->method);
	json_put_money(json, "amount", export->run.one.arena, payment->amount,
		       export->run.digits);
	json_put_instant(json, "entered", export->run.one.arena,
			 payment->entered);
	json_put_instant(json, "voided", export->run.one.arena,
			 payment->voided);
	err = refunds_put(files, payment->id, json);
	if (!err)
		err = allocations_put(export, payment->id, json);
	export_list_add(export, &files->json, json);
	export_payment_row(&export->run, &files->rows, export->folder, payment);
	return err;
}

static enum err payments_read(struct money_files *files)
{
	struct client_export *export = files->export;
	int64_t below = 0;
	size_t count;
	enum err err;

	do {
		struct payment *list;

		export_page(&export->run);
		err = store_payment_list(export->run.reader, export->client.id,
					 below, EXPORT_PAGE, &list, &count);
		for (size_t i = 0; !err && i < count; i++) {
			below = list[i].id;
			err = payment_export(files, &list[i]);
		}
		if (!err)
			err = export_room(export, files->json.len);
	} while (!err && count == EXPORT_PAGE);
	return err;
}

static enum err payments_export(struct client_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct money_files files = { .export = export };
	enum err err;

	export_list_begin(&files.json, arena);
	csv_begin(&files.rows, arena, EXPORT_PAYMENT_COLUMNS);
	csv_begin(&files.more, arena, EXPORT_REFUND_COLUMNS);
	err = payments_read(&files);
	if (err)
		return err;
	export_list_end(export, &files.json, "payments.json");
	export_put(export, "payments.csv", buf_view(&files.rows.buf));
	export_put(export, "refunds.csv", buf_view(&files.more.buf));
	return OK;
}

static json_t *entry_json(struct client_export *export,
			  const struct account_entry *entry)
{
	json_t *json = json_new(export->run.one.arena);

	json_put_day(json, "date", export->run.one.arena, entry->date);
	json_put_text(json, "kind", entry->kind);
	json_put_id(json, "session", entry->session);
	json_put_id(json, "invoice", entry->invoice);
	json_put_id(json, "payment", entry->payment);
	json_put_text(json, "text", entry->text);
	json_put_money(json, "amount", export->run.one.arena, entry->amount,
		       export->run.digits);
	json_put_money(json, "balance", export->run.one.arena, entry->balance,
		       export->run.digits);
	return json;
}

/* Spreadsheets have the sums as first and last rows. */
static void sum_csv(struct client_export *export, struct csv_out *csv,
		    const char *text, struct money sum)
{
	for (int i = 0; i < 5; i++)
		csv_word(csv, NULL);
	csv_word(csv, text);
	csv_word(csv, NULL);
	export_money(&export->run, csv, sum);
	csv_end(csv);
}

static void entry_csv(struct client_export *export, struct csv_out *csv,
		      const struct account_entry *entry)
{
	export_day(&export->run, csv, entry->date);
	csv_word(csv, entry->kind);
	csv_id(csv, entry->session);
	csv_id(csv, entry->invoice);
	csv_id(csv, entry->payment);
	csv_text(csv, entry->text);
	export_money(&export->run, csv, entry->amount);
	export_money(&export->run, csv, entry->balance);
	csv_end(csv);
}

static enum err statement_export(struct client_export *export)
{
	struct span ever = { INSTANT_MIN, INSTANT_MAX };
	struct arena *arena = export->run.op->arena;
	struct account_statement statement;
	struct csv_out csv;
	json_t *json, *entries;
	enum err err;

	export_page(&export->run);
	err = practice_statement(export->run.reader, export->client.id, ever,
				 &statement);
	if (err)
		return err;
	json = json_new(arena);
	entries = json_new_list(arena);
	csv_begin(&csv, arena, STATEMENT_COLUMNS);
	json_put_money(json, "opening", export->run.one.arena,
		       statement.opening, export->run.digits);
	sum_csv(export, &csv, "Opening balance", statement.opening);
	for (size_t i = 0; i < statement.count; i++) {
		json_add(entries, entry_json(export, &statement.entries[i]));
		entry_csv(export, &csv, &statement.entries[i]);
	}
	sum_csv(export, &csv, "Closing balance", statement.closing);
	json_put(json, "entries", entries);
	json_put_money(json, "closing", export->run.one.arena,
		       statement.closing, export->run.digits);
	export_put(export, "statement.json", slice_of(json_text(arena, json)));
	export_put(export, "statement.csv", buf_view(&csv.buf));
	return OK;
}

/* This account's entries alone: the others of a transaction are somebody
 * else's, and so would be what its hash lets one find out. */
static enum err ledger_export(struct client_export *export)
{
	struct span ever = { INSTANT_MIN, INSTANT_MAX };
	const struct export_run *run = &export->run;
	const char *account = arena_printf(
		run->op->arena, "%s:%s", store_account_name(ACCOUNT_RECEIVABLE),
		export->folder);
	struct csv_out csv;
	struct move *list;
	size_t count;
	enum err err;

	export_page(&export->run);
	err = store_move_list(run->reader, ACCOUNT_RECEIVABLE,
			      export->client.id, ever, &list, &count);
	if (err)
		return err;
	csv_begin(&csv, run->op->arena, LEDGER_COLUMNS);
	for (size_t i = 0; i < count; i++) {
		csv_id(&csv, list[i].posting);
		export_instant(run, &csv, list[i].at);
		csv_word(&csv, list[i].kind);
		csv_id(&csv, list[i].session);
		csv_id(&csv, list[i].payment);
		csv_word(&csv, account);
		export_money(run, &csv, list[i].amount);
		csv_end(&csv);
	}
	export_put(export, "ledger.csv", buf_view(&csv.buf));
	return OK;
}

enum err export_client_money(struct client_export *export)
{
	enum err err = invoices_export(export);

	if (!err)
		err = payments_export(export);
	if (!err)
		err = statement_export(export);
	return err ? err : ledger_export(export);
}
