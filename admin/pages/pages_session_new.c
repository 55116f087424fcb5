#include "admin/pages/pages_session_new.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/session_form.h"
#include "admin/pages/session_people.h"
#include "admin/pages/show.h"
#include "base/word.h"
#include "store/schedule.h"

#include <string.h>

#define ADDRESS "/sessions/new"
#define PREVIEW_API "/api/schedules/preview"
#define HOUR 3600
/* Unticked they are false, not what the route takes for granted. */
#define BOXES "enabled,skip_closures"

/* A practitioner needs leave to make sessions. */
static enum err may_add(struct page *page)
{
	if (page_is_office(page) || (page->op->actor.may & MAY_CREATE))
		return OK;
	return fail(page->op, ERR_FORBIDDEN, "You may not add sessions.");
}

static bool repeats(const struct page *page)
{
	return !str_empty(form_value(&page->form, "days"));
}

/* Of a slot of the calendar only the start is known: an hour from there. */
static void default_end(struct page *page)
{
	const char *start = form_value(&page->form, "start");
	const char *date = form_value(&page->form, "date");
	const char *text;
	struct wall wall;

	if (str_empty(start) || str_empty(date) ||
	    !str_empty(form_value(&page->form, "end")))
		return;
	text = arena_printf(page->op->arena, "%sT%s", date, start);
	if (!wall_parse(text, &wall))
		return;
	wall = instant_wall((struct instant){ wall_utc(wall).s + HOUR });
	text = wall_text(page->op->arena, wall);
	session_form_add(page, "end", strchr(text, 'T') + 1);
	if (strncmp(text, date, strlen(date)) != 0)
		session_form_add(page, "end_date",
				 day_text(page->op->arena, wall_day(wall)));
}

/* What the address fills, one field after the other; lists by commas too. */
static enum err read_query(struct page *page)
{
	const char *query = page->door->request->query;
	struct arena *arena = page->op->arena;
	struct form asked;
	enum err err =
		form_read(page->op, slice_of(query ? query : ""), &asked);

	for (size_t i = 0; !err && i < asked.count; i++) {
		const char *name = asked.at[i].name;
		struct slice rest = slice_of(asked.at[i].value);

		if (!str_equal(name, "practitioners") &&
		    !str_equal(name, "clients")) {
			session_form_add(page, name, asked.at[i].value);
			continue;
		}
		while (rest.at)
			session_form_add(
				page, name,
				slice_dup(arena, slice_cut(&rest, ',')));
	}
	return err;
}

/* "2026-06-12T09:00" of a calendar is a date and a time. */
static void split_time(struct page *page, const char *name, const char *date)
{
	struct form *form = &page->form;

	for (size_t i = 0; i < form->count; i++) {
		const char *value = form->at[i].value;
		const char *time = strchr(value, 'T');

		if (!str_equal(form->at[i].name, name) || !time)
			continue;
		form->at[i].value = time + 1;
		session_form_default(page, date,
				     arena_strndup(page->op->arena, value,
						   (size_t)(time - value)));
		return;
	}
}

static enum err fill(struct page *page)
{
	enum err err = read_query(page);
	bool own = !page_is_office(page);

	if (err)
		return err;
	split_time(page, "start", "date");
	split_time(page, "end", "end_date");
	session_form_default(page, "date",
			     day_text(page->op->arena, page_today(page)));
	default_end(page);
	if (own)
		session_form_default(page, "practitioners", page->person.login);
	return session_people_read(page);
}

/* The body of a preview: with no day ticked it is of the one session. */
static json_t *preview_body(struct page *page)
{
	json_t *body = page_form(page, "POST", PREVIEW_API, BOXES);
	const char *date = form_value(&page->form, "date");
	struct day day;
	json_t *days;

	if (repeats(page) || !date || !day_parse(date, &day))
		return body;
	days = json_new_list(page->op->arena);
	json_add_text(days, weekday_words[day_weekday(day)]);
	json_put(body, "days", days);
	json_put_text(body, "repeat", "weekly");
	json_put_integer(body, "count", 1);
	json_object_del(body, "until");
	return body;
}

/* The dates, from the route; with the reader begun. What is wrong with the
 * form is not touched. */
static enum err ask_preview(struct page *page, json_t **dates)
{
	json_t *body = preview_body(page);
	json_t *current = page->current;
	enum err err, again;

	store_reader_end(page->reader);
	err = page_send(page, "POST", PREVIEW_API, body);
	page->current = current;
	*dates = err ? NULL : page->answer;
	again = store_reader_begin(page->reader, page->op);
	return again ? again : err;
}

static void put_date(struct page *page, json_t *date)
{
	struct html *html = &page->html;
	json_t *list = json_object_get(date, "conflicts");
	struct session_known known = { .id = 0 };
	struct wall start;
	size_t index;
	json_t *item;

	if (!wall_parse(json_string_value(json_object_get(date, "start")),
			&start))
		return;
	known.conflicts =
		arena_array(page->op->arena, json_array_size(list) + 1,
			    sizeof(*known.conflicts));
	json_array_foreach (list, index, item) {
		known.conflicts[known.conflict_count++] =
			json_string_value(item);
	}
	html_add(html,
		 "<li><div>%s <span class=\"number\">%s</span></div><span>",
		 show_day(page, wall_day(start)), show_time(page, start));
	part_clashes(html, &known);
	html_add(html, "</span></li>\n");
}

static void put_moved(struct page *page, const json_t *answer)
{
	struct wall moved, asked;
	const char *text =
		json_string_value(json_object_get(answer, "moved_start"));
	const char *date = form_value(&page->form, "date");
	struct day day;

	if (!text || !wall_parse(text, &moved) || !date ||
	    !day_parse(date, &day))
		return;
	asked = day_wall(day);
	html_add(&page->html,
		 "<p class=\"hint moved\">%s is not ticked, so the first one "
		 "is %s.</p>\n",
		 show_day(page, wall_day(asked)),
		 show_day(page, wall_day(moved)));
}

static void put_dates(struct page *page, json_t *answer)
{
	struct html *html = &page->html;
	json_t *dates = json_object_get(answer, "dates");
	size_t index, count = json_array_size(dates);
	bool enabled = form_has(&page->form, "enabled", "on");
	json_t *date;

	html_add(html,
		 "<section class=\"card\" id=\"preview\" data-count=\"%zu\">"
		 "<div class=\"card-head\"><h2 aria-live=\"polite\">%s</h2>"
		 "</div>\n",
		 enabled || !count ? count : 1,
		 show_counted(page, (int64_t)count, "session", "sessions"));
	put_moved(page, answer);
	if (count > 1 && !enabled)
		html_add(html, "<p class=\"hint moved\">Not enabled: the plan "
			       "is kept and only the first session is made."
			       "</p>\n");
	html_add(html, "<ol class=\"rows\">");
	json_array_foreach (dates, index, date) {
		put_date(page, date);
	}
	html_add(html, "</ol></section>\n");
}

static enum err put_preview(struct page *page)
{
	struct html *html = &page->html;
	json_t *answer = NULL;
	enum err err = OK;

	if (!str_empty(form_value(&page->form, "start")) &&
	    !str_empty(form_value(&page->form, "end")))
		err = ask_preview(page, &answer);
	if (answer) {
		put_dates(page, answer);
		return OK;
	}
	html_add(html,
		 "<section class=\"card\" id=\"preview\" data-count=\"0\">"
		 "<div class=\"card-head\"><h2 aria-live=\"polite\">Preview"
		 "</h2></div>\n<p class=\"hint moved\">%s</p></section>\n",
		 err == ERR_INVALID ? page->op->failure.message
				    : "Here stands each date that the form "
				      "makes, and what is in its way.");
	operation_recover(page->op);
	return err == ERR_INVALID ? OK : err;
}

static enum err put_form(struct page *page)
{
	struct html *html = &page->html;
	enum err err;

	card_begin(page, NULL, NULL);
	form_begin(page, ADDRESS, "form session-form");
	html_add(html, "<span hx-post=\"" ADDRESS "/preview\" "
		       "hx-trigger=\"change from:closest form\" "
		       "hx-include=\"closest form\" hx-target=\"#preview\" "
		       "hx-swap=\"outerHTML\"></span>");
	err = session_form_put(page, true);
	session_form_put_repeat(page);
	html_add(html, "<p class=\"buttons\"><button data-deed>Add session"
		       "</button><button class=\"second\" name=\"preview\" "
		       "value=\"1\">Preview</button>"
		       "<a class=\"button second\" href=\"/sessions\">Back"
		       "</a></p>\n");
	form_end(page);
	card_end(page);
	return err;
}

static enum err put_page(struct page *page)
{
	enum err err;

	page_crumb(page, "/sessions", "Sessions");
	html_add(&page->html, "<div class=\"columns\"><div>");
	err = put_form(page);
	html_add(&page->html, "</div><div>");
	if (!err)
		err = put_preview(page);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err show_new(struct page *page)
{
	enum err err = may_add(page);

	if (!err && !page->form.count)
		err = fill(page);
	return err ? err : put_page(page);
}

static const char *answered_id(const struct page *page)
{
	return json_string_value(json_object_get(page->answer, "id"));
}

static enum err add_session(struct page *page)
{
	struct arena *arena = page->op->arena;
	enum err err = page_send_form(page, "POST", "/api/sessions", NULL);

	if (err)
		return err;
	page_flash(page, "The session is made.");
	page_go(page, url_of(arena, "/sessions/%s", answered_id(page)));
	return OK;
}

static enum err add_schedule(struct page *page)
{
	size_t count;
	enum err err = page_send_form(page, "POST", "/api/schedules", BOXES);

	if (err)
		return err;
	count = json_array_size(json_object_get(page->answer, "sessions"));
	page_flash(page, "%s made.",
		   show_counted(page, (int64_t)count, "session is",
				"sessions are"));
	page_go(page,
		url_of(page->op->arena, "/schedules/%s", answered_id(page)));
	return OK;
}

static enum err take_new(struct page *page)
{
	const struct form *form = &page->form;
	enum err err = may_add(page);

	if (!err)
		err = session_people_take(page);
	if (err)
		return err;
	if (form_value(form, "preview") || form_value(form, "add"))
		return page_again(page, put_page);
	err = repeats(page) ? add_schedule(page) : add_session(page);
	if (err)
		session_form_name_date(page);
	return err;
}

/* The dates alone, for the page that shows them. */
static enum err take_preview(struct page *page)
{
	enum err err = may_add(page);

	if (!err)
		err = store_reader_begin(page->reader, page->op);
	if (err)
		return err;
	err = session_people_read(page);
	if (err == ERR_INVALID)
		err = OK; /* the route says it again */
	if (!err)
		err = put_preview(page);
	store_reader_end(page->reader);
	if (!err)
		page_part(page);
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_TEAM, "Add session", show_new, take_new, 0, ADDRESS },
	{ ADDRESS "/preview", ROLES_TEAM, "Add session", page_whole,
	  take_preview, 0, ADDRESS },
};

const struct page_table pages_session_new = { rows, ARRAY_SIZE(rows) };
