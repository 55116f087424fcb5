#include "admin/pages/pages_to_save.h"

#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/session_list.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "practice/money/statement.h"
#include "store/completion_type.h"

#define ADDRESS "/to-save"
#define NEXT_SHOWN 5
#define NEXT_DAYS 14

/* The ways to end that have a button of their own; others are in the form. */
static const struct deed {
	const char *type, *text, *icon, *class;
} deeds[] = {
	{ "completed", "Completed", "check", "" },
	{ "missed", "Missed", "slash", "second" },
};

struct to_save {
	struct page *page;
	struct session_known *list;
	size_t count, total;
	bool offered[ARRAY_SIZE(deeds)]; /* the type is not switched off */
};

static enum err read_deeds(struct to_save *view)
{
	struct completion_type *types;
	size_t count;
	enum err err = session_part_types(view->page, &types, &count);

	for (size_t i = 0; !err && i < count; i++)
		for (size_t j = 0; j < ARRAY_SIZE(deeds); j++)
			if (str_equal(types[i].slug, deeds[j].type))
				view->offered[j] = true;
	return err;
}

static enum err read_list(struct to_save *view)
{
	struct page *page = view->page;
	const struct session_wish wish = {
		.filter = { .practitioner = page->op->actor.person,
			    .open = true,
			    .ended_before = page->op->now,
			    .newest = true },
	};
	bool csv = grid_wants_csv(page);

	return session_wish_list(
		page, &wish, csv ? 0 : page_number(page) * PAGE_SIZE,
		csv ? 0 : PAGE_SIZE, &view->list, &view->count, &view->total);
}

/* "Today 11:00–11:50", "Yesterday …", else the day. */
static const char *when(struct page *page, const struct session_known *known)
{
	int32_t ago = page_today(page).n - wall_day(known->start).n;

	if (ago != 0 && ago != 1)
		return show_when(page, known->start, known->end);
	return arena_printf(page->op->arena, "%s %s",
			    ago ? "Yesterday" : "Today",
			    show_times(page, known->start, known->end));
}

static void put_second(struct page *page, const char *text)
{
	if (text)
		html_add(&page->html, " · %s", text);
}

static void put_deeds(struct to_save *view, const struct session_known *known)
{
	struct page *page = view->page;
	struct html *html = &page->html;
	const char *url = session_part_url(page, known);

	html_add(html,
		 "<form method=\"post\" action=\"%s/completion\" "
		 "class=\"taps\"><input type=\"hidden\" name=\"csrf\" "
		 "value=\"%s\"><input type=\"hidden\" name=\"revision\" "
		 "value=\"%lld\"><input type=\"hidden\" name=\"to\" "
		 "value=\"" ADDRESS "\">",
		 url, page->csrf, (long long)known->revision);
	for (size_t i = 0; i < ARRAY_SIZE(deeds); i++) {
		if (!view->offered[i])
			continue;
		html_add(html,
			 "<button class=\"%s\" name=\"type\" value=\"%s\" "
			 "aria-describedby=\"s-%lld\">",
			 deeds[i].class, deeds[i].type, (long long)known->id);
		icon_put(html, deeds[i].icon);
		html_add(html, "%s</button>", deeds[i].text);
	}
	html_add(html,
		 "<a class=\"button second\" data-save aria-label=\"Other ways "
		 "to end\" title=\"Other ways to end\" "
		 "aria-describedby=\"s-%lld\" "
		 "href=\"%s/save?to=%%2Fto-save\">…</a></form>",
		 (long long)known->id, url);
}

static void put_session(struct to_save *view, const struct session_known *known)
{
	struct page *page = view->page;
	struct html *html = &page->html;

	html_add(html,
		 "<li class=\"tap-row\" data-row><div>"
		 "<p><a class=\"name\" id=\"s-%lld\" href=\"%s\">%s</a></p>"
		 "<p class=\"hint\">%s",
		 (long long)known->id, session_part_url(page, known),
		 session_part_clients(page, known), when(page, known));
	put_second(page, known->service_name);
	put_second(page, known->terms.place);
	html_add(html, "</p></div><span>");
	part_status(page, html, known);
	html_add(html, "</span>");
	if (session_part_may_save(page, known))
		put_deeds(view, known);
	html_add(html, "</li>\n");
}

static void put_csv(struct to_save *view)
{
	static const struct column columns[] = {
		{ "Date", COLUMN_WHEN },    { "Time", COLUMN_WHEN },
		{ "Clients", COLUMN_MAIN }, { "Service", COLUMN_TEXT },
		{ "Place", COLUMN_TEXT },
	};
	struct page *page = view->page;
	struct grid grid;

	grid_begin(&grid, page, "To save", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < view->count; i++) {
		const struct session_known *known = &view->list[i];

		grid_row(&grid, NULL);
		grid_day(&grid, wall_day(known->start));
		grid_text(&grid, show_times(page, known->start, known->end));
		grid_text(&grid, session_part_clients(page, known));
		grid_text(&grid, known->service_name);
		grid_text(&grid, known->terms.place);
	}
	grid_end(&grid);
}

static void put_list(struct to_save *view)
{
	struct page *page = view->page;

	card_begin(page, NULL, NULL);
	if (!view->count)
		part_empty(page, "Every session of yours is saved.",
			   "/calendar", "To the calendar");
	else
		html_add(&page->html, "<ul class=\"rows\">\n");
	for (size_t i = 0; i < view->count; i++)
		put_session(view, &view->list[i]);
	if (view->count)
		html_add(&page->html, "</ul>\n");
	card_end(page);
	if (view->total > PAGE_SIZE)
		part_pages(page, view->count, view->total);
}

static void put_coming(struct page *page, const struct session_known *known)
{
	struct html *html = &page->html;
	struct day day = wall_day(known->start);
	bool is_now = day.n == page_today(page).n;

	html_add(html,
		 "<li class=\"day-row\" data-row><div class=\"when\">"
		 "<strong>%s</strong><br>%s</div><span class=\"bar %s\">"
		 "</span><div><p><a class=\"name\" href=\"%s\">%s</a></p>"
		 "<p class=\"hint\">%s",
		 show_time(page, known->start), show_time(page, known->end),
		 part_colour(page, page->op->actor.person),
		 session_part_url(page, known),
		 session_part_clients(page, known),
		 is_now ? "Today" : show_day(page, day));
	put_second(page, known->service_name);
	put_second(page, known->terms.place);
	html_add(html, "</p></div><div class=\"buttons\">");
	part_status(page, html, known);
	html_add(html, "</div></li>\n");
}

static enum err put_next(struct page *page)
{
	const struct instant until = { page->op->now.s + NEXT_DAYS * 86400 };
	const struct session_wish wish = {
		.filter = { .practitioner = page->op->actor.person,
			    .open = true,
			    .span = { page->op->now, until } },
	};
	struct session_known *list;
	size_t count, total;
	enum err err = session_wish_list(page, &wish, 0, NEXT_SHOWN, &list,
					 &count, &total);

	if (err || !count)
		return err;
	html_add(&page->html,
		 "<section class=\"card\"><div class=\"card-head\">"
		 "<h2>Next</h2><a class=\"end\" "
		 "href=\"/calendar\">Calendar</a></div>"
		 "<ol class=\"rows day\">\n");
	for (size_t i = 0; i < count; i++)
		put_coming(page, &list[i]);
	html_add(&page->html, "</ol>\n");
	card_end(page);
	return OK;
}

static enum err put_wages(struct page *page)
{
	const struct span none = { page->op->now, page->op->now };
	struct wages wages;
	enum err err = practice_wages(page->reader, page->op->actor.person,
				      none, &wages);

	if (err)
		return err;
	card_begin(page, NULL, NULL);
	html_add(
		&page->html,
		"<div class=\"figure\"><div><p class=\"hint\">Wages, not paid "
		"yet</p><p class=\"key-figure\">%s <small>%s</small></p></div>",
		show_money(page, wages.unpaid), page->practice.currency);
	part_button(&page->html, "/wages", "Lines", NULL, "second");
	html_add(&page->html, "</div>\n");
	card_end(page);
	return OK;
}

static enum err show_to_save(struct page *page)
{
	struct to_save view = { .page = page };
	enum err err = read_list(&view);

	if (!err)
		err = read_deeds(&view);
	if (err)
		return err;
	if (grid_wants_csv(page)) {
		put_csv(&view);
		return OK;
	}
	if (view.total)
		page->lead = arena_printf(
			page->op->arena,
			"%s ended and %s not saved. Until then %s nothing.",
			show_counted(page, (int64_t)view.total, "session",
				     "sessions"),
			view.total == 1 ? "is" : "are",
			view.total == 1 ? "it pays" : "they pay");
	part_commands(page, true);
	html_add(&page->html, "<div class=\"columns\"><div>");
	put_list(&view);
	html_add(&page->html, "</div><div>");
	err = put_next(page);
	if (!err)
		err = put_wages(page);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLE_PRACTITIONER, "To save", show_to_save, NULL, 0, NULL },
};

const struct page_table pages_to_save = { rows, ARRAY_SIZE(rows) };
