#include "practice/transfer/export_client.h"

#include "base/str.h"
#include "practice/transfer/export_rows.h"
#include "practice/money/statement.h"
#include "practice/wall_time.h"
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
		record_string(json, name, NULL);
	else
		export_put_day(export, json, name, day_at(export, instant));
}

static json_t *line_json(struct client_export *export,
			 const struct invoice_line *line)
{
	json_t *json = json_object();

	export_put_day(export, json, "date", line->day);
	record_id(json, "session", line->session);
	record_string(json, "service", line->service);
	record_int(json, "minutes", line->minutes);
	record_string(json, "label", line->label);
	record_bool(json, "credit", line->credit);
	export_put_money(export, json, "charge", line->charge);
	record_int(json, "tax_bp", line->tax_bp);
	export_put_money(export, json, "tax", line->tax);
	return json;
}

/* What was issued comes along as it was frozen then. */
static json_t *invoice_json(struct client_export *export,
			    const struct invoice *invoice)
{
	json_t *json = json_object();
	json_t *lines = json_array();

	record_id(json, "id", invoice->id);
	record_string(json, "number", invoice->number);
	record_string(json, "status", store_invoice_status(invoice->status));
	export_put_day(export, json, "to", invoice->to);
	put_day_of(export, json, "issued", invoice->issued);
	put_day_of(export, json, "voided", invoice->voided);
	export_put_money(export, json, "charge", invoice->charge);
	export_put_money(export, json, "tax", invoice->tax);
	export_put_money(export, json, "total",
			 money_add(invoice->charge, invoice->tax));
	export_put_money(export, json, "settled", invoice->settled);
	for (size_t i = 0; i < invoice->line_count; i++)
		json_array_append_new(lines,
				      line_json(export, &invoice->lines[i]));
	json_object_set_new(json, "lines", lines);
	if (invoice->document)
		json_object_set_new(json, "document",
				    json_loads(invoice->document, 0, NULL));
	if (invoice->addressee)
		json_object_set_new(json, "addressee",
				    json_loads(invoice->addressee, 0, NULL));
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
	json_t *refunds = json_array();
	struct refund *list;
	size_t count = 0;
	enum err err =
		store_refund_list(export->run.reader, payment, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_object();

		record_id(one, "id", list[i].id);
		export_put_day(export, one, "date", list[i].day);
		export_put_money(export, one, "amount", list[i].amount);
		json_array_append_new(refunds, one);
		export_refund_row(&export->run, &files->more, &list[i]);
	}
	json_object_set_new(json, "refunds", refunds);
	return err;
}

static enum err allocations_put(struct client_export *export, int64_t payment,
				json_t *json)
{
	json_t *allocations = json_array();
	struct allocation *list;
	size_t count = 0;
	enum err err = store_allocation_of_payment(export->run.reader, payment,
						   &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_object();

		record_id(one, "invoice", list[i].invoice);
		record_string(one, "number", list[i].number);
		export_put_money(export, one, "amount", list[i].amount);
		json_array_append_new(allocations, one);
	}
	json_object_set_new(json, "allocations", allocations);
	return err;
}

static enum err payment_export(struct money_files *files,
			       const struct payment *payment)
{
	struct client_export *export = files->export;
	json_t *json = json_object();
	enum err err;

	record_id(json, "id", payment->id);
	export_put_day(export, json, "date", payment->day);
	record_string(json, "method", payment->method);
	export_put_money(export, json, "amount", payment->amount);
	export_put_instant(export, json, "entered", payment->entered);
	export_put_instant(export, json, "voided", payment->voided);
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
	json_t *json = json_object();

	export_put_day(export, json, "date", entry->date);
	record_string(json, "kind", entry->kind);
	record_id(json, "session", entry->session);
	record_id(json, "invoice", entry->invoice);
	record_id(json, "payment", entry->payment);
	record_string(json, "text", entry->text);
	export_put_money(export, json, "amount", entry->amount);
	export_put_money(export, json, "balance", entry->balance);
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
	json = json_object();
	entries = json_array();
	csv_begin(&csv, arena, STATEMENT_COLUMNS);
	export_put_money(export, json, "opening", statement.opening);
	sum_csv(export, &csv, "Opening balance", statement.opening);
	for (size_t i = 0; i < statement.count; i++) {
		json_array_append_new(
			entries, entry_json(export, &statement.entries[i]));
		entry_csv(export, &csv, &statement.entries[i]);
	}
	sum_csv(export, &csv, "Closing balance", statement.closing);
	json_object_set_new(json, "entries", entries);
	export_put_money(export, json, "closing", statement.closing);
	export_put(export, "statement.json",
		   slice_of(record_text(arena, json)));
	export_put(export, "statement.csv", buf_view(&csv.buf));
	return OK;
}

/* This account's entries alone: the others of a transaction are somebody
 * else's, and so would be what its hash lets one find out. */
static enum err ledger_export(struct client_export *export)
{
	struct span ever = { INSTANT_MIN, INSTANT_MAX };
	const struct export *run = &export->run;
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
