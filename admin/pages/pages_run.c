#include "admin/pages/pages_run.h"

#include "admin/pages/call.h"
#include "admin/pages/grid.h"
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

static const struct look states[] = {
	[OUTBOX_QUEUED] = { "warn", "clock", "Queued" },
	[OUTBOX_LEASED] = { "warn", "clock", "Being sent" },
	[OUTBOX_SENT] = { "good", "check", "Sent" },
	[OUTBOX_RETRYING] = { "warn", "clock", "Trying again" },
	[OUTBOX_UNKNOWN] = { "warn", "info", "Not known yet" },
	[OUTBOX_DEAD] = { "bad", "warn", "Failed" },
	[OUTBOX_DROPPED] = { "mute", "cross", "Dropped" },
	[OUTBOX_UNDONE] = { "mute", "undo", "Taken back" },
};

static const char *how(const struct outbox *notice)
{
	return notice->channel == NOTICE_BY_EMAIL ? "E-mail" : "Text";
}

static const char *why(struct page *page, const struct outbox *notice)
{
	struct arena *arena = page->op->arena;

	if (notice->reason)
		return notice->reason;
	switch (notice->state) {
	case OUTBOX_QUEUED:
	case OUTBOX_RETRYING:
		if (notice->next.s == INSTANT_MAX.s)
			return "waits for a person";
		return arena_printf(arena, "goes at %s",
				    show_instant(page, notice->next));
	case OUTBOX_SENT:
	case OUTBOX_DROPPED:
	case OUTBOX_UNDONE:
		return show_instant(page, notice->changed);
	case OUTBOX_LEASED:
	case OUTBOX_UNKNOWN:
	case OUTBOX_DEAD:
		break;
	}
	return "";
}

static const char *name_of(const struct run_item *item,
			   const struct outbox *notice)
{
	for (size_t i = 0; i < item->client_count; i++)
		if (!notice || item->clients[i]->id == notice->person)
			return item->clients[i]->name;
	return notice ? notice->address : "No client";
}

static void put_session(struct page *page, struct grid *grid,
			const struct run_item *item)
{
	const char *zone = page->practice.zone;
	const struct look *look = &outcomes[item->outcome];
	const char *when = show_when(
		page, practice_instant_wall(zone, item->session.span.start),
		practice_instant_wall(zone, item->session.span.end));

	if (!grid_cell(grid, arena_printf(page->op->arena, "%s: %s", when,
					  look->word)))
		return;
	html_add(&page->html, "<a href=\"%s\">%s</a> ",
		 url_of(page->op->arena, "/sessions/%lld",
			(long long)item->session.id),
		 when);
	part_badge(&page->html, look->kind, look->icon, look->word);
	grid_cell_end(grid);
}

static void put_notice(struct page *page, struct grid *grid,
		       const struct run_item *item, const struct outbox *notice)
{
	const struct look *look = &states[notice->state];
	bool failed =
		notice->state == OUTBOX_DEAD || notice->state == OUTBOX_UNKNOWN;

	grid_text(grid, name_of(item, notice));
	grid_text(grid, how(notice));
	if (grid_cell(grid, look->word)) {
		part_badge(&page->html, look->kind, look->icon, look->word);
		grid_cell_end(grid);
	}
	grid_text(grid, why(page, notice));
	if (grid_cell(grid, NULL)) {
		if (failed)
			part_post(page,
				  url_of(page->op->arena, ADDRESS "/%s",
					 page->words[0]),
				  "Retry", "plain", "retry",
				  arena_printf(page->op->arena, "%lld",
					       (long long)notice->id));
		grid_cell_end(grid);
	}
}

/* Of a session about which nobody is told. */
static void put_untold(struct page *page, struct grid *grid,
		       const struct run_item *item)
{
	grid_text(grid, name_of(item, NULL));
	grid_text(grid, "None");
	if (grid_cell(grid, "Not told")) {
		part_badge(&page->html, "draft", "draft", "Not told");
		grid_cell_end(grid);
	}
	grid_text(grid, item->reason);
	grid_text(grid, "");
}

static void put_item(struct page *page, struct grid *grid,
		     const struct run_item *item)
{
	grid_row(grid, NULL);
	put_session(page, grid, item);
	if (!item->notice_count)
		put_untold(page, grid, item);
	for (size_t i = 0; i < item->notice_count; i++) {
		if (i) {
			grid_row(grid, "goes-on");
			grid_text(grid, "");
		}
		put_notice(page, grid, item, &item->notices[i]);
	}
}

static const char *notices_lead(struct page *page, const struct run_known *run)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i <= OUTBOX_UNDONE; i++)
		if (run->notices[i])
			buf_printf(&buf, "%s%s %s", buf.len ? ", " : "",
				   show_count(page, (int64_t)run->notices[i]),
				   states[i].word);
	return buf.len ? buf.at : "Nobody is told.";
}

static void put_progress(struct page *page, const struct run_known *known)
{
	const struct run *run = &known->run;

	if (run->state != RUN_APPLYING && run->state != RUN_UNDOING)
		return;
	html_add(&page->html,
		 "<p class=\"warning\"><progress max=\"%zu\" value=\"%zu\">"
		 "</progress> %s of %s sessions are settled. It goes on when "
		 "this page is closed.</p>\n",
		 known->count, known->settled,
		 show_count(page, (int64_t)known->settled),
		 show_count(page, (int64_t)known->count));
}

static const char *lead_of(struct page *page, const struct run_known *known)
{
	const struct run *run = &known->run;
	size_t canceled = 0;
	struct person person;
	const char *by = "the system";
	const char *to = str_equal(run->asked_from, run->asked_to)
				 ? NULL
				 : run->asked_to;

	for (size_t i = 0; i < known->count; i++)
		canceled += known->items[i].outcome == OUTCOME_CANCELED;
	if (run->person &&
	    store_person_find(page->reader, run->person, &person) == OK)
		by = person.name;
	return arena_printf(page->op->arena,
			    "%s of %s canceled · %s%s%s · %s, %s",
			    show_count(page, (int64_t)canceled),
			    show_counted(page, (int64_t)known->count, "session",
					 "sessions"),
			    run->asked_from, to ? " – " : "", to ? to : "", by,
			    show_instant(page, run->at));
}

static enum err show_run(struct page *page)
{
	static const struct column columns[] = {
		{ "Session", COLUMN_MAIN },   { "Client", COLUMN_TEXT },
		{ "How", COLUMN_TEXT },       { "State", COLUMN_TEXT },
		{ "Why, when", COLUMN_TEXT }, { "What to do", COLUMN_TOOLS },
	};
	struct run_known known;
	struct grid grid;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = practice_run_known(page->reader, id, &known);
	if (err)
		return err;
	page_crumb(page, ADDRESS, "Cancellations");
	page->lead = lead_of(page, &known);
	put_progress(page, &known);
	card_begin(page, "Sessions and notices", notices_lead(page, &known));
	grid_begin(&grid, page, "Sessions and notices", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = 0; i < known.count; i++)
		put_item(page, &grid, &known.items[i]);
	grid_end(&grid);
	card_end(page);
	if (known.run.state == RUN_DONE)
		part_post(
			page,
			url_of(page->op->arena, ADDRESS "/%s", page->words[0]),
			"Undo what is not sent", "second", "undo", "1");
	return OK;
}

static enum err take_run(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *own = url_of(arena, ADDRESS "/%s", page->words[0]);
	const char *retry = form_value(&page->form, "retry");
	enum err err;

	if (retry)
		err = page_send(page, "POST",
				url_of(arena, "/api/outbox/%s/retry", retry),
				NULL);
	else
		err = page_send(page, "POST",
				url_of(arena, "/api" ADDRESS "/%s/undo",
				       page->words[0]),
				NULL);
	if (err)
		return err;
	page_flash(page, "%s",
		   retry ? "The notice is queued again."
			 : "Sessions that nobody changed since are open again. "
			   "Whoever was told already is told that it takes "
			   "place after all.");
	page_go(page, own);
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS "/{id}", ROLES_OFFICE, "Cancellations", show_run, take_run, 0,
	  ADDRESS },
};

const struct page_table pages_run = { rows, ARRAY_SIZE(rows) };
