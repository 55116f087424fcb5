#include "admin/pages/pages_home.h"

#include "admin/pages/grid.h"
#include "admin/pages/icon.h"
#include "admin/pages/owed_part.h"
#include "admin/pages/own_notice.h"
#include "admin/pages/part.h"
#include "admin/pages/session_list.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "practice/names.h"
#include "practice/wall_time.h"
#include "store/closure.h"

#define ADDRESS "/home"
#define SESSIONS_READ 12 /* of those to come */
#define COMING_SHOWN 8
#define PAST_SHOWN 5
#define DAYS_AHEAD 90

struct home {
	struct page *page;
	struct session_known *coming;
	size_t coming_count;
	const struct session_known *next; /* one of them that is on, or NULL */
	struct closure *closures;
	size_t closure_count;
	size_t at, shut; /* what was taken of both */
};

static enum err read_coming(struct home *home)
{
	struct page *page = home->page;
	const struct session_wish wish = {
		.filter = { .client = page->op->actor.person,
			    .span = { page->op->now, INSTANT_MAX } },
	};
	const struct span ahead =
		practice_days(&page->practice, page_today(page),
			      (struct day){ page_today(page).n + DAYS_AHEAD });
	size_t total;
	enum err err = session_wish_list(
		page, &wish, 0, grid_wants_csv(page) ? 0 : SESSIONS_READ,
		&home->coming, &home->coming_count, &total);

	for (size_t i = 0; !err && i < home->coming_count && !home->next; i++)
		if (!home->coming[i].saved)
			home->next = &home->coming[i];
	if (!err)
		err = store_closure_list(page->reader, ahead, &home->closures,
					 &home->closure_count);
	return err;
}

static void put_text(struct html *html, const char *before, const char *text)
{
	if (!str_empty(text))
		html_add(html, "%s%s", before, text);
}

/* A link that calls the practice: digits and + of its number. */
static void put_call(struct page *page)
{
	struct buf number;

	if (str_empty(page->practice.phone))
		return;
	buf_init(&number, page->op->arena);
	buf_puts(&number, "tel:");
	for (const char *c = page->practice.phone; *c; c++)
		if ((*c >= '0' && *c <= '9') || *c == '+')
			buf_putc(&number, *c);
	part_button(&page->html, number.at, "Call us", "device", "second");
}

static void put_next(struct home *home)
{
	struct page *page = home->page;
	struct html *html = &page->html;
	const struct session_known *next = home->next;

	html_add(html, "<section class=\"card next\">");
	if (!next) {
		html_add(html, "<p class=\"hint\">Your next session</p>"
			       "<p>There is none yet.</p>"
			       "<p class=\"buttons\">");
		put_call(page);
		html_add(html, "</p></section>\n");
		return;
	}
	html_add(html,
		 "<p class=\"hint\">Your next session</p>"
		 "<h2 class=\"key-figure\"><a href=\"%s\">%s</a></h2>"
		 "<p><strong>%s</strong> %s",
		 session_part_url(page, next),
		 show_day_long(page, wall_day(next->start)),
		 show_times(page, next->start, next->end),
		 session_part_clients(page, next));
	for (size_t i = 0; i < next->practitioner_count; i++)
		html_add(html, "%s%s", i ? ", " : " with ",
			 next->practitioners[i].name);
	put_text(html, ", ", next->terms.place);
	html_add(html, "</p>\n");
	if (!str_empty(next->terms.public_note)) {
		html_add(html, "<p class=\"worked\">");
		icon_put(html, "info");
		html_add(html, "<span>");
		html_lines(html, next->terms.public_note);
		html_add(html, "</span></p>\n");
	}
	html_add(html, "<p class=\"buttons\">");
	part_button(html, "/devices", "Add to calendar", "calendar", "second");
	put_call(page);
	html_add(html, "</p></section>\n");
}

static void put_session(struct page *page, const struct session_known *known)
{
	struct html *html = &page->html;

	html_add(html,
		 "<li data-row><div><p><a class=\"name\" href=\"%s\">%s</a></p>"
		 "<p class=\"hint\">%s",
		 session_part_url(page, known),
		 show_day(page, wall_day(known->start)),
		 show_times(page, known->start, known->end));
	put_text(html, " · ", known->service_name);
	put_text(html, " · ", known->terms.place);
	html_add(html, "</p></div><span>");
	if (known->saved)
		part_status(page, html, known);
	html_add(html, "</span></li>\n");
}

static void put_closure(struct page *page, const struct closure *closure)
{
	struct html *html = &page->html;

	html_add(html,
		 "<li><div><p><strong>%s</strong></p><p class=\"hint\">%s%s"
		 "</p></div><span>",
		 show_closed(page, closure), closure->title,
		 closure->all_day ? ", all day" : "");
	part_badge(html, "closed", "lock", "Closed");
	html_add(html, "</span></li>\n");
}

/* What comes after the others of both lists, each of which goes by its start:
 * the one or the other is set; false: nothing is left. */
static bool take_next(struct home *home, const struct session_known **known,
		      const struct closure **closure)
{
	*known = home->at < home->coming_count ? &home->coming[home->at] : NULL;
	*closure = home->shut < home->closure_count
			   ? &home->closures[home->shut]
			   : NULL;
	if (*known && *closure) {
		if ((*closure)->span.start.s <= (*known)->start_utc.s)
			*known = NULL;
		else
			*closure = NULL;
	}
	home->at += *known != NULL;
	home->shut += *closure != NULL;
	return *known || *closure;
}

static void put_coming(struct home *home)
{
	struct page *page = home->page;
	const struct session_known *known;
	const struct closure *closure;
	int shown = 0;

	html_add(&page->html,
		 "<section class=\"card\"><div class=\"card-head\">"
		 "<h2>Coming</h2><a class=\"end\" "
		 "href=\"/calendar\">Calendar</a></div>"
		 "<ul class=\"rows\">\n");
	while (shown < COMING_SHOWN && take_next(home, &known, &closure)) {
		if (known && known == home->next)
			continue; /* it stands above */
		if (closure)
			put_closure(page, closure);
		else
			put_session(page, known);
		shown++;
	}
	if (!shown)
		html_add(&page->html, "<li>Nothing else yet.</li>");
	html_add(&page->html, "</ul>\n");
	card_end(page);
}

/* All that comes, as a file. */
static enum err put_csv(struct home *home)
{
	static const struct column columns[] = {
		{ "When", COLUMN_WHEN },         { "What", COLUMN_MAIN },
		{ "Practitioner", COLUMN_TEXT }, { "Place", COLUMN_TEXT },
		{ "Status", COLUMN_TEXT },
	};
	struct page *page = home->page;
	const struct session_known *known;
	const struct closure *closure;
	struct grid grid;

	grid_begin(&grid, page, "Coming", columns, ARRAY_SIZE(columns));
	while (take_next(home, &known, &closure)) {
		grid_row(&grid, NULL);
		grid_text(&grid,
			  closure ? show_closed(page, closure)
				  : show_when(page, known->start, known->end));
		grid_text(&grid, closure ? closure->title
					 : session_part_clients(page, known));
		grid_text(&grid,
			  closure ? ""
				  : session_part_practitioners(page, known));
		grid_text(&grid, closure ? "" : known->terms.place);
		grid_text(&grid,
			  closure ? "Closed" : part_status_word(page, known));
	}
	grid_end(&grid);
	return OK;
}

static enum err put_past(struct page *page)
{
	const struct session_wish wish = {
		.filter = { .client = page->op->actor.person,
			    .ended_before = page->op->now,
			    .newest = true },
	};
	struct session_known *list;
	size_t count, total;
	enum err err = session_wish_list(page, &wish, 0, PAST_SHOWN, &list,
					 &count, &total);

	if (err || !count)
		return err;
	html_add(&page->html,
		 "<section class=\"card\"><div class=\"card-head\">"
		 "<h2>Past</h2><a class=\"end\" "
		 "href=\"/sessions\">All</a></div>"
		 "<ul class=\"rows\">\n");
	for (size_t i = 0; i < count; i++)
		put_session(page, &list[i]);
	html_add(&page->html, "</ul>\n");
	card_end(page);
	return OK;
}

static enum err show_home(struct page *page)
{
	struct home home = { .page = page };
	enum err err = read_coming(&home);

	if (err)
		return err;
	page->title = arena_printf(
		page->op->arena, "Hello %s",
		practice_first_name(page->op->arena, page->person.name));
	if (grid_wants_csv(page))
		return put_csv(&home);
	html_add(&page->html, "<div class=\"columns\"><div>");
	put_next(&home);
	put_coming(&home);
	html_add(&page->html, "</div><div>");
	err = owed_part_put(page, &page->person);
	if (!err)
		err = put_past(page);
	own_notice_put(page);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err take_home(struct page *page)
{
	return own_notice_take(page, ADDRESS);
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLE_CLIENT, "Home", show_home, take_home, 0, NULL },
};

const struct page_table pages_home = { rows, ARRAY_SIZE(rows) };
