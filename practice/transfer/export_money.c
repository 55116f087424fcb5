#include "practice/transfer/export_money_private.h"

#include "practice/access.h"
#include "practice/money/invoice_known.h"
#include "practice/money/payment_known.h"
#include "practice/money/payroll_known.h"

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

static struct audience audience(const struct export_run *run)
{
	return (struct audience){ run->one.arena, run->digits,
				  SEE_EXPORT | SEE_CSV };
}

static void invoice_add(struct money_files *files,
			const struct invoice_known *known)
{
	const struct audience who = audience(&files->export->run);

	shape_row(&who, &files->rows, INVOICE_COLUMNS_CSV, invoice_rows, known);
	for (size_t i = 0; i < known->line_count; i++)
		shape_row(&who, &files->more, INVOICE_LINE_COLUMNS_CSV,
			  invoice_line_rows, &known->lines[i]);
	for (size_t i = 0; i < known->payment_count; i++)
		shape_row(&who, &files->allocations, ALLOCATION_COLUMNS_CSV,
			  invoice_money_rows, &known->payments[i]);
}

static enum err invoice_export(struct money_files *files, int64_t id)
{
	struct export_run *run = &files->export->run;
	struct invoice_known known;
	enum err err = practice_invoice_known_find(run->reader, &run->practice,
						   id, &known);

	if (err)
		return err;
	invoice_add(files, &known);
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

	csv_begin(&files.rows, arena, INVOICE_COLUMNS_CSV);
	csv_begin(&files.more, arena, INVOICE_LINE_COLUMNS_CSV);
	csv_begin(&files.allocations, arena, ALLOCATION_COLUMNS_CSV);
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
	const struct audience who = audience(run);
	struct payment_known known;
	enum err err = practice_payment_known(run->reader, payment, &known);

	if (err)
		return err;
	shape_row(&who, &files->rows, PAYMENT_COLUMNS_CSV, payment_rows,
		  &known);
	for (size_t i = 0; i < known.refund_count; i++)
		shape_row(&who, &files->more, REFUND_COLUMNS_CSV, refund_rows,
			  &known.refunds[i]);
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

	csv_begin(&files.rows, arena, PAYMENT_COLUMNS_CSV);
	csv_begin(&files.more, arena, REFUND_COLUMNS_CSV);
	err = payment_pages(&files);
	if (!err)
		err = export_flush(export, PAYMENTS, &files.rows.buf);
	return err ? err : export_flush(export, REFUNDS, &files.more.buf);
}

static enum err run_export(struct practice_export *export, struct csv_out *csv,
			   const struct payroll *payroll)
{
	const struct audience who = audience(&export->run);
	struct known_wage *list;
	size_t count;
	enum err err = practice_payroll_wages(export->run.reader, payroll,
					      &list, &count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		shape_row(&who, csv, PAYROLL_COLUMNS_CSV, payroll_wage_rows,
			  &list[i]);
	return OK;
}

enum err export_payroll(struct practice_export *export)
{
	struct csv_out csv;
	int64_t below = 0;
	size_t count;
	enum err err;

	csv_begin(&csv, export->run.op->arena, PAYROLL_COLUMNS_CSV);
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
