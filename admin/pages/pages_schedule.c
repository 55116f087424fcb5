#include "admin/pages/pages_schedule.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/session_form.h"
#include "admin/pages/session_part.h"
#include "admin/pages/session_people.h"
#include "admin/pages/show.h"
#include "base/word.h"
#include "store/schedule.h"

static const char *text_of(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

/* Lists and boxes that are empty where the form sends none of them. */
#define LISTS "practitioners,clients,days,enabled,skip_closures"

static const char *own_url(struct page *page)
{
	return url_of(page->op->arena, "/schedules/%s", page->words[0]);
}

static const char *api_url(struct page *page)
{
	return url_of(page->op->arena, "/api/schedules/%s", page->words[0]);
}

static const char *revision_of(struct page *page, const json_t *json)
{
	json_t *revision = json_object_get(json, "revision");

	return arena_printf(page->op->arena, "%lld",
			    (long long)json_integer_value(revision));
}

/* "Mon, Wed, Fri". */
static const char *days_text(struct page *page, const json_t *json)
{
	json_t *days = json_object_get(json, "days");
	struct buf buf;
	size_t index;
	json_t *day;
	unsigned at;

	buf_init(&buf, page->op->arena);
	json_array_foreach (days, index, day)
		if (word_find(weekday_words, slice_of(json_string_value(day)),
			      &at))
			buf_printf(&buf, "%s%.3s", index ? ", " : "",
				   weekday_names[at]);
	return buf.len ? buf.at : "";
}

static const char *end_text(struct page *page, const json_t *json)
{
	json_t *count = json_object_get(json, "count");

	if (json_is_integer(count))
		return show_counted(page, json_integer_value(count), "session",
				    "sessions");
	return arena_printf(
		page->op->arena, "until %s",
		show_json_day(page, json_object_get(json, "until")));
}

static void put_rule(struct page *page, const json_t *json)
{
	struct wall start, end;

	html_add(&page->html, "<dl class=\"facts\">");
	if (wall_parse(text_of(json, "start"), &start) &&
	    wall_parse(text_of(json, "end"), &end)) {
		part_fact(page, "First", show_day(page, wall_day(start)));
		part_fact(page, "Time", show_times(page, start, end));
	}
	part_fact(page, "Days", days_text(page, json));
	part_fact(page, "Repeats",
		  str_equal(text_of(json, "repeat"), "monthly") ? "Monthly"
								: "Weekly");
	part_fact(page, "Number", end_text(page, json));
	part_fact(page, "Closures",
		  json_is_true(json_object_get(json, "skip_closures"))
			  ? "Skipped"
			  : "Made and flagged");
	html_add(&page->html, "</dl>\n");
}

/* Practitioners see whether it is; the office may change it. */
static void put_enabled(struct page *page, const json_t *json)
{
	bool enabled = json_is_true(json_object_get(json, "enabled"));

	if (!page_is_office(page)) {
		html_add(&page->html, "<p class=\"hint\">%s</p>\n",
			 enabled ? "Enabled."
				 : "Not enabled: the plan is kept and only the "
				   "first session is made.");
		return;
	}
	form_begin(page, NULL, NULL);
	field_hidden(page, "revision", revision_of(page, json));
	field_box(page, &(struct field_show){
				.name = "enabled",
				.label = "Enabled",
				.value = enabled ? "on" : NULL,
				.hint = "Unticked: the plan is kept and only "
					"the first session is made." });
	form_buttons(page, "Save changes", NULL);
	form_end(page);
}

static const struct column columns[] = {
	{ "Date", COLUMN_WHEN },    { "Time", COLUMN_WHEN },
	{ "Clients", COLUMN_MAIN }, { "Practitioner", COLUMN_TEXT },
	{ "Status", COLUMN_TEXT },  { "View", COLUMN_TOOLS },
};

static void put_session(struct page *page, struct grid *grid,
			const struct session_known *known)
{
	const char *day = show_day_short(page, wall_day(known->start));

	grid_row(grid, NULL);
	grid_day(grid, wall_day(known->start));
	grid_text(grid, show_times(page, known->start, known->end));
	grid_text(grid, session_part_clients(page, known));
	grid_text(grid, session_part_practitioners(page, known));
	if (grid_cell(grid, part_status_text(page, known))) {
		part_status(page, grid->html, known);
		grid_cell_end(grid);
	}
	if (grid_cell(grid, NULL)) {
		part_icon_link(grid->html, session_part_url(page, known),
			       arena_printf(page->op->arena, "View %s", day),
			       "right");
		grid_cell_end(grid);
	}
}

/* All of them: a schedule is bounded. */
static enum err put_sessions(struct page *page, const json_t *json)
{
	json_t *list = json_object_get(json, "sessions");
	struct grid grid;
	size_t index;
	json_t *item;

	card_begin(page,
		   show_counted(page, (int64_t)json_array_size(list), "session",
				"sessions"),
		   NULL);
	grid_begin(&grid, page, "Sessions", columns, ARRAY_SIZE(columns));
	json_array_foreach (list, index, item) {
		struct session_known known;
		int64_t id = 0;
		enum err err;

		if (!str_to_int64(json_string_value(item), &id))
			continue;
		err = session_part_load(page, id, &known);
		if (err == ERR_NOT_FOUND)
			continue; /* one that another has now */
		if (err)
			return err;
		put_session(page, &grid, &known);
	}
	grid_end(&grid);
	card_end(page);
	return OK;
}

static enum err show_schedule(struct page *page)
{
	json_t *json = NULL;
	enum err err = page_get(page, api_url(page), &json);

	if (err)
		return err;
	operation_recover(page->op);
	page_crumb(page, "/sessions", "Sessions");
	page->lead = arena_printf(page->op->arena, "%s, %s",
				  days_text(page, json), end_text(page, json));
	if (page_is_office(page))
		part_button(&page->commands,
			    url_of(page->op->arena, "/schedules/%s/edit",
				   page->words[0]),
			    "Edit", "pencil", "second");
	html_add(&page->html, "<div class=\"columns\"><div>");
	err = put_sessions(page, json);
	html_add(&page->html, "</div><div>");
	card_begin(page, "How it repeats", NULL);
	put_rule(page, json);
	put_enabled(page, json);
	card_end(page);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err take_schedule(struct page *page)
{
	enum err err;

	if (!page_is_office(page))
		return fail(page->op, ERR_FORBIDDEN,
			    "You may not change schedules.");
	err = page_send_form(page, "PATCH", api_url(page), "enabled");
	if (err)
		return err;
	page_flash(page, "The schedule is saved.");
	page_go(page, url_of(page->op->arena, "/schedules/%s", page->words[0]));
	return OK;
}

static void fill_list(struct page *page, const json_t *json, const char *name)
{
	json_t *list = json_object_get(json, name);
	size_t index;
	json_t *item;

	json_array_foreach (list, index, item) {
		session_form_add(page, name, json_string_value(item));
	}
}

/* What the schedule is, as the form says it. */
static enum err fill(struct page *page, const json_t *json)
{
	static const char *const texts[] = { "tzid",        "service",
					     "place",       "repeat",
					     "until",       "public_note",
					     "private_note" };
	static const char *const boxes[] = { "enabled", "skip_closures" };
	json_t *count = json_object_get(json, "count");

	session_form_times(page, text_of(json, "start"), text_of(json, "end"));
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		session_form_add(page, texts[i], text_of(json, texts[i]));
	for (size_t i = 0; i < ARRAY_SIZE(boxes); i++)
		if (json_is_true(json_object_get(json, boxes[i])))
			session_form_add(page, boxes[i], "on");
	if (json_is_integer(count))
		session_form_add(
			page, "count",
			arena_printf(page->op->arena, "%lld",
				     (long long)json_integer_value(count)));
	fill_list(page, json, "days");
	fill_list(page, json, "practitioners");
	fill_list(page, json, "clients");
	session_form_add(page, "revision", revision_of(page, json));
	return session_people_read(page);
}

static enum err put_edit(struct page *page, const json_t *json)
{
	enum err err;

	session_form_now(page);
	card_begin(page, NULL, NULL);
	form_begin(page, NULL, "form session-form");
	session_form_put_revision(page, revision_of(page, json));
	field_hidden(page, "tzid", text_of(json, "tzid"));
	err = session_form_put(page, true);
	session_form_put_repeat(page);
	field_text(page,
		   &(struct field_show){
			   .name = "from",
			   .label = "From",
			   .type = "date",
			   .hint = "Sessions from this day on are changed; "
				   "without one, from today on. Saved ones "
				   "stay as they are." });
	form_buttons(page, "Save changes", own_url(page));
	form_end(page);
	card_end(page);
	return err;
}

static enum err show_edit(struct page *page)
{
	json_t *current = page->current;
	json_t *json = NULL;
	enum err err = page_get(page, api_url(page), &json);

	page->current = current;
	if (err)
		return err;
	page_crumb(page, "/sessions", "Sessions");
	page_crumb(page, own_url(page), "Schedule");
	if (!page->form.count)
		err = fill(page, json);
	return err ? err : put_edit(page, json);
}

static enum err show_again(struct page *page)
{
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = show_edit(page);
	store_reader_end(page->reader);
	return err;
}

static enum err take_edit(struct page *page)
{
	enum err err = session_people_take(page);

	if (err)
		return err;
	if (form_value(&page->form, "add"))
		return show_again(page);
	err = page_send_form(page, "PATCH", api_url(page), LISTS);
	if (err) {
		session_form_name_date(page);
		return err;
	}
	page_flash(page, "The schedule is saved.");
	page_go(page, own_url(page));
	return OK;
}

static const struct page_row rows[] = {
	{ "/schedules/{id}", ROLES_TEAM, "Schedule", show_schedule,
	  take_schedule, 0, "/sessions" },
	{ "/schedules/{id}/edit", ROLES_OFFICE, "Edit schedule", show_edit,
	  take_edit, 0, "/sessions" },
};

const struct page_table pages_schedule = { rows, ARRAY_SIZE(rows) };
