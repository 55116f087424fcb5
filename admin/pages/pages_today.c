#include "admin/pages/pages_today.h"

#include "admin/pages/grid.h"
#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "admin/pages/today_needs.h"
#include "practice/wall_time.h"
#include "store/closure.h"

#define DAY_MOST 500      /* sessions of a day */
#define CLOSURES_AHEAD 90 /* days */
#define CLOSURES_SHOWN 4

struct today {
	struct page *page;
	struct day day;
	struct session_known *list;
	size_t count;
	bool is_now; /* the day is this one */
};

static enum err load_day(struct today *today)
{
	struct page *page = today->page;
	struct session_filter filter = {
		.span = practice_days(&page->practice, today->day, today->day),
		.limit = DAY_MOST,
	};
	struct session *list;
	enum err err =
		store_session_list(page->reader, &filter, &list, &today->count);

	return err ? err
		   : session_part_list(page, list, today->count, &today->list,
				       &today->count);
}

static void put_lead(struct today *today)
{
	struct page *page = today->page;
	size_t coming = 0;

	for (size_t i = 0; i < today->count; i++)
		coming += today->list[i].start_utc.s > page->op->now.s;
	if (!today->count)
		page->lead = "No sessions.";
	else if (today->is_now)
		page->lead =
			arena_printf(page->op->arena, "%s, %zu still to come.",
				     show_counted(page, (int64_t)today->count,
						  "session", "sessions"),
				     coming);
	else
		page->lead = show_counted(page, (int64_t)today->count,
					  "session", "sessions");
}

static const char *second_line(struct page *page,
			       const struct session_known *known)
{
	return arena_printf(page->op->arena, "%s%s%s%s%s",
			    known->service_name ? known->service_name : "",
			    known->service_name ? " · " : "",
			    session_part_practitioners(page, known),
			    known->terms.place ? " · " : "",
			    known->terms.place ? known->terms.place : "");
}

static void put_session(struct page *page, const struct session_known *known)
{
	struct html *html = &page->html;

	html_add(html,
		 "<li class=\"day-row\" data-row><div class=\"when\">"
		 "<strong>%s</strong><br>%s</div><span class=\"bar %s\">"
		 "</span><div><p><a class=\"name\" href=\"%s\">%s</a></p>"
		 "<p class=\"hint\">%s</p></div><div class=\"buttons\">",
		 show_time(page, known->start), show_time(page, known->end),
		 known->practitioner_count
			 ? part_colour(page, known->practitioners[0].id)
			 : "p7",
		 session_part_url(page, known),
		 session_part_clients(page, known), second_line(page, known));
	part_status(page, html, known);
	if (session_part_may_save(page, known))
		html_add(html,
			 "<a class=\"button second\" data-save "
			 "href=\"%s/save?to=%%2Ftoday\">Save<span "
			 "class=\"unseen\"> %s</span></a>",
			 session_part_url(page, known),
			 session_part_clients(page, known));
	html_add(html, "</div></li>\n");
}

static void put_now(struct page *page)
{
	html_add(&page->html, "<li class=\"now-line\"><span>%s</span></li>\n",
		 show_time(page, practice_instant_wall(page->practice.zone,
						       page->op->now)));
}

static const char *day_url(struct page *page, struct day day)
{
	return url_of(page->op->arena, "/today?date=%s",
		      day_text(page->op->arena, day));
}

static void put_day(struct today *today)
{
	struct page *page = today->page;
	struct html *html = &page->html;
	struct day earlier = { today->day.n - 1 }, later = { today->day.n + 1 };
	bool told = !today->is_now;

	html_add(html,
		 "<section class=\"card screen-only\">"
		 "<div class=\"card-head\"><h2>%s</h2>"
		 "<p>All practitioners</p><span class=\"icons end\">",
		 today->is_now ? "Today" : show_day(page, today->day));
	html_add(html,
		 "<a class=\"icon-link\" data-earlier title=\"Earlier\" "
		 "href=\"%s\">",
		 day_url(page, earlier));
	icon_put(html, "left");
	html_add(html,
		 "<span class=\"unseen\">Earlier</span></a>"
		 "<a class=\"icon-link\" data-later title=\"Later\" "
		 "href=\"%s\">",
		 day_url(page, later));
	icon_put(html, "right");
	html_add(html, "<span class=\"unseen\">Later</span></a></span></div>");
	if (!today->count)
		part_empty(page, "Nobody comes on this day.",
			   url_of(page->op->arena, "/sessions/new?date=%s",
				  day_text(page->op->arena, today->day)),
			   "Add session");
	html_add(html, "<ol class=\"rows day\">\n");
	for (size_t i = 0; i < today->count; i++) {
		if (!told && today->list[i].start_utc.s > page->op->now.s) {
			put_now(page);
			told = true;
		}
		put_session(page, &today->list[i]);
	}
	if (!told && today->count)
		put_now(page);
	html_add(html, "</ol></section>\n");
}

/* On paper: a list for each practitioner, with room for a tick. */
static void put_paper(struct today *today, const struct person *person)
{
	struct page *page = today->page;
	struct html *html = &page->html;
	bool begun = false;

	for (size_t i = 0; i < today->count; i++) {
		const struct session_known *known = &today->list[i];
		bool theirs = false;

		for (size_t j = 0; j < known->practitioner_count; j++)
			theirs = theirs ||
				 known->practitioners[j].id == person->id;
		if (!theirs)
			continue;
		if (!begun)
			html_add(html,
				 "<section class=\"print-only\"><h2>%s</h2>"
				 "<table><tbody>",
				 person->name);
		begun = true;
		html_add(html,
			 "<tr><td class=\"paper-box\"></td><td>%s</td>"
			 "<th>%s</th><td>%s</td><td>%s</td><td>",
			 show_times(page, known->start, known->end),
			 session_part_clients(page, known), known->service_name,
			 known->terms.place);
		part_status(page, html, known);
		html_add(html, "</td></tr>");
	}
	if (begun)
		html_add(html, "</tbody></table></section>\n");
}

static enum err put_papers(struct today *today)
{
	struct page *page = today->page;
	struct person *list;
	size_t count;
	enum err err = store_person_list(page->reader, ROLE_PRACTITIONER, &list,
					 &count);

	for (size_t i = 0; !err && i < count; i++)
		put_paper(today, &list[i]);
	return err;
}

static enum err put_figure(struct page *page, const char *text,
			   const struct session_filter *filter)
{
	int64_t count;
	enum err err = store_session_count(page->reader, filter, &count);

	if (!err)
		html_add(&page->html,
			 "<li>%s<span class=\"number\">%s</span></li>", text,
			 show_count(page, count));
	return err;
}

static enum err put_week(struct today *today)
{
	struct page *page = today->page;
	int weekday = (int)day_weekday(today->day);
	struct day from = { today->day.n - weekday };
	struct day to = { from.n + 6 };
	struct session_filter all = {
		.span = practice_days(&page->practice, from, to),
	};
	struct session_filter some = all;
	enum err err;

	card_begin(page, today->is_now ? "This week" : "That week",
		   show_days(page, from, to));
	html_add(&page->html, "<ul class=\"rows\">");
	err = put_figure(page, "Sessions", &all);
	some.saved = true;
	if (!err)
		err = put_figure(page, "Saved", &some);
	some.saved = false;
	some.open = true;
	some.ended_before = page->op->now;
	if (!err)
		err = put_figure(page, "To save", &some);
	html_add(&page->html, "</ul>\n");
	card_end(page);
	return err;
}

static enum err put_closures(struct today *today)
{
	struct page *page = today->page;
	struct day until = { today->day.n + CLOSURES_AHEAD };
	struct span span = practice_days(&page->practice, today->day, until);
	struct html *html = &page->html;
	struct closure *list;
	size_t count;
	enum err err = store_closure_list(page->reader, span, &list, &count);

	if (err || !count)
		return err;
	card_begin(page, "Next closures", NULL);
	html_add(html, "<ul class=\"rows\">");
	for (size_t i = 0; i < count && i < CLOSURES_SHOWN; i++) {
		html_add(html, "<li>");
		part_badge(html, "closed", "lock", "Closed");
		html_add(html,
			 "<div><p><a href=\"/closures/%lld\">%s</a></p>"
			 "<p class=\"hint\">%s%s</p></div></li>",
			 (long long)list[i].id, list[i].title,
			 show_closed(page, &list[i]),
			 list[i].all_day && list[i].from.n == list[i].to.n
				 ? ", all day"
				 : "");
	}
	html_add(html, "</ul>\n");
	card_end(page);
	return OK;
}

static enum err put_csv(const struct today *today)
{
	static const struct column columns[] = {
		{ "Time", COLUMN_WHEN },         { "Clients", COLUMN_MAIN },
		{ "Service", COLUMN_TEXT },      { "Place", COLUMN_TEXT },
		{ "Practitioner", COLUMN_TEXT }, { "Status", COLUMN_TEXT },
	};
	struct page *page = today->page;
	struct grid grid;

	grid_begin(&grid, page, "Today", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < today->count; i++) {
		const struct session_known *known = &today->list[i];

		grid_row(&grid, NULL);
		grid_text(&grid, show_times(page, known->start, known->end));
		grid_text(&grid, session_part_clients(page, known));
		grid_text(&grid, known->service_name);
		grid_text(&grid, known->terms.place);
		grid_text(&grid, session_part_practitioners(page, known));
		grid_text(&grid, part_status_text(page, known));
	}
	grid_end(&grid);
	return OK;
}

static enum err show_today(struct page *page)
{
	struct today today = { .page = page, .day = page_today(page) };
	enum err err;

	page_query_day(page, "date", &today.day);
	today.is_now = today.day.n == page_today(page).n;
	page->title = show_day_long(page, today.day);
	part_commands(page, true);
	session_part_add(page, &today.day);
	err = load_day(&today);
	if (err)
		return err;
	if (grid_wants_csv(page))
		return put_csv(&today);
	put_lead(&today);
	html_add(&page->html, "<div class=\"columns\"><div>");
	put_day(&today);
	err = put_papers(&today);
	html_add(&page->html, "</div><div class=\"screen-only\">");
	if (!err)
		err = today_needs_put(page);
	if (!err)
		err = put_week(&today);
	if (!err)
		err = put_closures(&today);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static const struct page_row rows[] = {
	{ "/today", ROLES_OFFICE, "Today", show_today, NULL, 0, NULL },
};

const struct page_table pages_today = { rows, ARRAY_SIZE(rows) };
