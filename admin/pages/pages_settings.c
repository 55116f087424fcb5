#include "admin/pages/pages_settings.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/part.h"
#include "admin/pages/settings.h"
#include "base/word.h"
#include "practice/people/hours.h"
#include "store/schedule.h"
#include "store/services.h"

#define PRACTICE "/settings/practice"
#define MONEY "/settings/money"
#define DEFAULTS "/settings/sessions/defaults"
#define REMINDERS "/settings/sessions/reminders"

static const char *number(struct page *page, int64_t value)
{
	return arena_printf(page->op->arena, "%lld", (long long)value);
}

static void form_of(struct page *page, const char *heading)
{
	settings_begin(page);
	card_begin(page, heading, NULL);
	form_begin(page, NULL, "form narrow");
	field_hidden(page, "revision", number(page, page->practice.revision));
}

static void form_done(struct page *page)
{
	form_buttons(page, "Save changes", NULL);
	form_end(page);
	card_end(page);
}

static const char *hours_field(struct page *page, int day)
{
	return arena_printf(page->op->arena, "hours[%s]", weekday_words[day]);
}

/* "09:00-12:00, 13:00-17:00". */
static const char *hours_text(struct page *page, enum weekday day)
{
	struct arena *arena = page->op->arena;
	struct work_span spans[WORK_SPANS_MOST];
	size_t count = practice_hours_of(arena, &page->practice, day, spans);
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s-%s", i ? ", " : "",
			   practice_clock_text(arena, spans[i].from),
			   practice_clock_text(arena, spans[i].to));
	return buf.at;
}

static void put_hours(struct page *page)
{
	html_add(&page->html,
		 "<fieldset><legend>Hours</legend><p class=\"hint\">Such as "
		 "09:00-17:00, or 09:00-12:00, 13:00-17:00. The calendar draws "
		 "them and hatches what lies outside; nothing is "
		 "refused there.</p><div class=\"group\">");
	for (int day = MONDAY; day <= SUNDAY; day++)
		field_text(page, &(struct field_show){
					 .name = hours_field(page, day),
					 .label = weekday_names[day],
					 .value = hours_text(
						 page, (enum weekday)day) });
	html_add(&page->html, "</div></fieldset>\n");
}

/* "9:00" is 09:00. */
static const char *clock_typed(struct arena *arena, struct slice word)
{
	const char *text = slice_dup(arena, slice_trim(word));

	return text[0] && text[1] == ':' ? arena_printf(arena, "0%s", text)
					 : text;
}

/* What was typed of a day as pairs; what is no such thing goes along, so that
 * the route says what is wrong with it. */
static json_t *hours_typed(struct arena *arena, const char *typed)
{
	json_t *list = json_new_list(arena);
	struct slice rest = slice_trim(slice_of(typed));

	while (rest.at && rest.len) {
		struct slice span = slice_cut(&rest, ',');
		json_t *pair = json_new_list(arena);

		json_add_text(pair, clock_typed(arena, slice_cut(&span, '-')));
		if (span.at)
			json_add_text(pair, clock_typed(arena, span));
		json_add(list, pair);
	}
	return list;
}

/* Put the hours into the body, where the form has them. */
static void take_hours(struct page *page, json_t *body)
{
	struct arena *arena = page->op->arena;
	json_t *hours = json_new(arena);
	bool sent = false;

	for (int day = MONDAY; day <= SUNDAY; day++) {
		const char *typed =
			form_value(&page->form, hours_field(page, day));

		if (!typed)
			continue;
		json_put(hours, weekday_words[day], hours_typed(arena, typed));
		sent = true;
	}
	if (sent)
		json_put(body, "hours", hours);
}

static enum err show_practice(struct page *page)
{
	const struct practice *practice = &page->practice;

	form_of(page, "The practice");
	field_text(page, &(struct field_show){ .name = "name",
					       .label = "Name",
					       .required = true,
					       .value = practice->name });
	field_text(page, &(struct field_show){
				 .name = "address",
				 .label = "Address",
				 .rows = 3,
				 .value = practice->address,
				 .hint = "Lines, as invoices show them." });
	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){ .name = "phone",
					       .label = "Phone",
					       .type = "tel",
					       .value = practice->phone });
	field_text(page, &(struct field_show){ .name = "email",
					       .label = "E-mail",
					       .type = "email",
					       .value = practice->email });
	html_add(&page->html, "</div>");
	field_text(page,
		   &(struct field_show){
			   .name = "zone",
			   .label = "Time zone",
			   .required = true,
			   .value = practice->zone,
			   .hint = "Such as America/Toronto. Sessions keep "
				   "the moment that they stand at; all-day "
				   "closures move along." });
	put_hours(page);
	form_done(page);
	card_begin(page, "People and sessions from elsewhere", NULL);
	html_add(&page->html,
		 "<p>A list of people and calendars of another program can be "
		 "taken in. You see first what would come of them.</p>\n");
	part_button(&page->html, "/settings/import", "Import", NULL, "second");
	card_end(page);
	return OK;
}

static enum err show_money(struct page *page)
{
	const struct practice *practice = &page->practice;

	form_of(page, "Money");
	field_text(page, &(struct field_show){
				 .name = "currency",
				 .label = "Currency",
				 .required = true,
				 .value = practice->currency,
				 .hint = "Three letters, such as CAD. It is "
					 "fixed once money has been posted." });
	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){
				 .name = "tax_name",
				 .label = "Tax name",
				 .value = practice->tax_name,
				 .hint = "What the tax is called: HST." });
	field_text(page, &(struct field_show){ .name = "tax_number",
					       .label = "Tax number",
					       .value = practice->tax_number });
	field_text(page, &(struct field_show){
				 .name = "invoice_prefix",
				 .label = "Invoice prefix",
				 .value = practice->invoice_prefix,
				 .hint = "Stands before each number." });
	field_text(page,
		   &(struct field_show){
			   .name = "payment_days",
			   .label = "Payment days",
			   .numeric = true,
			   .value = number(page, practice->payment_days),
			   .hint = "An invoice is due so many days after its "
				   "issue." });
	html_add(&page->html, "</div>");
	field_box(
		page,
		&(struct field_show){
			.name = "invoice_zero_lines",
			.label = "Invoice zero lines",
			.hint = "Invoices list sessions that cost nothing.",
			.value = practice->invoice_zero_lines ? "on" : NULL });
	form_done(page);
	return OK;
}

static enum err show_defaults(struct page *page)
{
	const struct practice *practice = &page->practice;
	struct service *services;
	struct choice *choices;
	size_t count, used = 1;
	enum err err = store_service_list(page->reader, &services, &count);

	if (err)
		return err;
	choices = arena_array(page->op->arena, count + 1, sizeof(*choices));
	choices[0] = (struct choice){ .value = "", .text = "None: a draft" };
	for (size_t i = 0; i < count; i++)
		if (services[i].active)
			choices[used++] = (struct choice){
				.value = number(page, services[i].id),
				.text = services[i].name
			};
	form_of(page, "Session defaults");
	field_select(
		page,
		&(struct field_show){
			.name = "default_service",
			.label = "Default service",
			.value = practice->default_service
					 ? number(page,
						  practice->default_service)
					 : "",
			.hint = "Of sessions that name none." },
		choices, used);
	field_text(page,
		   &(struct field_show){
			   .name = "reopen_hours",
			   .label = "Re-open hours",
			   .numeric = true,
			   .value = number(page, practice->reopen_hours),
			   .hint = "So long after saving a practitioner may "
				   "take it back." });
	field_box(page, &(struct field_show){
				.name = "notify_on_calendar_cancel",
				.label = "Notify on calendar cancel",
				.hint = "Clients are told when a practitioner "
					"removes a session.",
				.value = practice->notify_on_calendar_cancel
						 ? "on"
						 : NULL });
	form_done(page);
	return OK;
}

static enum err show_reminders(struct page *page)
{
	form_of(page, "Reminders");
	html_add(&page->html,
		 "<p class=\"hint\">A reminder goes to clients who want "
		 "notices, so many hours before a session that still "
		 "stands.</p>\n");
	field_text(page,
		   &(struct field_show){
			   .name = "reminder_hours",
			   .label = "Reminder hours",
			   .value = page->practice.reminder_hours,
			   .hint = "Numbers with commas between them, such as "
				   "48, 2. Empty: no reminders." });
	form_done(page);
	return OK;
}

static enum err take(struct page *page, const char *boxes, const char *told)
{
	const char *own =
		http_path_text(page->op->arena, &page->door->request->path);
	enum err err = page_send_form(page, "PATCH", "/api/practice", boxes);

	if (err)
		return err;
	page_flash(page, "%s", told);
	page_go(page, own);
	return OK;
}

static enum err take_practice(struct page *page)
{
	json_t *body = page_form(page, "PATCH", "/api/practice", NULL);
	enum err err;

	take_hours(page, body);
	err = page_send(page, "PATCH", "/api/practice", body);
	if (err)
		return err;
	page_flash(page, "The practice's details are saved.");
	page_go(page, PRACTICE);
	return OK;
}

static enum err take_money(struct page *page)
{
	return take(page, "invoice_zero_lines",
		    "Saved. Papers issued from now on show it.");
}

static enum err take_defaults(struct page *page)
{
	return take(page, "notify_on_calendar_cancel",
		    "The session defaults are saved.");
}

static enum err take_reminders(struct page *page)
{
	json_t *body = page_form(page, "PATCH", "/api/practice", NULL);
	enum err err;

	settings_take_hours(page, body);
	err = page_send(page, "PATCH", "/api/practice", body);
	if (err)
		return err;
	page_flash(page,
		   json_array_size(json_object_get(body, "reminder_hours"))
			   ? "Reminders are saved."
			   : "No reminders are sent.");
	page_go(page, REMINDERS);
	return OK;
}

#define TITLE "Account Settings"

static const struct page_row rows[] = {
	{ PRACTICE, ROLE_ADMIN, TITLE, show_practice, take_practice, 0, NULL },
	{ MONEY, ROLE_ADMIN, TITLE, show_money, take_money, 0, NULL },
	{ DEFAULTS, ROLE_ADMIN, TITLE, show_defaults, take_defaults, 0, NULL },
	{ REMINDERS, ROLE_ADMIN, TITLE, show_reminders, take_reminders, 0,
	  NULL },
};

const struct page_table pages_settings = { rows, ARRAY_SIZE(rows) };
