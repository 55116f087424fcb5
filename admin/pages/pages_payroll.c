#include "admin/pages/pages_payroll.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/icon.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "practice/money/payroll_known.h"
#include "practice/wall_time.h"
#include "store/session_list.h"

#define ADDRESS "/payroll"
#define API "/api/payroll"
#define EARLIER_SHOWN 6
#define RUNS_MOST 10000

static const char *run_url(struct page *page, const struct payroll *run)
{
	return url_of(page->op->arena, ADDRESS "/%lld", (long long)run->id);
}

static const char *run_name(struct page *page, const struct payroll *run)
{
	return arena_printf(page->op->arena, "Run %lld", (long long)run->id);
}

static void put_state(struct html *html, const struct payroll *run)
{
	if (run->closed)
		part_badge(html, "mute", "lock", "Closed");
	else
		part_badge(html, "draft", "pencil", "Open");
}

/* Sessions that are over and were not saved when the run is made, so that no
 * wage of theirs is in it. */
static enum err put_unsaved(struct page *page, struct day to,
			    const char *sentence)
{
	struct session_filter filter = { .open = true };
	struct instant end = practice_days(&page->practice, to, to).end;
	int64_t count;
	enum err err;

	filter.span = (struct span){ INSTANT_MIN, end };
	filter.ended_before = end.s < page->op->now.s ? end : page->op->now;
	err = store_session_count(page->reader, &filter, &count);
	if (err || !count)
		return err;
	html_add(&page->html, "<div class=\"warning\">");
	icon_put(&page->html, "clock");
	html_add(&page->html,
		 "<p><strong>%s not saved yet</strong> %s</p>"
		 "<a href=\"/open-sessions\">Save them</a></div>\n",
		 arena_printf(page->op->arena, "%s %s",
			      show_counted(page, count, "session", "sessions"),
			      count == 1 ? "is" : "are"),
		 sentence);
	return OK;
}

static void put_run_row(struct grid *grid, const struct payroll_known *known)
{
	struct page *page = grid->page;
	const struct payroll *run = &known->payroll;

	grid_row(grid, NULL);
	grid_link(grid, run_url(page, run), run_name(page, run));
	grid_day(grid, run->to);
	if (grid_cell(grid, run->closed ? "Closed" : "Open")) {
		put_state(grid->html, run);
		grid_cell_end(grid);
	}
	grid_count(grid, (int64_t)known->line_count);
	grid_money(grid, known->total);
}

static enum err put_runs(struct page *page, const struct payroll *runs,
			 size_t total)
{
	static const struct column columns[] = {
		{ "Run", COLUMN_MAIN },      { "Up to", COLUMN_DATED },
		{ "Status", COLUMN_TEXT },   { "Practitioners", COLUMN_NUMBER },
		{ "To pay", COLUMN_NUMBER },
	};
	bool csv = grid_wants_csv(page);
	const struct grid_part part = grid_part(page, total);
	struct grid grid;
	enum err err = OK;

	card_begin(page, "Runs", NULL);
	if (!total && !csv) {
		part_empty(page,
			   "A run holds the wages that are not paid yet. "
			   "There was none so far.",
			   NULL, NULL);
		card_end(page);
		return OK;
	}
	grid_begin(&grid, page, "Payroll runs", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; !err && i < part.count; i++) {
		struct payroll_known known;

		err = practice_payroll_known(page->reader,
					     &runs[part.first + i], &known);
		if (!err)
			put_run_row(&grid, &known);
	}
	if (err)
		return err;
	grid_end(&grid);
	card_end(page);
	part_pages(page, part.count, total);
	return OK;
}

static void put_new(struct page *page, const struct payroll *open)
{
	card_begin(page, "New run", NULL);
	if (open)
		html_add(&page->html,
			 "<p><a href=\"%s\">%s</a> is open. Close it before "
			 "the next one is made.</p>\n",
			 run_url(page, open), run_name(page, open));
	form_begin(page, ADDRESS, "form");
	field_text(page,
		   &(struct field_show){
			   .name = "to",
			   .label = "Up to",
			   .type = "date",
			   .value = day_text(page->op->arena, page_today(page)),
			   .hint = "Takes what was saved for sessions up "
				   "to and with this day, and is not "
				   "paid yet." });
	form_buttons(page, "New run", NULL);
	form_end(page);
	card_end(page);
}

static const struct payroll *open_of(const struct payroll *runs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!runs[i].closed)
			return &runs[i];
	return NULL;
}

static enum err show_runs(struct page *page)
{
	struct payroll *runs;
	size_t count;
	enum err err =
		store_payroll_list(page->reader, 0, RUNS_MOST, &runs, &count);

	if (err)
		return err;
	part_commands(page, true);
	html_add(&page->html, "<div class=\"columns\"><div>");
	err = put_runs(page, runs, count);
	html_add(&page->html, "</div><div>");
	if (!err)
		err = put_unsaved(page, page_today(page),
				  "and come into no run before they are.");
	put_new(page, open_of(runs, count));
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err take_new(struct page *page)
{
	const char *id;
	enum err err = page_send_form(page, "POST", API, NULL);

	page->current = NULL; /* the run that is open is no newer version */
	if (err)
		return err;
	id = json_string_value(json_object_get(page->answer, "id"));
	page_flash(
		page, "Payroll run %s is made: %s %s to pay.", id,
		show_json_money(page, json_object_get(page->answer, "total")),
		page->practice.currency);
	page_go(page, url_of(page->op->arena, ADDRESS "/%s", id));
	return OK;
}

static enum err load(struct page *page, struct payroll_known *known)
{
	struct payroll payroll;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = practice_payroll_find(page->reader, id, &payroll);
	return err ? err
		   : practice_payroll_known(page->reader, &payroll, known);
}

/* "6:50". */
static const char *hours(struct page *page, int64_t minutes)
{
	return arena_printf(page->op->arena, "%s:%02d",
			    show_count(page, minutes / 60),
			    (int)(minutes % 60));
}

static void put_line(struct grid *grid, const struct known_sum *line)
{
	struct page *page = grid->page;
	const struct payroll_sum *sum = &line->sum;

	grid_row(grid, NULL);
	if (grid_cell(grid, line->name)) {
		html_add(grid->html,
			 "<span class=\"dot %s\"></span><a href=\"%s\">%s</a>",
			 part_colour(page, sum->practitioner),
			 url_of(page->op->arena, "/practitioners/%s/wages",
				line->practitioner),
			 line->name);
		grid_cell_end(grid);
	}
	grid_count(grid, sum->sessions);
	grid_text(grid, hours(page, sum->minutes));
	grid_money(grid, sum->wages);
	grid_money(grid, sum->reversals);
	grid_money(grid, sum->amount);
}

static void put_total(struct grid *grid, const struct payroll_known *known)
{
	struct page *page = grid->page;
	struct payroll_sum sum = { .sessions = 0 };

	for (size_t i = 0; i < known->line_count; i++) {
		const struct payroll_sum *one = &known->lines[i].sum;

		sum.sessions += one->sessions;
		sum.minutes += one->minutes;
		sum.wages = money_add(sum.wages, one->wages);
		sum.reversals = money_add(sum.reversals, one->reversals);
	}
	grid_foot(grid);
	grid_text(grid, arena_printf(page->op->arena, "Total %s",
				     page->practice.currency));
	grid_count(grid, sum.sessions);
	grid_text(grid, hours(page, sum.minutes));
	grid_money(grid, sum.wages);
	grid_money(grid, sum.reversals);
	grid_money(grid, known->total);
}

static void put_lines(struct page *page, const struct payroll_known *known)
{
	static const struct column columns[] = {
		{ "Practitioner", COLUMN_MAIN }, { "Sessions", COLUMN_NUMBER },
		{ "Hours", COLUMN_NUMBER },      { "Wages", COLUMN_NUMBER },
		{ "Reversals", COLUMN_NUMBER },  { "To pay", COLUMN_NUMBER },
	};
	struct grid grid;
	bool csv = grid_wants_csv(page);

	card_begin(page, NULL, NULL);
	if (!known->line_count && !csv) {
		part_empty(page,
			   "No wage that is not paid yet was saved for these "
			   "days.",
			   ADDRESS, "To the runs");
		card_end(page);
		return;
	}
	grid_begin(&grid, page, "What each practitioner gets", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = 0; i < known->line_count; i++)
		put_line(&grid, &known->lines[i]);
	if (!csv)
		put_total(&grid, known);
	grid_end(&grid);
	html_add(&page->html, "<p class=\"hint card-foot\">Reversals are "
			      "sessions that were re-opened after an earlier "
			      "run was closed.</p>\n");
	card_end(page);
}

static enum err put_earlier(struct page *page, const struct payroll *run)
{
	struct html *html = &page->html;
	struct payroll *runs;
	size_t count;
	enum err err = store_payroll_list(page->reader, run->id, EARLIER_SHOWN,
					  &runs, &count);

	if (err || !count)
		return err;
	card_begin(page, "Earlier runs", NULL);
	html_add(html, "<ul class=\"rows\">\n");
	for (size_t i = 0; !err && i < count; i++) {
		struct payroll_known known;

		err = practice_payroll_known(page->reader, &runs[i], &known);
		if (err)
			break;
		html_add(html,
			 "<li><div><p><a href=\"%s\">%s</a></p>"
			 "<p class=\"hint\">to %s</p></div>",
			 run_url(page, &runs[i]), run_name(page, &runs[i]),
			 show_date(page, runs[i].to));
		put_state(html, &runs[i]);
		html_add(html, "<span class=\"number\">%s</span></li>\n",
			 show_money(page, known.total));
	}
	html_add(html, "</ul>\n");
	card_end(page);
	return err;
}

static void put_head(struct page *page, const struct payroll_known *known)
{
	const struct payroll *run = &known->payroll;
	struct day to = run->to;

	page_crumb(page, ADDRESS, "Payroll");
	page->title = arena_printf(page->op->arena, "Payroll run %lld",
				   (long long)run->id);
	page->lead = arena_printf(page->op->arena, "%s to %s",
				  run->closed ? "Wages that were paid, up"
					      : "Wages not paid yet, up",
				  show_days(page, to, to));
	part_commands(page, true);
	if (!run->closed && page_has_grant(page, GRANT_PAYROLL))
		part_button(&page->commands,
			    arena_printf(page->op->arena, "%s/close",
					 run_url(page, run)),
			    "Close run…", "lock", NULL);
}

static enum err show_run(struct page *page)
{
	struct payroll_known known;
	enum err err = load(page, &known);

	if (err)
		return err;
	put_head(page, &known);
	html_add(&page->html, "<p>");
	put_state(&page->html, &known.payroll);
	if (known.payroll.closed)
		html_add(&page->html, " <small>%s</small>",
			 show_instant(page, known.payroll.closed_at));
	html_add(&page->html, "</p>\n<div class=\"columns\"><div>");
	if (!known.payroll.closed)
		err = put_unsaved(page, known.payroll.to,
				  "and not in this run. Their wages come into "
				  "the next one.");
	put_lines(page, &known);
	html_add(&page->html, "</div><div>");
	if (!err)
		err = put_earlier(page, &known.payroll);
	html_add(&page->html, "</div></div>\n");
	return err;
}

/* Who gets something, in words. */
static const char *who_gets(struct page *page,
			    const struct payroll_known *known)
{
	return arena_printf(page->op->arena, "%s %s",
			    show_counted(page, (int64_t)known->line_count,
					 "practitioner", "practitioners"),
			    known->line_count == 1 ? "gets" : "get");
}

static void put_question(struct page *page, const struct payroll_known *known)
{
	const struct payroll *run = &known->payroll;
	const char *back = run_url(page, run);

	card_begin(page,
		   arena_printf(page->op->arena, "Close payroll run %lld?",
				(long long)run->id),
		   NULL);
	html_add(&page->html, "<p>%s <strong>%s</strong>. ",
		 who_gets(page, known), show_total(page, known->total));
	html_add(&page->html, "A closed run can’t be changed; later "
			      "corrections go into the next one.</p>\n");
	if (page_has_grant(page, GRANT_PAYROLL)) {
		form_begin(page, NULL, NULL);
		form_buttons(page,
			     arena_printf(page->op->arena, "Close run %lld",
					  (long long)run->id),
			     back);
		form_end(page);
	} else {
		html_add(&page->html, "<p>Somebody who may close runs does "
				      "it.</p>\n");
		part_button(&page->html, back, "Back", NULL, "second");
	}
	card_end(page);
}

static enum err show_close(struct page *page)
{
	struct payroll_known known;
	const struct payroll *run = &known.payroll;
	enum err err = load(page, &known);

	if (err)
		return err;
	page_crumb(page, ADDRESS, "Payroll");
	page_crumb(page, run_url(page, run), run_name(page, run));
	page->name = "Close";
	page->lead = arena_printf(page->op->arena, "%s, up to %s",
				  run_name(page, run),
				  show_days(page, run->to, run->to));
	if (!run->closed) {
		put_question(page, &known);
		return OK;
	}
	card_begin(page, NULL, NULL);
	part_empty(page,
		   arena_printf(page->op->arena,
				"%s is closed since %s: %s were paid.",
				run_name(page, run),
				show_instant(page, run->closed_at),
				show_total(page, known.total)),
		   run_url(page, run), "To the run");
	card_end(page);
	return OK;
}

static enum err take_close(struct page *page)
{
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = page_send(page, "POST",
				url_of(page->op->arena, API "/%lld/close",
				       (long long)id),
				NULL);
	if (err)
		return err;
	page_flash(
		page, "Payroll run %lld is closed: %s %s are paid.",
		(long long)id,
		show_json_money(page, json_object_get(page->answer, "total")),
		page->practice.currency);
	page_go(page, url_of(page->op->arena, ADDRESS "/%lld", (long long)id));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Payroll", show_runs, take_new, 0, NULL },
	{ ADDRESS "/{id}", ROLES_OFFICE, "Payroll", show_run, NULL, 0,
	  ADDRESS },
	{ ADDRESS "/{id}/close", ROLES_OFFICE, "Payroll", show_close,
	  take_close, 0, ADDRESS },
};

const struct page_table pages_payroll = { rows, ARRAY_SIZE(rows) };
