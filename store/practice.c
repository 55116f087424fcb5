#include "store/practice.h"

#include "store/statement_private.h"

static const char LOAD_PRACTICE[] =
	"SELECT name, zone, currency, phone, address, email, tax_name,"
	"  tax_number, payment_days, default_service,"
	"  invoice_prefix, invoice_zero_lines, reopen_hours,"
	"  reminder_hours, notify_on_calendar_cancel, notice_from,"
	"  notice_to, notices, hours, public_url, revision, created"
	"  FROM practice"
	"  WHERE id = 1";

static const char SAVE_PRACTICE[] =
	"UPDATE practice"
	"  SET name = $name, zone = $zone, currency = $currency,"
	"    phone = $phone, address = $address, email = $email,"
	"    tax_name = $tax_name, tax_number = $tax_number,"
	"    payment_days = $payment_days,"
	"    default_service = $default_service,"
	"    invoice_prefix = $invoice_prefix,"
	"    invoice_zero_lines = $invoice_zero_lines,"
	"    reopen_hours = $reopen_hours,"
	"    reminder_hours = $reminder_hours,"
	"    notify_on_calendar_cancel = $notify_on_calendar_cancel,"
	"    notice_from = $notice_from, notice_to = $notice_to,"
	"    notices = $notices, hours = $hours,"
	"    created = $created, revision = revision + 1"
	"  WHERE id = 1";

static const char SET_PUBLIC_URL[] = "UPDATE practice"
				     "  SET public_url = $public_url"
				     "  WHERE id = 1";

static void read_practice(struct statement *st, void *item)
{
	struct practice *practice = item;

	*practice = (struct practice){
		.name = column_text(st, "name"),
		.zone = column_text(st, "zone"),
		.currency = column_text(st, "currency"),
		.phone = column_text(st, "phone"),
		.address = column_text(st, "address"),
		.email = column_text(st, "email"),
		.tax_name = column_text(st, "tax_name"),
		.tax_number = column_text(st, "tax_number"),
		.payment_days = (int)column_int(st, "payment_days"),
		.default_service = column_int(st, "default_service"),
		.invoice_prefix = column_text(st, "invoice_prefix"),
		.invoice_zero_lines = column_int(st, "invoice_zero_lines") != 0,
		.reopen_hours = (int)column_int(st, "reopen_hours"),
		.reminder_hours = column_text(st, "reminder_hours"),
		.notify_on_calendar_cancel =
			column_int(st, "notify_on_calendar_cancel") != 0,
		.notice_from = (int)column_int(st, "notice_from"),
		.notice_to = (int)column_int(st, "notice_to"),
		.notices = column_text(st, "notices"),
		.hours = column_text(st, "hours"),
		.public_url = column_text(st, "public_url"),
		.revision = column_int(st, "revision"),
		.created = { column_int(st, "created") },
	};
}

enum err store_practice_load(struct reader *reader, struct practice *practice)
{
	struct statement *st = statement(reader, LOAD_PRACTICE);
	enum err err = statement_one(st, read_practice, practice);

	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), ERR_STORAGE,
			    "the database is damaged: the practice's own row "
			    "is missing");
	return err;
}

enum err store_practice_save(struct transaction *tx,
			     const struct practice *practice)
{
	struct statement *st = statement_tx(tx, SAVE_PRACTICE);

	bind_text(st, "name", practice->name);
	bind_text(st, "zone", practice->zone);
	bind_text(st, "currency", practice->currency);
	bind_text(st, "phone", practice->phone);
	bind_text(st, "address", practice->address);
	bind_text(st, "email", practice->email);
	bind_text(st, "tax_name", practice->tax_name);
	bind_text(st, "tax_number", practice->tax_number);
	bind_int(st, "payment_days", practice->payment_days);
	bind_id(st, "default_service", practice->default_service);
	bind_text(st, "invoice_prefix", practice->invoice_prefix);
	bind_int(st, "invoice_zero_lines", practice->invoice_zero_lines);
	bind_int(st, "reopen_hours", practice->reopen_hours);
	bind_text(st, "reminder_hours", practice->reminder_hours);
	bind_int(st, "notify_on_calendar_cancel",
		 practice->notify_on_calendar_cancel);
	bind_int(st, "notice_from", practice->notice_from);
	bind_int(st, "notice_to", practice->notice_to);
	bind_text(st, "notices", practice->notices);
	bind_text(st, "hours", practice->hours);
	bind_int(st, "created", practice->created.s);
	return statement_run(st);
}

enum err store_practice_public_url_set(struct transaction *tx, const char *url)
{
	struct statement *st = statement_tx(tx, SET_PUBLIC_URL);

	bind_text(st, "public_url", url);
	return statement_run(st);
}
