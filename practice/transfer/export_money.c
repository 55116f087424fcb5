#include "practice/transfer/export_money_private.h"

#include "practice/transfer/export_rows_private.h"
#include "store/allocation.h"
#include "store/payroll.h"

#define INVOICES "invoices.csv"
#define LINES "invoice-lines.csv"
#define PAYMENTS "payments.csv"
#define REFUNDS "refunds.csv"
#define ALLOCATIONS "allocations.csv"
#define PAYROLL "payroll.csv"

struct money_files {
	struct practice_export *export;
	struct csv_out rows, more, allocations;
};

static void allocation_rows(struct money_files *files,
			    const struct allocation *list, size_t count)
{
	const struct export_run *run = &files->export->run;
	struct csv_out *csv = &files->allocations;

	for (size_t i = 0; i < count; i++) {
		csv_id(csv, list[i].id);
		csv_id(csv, list[i].payment);
		csv_id(csv, list[i].credit);
		csv_id(csv, list[i].invoice);
		export_money(run, csv, list[i].amount);
		csv_bool(csv, list[i].at_issue);
		export_instant(run, csv, list[i].made);
		csv_end(csv);
	}
}

static enum err invoice_export(struct money_files *files, int64_t id)
{
	struct export_run *run = &files->export->run;
	struct allocation *list;
	struct invoice invoice;
	const char *client;
	size_t count;
	enum err err = store_invoice_find(run->reader, id, &invoice);

	if (!err)
		err = export_word_of(run, invoice.client, &client);
	if (!err)
		err = store_allocation_against(run->reader, id, &list, &count);
	if (err)
		return err;
	export_invoice_row(run, &files->rows, client, &invoice);
	export_line_rows(run, &files->more, &invoice);
	allocation_rows(files, list, count);
	return OK;
}

static enum err invoice_pages(struct money_files *files)
{
	struct practice_export *export = files->export;
	int64_t below = 0;
	size_t count;
	enum err err;

	do {
		struct invoice *list;

		export_page(&export->run);
		err = store_invoice_list(export->run.reader, 0, false, below,
					 EXPORT_PAGE, &list, &count);
		for (size_t i = 0; !err && i < count; i++) {
			below = list[i].id;
			err = invoice_export(files, below);
		}
		if (!err)
			err = export_flush_some(export, INVOICES,
						&files->rows.buf);
		if (!err)
			err = export_flush_some(export, LINES,
						&files->more.buf);
		if (!err)
			err = export_flush_some(export, ALLOCATIONS,
						&files->allocations.buf);
	} while (!err && count == EXPORT_PAGE);
	return err;
}

enum err export_invoices(struct practice_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct money_files files = { .export = export };
	enum err err;

	csv_begin(&files.rows, arena, EXPORT_INVOICE_COLUMNS);
	csv_begin(&files.more, arena, EXPORT_LINE_COLUMNS);
	csv_begin(&files.allocations, arena,
		  "id,payment,credit,invoice,amount,at_issue,made");
	err = invoice_pages(&files);
	if (!err)
		err = export_flush(export, INVOICES, &files.rows.buf);
	if (!err)
		err = export_flush(export, LINES, &files.more.buf);
	return err ? err
		   : export_flush(export, ALLOCATIONS, &files.allocations.buf);
}

static enum err payment_export(struct money_files *files,
			       const struct payment *payment)
{
	struct export_run *run = &files->export->run;
	struct refund *refunds;
	const char *client;
	size_t count;
	enum err err = export_word_of(run, payment->client, &client);

	if (!err)
		err = store_refund_list(run->reader, payment->id, &refunds,
					&count);
	if (err)
		return err;
	export_payment_row(run, &files->rows, client, payment);
	for (size_t i = 0; i < count; i++)
		export_refund_row(run, &files->more, &refunds[i]);
	return OK;
}

static enum err payment_pages(struct money_files *files)
{
	struct practice_export *export = files->export;
	int64_t below = 0;
	size_t count;
	enum err err;

	do {
		struct payment *list;

		export_page(&export->run);
		err = store_payment_list(export->run.reader, 0, below,
					 EXPORT_PAGE, &list, &count);
		for (size_t i = 0; !err && i < count; i++) {
			below = list[i].id;
			err = payment_export(files, &list[i]);
		}
		if (!err)
			err = export_flush_some(export, PAYMENTS,
						&files->rows.buf);
		if (!err)
			err = export_flush_some(export, REFUNDS,
						&files->more.buf);
	} while (!err && count == EXPORT_PAGE);
	return err;
}

enum err export_payments(struct practice_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct money_files files = { .export = export };
	enum err err;

	csv_begin(&files.rows, arena, EXPORT_PAYMENT_COLUMNS);
	csv_begin(&files.more, arena, EXPORT_REFUND_COLUMNS);
	err = payment_pages(&files);
	if (!err)
		err = export_flush(export, PAYMENTS, &files.rows.buf);
	return err ? err : export_flush(export, REFUNDS, &files.more.buf);
}

static enum err run_export(struct practice_export *export, struct csv_out *csv,
			   const struct payroll *payroll)
{
	struct export_run *run = &export->run;
	struct wage *list;
	size_t count;
	enum err err =
		store_payroll_wages(run->reader, payroll->id, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		const char *practitioner;

		err = export_word_of(run, list[i].practitioner, &practitioner);
		if (err)
			break;
		csv_id(csv, payroll->id);
		export_day(run, csv, payroll->to);
		csv_word(csv, payroll->closed ? "closed" : "open");
		export_instant(run, csv, payroll->closed_at);
		csv_id(csv, payroll->posting);
		csv_word(csv, practitioner);
		csv_id(csv, list[i].session);
		export_day(run, csv, list[i].day);
		csv_bool(csv, list[i].reversal);
		export_money(run, csv, list[i].amount);
		csv_end(csv);
	}
	return err;
}

enum err export_payroll(struct practice_export *export)
{
	struct csv_out csv;
	int64_t below = 0;
	size_t count;
	enum err err;

	csv_begin(&csv, export->run.op->arena,
		  "payroll,to,status,closed_at,transaction,practitioner,"
		  "session,date,reversal,amount");
	do {
		struct payroll *list;

		export_page(&export->run);
		err = store_payroll_list(export->run.reader, below, EXPORT_PAGE,
					 &list, &count);
		for (size_t i = 0; !err && i < count; i++) {
			below = list[i].id;
			err = run_export(export, &csv, &list[i]);
			if (!err)
				err = export_flush_some(export, PAYROLL,
							&csv.buf);
		}
	} while (!err && count == EXPORT_PAGE);
	return err ? err : export_flush(export, PAYROLL, &csv.buf);
}
