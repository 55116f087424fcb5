#include "admin/pages/pages_closures.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "practice/session/closure_known.h"
#include "practice/wall_time.h"

#include <string.h>

#define ADDRESS "/closures"
#define API "/api/closures"

static const char *own_url(struct page *page, int64_t id)
{
	return url_of(page->op->arena, ADDRESS "/%lld", (long long)id);
}

static enum err put_row(struct page *page, struct grid *grid,
			const struct closure *closure)
{
	struct closure_known known;
	enum err err = closure_known_to(page->reader, &page->practice, closure,
					&known);

	if (err)
		return err;
	grid_row(grid, NULL);
	grid_text(grid, show_closed(page, closure));
	if (!page_is_office(page)) {
		grid_text(grid, closure->title);
		return OK;
	}
	grid_link(grid, own_url(page, closure->id), closure->title);
	grid_count(grid, (int64_t)known.affected.count);
	if (grid_cell(grid, NULL)) {
		part_icon_link(&page->html, own_url(page, closure->id),
			       arena_printf(page->op->arena, "View %s",
					    closure->title),
			       "right");
		grid_cell_end(grid);
	}
	return OK;
}

static const struct column columns[] = {
	{ "When", COLUMN_TEXT },
	{ "Title", COLUMN_MAIN },
	{ "Sessions on it", COLUMN_NUMBER },
	{ "What to do", COLUMN_TOOLS },
};

static enum err put_table(struct page *page, const struct closure *list,
			  size_t count)
{
	struct grid grid;
	enum err err = OK;

	grid_begin(&grid, page, "Closures", columns,
		   page_is_office(page) ? ARRAY_SIZE(columns) : 2);
	for (size_t i = 0; !err && i < count; i++)
		err = put_row(page, &grid, &list[i]);
	if (!err)
		grid_end(&grid);
	return err;
}

static void put_tabs(struct page *page, bool past)
{
	static const struct choice tabs[] = {
		{ ADDRESS, "To come", NULL, false },
		{ ADDRESS "?past=1", "Earlier", NULL, false },
	};

	html_add(&page->html,
		 "<nav class=\"tabs\" aria-label=\"Which closures\">");
	for (size_t i = 0; i < ARRAY_SIZE(tabs); i++) {
		html_add(&page->html, "<a href=\"%s\"", tabs[i].value);
		html_attribute_if(&page->html, (i == 1) == past, "aria-current",
				  "true");
		html_add(&page->html, ">%s</a>", tabs[i].text);
	}
	html_add(&page->html, "</nav>\n");
}

static enum err show_closures(struct page *page)
{
	bool past = page_query(page, "past") != NULL;
	struct span span = WHOLE_TIME;
	struct closure *list;
	size_t count;
	enum err err;

	if (past)
		span.end = page->op->now;
	else
		span.start = page->op->now;
	err = store_closure_list(page->reader, span, &list, &count);
	if (err)
		return err;
	page->lead = "Days and hours on which the practice is shut. Everybody "
		     "sees them, in every calendar.";
	part_commands(page, true);
	if (page_is_office(page))
		part_button(&page->commands, ADDRESS "/new", "Add closure",
			    "plus", NULL);
	put_tabs(page, past);
	card_begin(page, NULL, NULL);
	if (!count && !grid_wants_csv(page))
		part_empty(page,
			   past ? "There was no closure."
				: "No closure is planned.",
			   page_is_office(page) ? ADDRESS "/new" : NULL,
			   "Add closure");
	else
		err = put_table(page, list, count);
	card_end(page);
	return err;
}

/* A day, or the day or the time of "2026-06-12T09:00". */
static const char *part_of(struct page *page, const char *bound, bool time)
{
	const char *t = bound ? strchr(bound, 'T') : NULL;

	if (time)
		return t ? t + 1 : NULL;
	return t ? arena_strndup(page->op->arena, bound, (size_t)(t - bound))
		 : bound;
}

static void put_bounds(struct page *page, const char *from, const char *to)
{
	html_add(&page->html, "<div class=\"group\">");
	field_text(page,
		   &(struct field_show){ .name = "from",
					 .label = "From",
					 .type = "date",
					 .value = part_of(page, from, false) });
	field_text(page,
		   &(struct field_show){ .name = "from_time",
					 .label = "From time",
					 .type = "time",
					 .value = part_of(page, from, true) });
	html_add(&page->html, "</div>\n<div class=\"group\">");
	field_text(page,
		   &(struct field_show){ .name = "to",
					 .label = "To",
					 .type = "date",
					 .value = part_of(page, to, false) });
	field_text(page,
		   &(struct field_show){ .name = "to_time",
					 .label = "To time",
					 .type = "time",
					 .value = part_of(page, to, true) });
	html_add(&page->html, "</div>\n");
}

static void put_form(struct page *page, const struct closure_known *known)
{
	const char *from = page_query(page, "from");
	const char *to = page_query(page, "to");
	bool all_day =
		!known ? !from || !strchr(from, 'T') : known->closure.all_day;

	form_begin(page, NULL, "form narrow");
	if (known)
		field_hidden(page, "revision",
			     arena_printf(page->op->arena, "%lld",
					  (long long)known->closure.revision));
	field_text(page, &(struct field_show){
				 .name = "title",
				 .label = "Title",
				 .required = true,
				 .value = known ? known->closure.title : NULL,
				 .hint = "Everybody reads it, clients too: no "
					 "names." });
	field_box(page, &(struct field_show){
				.name = "all_day",
				.label = "All day",
				.value = all_day ? "on" : NULL,
				.hint = "The last day is closed too. Without "
					"it, the hours count." });
	put_bounds(page, known ? known->from : from, known ? known->to : to);
	form_buttons(page, known ? "Save changes" : "Add closure", ADDRESS);
	form_end(page);
}

static enum err show_new(struct page *page)
{
	page_crumb(page, ADDRESS, "Closures");
	card_begin(page, NULL, NULL);
	put_form(page, NULL);
	card_end(page);
	return OK;
}

static void put_session(struct page *page, const struct session_known *known)
{
	html_add(&page->html,
		 "<li><div><p><a href=\"%s\">%s</a></p><p class=\"hint\">%s · "
		 "%s</p></div><span>",
		 session_part_url(page, known),
		 session_part_clients(page, known),
		 show_when(page, known->start, known->end),
		 session_part_practitioners(page, known));
	part_status(page, &page->html, known);
	html_add(&page->html, "</span></li>\n");
}

static enum err put_affected(struct page *page,
			     const struct closure_known *known)
{
	size_t count = known->affected.count, size = 0;
	struct ids ids = known->affected;
	struct session_known *shown;
	enum err err;

	if (ids.count > PAGE_SIZE)
		ids.count = PAGE_SIZE;
	err = session_part_list_ids(page, &ids, &shown, &size);
	if (err)
		return err;

	card_begin(page, "Sessions on it",
		   show_counted(page, (int64_t)count, "session", "sessions"));
	if (!count)
		html_add(&page->html, "<p>No session stands on it.</p>\n");
	if (count) {
		html_add(&page->html, "<ul class=\"rows\">");
		for (size_t i = 0; i < size; i++)
			put_session(page, &shown[i]);
		html_add(&page->html, "</ul><p class=\"buttons\">");
		part_button(&page->html,
			    url_of(page->op->arena,
				   "/cancellations?from=%s&to=%s", known->from,
				   known->to),
			    "Cancel them", NULL, "second");
		html_add(&page->html,
			 "</p><p class=\"hint\">A closure cancels nothing by "
			 "itself.</p>\n");
	}
	card_end(page);
	return OK;
}

/* What is there now, as the form has it: a day and a time. */
static void split_now(struct page *page)
{
	static const char *const names[] = { "from", "to" };
	struct arena *arena = page->op->arena;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *wall = json_string_value(
			json_object_get(page->current, names[i]));
		struct slice rest = slice_of(wall);
		const char *day = slice_dup(arena, slice_cut(&rest, 'T'));
		const char *time = rest.at ? slice_dup(arena, rest) : NULL;

		if (!time)
			continue;
		json_put_text(page->current, names[i], day);
		json_put_text(page->current,
			      arena_printf(arena, "%s_time", names[i]), time);
	}
}

static enum err show_closure(struct page *page)
{
	struct closure_known known;
	struct closure closure;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = store_closure_find(page->reader, id, &closure);
	if (!err && closure.removed.s != INSTANT_MAX.s)
		err = fail(page->op, ERR_NOT_FOUND, "It was removed.");
	if (!err)
		err = closure_known_to(page->reader, &page->practice, &closure,
				       &known);
	if (err)
		return err;
	split_now(page);
	page_crumb(page, ADDRESS, "Closures");
	page->lead = show_closed(page, &closure);
	html_add(&page->html, "<div class=\"columns\"><div>");
	card_begin(page, closure.title, NULL);
	put_form(page, &known);
	card_end(page);
	part_post(page, own_url(page, id), "Remove", "bad-deed", "remove", "1");
	html_add(&page->html, "</div><div>");
	err = put_affected(page, &known);
	html_add(&page->html, "</div></div>\n");
	return err;
}

/* Of all day the hours that are typed beside do not count. */
static json_t *body_of(struct page *page, const char *method,
		       const char *pattern)
{
	json_t *body = page_form(page, method, pattern, "all_day");
	static const char *const names[] = { "from", "to" };

	if (!form_has(&page->form, "all_day", "on"))
		return body;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *day = form_value(&page->form, names[i]);

		if (day)
			json_put_text(body, names[i], day);
	}
	return body;
}

static const char *struck(struct page *page)
{
	size_t count =
		json_array_size(json_object_get(page->answer, "affected"));

	if (!count)
		return "No session stands on it.";
	return arena_printf(page->op->arena,
			    "%s on it: nothing is canceled "
			    "by itself.",
			    show_counted(page, (int64_t)count, "session stands",
					 "sessions stand"));
}

/* A route is sent day and time as one, and names the day. Where that is a day,
 * its time is the field to mend. */
static void name_times(struct page *page)
{
	struct failure *failure = &page->op->failure;
	size_t kept = 0;
	const char *from = form_value(&page->form, "from");
	const char *to = form_value(&page->form, "to");
	bool hours = !form_value(&page->form, "all_day");
	struct day day;
	bool one_day =
		hours && from && str_equal(from, to) && day_parse(from, &day);

	if (!failure->field_count)
		return;
	for (size_t i = 0; i < failure->field_count; i++) {
		struct field_error *wrong = &failure->fields[i];
		const char *text = form_value(&page->form, wrong->field);

		if (str_equal(wrong->code, "not-a-time") && text &&
		    day_parse(text, &day))
			continue;
		if (one_day && str_equal(wrong->field, "to"))
			wrong->field = "to_time";
		failure->fields[kept++] = *wrong;
	}
	failure->field_count = kept;
	if (!hours)
		return;
	field_refuse_time(page, "from_time");
	field_refuse_time(page, "to_time");
}

static enum err send_body(struct page *page, const char *method,
			  const char *url, json_t *body)
{
	enum err err = page_send(page, method, url, body);

	if (err)
		name_times(page);
	return err;
}

static enum err take_new(struct page *page)
{
	const char *id;
	enum err err = send_body(page, "POST", API, body_of(page, "POST", API));

	if (err)
		return err;
	id = json_string_value(json_object_get(page->answer, "id"));
	page_flash(page, "The closure is in every calendar. %s", struck(page));
	page_undo_add(page, "DELETE",
		      url_of(page->op->arena, API "/%s", id ? id : ""), NULL);
	page_go(page, url_of(page->op->arena, ADDRESS "/%s", id ? id : ""));
	return OK;
}

/* What makes it anew; answers hold more than bodies may. */
static json_t *again(struct page *page, const json_t *closure)
{
	static const char *const names[] = { "title", "from", "to", "all_day" };
	json_t *body = json_new(page->op->arena);

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		json_put(body, names[i], json_object_get(closure, names[i]));
	return body;
}

static enum err take_remove(struct page *page, const char *url)
{
	struct closure_known known;
	struct closure closure;
	json_t *body = NULL;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = store_reader_begin(page->reader, page->op);
	if (err)
		return err;
	err = store_closure_find(page->reader, id, &closure);
	if (!err)
		err = closure_known_to(page->reader, &page->practice, &closure,
				       &known);
	if (!err)
		body = again(page, closure_known_json(page->op->arena, &known));
	store_reader_end(page->reader);
	if (!err)
		err = page_send(page, "DELETE", url, NULL);
	if (err)
		return err;
	page_flash(page, "The closure was removed.");
	page_undo_add(page, "POST", API, body);
	page_go(page, ADDRESS);
	return OK;
}

static enum err take_closure(struct page *page)
{
	const char *url = url_of(page->op->arena, API "/%s", page->words[0]);
	enum err err;

	if (form_value(&page->form, "remove"))
		return take_remove(page, url);
	err = send_body(page, "PATCH", url,
			body_of(page, "PATCH", API "/{id}"));
	if (err)
		return err;
	page_flash(page, "The closure is changed. %s", struck(page));
	page_go(page, url_of(page->op->arena, ADDRESS "/%s", page->words[0]));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_ALL, "Closures", show_closures, NULL, 0, NULL },
	{ ADDRESS "/new", ROLES_OFFICE, "Add closure", show_new, take_new, 0,
	  ADDRESS },
	{ ADDRESS "/{id}", ROLES_OFFICE, "Closures", show_closure, take_closure,
	  0, ADDRESS },
};

const struct page_table pages_closures = { rows, ARRAY_SIZE(rows) };
