#include "admin/api/routes_practice.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "base/str.h"
#include "practice/people/settings.h"

static const struct field practice_fields[] = {
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 200 },
	{ .name = "zone",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .help = "an IANA name: America/Toronto" },
	{ .name = "currency",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .help = "an ISO 4217 code; fixed after the first posting" },
	{ .name = "phone",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 64 },
	{ .name = "address",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 500,
	  .help = "lines, as invoices show them" },
	{ .name = "email",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 254 },
	{ .name = "tax_name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 40,
	  .help = "what its tax is called: HST" },
	{ .name = "tax_number",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 40,
	  .help = "under which it pays that tax" },
	{ .name = "payment_days",
	  .type = FIELD_INTEGER,
	  .min = 0,
	  .max = 365,
	  .help = "in which an invoice is due" },
	{ .name = "default_service",
	  .type = FIELD_ID,
	  .flags = FIELD_NULLABLE,
	  .help = "of sessions that name none" },
	{ .name = "invoice_prefix", .type = FIELD_TEXT, .max = 20 },
	{ .name = "invoice_zero_lines",
	  .type = FIELD_BOOL,
	  .help = "do invoices list what costs nothing?" },
	{ .name = "reopen_hours",
	  .type = FIELD_INTEGER,
	  .min = 0,
	  .max = 8760,
	  .help = "in which practitioners re-open what they saved" },
	{ .name = "reminder_hours",
	  .type = FIELD_INTEGERS,
	  .help = "before a session, for notices; an empty list: none" },
	{ .name = "notify_on_calendar_cancel",
	  .type = FIELD_BOOL,
	  .help = "are clients told of what practitioners remove?" },
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_ONLY_CHANGE,
	  .min = 1,
	  .max = INT64_MAX },
	{ 0 },
};

/* "24,2" as a list. */
static json_t *hours_json(struct call *call, const char *text)
{
	struct slice rest = slice_of(str_empty(text) ? NULL : text);
	json_t *list = json_new_list(call->op->arena);

	while (rest.at) {
		struct slice word = slice_trim(slice_cut(&rest, ','));
		int64_t hours;

		if (str_to_int64(slice_dup(call->op->arena, word), &hours))
			json_add_integer(list, hours);
	}
	return list;
}

static json_t *practice_json(struct call *call, const struct practice *practice)
{
	json_t *json = json_new(call->op->arena);

	json_put_text(json, "name", practice->name);
	json_put_text(json, "zone", practice->zone);
	json_put_text(json, "currency", practice->currency);
	json_put_text(json, "phone", practice->phone);
	json_put_text(json, "address", practice->address);
	json_put_text(json, "email", practice->email);
	json_put_text(json, "tax_name", practice->tax_name);
	json_put_text(json, "tax_number", practice->tax_number);
	json_put_integer(json, "payment_days", practice->payment_days);
	json_put_id(json, "default_service", practice->default_service);
	json_put_text(json, "invoice_prefix", practice->invoice_prefix);
	json_put_bool(json, "invoice_zero_lines", practice->invoice_zero_lines);
	json_put_integer(json, "reopen_hours", practice->reopen_hours);
	json_put(json, "reminder_hours",
		 hours_json(call, practice->reminder_hours));
	json_put_bool(json, "notify_on_calendar_cancel",
		      practice->notify_on_calendar_cancel);
	json_put_integer(json, "revision", practice->revision);
	return json;
}

static enum err practice_show(struct call *call)
{
	return call_answer(call, practice_json(call, &call->practice));
}

/* The list as "24,2"; NULL: absent. */
static const char *hours_text(struct call *call)
{
	json_t *list = json_object_get(call->body, "reminder_hours");
	struct buf buf;
	size_t index;
	json_t *item;

	if (!list)
		return NULL;
	buf_init(&buf, call->op->arena);
	buf_puts(&buf, "");
	json_array_foreach (list, index, item) {
		buf_printf(&buf, "%s%lld", index ? "," : "",
			   (long long)json_integer_value(item));
	}
	return buf.at;
}

/* What a change points at. */
struct values {
	int64_t service, hours, days;
	int reopen_hours, payment_days;
	bool zero_lines, notify;
};

/* null is "", which takes the text away; absent leaves it. */
static void text_or_none(struct call *call, const char *name, const char **text)
{
	const char *sent = NULL;

	if (call_text_or_null(call, name, &sent))
		*text = sent ? sent : "";
}

static enum err change_read(struct call *call, struct practice_change *change,
			    struct values *values)
{
	enum err err = call_id_field(call, "default_service", &values->service);

	if (call_has(call, "default_service"))
		change->default_service = &values->service;
	call_text(call, "name", &change->name);
	call_text(call, "zone", &change->zone);
	call_text(call, "currency", &change->currency);
	text_or_none(call, "phone", &change->phone);
	text_or_none(call, "address", &change->address);
	text_or_none(call, "email", &change->email);
	text_or_none(call, "tax_name", &change->tax_name);
	text_or_none(call, "tax_number", &change->tax_number);
	if (call_integer(call, "payment_days", &values->days)) {
		values->payment_days = (int)values->days;
		change->payment_days = &values->payment_days;
	}
	call_text(call, "invoice_prefix", &change->invoice_prefix);
	if (call_bool(call, "invoice_zero_lines", &values->zero_lines))
		change->invoice_zero_lines = &values->zero_lines;
	if (call_integer(call, "reopen_hours", &values->hours)) {
		values->reopen_hours = (int)values->hours;
		change->reopen_hours = &values->reopen_hours;
	}
	change->reminder_hours = hours_text(call);
	if (call_bool(call, "notify_on_calendar_cancel", &values->notify))
		change->notify_on_calendar_cancel = &values->notify;
	change->revision = call_revision(call);
	return err;
}

static enum err settings_change(struct call *call)
{
	struct practice_change change = { 0 };
	struct values values = { 0 };
	struct practice result = call->practice;
	enum err err = change_read(call, &change, &values);

	if (!err)
		err = practice_change(call->op, call->store, &change, &result);
	if (err == ERR_CONFLICT)
		call->current = practice_json(call, &call->practice);
	return err ? err : call_answer(call, practice_json(call, &result));
}

static const struct route rows[] = {
	{ "GET", "/api/practice", ROLES_ALL, RUN(practice_show), NULL,
	  practice_fields, false, "the practice and its settings" },
	{ "PATCH", "/api/practice", ROLE_ADMIN, RUN(settings_change),
	  practice_fields, practice_fields, false, "change some settings" },
};

const struct routes routes_practice = { rows, ARRAY_SIZE(rows) };
