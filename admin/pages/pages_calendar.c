#include "admin/pages/pages_calendar.h"

#include "admin/pages/assets.h"
#include "admin/pages/calendar_entry.h"
#include "admin/pages/calendar_span.h"
#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "practice/people/hours.h"
#include "practice/wall_time.h"

#include <string.h>

#define ADDRESS "/calendar"
#define EVENT_DAYS 366
#define FIRST_HOUR 8 /* drawn, unless somebody comes earlier */
#define LAST_HOUR 18
#define DAY_LETTERS 10 /* of "2026-06-08" */

/* The same calendar with another view or day: whose it is stays. */
static const char *url_to(struct page *page, enum calendar_view view,
			  struct day day)
{
	struct arena *arena = page->op->arena;
	struct slice rest = slice_of(page->door->request->query);
	const char *name, *value;
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, url_of(arena, ADDRESS "?view=%s&date=%s",
			      calendar_view_words[view], day_text(arena, day)));
	while (http_pair_next(arena, &rest, &name, &value))
		if (str_equal(name, "practitioners") && !str_empty(value))
			buf_puts(&buf,
				 url_of(arena, "&practitioners=%s", value));
	return buf.at;
}

/* Earlier and Later are signs to whoever sees. */
static void put_step(struct page *page, const struct calendar_span *span,
		     int step)
{
	struct html *html = &page->commands;

	html_add(html,
		 "<a class=\"button second\" %s title=\"%s\" href=\"%s\">",
		 step < 0 ? "data-earlier" : "data-later",
		 step < 0 ? "Earlier" : "Later",
		 url_to(page, span->view, calendar_span_step(span, step)));
	icon_put(html, step < 0 ? "left" : "right");
	html_add(html, "<span class=\"unseen\">%s</span></a>",
		 step < 0 ? "Earlier" : "Later");
}

static void put_views(struct page *page, const struct calendar_span *span)
{
	static const char *const names[] = { "Month", "Week", "Day" };
	struct html *html = &page->commands;

	html_add(html, "<nav class=\"segment\" aria-label=\"Days\">");
	put_step(page, span, -1);
	html_add(html, "<a class=\"button second\" href=\"%s\">Today</a>",
		 url_to(page, span->view, page_today(page)));
	put_step(page, span, 1);
	html_add(html, "</nav><nav class=\"segment\" aria-label=\"View\">");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		html_add(html,
			 "<a class=\"button second\" data-view=\"%s\" "
			 "href=\"%s\"",
			 calendar_view_words[i],
			 url_to(page, (enum calendar_view)i, span->date));
		html_attribute_if(html, (size_t)span->view == i, "aria-current",
				  "true");
		html_add(html, ">%s</a>", names[i]);
	}
	html_add(html, "</nav>");
}

static void put_commands(struct page *page, const struct calendar_span *span)
{
	struct html *html = &page->commands;

	put_views(page, span);
	part_commands(page, false);
	html_add(html, "<span class=\"icons\">");
	part_icon_link(html, "/devices", "Subscribe", "link");
	html_add(html, "</span>");
	if (page_is_office(page))
		part_button(html, "/closures/new", "Add closure", "lock",
			    "second");
	session_part_add(page, &span->date);
}

/* As addresses name people: by login, else by id. */
static const char *word_for(struct page *page, const struct person *person)
{
	return str_empty(person->login) ? arena_printf(page->op->arena, "%lld",
						       (long long)person->id)
					: person->login;
}

/* Whose sessions: the office picks, by boxes that are a form. */
static enum err put_lanes(struct page *page, const struct calendar_span *span)
{
	struct html *html = &page->html;
	struct arena *arena = page->op->arena;
	struct person *list;
	size_t count;
	enum err err;

	if (!page_is_office(page))
		return OK;
	err = store_person_list(page->reader, ROLE_PRACTITIONER, &list, &count);
	if (err || count < 2)
		return err;
	html_add(html,
		 "<form class=\"lanes\" method=\"get\" action=\"" ADDRESS
		 "\"><input type=\"hidden\" name=\"view\" value=\"%s\">"
		 "<input type=\"hidden\" name=\"date\" value=\"%s\">",
		 calendar_view_words[span->view], day_text(arena, span->date));
	for (size_t i = 0; i < count; i++) {
		const char *name = word_for(page, &list[i]);

		html_add(html,
			 "<label class=\"%s\"><input type=\"checkbox\" "
			 "name=\"practitioners\" value=\"%s\"",
			 part_colour(page, list[i].id), name);
		html_attribute_if(html, calendar_entry_wants(page, name),
				  "checked", "");
		html_add(html, ">%s</label>", list[i].name);
	}
	html_add(html,
		 "<button class=\"second\">Show sessions</button></form>\n");
	return OK;
}

/* From when to when the practice works at all; false: nobody has said. */
static bool working_hours(struct page *page, int *first, int *last)
{
	struct work_span spans[WORK_SPANS_MOST];
	int from = 24, to = 0;

	for (int day = MONDAY; day <= SUNDAY; day++) {
		size_t count =
			practice_hours_of(page->op->arena, &page->practice,
					  (enum weekday)day, spans);

		if (!count)
			continue;
		if (spans[0].from / 60 < from)
			from = spans[0].from / 60;
		if ((spans[count - 1].to + 59) / 60 > to)
			to = (spans[count - 1].to + 59) / 60;
	}
	if (from >= to)
		return false;
	*first = from;
	*last = to;
	return true;
}

/* Those hours as the script knows them: [{daysOfWeek, startTime, endTime}],
 * with Sunday as 0. */
static const char *hours_json(struct page *page)
{
	struct arena *arena = page->op->arena;
	struct work_span spans[WORK_SPANS_MOST];
	json_t *list = json_new_list(arena);

	for (int day = MONDAY; day <= SUNDAY; day++) {
		size_t count = practice_hours_of(arena, &page->practice,
						 (enum weekday)day, spans);

		for (size_t i = 0; i < count; i++) {
			json_t *hours = json_new(arena);
			json_t *days = json_new_list(arena);

			json_add_integer(days, (day + 1) % 7);
			json_put(hours, "daysOfWeek", days);
			json_put_text(
				hours, "startTime",
				practice_clock_text(arena, spans[i].from));
			json_put_text(hours, "endTime",
				      practice_clock_text(arena, spans[i].to));
			json_add(list, hours);
		}
	}
	return json_text(arena, list);
}

/* The hours that are drawn: the practice's own, else those of a usual day, and
 * those of all that is there. */
static void put_hours(struct page *page, const struct calendar_entries *entries)
{
	int first = FIRST_HOUR, last = LAST_HOUR;

	if (working_hours(page, &first, &last))
		html_attribute(&page->html, "data-hours", hours_json(page));
	for (size_t i = 0; i < entries->session_count; i++) {
		const struct session_known *known = &entries->sessions[i];
		struct wall start = calendar_entry_start(page, known);
		struct wall end = calendar_entry_end(page, known);
		bool over = wall_day(start).n != wall_day(end).n;

		if (over || start.hour < first)
			first = over ? 0 : start.hour;
		if (over || end.hour + 1 > last)
			last = over ? 24 : end.hour + 1;
	}
	html_add(&page->html, " data-first=\"%s:00\" data-last=\"%s:00\"",
		 arena_printf(page->op->arena, "%02d", first),
		 arena_printf(page->op->arena, "%02d", last));
}

/* The logins that the address names, apart by commas. */
static const char *asked_for(struct page *page)
{
	struct slice rest = slice_of(page->door->request->query);
	const char *name, *value;
	struct buf buf;

	buf_init(&buf, page->op->arena);
	while (http_pair_next(page->op->arena, &rest, &name, &value))
		if (str_equal(name, "practitioners") && !str_empty(value))
			buf_printf(&buf, "%s%s", buf.len ? "," : "", value);
	return buf.len ? buf.at : NULL;
}

static bool comes(const struct calendar_entries *entries, int64_t practitioner)
{
	for (size_t i = 0; i < entries->session_count; i++) {
		const struct session_known *known = &entries->sessions[i];

		for (size_t j = 0; j < known->practitioner_count; j++)
			if (known->practitioners[j].id == practitioner)
				return true;
	}
	return false;
}

/* A day is drawn in a lane for each who is picked; what nobody takes would be
 * in none, so then there are none. */
static enum err put_lane_names(struct page *page,
			       const struct calendar_entries *entries)
{
	struct arena *arena = page->op->arena;
	json_t *lanes = json_new_list(arena);
	struct person *list;
	size_t count;
	enum err err;

	for (size_t i = 0; i < entries->session_count; i++)
		if (!entries->sessions[i].practitioner_count)
			return OK;
	err = store_person_list(page->reader, ROLE_PRACTITIONER, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		const char *word = word_for(page, &list[i]);
		json_t *lane;

		if (!calendar_entry_wants(page, word) ||
		    (!list[i].active && !comes(entries, list[i].id)))
			continue;
		lane = json_new(arena);
		json_put_text(lane, "login", word);
		json_put_text(lane, "name", list[i].name);
		json_put_text(lane, "colour", part_colour(page, list[i].id));
		json_add(lanes, lane);
	}
	if (!err)
		html_attribute(&page->html, "data-lanes",
			       json_text(arena, lanes));
	return err;
}

/* Where the script draws, and what it must know for it. */
static enum err put_place(struct page *page, const struct calendar_span *span,
			  const struct calendar_entries *entries)
{
	struct html *html = &page->html;
	struct arena *arena = page->op->arena;
	struct wall now =
		practice_instant_wall(page->practice.zone, page->op->now);
	enum err err = OK;

	html_add(html,
		 "<section class=\"card\" id=\"calendar\" hidden "
		 "aria-label=\"Calendar\" data-view=\"%s\" data-date=\"%s\" "
		 "data-now=\"%s\"",
		 calendar_view_words[span->view], day_text(arena, span->date),
		 wall_text(arena, now));
	put_hours(page, entries);
	if (page_is_office(page) && span->view == CALENDAR_DAY)
		err = put_lane_names(page, entries);
	html_attribute(html, "data-practitioners", asked_for(page));
	html_attribute_if(html, session_part_may_add(page), "data-add", "1");
	html_attribute_if(html, day_weekday(span->to) == SUNDAY, "data-sunday",
			  "1");
	html_add(html, "></section>\n<script src=\"%s\" defer></script>\n",
		 assets_url("calendar.js"));
	return err;
}

static void put_closures(struct page *page,
			 const struct calendar_entries *entries, struct day day)
{
	for (size_t i = 0; i < entries->closure_count; i++) {
		const struct closure *closure = &entries->closures[i];

		if (!calendar_entry_shuts(page, closure, day))
			continue;
		html_add(&page->html, "<li>");
		part_badge(&page->html, "closed", "lock",
			   calendar_entry_closed(page, closure));
		if (!closure->all_day)
			html_add(&page->html, "<span>%s</span>",
				 show_times(page,
					    practice_instant_wall(
						    page->practice.zone,
						    closure->span.start),
					    practice_instant_wall(
						    page->practice.zone,
						    closure->span.end)));
		html_add(&page->html, "</li>\n");
	}
}

static void put_session(struct page *page, const struct session_known *known)
{
	struct html *html = &page->html;

	html_add(html,
		 "<li data-row><span class=\"when\">%s</span><div><p>"
		 "<a href=\"%s\">%s</a></p><p class=\"hint\">%s%s%s</p></div>"
		 "<span>",
		 show_times(page, calendar_entry_start(page, known),
			    calendar_entry_end(page, known)),
		 session_part_url(page, known),
		 session_part_clients(page, known),
		 known->service_name && known->see != SEE_CLIENT
			 ? known->service_name
			 : "",
		 known->service_name && known->see != SEE_CLIENT ? " · " : "",
		 session_part_practitioners(page, known));
	part_status(page, html, known);
	html_add(html, "</span></li>\n");
}

/* On which day of the list a session stands: what began before, on the first.
 */
static struct day day_of_session(const struct page *page,
				 const struct session_known *known,
				 const struct calendar_span *span)
{
	struct day day = wall_day(calendar_entry_start(page, known));

	return day.n < span->from.n ? span->from : day;
}

static void put_day(struct page *page, const struct calendar_span *span,
		    const struct calendar_entries *entries, struct day day)
{
	struct html *html = &page->html;

	card_begin(page, NULL, NULL);
	html_add(html, "<div class=\"card-head\"><h2>%s</h2>",
		 show_day(page, day));
	if (session_part_may_add(page))
		html_add(html,
			 "<a class=\"end\" href=\"%s\">Add session<span "
			 "class=\"unseen\">, %s</span></a>",
			 url_of(page->op->arena, "/sessions/new?date=%s",
				day_text(page->op->arena, day)),
			 show_day(page, day));
	html_add(html, "</div>\n<ul class=\"rows\">");
	put_closures(page, entries, day);
	for (size_t i = 0; i < entries->session_count; i++)
		if (day_of_session(page, &entries->sessions[i], span).n ==
		    day.n)
			put_session(page, &entries->sessions[i]);
	html_add(html, "</ul>\n");
	card_end(page);
}

/* A Sunday on which nobody comes is left out, unless it was asked for or the
 * practice works on it. */
static void drop_sunday(const struct page *page, struct calendar_span *span,
			const struct calendar_entries *entries)
{
	struct work_span spans[WORK_SPANS_MOST];

	if (span->view != CALENDAR_WEEK || span->date.n == span->to.n ||
	    practice_hours_of(page->op->arena, &page->practice, SUNDAY, spans))
		return;
	for (size_t i = 0; i < entries->session_count; i++) {
		struct wall end =
			calendar_entry_end(page, &entries->sessions[i]);

		if (wall_day(end).n >= span->to.n)
			return;
	}
	span->to.n--;
}

static bool is_empty(struct page *page, const struct calendar_span *span,
		     const struct calendar_entries *entries, struct day day)
{
	for (size_t i = 0; i < entries->session_count; i++)
		if (day_of_session(page, &entries->sessions[i], span).n ==
		    day.n)
			return false;
	for (size_t i = 0; i < entries->closure_count; i++)
		if (calendar_entry_shuts(page, &entries->closures[i], day))
			return false;
	return true;
}

/* Whoever may not add anything has no use for days on which nothing is. */
static void put_days(struct page *page, const struct calendar_span *span,
		     const struct calendar_entries *entries)
{
	bool all = session_part_may_add(page), any = false;

	html_add(&page->html, "<div class=\"day-list\">");
	for (struct day day = span->from; day.n <= span->to.n; day.n++) {
		if (!all && is_empty(page, span, entries, day))
			continue;
		put_day(page, span, entries, day);
		any = true;
	}
	if (!any) {
		card_begin(page, NULL, NULL);
		part_empty(page, "Nothing is in these days.", NULL, NULL);
		card_end(page);
	}
	html_add(&page->html, "</div>\n");
}

/* What the signs of the calendar say; clients see no drafts. */
static void put_signs(struct page *page)
{
	static const char *const signs[][2] = {
		{ "ring", "Open" },
		{ "clock", "To save" },
		{ "check", "Completed" },
		{ "slash", "Missed" },
		{ "cross", "Canceled" },
		{ "pencil", "Override" },
		{ "draft", "Draft" },
		{ "warn", "Double-booked, on a closure" },
		{ "lock", "Closed" },
	};

	html_add(&page->html, "<ul class=\"signs\" aria-label=\"Signs\">");
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		if (str_equal(signs[i][0], "draft") &&
		    !page_is(page, ROLES_TEAM))
			continue;
		html_add(&page->html, "<li>");
		icon_put(&page->html, signs[i][0]);
		html_add(&page->html, "%s</li>", signs[i][1]);
	}
	html_add(&page->html, "</ul>\n");
}

static enum err show_calendar(struct page *page)
{
	struct calendar_entries entries;
	struct calendar_span span;
	enum err err;

	calendar_span_read(page, &span);
	err = calendar_entry_load(page, span.from, span.to, &entries);
	if (err)
		return err;
	drop_sunday(page, &span, &entries);
	page->title = calendar_span_title(page, &span);
	put_commands(page, &span);
	err = put_lanes(page, &span);
	if (err)
		return err;
	err = put_place(page, &span, &entries);
	if (err)
		return err;
	put_days(page, &span, &entries);
	put_signs(page);
	return OK;
}

/* A day, or the day of "2026-06-08T00:00:00". */
static bool bound_of(struct page *page, const char *name, struct day *day)
{
	const char *text = page_query(page, name);

	if (!text)
		return false;
	if (strlen(text) > DAY_LETTERS && text[DAY_LETTERS] == 'T')
		text = arena_strndup(page->op->arena, text, DAY_LETTERS);
	return day_parse(text, day);
}

static enum err events_span(struct page *page, struct day *start,
			    struct day *end)
{
	if (!bound_of(page, "start", start))
		return fail_field(page->op, "start", "day",
				  "start: a day such as 2026-06-08.");
	if (!bound_of(page, "end", end) || end->n <= start->n)
		return fail_field(page->op, "end", "day",
				  "end: a day behind start, not itself shown.");
	if (end->n - start->n > EVENT_DAYS)
		return fail_field(page->op, "end", "too-long",
				  "end: at most 366 days behind start.");
	return OK;
}

static enum err show_events(struct page *page)
{
	struct calendar_entries entries;
	struct day start, end;
	struct html json;
	enum err err = events_span(page, &start, &end);

	if (err == ERR_INVALID) {
		page_problem(page, err);
		return OK;
	}
	if (!err)
		err = calendar_entry_load(page, start,
					  (struct day){ end.n - 1 }, &entries);
	if (err)
		return err;
	html_init(&json, page->op->arena);
	html_json(&json, calendar_entry_json(page, &entries));
	page_bytes(page, "application/json", json.buf.at, json.buf.len);
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_ALL, "Calendar", show_calendar, NULL, 0, NULL },
	{ ADDRESS "/events", ROLES_ALL, "Calendar", show_events, NULL, 0,
	  ADDRESS },
};

const struct page_table pages_calendar = { rows, ARRAY_SIZE(rows) };
