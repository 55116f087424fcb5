#include "admin/pages/session_form.h"

#include "admin/pages/field.h"
#include "admin/pages/session_people.h"
#include "admin/pages/show.h"
#include "store/schedule.h"
#include "store/services.h"

#include <string.h>

#define DAY_LENGTH 10 /* of "2026-06-08" */

void session_form_add(struct page *page, const char *name, const char *value)
{
	struct form *form = &page->form;
	struct form_field *at;

	if (str_empty(value))
		return;
	at = arena_array(page->op->arena, form->count + 1, sizeof(*at));
	if (form->count)
		memcpy(at, form->at, form->count * sizeof(*at));
	at[form->count++] = (struct form_field){ name, value };
	form->at = at;
}

void session_form_default(struct page *page, const char *name,
			  const char *value)
{
	if (str_empty(form_value(&page->form, name)))
		session_form_add(page, name, value);
}

static const char *day_part(struct page *page, const char *wall)
{
	return strlen(wall) < DAY_LENGTH
		       ? wall
		       : arena_strndup(page->op->arena, wall, DAY_LENGTH);
}

static const char *time_part(const char *wall)
{
	const char *time = strchr(wall, 'T');

	return time ? time + 1 : wall;
}

void session_form_times(struct page *page, const char *start, const char *end)
{
	const char *date = day_part(page, start);
	const char *end_date = day_part(page, end);

	session_form_add(page, "date", date);
	session_form_add(page, "start", time_part(start));
	session_form_add(page, "end", time_part(end));
	if (!str_equal(date, end_date))
		session_form_add(page, "end_date", end_date);
}

void session_form_now(struct page *page)
{
	static const char *const times[] = { "start", "end" };
	json_t *now = page->current;

	for (size_t i = 0; now && i < ARRAY_SIZE(times); i++) {
		const char *wall =
			json_string_value(json_object_get(now, times[i]));

		if (!wall)
			continue;
		json_put_text(now, i ? "end_date" : "date",
			      day_part(page, wall));
		json_put_text(now, times[i], time_part(wall));
	}
}

void session_form_put_revision(struct page *page, const char *newest)
{
	const char *sent = form_value(&page->form, "revision");

	if (page->refused == ERR_CONFLICT || str_empty(sent))
		sent = newest;
	html_add(&page->html,
		 "<input type=\"hidden\" name=\"revision\" value=\"%s\">",
		 sent);
}

void session_form_name_date(struct page *page)
{
	struct failure *failure = &page->op->failure;
	const char *date = form_value(&page->form, "date");
	struct day day;
	size_t kept = 0;

	if (date && day_parse(date, &day))
		return;
	for (size_t i = 0; i < failure->field_count; i++)
		if (!str_equal(failure->fields[i].field, "start") &&
		    !str_equal(failure->fields[i].field, "end"))
			failure->fields[kept++] = failure->fields[i];
	if (kept == failure->field_count)
		return;
	failure->field_count = kept;
	(void)fail_field(page->op, "date", "date-wrong",
			 "Please give a day, such as %s.",
			 day_text(page->op->arena, page_today(page)));
	field_refuse_time(page, "start");
	field_refuse_time(page, "end");
}

static void put_times(struct page *page)
{
	struct html *html = &page->html;

	html_add(html, "<div class=\"group\">");
	field_text(page, &(struct field_show){ .name = "date",
					       .label = "Date",
					       .type = "date",
					       .required = true });
	field_text(page, &(struct field_show){ .name = "start",
					       .label = "Start",
					       .type = "time",
					       .required = true });
	field_text(page, &(struct field_show){ .name = "end",
					       .label = "End",
					       .type = "time",
					       .required = true });
	if (!str_empty(form_value(&page->form, "end_date")))
		field_text(page, &(struct field_show){ .name = "end_date",
						       .label = "End date",
						       .type = "date" });
	html_add(html, "</div>\n");
}

/* "Speech · 42.50 an hour": prices are the office's to know. */
static enum err service_text(struct page *page, const struct service *service,
			     const char **text)
{
	struct day day = page_today(page);
	struct price price;
	enum err err;

	*text = service->name;
	if (!page_is_office(page))
		return OK;
	err = store_price_load(page->reader, service->id, day, &price);
	if (!err)
		*text = arena_printf(
			page->op->arena, "%s · %s%s", service->name,
			show_money(page, price.cost),
			service->kind == SERVICE_HOURLY ? " an hour" : "");
	return err;
}

static enum err put_service(struct page *page)
{
	struct arena *arena = page->op->arena;
	struct service *list;
	struct choice *choices;
	size_t count, used = 0;
	enum err err = store_service_list(page->reader, &list, &count);

	if (err)
		return err;
	choices = arena_array(arena, count + 1, sizeof(*choices));
	choices[used++] = (struct choice){ .value = "", .text = "The usual" };
	for (size_t i = 0; !err && i < count; i++) {
		const char *id =
			arena_printf(arena, "%lld", (long long)list[i].id);
		struct choice *choice = &choices[used];

		if (!list[i].active && !form_has(&page->form, "service", id))
			continue;
		*choice = (struct choice){ .value = id };
		err = service_text(page, &list[i], &choice->text);
		used++;
	}
	field_select(
		page,
		&(struct field_show){ .name = "service", .label = "Service" },
		choices, used);
	return err;
}

static enum err put_notes(struct page *page)
{
	enum err err;

	field_text(page, &(struct field_show){ .name = "public_note",
					       .label = "Public note",
					       .rows = 2 });
	err = session_people_readers(page);
	field_text(page,
		   &(struct field_show){
			   .name = "private_note",
			   .label = "Private note",
			   .placeholder = "Staff and practitioners only. Never "
					  "leaves in a calendar, feed or "
					  "notice.",
			   .rows = 2 });
	return err;
}

enum err session_form_put(struct page *page, bool whole)
{
	enum err err = OK;

	put_times(page);
	html_add(&page->html, "<div class=\"group\">");
	if (whole)
		err = put_service(page);
	field_text(page,
		   &(struct field_show){ .name = "place", .label = "Place" });
	html_add(&page->html, "</div>\n");
	if (!err && whole)
		err = session_people_put(page);
	return err ? err : put_notes(page);
}

static void put_days(struct page *page)
{
	struct html *html = &page->html;

	html_add(html, "<fieldset");
	field_attributes(page, "days", "Repeat", NULL);
	html_add(html, "><legend>Repeat</legend><div class=\"keys\">");
	for (size_t i = 0; i < ARRAY_SIZE(weekday_names); i++)
		field_box_of(
			page, "days", weekday_words[i],
			arena_printf(page->op->arena, "%.3s", weekday_names[i]),
			false);
	html_add(html, "</div>");
	field_notes(page, "days", NULL);
	html_add(html, "</fieldset>\n");
}

void session_form_put_repeat(struct page *page)
{
	static const struct choice ways[] = {
		{ "weekly", "Weekly", NULL, false },
		{ "monthly", "Monthly", NULL, false },
	};
	struct html *html = &page->html;

	html_add(html, "<hr>\n");
	put_days(page);
	html_add(html, "<div class=\"group\">");
	field_select(
		page,
		&(struct field_show){ .name = "repeat", .label = "Repeats" },
		ways, ARRAY_SIZE(ways));
	field_text(page,
		   &(struct field_show){ .name = "count", .label = "Number" });
	field_text(page, &(struct field_show){ .name = "until",
					       .label = "or last date",
					       .type = "date" });
	html_add(html, "</div>\n");
	field_box(page, &(struct field_show){
				.name = "enabled",
				.label = "Enabled",
				.hint = "Unticked: the plan is kept and only "
					"the first session is made." });
	field_box(page, &(struct field_show){
				.name = "skip_closures",
				.label = "Skip closures",
				.hint = "Leaves closed days out and still "
					"makes the full number." });
}
