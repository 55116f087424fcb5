#include "practice/transfer/export_money_private.h"

#include "practice/access.h"
#include "practice/money/payroll_known.h"
#include "practice/transfer/export_walk_private.h"

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

static void invoice_add(void *context, struct invoice_known *known)
{
	struct money_files *files = context;
	const struct audience who = audience(&files->export->run);

	shape_row(&who, &files->rows, INVOICE_COLUMNS_CSV, invoice_rows, known);
	for (size_t i = 0; i < known->line_count; i++)
		shape_row(&who, &files->more, INVOICE_LINE_COLUMNS_CSV,
			  invoice_line_rows, &known->lines[i]);
	for (size_t i = 0; i < known->payment_count; i++)
		shape_row(&who, &files->allocations, ALLOCATION_COLUMNS_CSV,
			  invoice_money_rows, &known->payments[i]);
}

static enum err invoices_flush(void *context)
{
	struct money_files *files = context;
	struct practice_export *export = files->export;
	enum err err = export_flush_some(export, INVOICES, &files->rows.buf);

	if (!err)
		err = export_flush_some(export, LINES, &files->more.buf);
	return err ? err
		   : export_flush_some(export, ALLOCATIONS,
				       &files->allocations.buf);
}

enum err export_invoices(struct practice_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct money_files files = { .export = export };
	const struct export_walk walk = { .invoice = invoice_add,
					  .page = invoices_flush,
					  .context = &files };
	enum err err;

	csv_begin(&files.rows, arena, INVOICE_COLUMNS_CSV);
	csv_begin(&files.more, arena, INVOICE_LINE_COLUMNS_CSV);
	csv_begin(&files.allocations, arena, ALLOCATION_COLUMNS_CSV);
	err = export_walk_invoices(&export->run, &walk);
	if (!err)
		err = export_flush(export, INVOICES, &files.rows.buf);
	if (!err)
		err = export_flush(export, LINES, &files.more.buf);
	return err ? err
		   : export_flush(export, ALLOCATIONS, &files.allocations.buf);
}

static void payment_add(void *context, const struct payment_known *known)
{
	struct money_files *files = context;
	const struct audience who = audience(&files->export->run);

	shape_row(&who, &files->rows, PAYMENT_COLUMNS_CSV, payment_rows, known);
	for (size_t i = 0; i < known->refund_count; i++)
		shape_row(&who, &files->more, REFUND_COLUMNS_CSV, refund_rows,
			  &known->refunds[i]);
}

static enum err payments_flush(void *context)
{
	struct money_files *files = context;
	enum err err =
		export_flush_some(files->export, PAYMENTS, &files->rows.buf);

	return err ? err
		   : export_flush_some(files->export, REFUNDS,
				       &files->more.buf);
}

enum err export_payments(struct practice_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct money_files files = { .export = export };
	const struct export_walk walk = { .payment = payment_add,
					  .page = payments_flush,
					  .context = &files };
	enum err err;

	csv_begin(&files.rows, arena, PAYMENT_COLUMNS_CSV);
	csv_begin(&files.more, arena, REFUND_COLUMNS_CSV);
	err = export_walk_payments(&export->run, &walk);
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
