#include "practice/transfer/export_client_money_private.h"

#include "practice/access.h"
#include "practice/money/statement.h"
#include "practice/transfer/export_walk_private.h"

#define STATEMENT_COLUMNS \
	"date,kind,session,invoice,payment,text,amount,balance"
#define INVOICE_MEMBERS                                                     \
	"id,number,status,to,issued,voided,charge,tax,total,settled,lines," \
	"document,addressee"
#define PAYMENT_MEMBERS \
	"id,date,method,amount,entered,voided,refunds,allocations"
#define LEDGER_COLUMNS "transaction,at,kind,session,payment,account,amount"

struct money_files {
	struct client_export *export;
	struct buf json;
	struct csv_out rows, more; /* invoices, lines; payments, refunds */
};

/* Of one page; csv: of a file that a spreadsheet opens. */
static struct audience audience(const struct client_export *export, bool csv)
{
	return (struct audience){
		.arena = export->run.one.arena,
		.digits = export->run.digits,
		.see = (export->whole ? SEE_OFFICE_EXPORT : SEE_OWN_EXPORT) |
		       (csv ? SEE_CSV : 0),
	};
}

/* What was issued comes along as it was frozen then. */
static void invoice_add(void *context, struct invoice_known *known)
{
	struct money_files *files = context;
	const struct audience who = audience(files->export, false);
	const struct audience csv = audience(files->export, true);
	json_t *json = json_new(who.arena);

	known->document = json_read(who.arena, known->invoice.document);
	known->addressee = json_read(who.arena, known->invoice.addressee);
	shape_pick(&who, json, INVOICE_MEMBERS, invoice_rows, known);
	export_list_add(files->export, &files->json, json);
	shape_row(&csv, &files->rows, INVOICE_COLUMNS_CSV, invoice_rows, known);
	for (size_t i = 0; i < known->line_count; i++)
		shape_row(&csv, &files->more, INVOICE_LINE_COLUMNS_CSV,
			  invoice_line_rows, &known->lines[i]);
}

static enum err room_check(void *context)
{
	const struct money_files *files = context;

	return export_room(files->export, files->json.len);
}

static enum err invoices_export(struct client_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct money_files files = { .export = export };
	const struct export_walk walk = { .client = export->client.id,
					  .issued = !export->whole,
					  .invoice = invoice_add,
					  .page = room_check,
					  .context = &files };
	enum err err;

	export_list_begin(&files.json, arena);
	csv_begin(&files.rows, arena, INVOICE_COLUMNS_CSV);
	csv_begin(&files.more, arena, INVOICE_LINE_COLUMNS_CSV);
	err = export_walk_invoices(&export->run, &walk);
	if (err)
		return err;
	export_list_end(export, &files.json, "invoices.json");
	export_put(export, "invoices.csv", buf_view(&files.rows.buf));
	export_put(export, "invoice-lines.csv", buf_view(&files.more.buf));
	return OK;
}

static void payment_add(void *context, const struct payment_known *known)
{
	struct money_files *files = context;
	struct client_export *export = files->export;
	const struct audience who = audience(export, false);
	const struct audience csv = audience(export, true);
	json_t *json = json_new(who.arena);

	shape_pick(&who, json, PAYMENT_MEMBERS, payment_rows, known);
	export_list_add(export, &files->json, json);
	shape_row(&csv, &files->rows, PAYMENT_COLUMNS_CSV, payment_rows, known);
	for (size_t i = 0; i < known->refund_count; i++)
		shape_row(&csv, &files->more, REFUND_COLUMNS_CSV, refund_rows,
			  &known->refunds[i]);
}

static enum err payments_export(struct client_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct money_files files = { .export = export };
	const struct export_walk walk = { .client = export->client.id,
					  .payment = payment_add,
					  .page = room_check,
					  .context = &files };
	enum err err;

	export_list_begin(&files.json, arena);
	csv_begin(&files.rows, arena, PAYMENT_COLUMNS_CSV);
	csv_begin(&files.more, arena, REFUND_COLUMNS_CSV);
	err = export_walk_payments(&export->run, &walk);
	if (err)
		return err;
	export_list_end(export, &files.json, "payments.json");
	export_put(export, "payments.csv", buf_view(&files.rows.buf));
	export_put(export, "refunds.csv", buf_view(&files.more.buf));
	return OK;
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

static enum err statement_export(struct client_export *export)
{
	const struct span ever = WHOLE_TIME;
	struct account_statement statement;
	struct audience who, csv;
	struct csv_out rows;
	enum err err;

	export_page(&export->run);
	err = practice_statement(export->run.reader, export->client.id, ever,
				 &statement);
	if (err)
		return err;
	who = audience(export, false);
	csv = audience(export, true);
	csv_begin(&rows, export->run.op->arena, STATEMENT_COLUMNS);
	sum_csv(export, &rows, "Opening balance", statement.opening);
	for (size_t i = 0; i < statement.count; i++)
		shape_row(&csv, &rows, STATEMENT_COLUMNS, account_entry_rows,
			  &statement.entries[i]);
	sum_csv(export, &rows, "Closing balance", statement.closing);
	export_put(
		export, "statement.json",
		slice_of(json_text(who.arena, shape_write(&who, statement_rows,
							  &statement))));
	export_put(export, "statement.csv", buf_view(&rows.buf));
	return OK;
}

/* This account's entries alone: the others of a transaction are somebody
 * else's, and so would be what its hash lets one find out. */
static enum err ledger_export(struct client_export *export)
{
	struct span ever = WHOLE_TIME;
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
