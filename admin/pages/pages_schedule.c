#include "admin/pages/pages_schedule.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"

static const char *text_of(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static const char *api_url(struct page *page)
{
	return url_of(page->op->arena, "/api/schedules/%s", page->words[0]);
}

/* "Mon, Wed, Fri". */
static const char *days_text(struct page *page, const json_t *json)
{
	static const char *const names[][2] = {
		{ "MO", "Mon" }, { "TU", "Tue" }, { "WE", "Wed" },
		{ "TH", "Thu" }, { "FR", "Fri" }, { "SA", "Sat" },
		{ "SU", "Sun" },
	};
	json_t *days = json_object_get(json, "days");
	struct buf buf;
	size_t index;
	json_t *day;

	buf_init(&buf, page->op->arena);
	json_array_foreach (days, index, day)
		for (size_t i = 0; i < ARRAY_SIZE(names); i++)
			if (str_equal(json_string_value(day), names[i][0]))
				buf_printf(&buf, "%s%s", index ? ", " : "",
					   names[i][1]);
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
	field_hidden(page, "revision",
		     arena_printf(page->op->arena, "%lld",
				  (long long)json_integer_value(
					  json_object_get(json, "revision"))));
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
	grid_text(grid, day);
	grid_text(grid, show_times(page, known->start, known->end));
	grid_text(grid, session_part_clients(page, known));
	grid_text(grid, session_part_practitioners(page, known));
	if (grid_cell(grid, part_status_word(page, known))) {
		part_status(page, grid->html, known);
		part_clashes(grid->html, known);
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

static const struct page_row rows[] = {
	{ "/schedules/{id}", ROLES_TEAM, "Schedule", show_schedule,
	  take_schedule, 0, "/sessions" },
};

const struct page_table pages_schedule = { rows, ARRAY_SIZE(rows) };
