#include "admin/pages/pages_wages.h"

#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/person_form.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "base/word.h"
#include "practice/money/payroll.h"
#include "practice/money/statement.h"
#include "practice/wall_time.h"
#include "store/completion.h"
#include "store/session_list.h"

#define RUNS_SHOWN 6
#define NAMES_SHOWN 3

struct wages_view {
	struct page *page;
	const struct person *person;
	const char *address; /* of the page, for its links */
	bool unpaid;         /* what no closed run has paid; else by day */
	bool whole;          /* all, whenever it was */
	struct day from, to;
	struct money owed;  /* all that is not paid yet */
	struct wage **list; /* that were asked for, the newest first */
	size_t count;
	struct money sum;
};

/* ?from=&to=, either alone meaning up to today or from that month's first day
 * on; ?all=1; else what is not paid yet. */
static void read_span(struct wages_view *view)
{
	struct page *page = view->page;
	struct day from = page_today(page), to = from;
	struct wall month;

	if (!page_query_span(page, &from, &to)) {
		view->unpaid = true;
		return;
	}
	view->whole = page_query(page, "all") != NULL;
	view->unpaid = !view->whole && !page_query(page, "from") &&
		       !page_query(page, "to");
	view->to = page_today(page);
	page_query_day(page, "from", &view->to);
	if (view->to.n < page_today(page).n)
		view->to = page_today(page);
	page_query_day(page, "to", &view->to);
	month = day_wall(view->to);
	view->from = day_of(month.year, month.month, 1);
	page_query_day(page, "from", &view->from);
}

static enum err read_wages(struct wages_view *view)
{
	struct page *page = view->page;
	struct span span = WHOLE_TIME;
	struct wages wages;
	enum err err;

	if (!view->unpaid && !view->whole)
		span = practice_days(&page->practice, view->from, view->to);
	err = practice_wages(page->reader, view->person->id, span, &wages);
	if (err)
		return err;
	view->owed = wages.unpaid;
	view->list = arena_array(page->op->arena, wages.count + 1,
				 sizeof(struct wage *));
	for (size_t i = wages.count; i-- > 0;) {
		struct wage *wage = &wages.list[i];

		if (view->unpaid && wage->paid)
			continue;
		view->list[view->count++] = wage;
		view->sum = money_add(view->sum, wage->amount);
	}
	return OK;
}

static const struct column columns[] = {
	{ "Date", COLUMN_WHEN },         { "Client", COLUMN_MAIN },
	{ "Service", COLUMN_TEXT },      { "Min", COLUMN_NUMBER },
	{ "How it ended", COLUMN_TEXT }, { "Base", COLUMN_NUMBER },
	{ "Wage", COLUMN_NUMBER },
};

/* The clients, as the viewer may name them. A session that is not theirs any
 * more, or not there, is not named. */
static enum err put_client(struct grid *grid, const struct wage *wage)
{
	struct page *page = grid->page;
	struct session_known known;
	enum err err = session_part_load(page, wage->session, &known);

	if (err == ERR_NOT_FOUND) {
		operation_recover(page->op);
		grid_text(grid, "");
		return OK;
	}
	if (!err)
		grid_link(grid, session_part_url(page, &known),
			  session_part_clients(page, &known));
	return err;
}

static void put_ending(struct grid *grid, const struct wage *wage,
		       const struct completion *completion)
{
	const struct session_known saved = {
		.status = SESSION_SAVED,
		.saved = true,
		.removed_at = INSTANT_MAX,
		.type = completion->slug,
		.label = wage->label,
		.map = word_of(map_words, wage->map),
	};

	if (!grid_cell(grid, wage->reversal ? "Re-opened" : wage->label))
		return;
	if (wage->reversal)
		part_badge(grid->html, "mute", "undo", "Re-opened");
	else
		part_status(grid->page, grid->html, &saved);
	if (wage->paid)
		html_add(grid->html, " <small>run %lld</small>",
			 (long long)wage->payroll);
	grid_cell_end(grid);
}

static struct money base_of(const struct completion *completion,
			    int64_t practitioner)
{
	for (size_t i = 0; i < completion->practitioner_count; i++)
		if (completion->practitioners[i].practitioner == practitioner)
			return completion->practitioners[i].base;
	return (struct money){ 0 };
}

static enum err put_row(struct grid *grid, const struct wage *wage)
{
	struct completion completion;
	enum err err = store_completion_find(grid->page->reader,
					     wage->completion, &completion);

	if (err)
		return err;
	grid_row(grid, NULL);
	grid_day(grid, wage->day);
	err = put_client(grid, wage);
	grid_text(grid, wage->service);
	grid_count(grid, wage->minutes);
	put_ending(grid, wage, &completion);
	grid_money(grid, base_of(&completion, wage->practitioner));
	grid_money(grid, wage->amount);
	return err;
}

static void put_sum(struct grid *grid, const struct wages_view *view)
{
	grid_foot(grid);
	grid_text(grid, "");
	grid_text(grid, arena_printf(grid->page->op->arena, "%s %s",
				     view->unpaid ? "Not paid yet," : "Total",
				     grid->page->practice.currency));
	for (int i = 0; i < 4; i++)
		grid_text(grid, "");
	grid_money(grid, view->sum);
}

static const char *span_text(const struct wages_view *view)
{
	if (view->unpaid)
		return "Not paid yet";
	if (view->whole)
		return "All";
	return show_days(view->page, view->from, view->to);
}

/* A page of the lines; all of them as CSV. */
static enum err put_lines(struct wages_view *view)
{
	struct page *page = view->page;
	bool csv = grid_wants_csv(page);
	const struct grid_part part = grid_part(page, view->count);
	struct grid grid;
	enum err err = OK;

	card_begin(page, "Lines", span_text(view));
	if (!view->count && !csv) {
		part_empty(page, "No session of these days was saved.", NULL,
			   NULL);
		card_end(page);
		return OK;
	}
	grid_begin(&grid, page, "Wages", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; !err && i < part.count; i++)
		err = put_row(&grid, view->list[part.first + i]);
	if (err)
		return err;
	if (!csv)
		put_sum(&grid, view);
	grid_end(&grid);
	card_end(page);
	part_pages(page, part.count, view->count);
	return OK;
}

static void put_tab(struct wages_view *view, const char *query,
		    const char *text, bool current)
{
	html_add(&view->page->html, "<a href=\"%s%s\"", view->address, query);
	html_attribute_if(&view->page->html, current, "aria-current", "true");
	html_add(&view->page->html, ">%s</a>", text);
}

/* What is not paid, this month and the two before, all. */
static void put_tabs(struct wages_view *view)
{
	struct page *page = view->page;
	struct arena *arena = page->op->arena;
	struct wall today = day_wall(page_today(page));

	html_add(&page->html, "<nav class=\"tabs\" aria-label=\"Which\">");
	put_tab(view, "", "Not paid yet", view->unpaid);
	for (int back = 0; back < 3; back++) {
		struct day from = day_of(today.year, today.month - back, 1);
		struct day to = day_of(today.year, today.month - back + 1, 0);
		bool current = !view->unpaid && !view->whole &&
			       view->from.n == from.n && view->to.n == to.n;

		put_tab(view,
			url_of(arena, "?from=%s&to=%s", day_text(arena, from),
			       day_text(arena, to)),
			show_month(page, from), current);
	}
	put_tab(view, "?all=1", "All", view->whole);
	html_add(&page->html, "</nav>\n");
}

static void put_filters(struct wages_view *view)
{
	struct page *page = view->page;
	struct arena *arena = page->op->arena;
	bool dated = !view->unpaid && !view->whole;

	part_filters(page, view->address);
	field_span(page, dated ? day_text(arena, view->from) : "",
		   dated ? day_text(arena, view->to) : "");
	html_add(&page->html,
		 "<button class=\"second\">Filter</button></form>\n");
}

static enum err put_owed(struct wages_view *view)
{
	struct page *page = view->page;
	struct payroll open = { 0 };
	struct payroll_sum *sums = NULL;
	size_t count = 0;
	enum err err = OK;

	card_begin(page, NULL, NULL);
	html_add(&page->html,
		 "<p class=\"hint\">Not paid yet</p><p class=\"key-figure\">%s "
		 "<small>%s</small></p>\n",
		 show_money(page, view->owed), page->practice.currency);
	if (page_is_office(page))
		err = store_payroll_find_open(page->reader, &open);
	else
		err = ERR_NOT_FOUND;
	if (!err)
		err = practice_payroll_sums(page->reader, open.id, &sums,
					    &count);
	else if (err == ERR_NOT_FOUND)
		err = OK;
	operation_recover(page->op);
	for (size_t i = 0; i < count; i++)
		if (sums[i].practitioner == view->person->id)
			html_add(&page->html,
				 "<p><a href=\"/payroll/%lld\">Run %lld</a>, "
				 "not closed: %s</p>\n",
				 (long long)open.id, (long long)open.id,
				 show_money(page, sums[i].amount));
	card_end(page);
	return err;
}

/* Sessions that are over and in no sum. */
static enum err put_open(struct wages_view *view)
{
	struct page *page = view->page;
	struct session_filter filter = { .practitioner = view->person->id,
					 .open = true,
					 .ended_before = page->op->now,
					 .newest = true,
					 .limit = NAMES_SHOWN };
	struct session *list;
	size_t count = 0;
	int64_t total = 0;
	enum err err = store_session_count(page->reader, &filter, &total);

	if (!err)
		err = store_session_list(page->reader, &filter, &list, &count);
	if (err || !total)
		return err;
	card_begin(page, NULL, NULL);
	html_add(&page->html, "<div class=\"figure\">");
	part_badge(&page->html, "warn", "clock",
		   arena_printf(page->op->arena, "%lld to save",
				(long long)total));
	if (page_is_office(page))
		html_add(
			&page->html, "<a href=\"%s\">Open sessions</a>",
			url_of(page->op->arena,
			       "/open-sessions?practitioner=%s",
			       view->person->login ? view->person->login : ""));
	else
		html_add(&page->html, "<a href=\"/to-save\">To save</a>");
	html_add(&page->html,
		 "</div><p class=\"hint\">Not saved, so not in this sum:");
	for (size_t i = 0; !err && i < count; i++) {
		struct session_known known;

		err = session_part_load(page, list[i].id, &known);
		if (!err)
			html_add(&page->html, "%s %s %s", i ? "," : "",
				 session_part_clients(page, &known),
				 show_date(page, wall_day(known.start)));
	}
	html_add(&page->html, "%s</p>\n",
		 (size_t)total > count ? " and more." : ".");
	card_end(page);
	return err;
}

static void put_run(struct wages_view *view, const struct payroll *run,
		    const struct payroll_sum *sum)
{
	struct page *page = view->page;
	struct html *html = &page->html;

	html_add(html, "<li><div><p>");
	if (page_is_office(page))
		html_add(html, "<a href=\"/payroll/%lld\">Run %lld</a>",
			 (long long)run->id, (long long)run->id);
	else
		html_add(html, "Run %lld", (long long)run->id);
	html_add(html,
		 "</p><p class=\"hint\">to %s</p></div>"
		 "<span class=\"number\">%s</span></li>\n",
		 show_date(page, run->to), show_money(page, sum->amount));
}

/* What the latest runs paid this practitioner. */
static enum err put_runs(struct wages_view *view)
{
	struct page *page = view->page;
	struct payroll *runs;
	size_t count, shown = 0;
	enum err err =
		store_payroll_list(page->reader, 0, RUNS_SHOWN, &runs, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct payroll_sum *sums;
		size_t size;

		err = practice_payroll_sums(page->reader, runs[i].id, &sums,
					    &size);
		for (size_t j = 0; !err && j < size; j++) {
			if (sums[j].practitioner != view->person->id ||
			    !runs[i].closed)
				continue;
			if (!shown++) {
				card_begin(page, "Paid runs", NULL);
				html_add(&page->html, "<ul class=\"rows\">\n");
			}
			put_run(view, &runs[i], &sums[j]);
		}
	}
	if (shown) {
		html_add(&page->html, "</ul>\n");
		card_end(page);
	}
	return err;
}

static const char *rate_text(struct page *page, const struct person *person)
{
	if (!person->has_hourly)
		return "as the services say";
	if (money_is_zero(person->bonus))
		return arena_printf(page->op->arena, "%s an hour",
				    show_money(page, person->hourly));
	return arena_printf(
		page->op->arena, "%s an hour + %s bonus = %s",
		show_money(page, person->hourly),
		show_money(page, person->bonus),
		show_money(page, money_add(person->hourly, person->bonus)));
}

static enum err show(struct wages_view *view)
{
	struct page *page = view->page;
	enum err err;

	read_span(view);
	err = read_wages(view);
	if (err)
		return err;
	part_commands(page, true);
	html_add(&page->html, "<div class=\"columns\"><div>");
	put_tabs(view);
	put_filters(view);
	err = put_lines(view);
	html_add(&page->html, "</div><div>");
	if (!err)
		err = put_owed(view);
	if (!err)
		err = put_open(view);
	if (!err)
		err = put_runs(view);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err show_own(struct page *page)
{
	struct wages_view view = { .page = page,
				   .person = &page->person,
				   .address = "/wages" };

	page->lead = arena_printf(page->op->arena, "Your wages, %s",
				  rate_text(page, &page->person));
	return show(&view);
}

static enum err show_theirs(struct page *page)
{
	struct wages_view view = { .page = page };
	struct person_known known;
	const char *own;
	enum err err = person_form_load(page, page->words[0], ROLE_PRACTITIONER,
					&known);

	if (err)
		return err;
	own = url_of(page->op->arena, "/practitioners/%s", page->words[0]);
	view.person = &known.person;
	view.address = arena_printf(page->op->arena, "%s/wages", own);
	page_crumb(page, "/practitioners", "Practitioners");
	page_crumb(page, own, known.person.name);
	page->name = "Wages";
	page->lead =
		arena_printf(page->op->arena, "%s, wages: %s",
			     known.person.name, rate_text(page, &known.person));
	return show(&view);
}

static const struct page_row rows[] = {
	{ "/wages", ROLE_PRACTITIONER, "Wages", show_own, NULL, 0, NULL },
	{ "/practitioners/{login}/wages", ROLES_OFFICE, "Practitioners",
	  show_theirs, NULL, 0, "/practitioners" },
};

const struct page_table pages_wages = { rows, ARRAY_SIZE(rows) };
