#include "practice/transfer/export_rows_private.h"

#include "base/word.h"
#include "practice/wall_time.h"

static void instant_day(const struct export_run *export, struct csv_out *csv,
			struct instant instant)
{
	if (export_none(instant))
		csv_word(csv, NULL);
	else
		export_day(export, csv,
			   practice_day(&export->practice, instant));
}

void export_invoice_row(const struct export_run *export, struct csv_out *csv,
			const char *client, const struct invoice *invoice)
{
	csv_id(csv, invoice->id);
	csv_word(csv, client);
	csv_text(csv, invoice->number);
	csv_word(csv, word_of(invoice_status_words, invoice->status));
	export_day(export, csv, invoice->to);
	instant_day(export, csv, invoice->issued);
	instant_day(export, csv, invoice->voided);
	export_money(export, csv, invoice->charge);
	export_money(export, csv, invoice->tax);
	export_money(export, csv, money_add(invoice->charge, invoice->tax));
	export_money(export, csv, invoice->settled);
	csv_end(csv);
}

void export_line_rows(const struct export_run *export, struct csv_out *csv,
		      const struct invoice *invoice)
{
	for (size_t i = 0; i < invoice->line_count; i++) {
		const struct invoice_line *line = &invoice->lines[i];

		csv_id(csv, invoice->id);
		export_day(export, csv, line->day);
		csv_id(csv, line->session);
		csv_text(csv, line->service);
		csv_int(csv, line->minutes);
		csv_text(csv, line->label);
		csv_bool(csv, line->credit);
		export_money(export, csv, line->charge);
		csv_int(csv, line->tax_bp);
		export_money(export, csv, line->tax);
		csv_end(csv);
	}
}

void export_payment_row(const struct export_run *export, struct csv_out *csv,
			const char *client, const struct payment *payment)
{
	csv_id(csv, payment->id);
	csv_word(csv, client);
	export_day(export, csv, payment->day);
	csv_text(csv, payment->method);
	export_money(export, csv, payment->amount);
	export_money(export, csv, payment->refunded);
	export_money(export, csv, payment->allocated);
	export_instant(export, csv, payment->entered);
	export_instant(export, csv, payment->voided);
	csv_end(csv);
}

void export_refund_row(const struct export_run *export, struct csv_out *csv,
		       const struct refund *refund)
{
	csv_id(csv, refund->id);
	csv_id(csv, refund->payment);
	export_day(export, csv, refund->day);
	export_money(export, csv, refund->amount);
	export_instant(export, csv, refund->entered);
	csv_end(csv);
}
