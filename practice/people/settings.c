#include "practice/people/settings.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/calendar/rezone.h"
#include "practice/calendar/view_collection.h"
#include "practice/session/closure.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/edit.h"
#include "practice/limits.h"
#include "practice/people/person_rules.h"
#include "practice/people/settings_known.h"
#include "store/ledger.h"
#include "store/services.h"
#include "store/transaction.h"

#define REMINDERS_MOST 5

#define FIRST_CURRENCY "USD"

static json_t *audit_json(struct arena *arena, const struct practice *practice)
{
	const struct audience audit = { .arena = arena, .see = SEE_AUDIT };
	const struct settings_known known = settings_known_of(arena, practice);
	json_t *json = json_new(arena);

	shape_pick(&audit, json, SETTINGS_AUDITED, settings_rows, &known);
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
			  audit_json(op->arena, &practice));
}

enum err practice_setup(struct operation *op, struct store *store,
			const char *zone)
{
	char *own = arena_strdup(op->arena, zone);

	return store_write(op, store, setup_work, own);
}

struct change_work {
	const struct edit *edit;
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

static enum err worse(enum err err, enum err more)
{
	return err ? err : more;
}

static enum err line_check(struct operation *op, const char *name,
			   const char **text)
{
	const struct field *row = shape_find(settings_rows, name, SEE_AUDIT);

	return practice_line_check(op, name, (size_t)row->max,
				   row->flags & FIELD_REQUIRED, text);
}

static enum err currency_known(struct operation *op, const char *currency)
{
	if (!str_empty(currency) && currency_digits(currency) >= 0)
		return OK;
	return fail_field(op, "currency", "currency-unknown",
			  "'%s' is not the ISO 4217 code of a currency.",
			  currency ? currency : "");
}

/* Texts in their stored form. */
static enum err texts_check(struct operation *op, struct practice *practice)
{
	enum err err = line_check(op, "name", &practice->name);

	err = worse(err, line_check(op, "phone", &practice->phone));
	err = worse(err, practice_lines_check(op, "address", ADDRESS_LONGEST,
					      &practice->address));
	err = worse(err, practice_email_check(op, &practice->email));
	err = worse(err, line_check(op, "tax_name", &practice->tax_name));
	err = worse(err, line_check(op, "tax_number", &practice->tax_number));
	err = worse(err, line_check(op, "invoice_prefix",
				    &practice->invoice_prefix));
	if (!practice->invoice_prefix)
		practice->invoice_prefix = "";
	return err;
}

/* What was right when it was entered stands: a service may have gone since. */
static enum err change_check(struct reader *reader,
			     const struct practice *before,
			     struct practice *after)
{
	struct operation *op = store_reader_operation(reader);
	enum err wrong = texts_check(op, after);
	enum err err = OK;

	if (!str_equal(before->zone, after->zone))
		wrong = worse(wrong, zone_check(op, after->zone));
	if (!str_equal(before->currency, after->currency))
		wrong = worse(wrong, currency_known(op, after->currency));
	wrong = worse(wrong, days_check(op, after->payment_days));
	wrong = worse(wrong, reminders_check(op, after->reminder_hours));
	wrong = worse(wrong, hours_check(op, after->reopen_hours));
	if (before->default_service != after->default_service)
		err = default_check(reader, after->default_service);
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
			  audit_json(arena, before), audit_json(arena, after));
}

static enum err change_work(struct transaction *tx, void *context)
{
	struct change_work *work = context;
	const struct edit *edit = work->edit;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct practice before, after;
	enum err err = practice_need_admin(op);

	if (!err)
		err = store_practice_load(reader, &before);
	if (err)
		return err;
	if (edit->revision && edit->revision != before.revision)
		return fail(op, ERR_CONFLICT,
			    "the settings were changed in the meantime");
	after = before;
	err = edit->apply(&after, edit->context);
	if (!err)
		err = change_check(reader, &before, &after);
	if (!err)
		err = currency_check(reader, &before, &after);
	if (!err)
		err = practice_store(tx, &before, &after);
	if (!err)
		err = store_practice_load(reader, &work->result);
	return err;
}

enum err practice_settings_change(struct operation *op, struct store *store,
				  const struct edit *edit,
				  struct practice *result)
{
	struct change_work work = { .edit = edit };
	enum err err = store_write(op, store, change_work, &work);

	if (!err)
		*result = work.result;
	return err;
}
