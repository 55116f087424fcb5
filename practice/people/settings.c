#include "practice/people/settings.h"

#include "base/str.h"
#include "practice/calendar/rezone.h"
#include "practice/calendar/view_collection.h"
#include "practice/session/closure.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/people/person_rules.h"
#include "store/ledger.h"
#include "store/services.h"
#include "store/transaction.h"

#define NAME_LONGEST 200
#define PHONE_LONGEST 64
#define PREFIX_LONGEST 20
#define ADDRESS_LONGEST 500
#define TAX_LONGEST 40
#define PAYMENT_DAYS_MOST 365
#define HOURS_MOST 8760 /* a year */
#define REMINDERS_MOST 5

#define FIRST_CURRENCY "USD"

static json_t *practice_json(struct arena *arena,
			     const struct practice *practice)
{
	json_t *json = json_new(arena);

	json_put_text(json, "name", practice->name);
	json_put_text(json, "zone", practice->zone);
	json_put_text(json, "currency", practice->currency);
	json_put_text(json, "phone", practice->phone);
	json_put_id(json, "default_service", practice->default_service);
	json_put_text(json, "invoice_prefix", practice->invoice_prefix);
	json_put_bool(json, "invoice_zero_lines", practice->invoice_zero_lines);
	json_put_integer(json, "reopen_hours", practice->reopen_hours);
	json_put_text(json, "reminder_hours", practice->reminder_hours);
	json_put_bool(json, "notify_on_calendar_cancel",
		      practice->notify_on_calendar_cancel);
	json_put_text(json, "address", practice->address);
	json_put_text(json, "email", practice->email);
	json_put_text(json, "tax_name", practice->tax_name);
	json_put_text(json, "tax_number", practice->tax_number);
	json_put_integer(json, "payment_days", practice->payment_days);
	return json;
}

static enum err zone_check(struct operation *op, const char *zone)
{
	if (!str_empty(zone) && cal_zone_iana(zone))
		return OK;
	return fail_field(op, "zone", "zone-unknown",
			  "'%s' is not the IANA name of a time zone, such as "
			  "America/Toronto.",
			  zone ? zone : "");
}

static enum err setup_work(struct transaction *tx, void *context)
{
	const char *zone = context;
	struct operation *op = store_tx_operation(tx);
	struct practice practice;
	enum err err = store_practice_load(store_tx_reader(tx), &practice);

	if (err || practice.created.s != INSTANT_MIN.s)
		return err;
	err = zone_check(op, zone);
	if (err)
		return err;
	practice.zone = zone;
	practice.currency = FIRST_CURRENCY;
	practice.created = op->now;
	err = store_practice_save(tx, &practice);
	if (err)
		return err;
	return record_add(tx, "practice.setup", "practice", 1, NULL,
			  practice_json(op->arena, &practice));
}

enum err practice_setup(struct operation *op, struct store *store,
			const char *zone)
{
	char *own = arena_strdup(op->arena, zone);

	return store_write(op, store, setup_work, own);
}

struct change_work {
	const struct practice_change *change;
	struct practice result;
};

/* "24,2": whole hours before a session, each once counted. */
static enum err reminders_check(struct operation *op, const char *text)
{
	struct slice rest = slice_of(str_empty(text) ? NULL : text);
	int count = 0;

	while (rest.at) {
		struct slice word = slice_trim(slice_cut(&rest, ','));
		int64_t hours;

		if (!str_to_int64(slice_dup(op->arena, word), &hours) ||
		    hours < 1 || hours > HOURS_MOST || ++count > REMINDERS_MOST)
			return fail_field(op, "reminder_hours",
					  "reminder_hours-invalid",
					  "Reminders are at most %d whole "
					  "numbers of hours from 1 to %d.",
					  REMINDERS_MOST, HOURS_MOST);
	}
	return OK;
}

static enum err hours_check(struct operation *op, int hours)
{
	if (hours >= 0 && hours <= HOURS_MOST)
		return OK;
	return fail_field(op, "reopen_hours", "reopen_hours-range",
			  "The hours for re-opening are 0 to %d.", HOURS_MOST);
}

static enum err default_check(struct reader *reader, int64_t id)
{
	struct operation *op = store_reader_operation(reader);
	struct service service;
	enum err err = id ? store_service_find(reader, id, &service) : OK;

	if (err == ERR_NOT_FOUND || (!err && id && !service.active))
		return fail_field(op, "default_service", "service-unknown",
				  "There is no such service.");
	return err;
}

static enum err days_check(struct operation *op, int days)
{
	if (days >= 0 && days <= PAYMENT_DAYS_MOST)
		return OK;
	return fail_field(op, "payment_days", "payment_days-range",
			  "Invoices are due within 0 to %d days.",
			  PAYMENT_DAYS_MOST);
}

/* Take over what papers show of the practice. */
static enum err paper_apply(struct operation *op,
			    const struct practice_change *change,
			    struct practice *practice)
{
	enum err err = OK;

	if (change->address) {
		practice->address = change->address;
		if (practice_lines_check(op, "address", ADDRESS_LONGEST,
					 &practice->address))
			err = ERR_INVALID;
	}
	if (change->email) {
		practice->email = change->email;
		if (practice_email_check(op, &practice->email))
			err = ERR_INVALID;
	}
	if (change->tax_name) {
		practice->tax_name = change->tax_name;
		if (practice_line_check(op, "tax_name", TAX_LONGEST, false,
					&practice->tax_name))
			err = ERR_INVALID;
	}
	if (change->tax_number) {
		practice->tax_number = change->tax_number;
		if (practice_line_check(op, "tax_number", TAX_LONGEST, false,
					&practice->tax_number))
			err = ERR_INVALID;
	}
	if (change->payment_days) {
		practice->payment_days = *change->payment_days;
		if (days_check(op, *change->payment_days))
			err = ERR_INVALID;
	}
	return err;
}

/* Take over the texts that change, in their stored form. */
static enum err texts_apply(struct operation *op,
			    const struct practice_change *change,
			    struct practice *practice)
{
	enum err err = OK;

	if (change->name) {
		practice->name = change->name;
		if (practice_line_check(op, "name", NAME_LONGEST, true,
					&practice->name))
			err = ERR_INVALID;
	}
	if (change->phone) {
		practice->phone = change->phone;
		if (practice_line_check(op, "phone", PHONE_LONGEST, false,
					&practice->phone))
			err = ERR_INVALID;
	}
	if (change->invoice_prefix) {
		practice->invoice_prefix = change->invoice_prefix;
		if (practice_line_check(op, "invoice_prefix", PREFIX_LONGEST,
					false, &practice->invoice_prefix))
			err = ERR_INVALID;
		if (!practice->invoice_prefix)
			practice->invoice_prefix = "";
	}
	if (change->zone) {
		practice->zone = change->zone;
		if (zone_check(op, change->zone))
			err = ERR_INVALID;
	}
	if (change->currency) {
		practice->currency = change->currency;
		if (currency_digits(change->currency) < 0)
			err = fail_field(op, "currency", "currency-unknown",
					 "'%s' is not the ISO 4217 code of a "
					 "currency.",
					 change->currency);
	}
	return err;
}

static enum err change_apply(struct reader *reader,
			     const struct practice_change *change,
			     struct practice *practice)
{
	struct operation *op = store_reader_operation(reader);
	enum err wrong = texts_apply(op, change, practice);
	enum err err = OK;

	if (paper_apply(op, change, practice))
		wrong = ERR_INVALID;
	if (change->reminder_hours) {
		practice->reminder_hours = change->reminder_hours;
		if (reminders_check(op, change->reminder_hours))
			wrong = ERR_INVALID;
	}
	if (change->reopen_hours) {
		practice->reopen_hours = *change->reopen_hours;
		if (hours_check(op, *change->reopen_hours))
			wrong = ERR_INVALID;
	}
	if (change->invoice_zero_lines)
		practice->invoice_zero_lines = *change->invoice_zero_lines;
	if (change->notify_on_calendar_cancel)
		practice->notify_on_calendar_cancel =
			*change->notify_on_calendar_cancel;
	if (change->default_service) {
		practice->default_service = *change->default_service;
		err = default_check(reader, *change->default_service);
	}
	return err ? err : wrong;
}

/* Amounts are kept in minor units: another currency would make others of
 * them. */
static enum err currency_check(struct reader *reader,
			       const struct practice *before,
			       const struct practice *after)
{
	struct operation *op = store_reader_operation(reader);
	struct posting *postings;
	struct service *services;
	size_t count;
	enum err err;

	if (str_equal(before->currency, after->currency))
		return OK;
	err = store_posting_list(reader, 0, 1, &postings, &count);
	if (err)
		return err;
	if (count)
		return fail_reason(op, ERR_CONFLICT, "currency-fixed",
				   "The currency is fixed: %s has been posted.",
				   before->currency);
	if (currency_digits(before->currency) ==
	    currency_digits(after->currency))
		return OK;
	err = store_service_list(reader, &services, &count);
	if (err || count == 0)
		return err;
	return fail_reason(op, ERR_CONFLICT, "currency-fixed",
			   "There are prices in %s already, and %s has other "
			   "decimals.",
			   before->currency, after->currency);
}

/* Clients' calendars show the practice's name. */
static enum err calendars_render(struct transaction *tx)
{
	struct collection *list;
	size_t count;
	enum err err = store_collection_showing(
		store_tx_reader(tx), COLLECTION_SESSIONS, 0, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = practice_collection_render(tx, &list[i]);
	return err;
}

static enum err practice_store(struct transaction *tx,
			       const struct practice *before,
			       const struct practice *after)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	enum err err = store_practice_save(tx, after);

	if (!err && !str_equal(before->zone, after->zone))
		err = practice_closures_rezone_tx(tx);
	if (!err && !str_equal(before->zone, after->zone))
		err = practice_calendars_rezone_tx(tx);
	if (!err && !str_equal(before->name, after->name))
		err = calendars_render(tx);
	if (err)
		return err;
	return record_add(tx, "practice.change", "practice", 1,
			  practice_json(arena, before),
			  practice_json(arena, after));
}

static enum err change_work(struct transaction *tx, void *context)
{
	struct change_work *work = context;
	const struct practice_change *change = work->change;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct practice before, after;
	enum err err = practice_need_admin(op);

	if (!err)
		err = store_practice_load(reader, &before);
	if (err)
		return err;
	if (change->revision && change->revision != before.revision)
		return fail(op, ERR_CONFLICT,
			    "the settings were changed in the meantime");
	after = before;
	err = change_apply(reader, change, &after);
	if (!err)
		err = currency_check(reader, &before, &after);
	if (!err)
		err = practice_store(tx, &before, &after);
	if (!err)
		err = store_practice_load(reader, &work->result);
	return err;
}

enum err practice_change(struct operation *op, struct store *store,
			 const struct practice_change *change,
			 struct practice *result)
{
	struct change_work work = { .change = change };
	enum err err = store_write(op, store, change_work, &work);

	if (!err)
		*result = work.result;
	return err;
}
