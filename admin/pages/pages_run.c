#include "admin/pages/pages_run.h"

#include "admin/pages/call.h"
#include "admin/pages/grid.h"
#include "admin/pages/icon.h"
#include "admin/pages/notice_part.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "practice/notice/run_known.h"
#include "practice/wall_time.h"

#define ADDRESS "/cancellations"

struct look {
	const char *kind, *icon, *word;
};

static const struct look outcomes[] = {
	[OUTCOME_WAITING] = { "warn", "clock", "Waiting" },
	[OUTCOME_CANCELED] = { "mute", "cross", "Canceled" },
	[OUTCOME_TOLD] = { "outline", "mail", "Told" },
	[OUTCOME_RESTORED] = { "outline", "undo", "Takes place after all" },
	[OUTCOME_CHANGED] = { "clash", "warn", "Changed meanwhile" },
	[OUTCOME_SAVED] = { "good", "check", "Saved already" },
	[OUTCOME_REFUSED] = { "bad", "warn", "Refused" },
};

static void put_session(struct page *page, struct grid *grid,
			const struct run_item *item)
{
	const char *zone = page->practice.zone;
	const struct look *look = &outcomes[item->outcome];
	const char *when = show_when_short(
		page, practice_instant_wall(zone, item->session.span.start),
		practice_instant_wall(zone, item->session.span.end));

	if (!grid_cell(grid, arena_printf(page->op->arena, "%s: %s", when,
					  look->word)))
		return;
	html_add(&page->html, "<a class=\"when\" href=\"%s\">%s</a> ",
		 url_of(page->op->arena, "/sessions/%lld",
			(long long)item->session.id),
		 when);
	part_badge(&page->html, look->kind, look->icon, look->word);
	grid_cell_end(grid);
}

static const char *own_url(struct page *page)
{
	return url_of(page->op->arena, ADDRESS "/%s", page->words[0]);
}

/* Why and when, and after how many tries where it is not done. */
static const char *words_of(struct page *page, const struct outbox *notice)
{
	const char *why = notice_part_why(page, notice);
	const char *tries = notice_part_tries(page, notice);

	if (!*tries || notice->state == OUTBOX_SENT)
		return why;
	return arena_printf(page->op->arena, "%s%s%s", why, *why ? " " : "",
			    tries);
}

static enum err put_notice(struct page *page, struct grid *grid,
			   const struct outbox *notice)
{
	enum err err = notice_part_to(grid, notice);

	if (err)
		return err;
	grid_text(grid, notice_part_how(notice->channel));
	notice_part_badge(grid, notice);
	grid_text(grid, words_of(page, notice));
	notice_part_deeds(grid, notice, own_url(page));
	return OK;
}

/* Of a session about which nobody is told. */
static void put_untold(struct page *page, struct grid *grid,
		       const struct run_item *item)
{
	grid_text(grid,
		  item->client_count ? item->clients[0].name : "No client");
	grid_text(grid, "None");
	if (grid_cell(grid, "Not told")) {
		part_badge(&page->html, "draft", "draft", "Not told");
		grid_cell_end(grid);
	}
	grid_text(grid, item->reason);
	grid_text(grid, "");
}

static enum err put_item(struct page *page, struct grid *grid,
			 const struct run_item *item)
{
	enum err err = OK;

	grid_row(grid, NULL);
	put_session(page, grid, item);
	if (!item->notice_count)
		put_untold(page, grid, item);
	for (size_t i = 0; !err && i < item->notice_count; i++) {
		if (i) {
			grid_row(grid, "goes-on");
			grid_text(grid, "");
		}
		err = put_notice(page, grid, &item->notices[i]);
	}
	return err;
}

static const char *notices_lead(struct page *page, const struct run_known *run)
{
	const char *counts = notice_part_counts(page, run->notices);

	return *counts ? counts : "Nobody is told.";
}

static const char *lead_of(struct page *page, const struct run_known *known)
{
	const struct run *run = &known->run;
	struct person person;
	const char *by = "the system";

	if (run->person &&
	    store_person_find(page->reader, run->person, &person) == OK)
		by = person.name;
	return arena_printf(
		page->op->arena, "%s of %s canceled · %s · %s, %s",
		show_count(page, (int64_t)known->outcomes[OUTCOME_CANCELED]),
		show_counted(page, (int64_t)known->total, "session",
			     "sessions"),
		show_asked(page, run->asked_from, run->asked_to), by,
		show_instant(page, run->at));
}

/* Beside the h1, where the commands are. */
static void put_undo(struct page *page)
{
	struct html content = page->html;

	page->html = page->commands;
	part_post(page, own_url(page), "Undo what is not sent", "second",
		  "undo", "1");
	page->commands = page->html;
	page->html = content;
}

/* What the clients are told besides. */
static void put_message(struct page *page, const char *message)
{
	html_add(&page->html, "<p class=\"worked\">");
	icon_put(&page->html, "mail");
	html_add(&page->html, "<span>");
	html_lines(&page->html, message);
	html_add(&page->html, "</span></p>\n");
}

static enum err show_run(struct page *page)
{
	static const struct column columns[] = {
		{ "Session", COLUMN_MAIN },   { "Client", COLUMN_TEXT },
		{ "How", COLUMN_WHEN },       { "State", COLUMN_TEXT },
		{ "Why, when", COLUMN_TEXT }, { "What to do", COLUMN_TOOLS },
	};
	const struct grid_part part = grid_part(page, SIZE_MAX);
	struct run_known known;
	struct grid grid;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = practice_run_known(page->reader, id, part.first,
					 part.count, &known);
	if (err)
		return err;
	page_crumb(page, ADDRESS, "Cancellations");
	page->lead = lead_of(page, &known);
	part_commands(page, true);
	notice_part_progress(page, &known);
	if (known.run.message && !grid_wants_csv(page))
		put_message(page, known.run.message);
	card_begin(page, "Sessions and notices", notices_lead(page, &known));
	grid_begin(&grid, page, "Sessions and notices", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = 0; !err && i < known.count; i++)
		err = put_item(page, &grid, &known.items[i]);
	if (err)
		return err;
	grid_end(&grid);
	card_end(page);
	part_pages(page, known.count, known.total);
	if (known.run.state == RUN_DONE)
		put_undo(page);
	return OK;
}

static enum err take_run(struct page *page)
{
	bool taken;
	enum err err = notice_part_take(page, &taken);

	if (!err && !taken) {
		err = page_send(page, "POST",
				url_of(page->op->arena,
				       "/api" ADDRESS "/%s/undo",
				       page->words[0]),
				NULL);
		page_flash(page, "Sessions that nobody changed since are open "
				 "again. Whoever was told already is told that "
				 "it takes place after all.");
	}
	if (!err)
		page_go(page, own_url(page));
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS "/{id}", ROLES_OFFICE, "Cancellations", show_run, take_run, 0,
	  ADDRESS },
};

const struct page_table pages_run = { rows, ARRAY_SIZE(rows) };
