#include "admin/pages/notice_part.h"

#include "admin/pages/call.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "practice/notice/recipient.h"

struct look {
	const char *kind, *icon, *word;
};

static const struct look looks[] = {
	[OUTBOX_QUEUED] = { "warn", "clock", "Queued" },
	[OUTBOX_LEASED] = { "warn", "clock", "Being sent" },
	[OUTBOX_SENT] = { "good", "check", "Sent" },
	[OUTBOX_RETRYING] = { "warn", "clock", "Trying again" },
	[OUTBOX_UNKNOWN] = { "warn", "info", "Not known yet" },
	[OUTBOX_DEAD] = { "bad", "warn", "Failed" },
	[OUTBOX_DROPPED] = { "mute", "cross", "Dropped" },
	[OUTBOX_UNDONE] = { "mute", "undo", "Taken back" },
};

enum err notice_part_to(struct grid *grid, const struct outbox *notice)
{
	struct page *page = grid->page;
	struct person person;
	const char *name;
	enum err err = store_person_load(page->reader, notice->person, &person);

	if (!err)
		err = practice_notice_reader(page->reader, &page->practice,
					     &person, notice->channel,
					     notice->address, &name);
	if (!err)
		grid_text(grid,
			  str_equal(name, person.name)
				  ? name
				  : arena_printf(page->op->arena, "%s, for %s",
						 name, person.name));
	return err;
}

const char *notice_part_what(enum notice_kind kind)
{
	static const char *const words[] = {
		[NOTICE_CANCELED] = "Canceled",
		[NOTICE_RESCHEDULED] = "Moved",
		[NOTICE_RESTORED] = "Takes place after all",
		[NOTICE_CLOSURE] = "Closed",
		[NOTICE_REMINDER] = "Reminder",
		[NOTICE_INVOICE] = "Invoice",
		[NOTICE_STATEMENT] = "Statement",
		[NOTICE_REVIEW] = "Something to review",
	};

	return words[kind];
}

const char *notice_part_how(enum notice_channel channel)
{
	return channel == NOTICE_BY_EMAIL ? "E-mail" : "Text";
}

const char *notice_part_state(enum outbox_state state)
{
	return looks[state].word;
}

const char *notice_part_counts(struct page *page, const size_t *counts)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++)
		if (counts[i])
			buf_printf(&buf, "%s%s %s", buf.len ? ", " : "",
				   show_count(page, (int64_t)counts[i]),
				   looks[i].word);
	return buf.at;
}

void notice_part_badge(struct grid *grid, const struct outbox *notice)
{
	const struct look *look = &looks[notice->state];

	if (!grid_cell(grid, look->word))
		return;
	part_badge(grid->html, look->kind, look->icon, look->word);
	grid_cell_end(grid);
}

/* "" where it does not go any more. */
static const char *next_of(struct page *page, const struct outbox *notice)
{
	switch (notice->state) {
	case OUTBOX_QUEUED:
	case OUTBOX_RETRYING:
	case OUTBOX_UNKNOWN:
		if (notice->next.s == INSTANT_MAX.s)
			return "waits for a person";
		return show_instant_short(page, notice->next);
	case OUTBOX_LEASED:
	case OUTBOX_SENT:
	case OUTBOX_DEAD:
	case OUTBOX_DROPPED:
	case OUTBOX_UNDONE:
		break;
	}
	return "";
}

const char *notice_part_when(struct page *page, const struct outbox *notice)
{
	const char *next = next_of(page, notice);

	return *next ? next : show_instant_short(page, notice->changed);
}

const char *notice_part_why(struct page *page, const struct outbox *notice)
{
	struct arena *arena = page->op->arena;
	const char *next = next_of(page, notice);
	bool held = notice->next.s == INSTANT_MAX.s && *next;

	if (notice->reason && *next && !held)
		return arena_printf(arena, "%s Next try: %s.", notice->reason,
				    next);
	if (notice->reason)
		return notice->reason;
	if (held)
		return next;
	if (*next)
		return arena_printf(arena, "goes at %s", next);
	if (notice->state == OUTBOX_LEASED || notice->state == OUTBOX_DEAD)
		return "";
	return show_instant_short(page, notice->changed);
}

const char *notice_part_tries(struct page *page, const struct outbox *notice)
{
	return notice->tries ? show_counted(page, notice->tries, "try", "tries")
			     : "";
}

/* Whether the office may queue it again or let it be; the route decides. */
static bool may_retry(const struct outbox *notice)
{
	return notice->state == OUTBOX_DEAD ||
	       notice->state == OUTBOX_UNKNOWN ||
	       notice->state == OUTBOX_RETRYING ||
	       notice->state == OUTBOX_DROPPED;
}

static bool may_drop(const struct outbox *notice)
{
	return notice->state == OUTBOX_DEAD || store_outbox_waits(notice) ||
	       notice->state == OUTBOX_UNKNOWN;
}

void notice_part_deeds(struct grid *grid, const struct outbox *notice,
		       const char *url)
{
	struct page *page = grid->page;
	const char *id =
		arena_printf(page->op->arena, "%lld", (long long)notice->id);

	if (!grid_cell(grid, NULL))
		return;
	if (may_retry(notice))
		part_post(page, url, "Retry", "plain", "retry", id);
	if (may_drop(notice))
		part_post(page, url, "Drop", "plain", "drop", id);
	grid_cell_end(grid);
}

static size_t notices_of(const struct run_known *run)
{
	size_t all = 0;

	for (size_t i = 0; i <= OUTBOX_UNDONE; i++)
		all += run->notices[i];
	return all;
}

/* Notices that still go by themselves. */
static size_t going(const struct run_known *run)
{
	return run->notices[OUTBOX_QUEUED] + run->notices[OUTBOX_LEASED] +
	       run->notices[OUTBOX_RETRYING] + run->notices[OUTBOX_UNKNOWN];
}

void notice_part_progress(struct page *page, const struct run_known *run)
{
	bool works =
		run->run.state == RUN_APPLYING || run->run.state == RUN_UNDOING;
	size_t all = works ? run->total : notices_of(run);
	size_t done = works ? run->settled : all - going(run);

	if (!works && done == all)
		return;
	html_add(&page->html,
		 "<p class=\"warning progress\" id=\"progress-%lld\" "
		 "aria-live=\"polite\" hx-get=\"/cancellations/%lld\" "
		 "hx-trigger=\"every 5s\" hx-select=\"#progress-%lld\" "
		 "hx-swap=\"outerHTML\">",
		 (long long)run->run.id, (long long)run->run.id,
		 (long long)run->run.id);
	html_add(&page->html,
		 "<progress max=\"%zu\" value=\"%zu\" aria-label=\"Run "
		 "%lld\"></progress> <span>%s of %s. It goes on when this page "
		 "is closed.</span></p>\n",
		 all, done, (long long)run->run.id,
		 show_count(page, (int64_t)done),
		 works ? show_counted(page, (int64_t)all, "session is settled",
				      "sessions are settled")
		       : show_counted(page, (int64_t)all, "notice is out",
				      "notices are out"));
}

enum err notice_part_take(struct page *page, bool *taken)
{
	struct arena *arena = page->op->arena;
	const char *retry = form_value(&page->form, "retry");
	const char *drop = form_value(&page->form, "drop");
	enum err err;

	*taken = retry || drop;
	if (!*taken)
		return OK;
	err = page_send(page, "POST",
			retry ? url_of(arena, "/api/outbox/%s/retry", retry)
			      : url_of(arena, "/api/outbox/%s/drop", drop),
			NULL);
	if (!err)
		page_flash(page, "%s",
			   retry ? "The notice is queued again."
				 : "The notice is not sent.");
	return err;
}
