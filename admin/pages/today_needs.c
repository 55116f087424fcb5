#include "admin/pages/today_needs.h"

#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "admin/pages/setup_state.h"
#include "admin/pages/show.h"
#include "store/clash.h"
#include "store/outbox.h"
#include "store/review.h"
#include "store/session_stamp.h"

#define AHEAD 31 /* days in which clashes want somebody */

/* How many there are, and which one to begin with (NULL: not said). */
struct need {
	int64_t count;
	const char *first;
};

struct needs {
	struct need open, closed, overlaps, failed, reviews;
	bool lacks; /* the practice is not set up */
};

/* Several links of the card have the same word: whoever listens is told of
 * which it is. */
static void put_link(struct page *page, const char *kind, const char *icon,
		     const char *text, const char *first, const char *url,
		     const char *deed)
{
	struct html *html = &page->html;

	html_add(html, "<li>");
	part_badge(html, kind, icon, "");
	html_add(html, "<div><p><strong>%s</strong></p>", text);
	if (first)
		html_add(html, "<p class=\"hint\">%s</p>", first);
	html_add(html,
		 "</div><a href=\"%s\">%s<span class=\"unseen\">: %s</span>"
		 "</a></li>",
		 url, deed, text);
}

/* "Tue 9 June, 13:00–13:50, Ben Arnaud". */
static enum err name_session(struct page *page, int64_t id, const char **text)
{
	struct session_known known;
	enum err err = session_part_load(page, id, &known);

	if (!err)
		*text = arena_printf(page->op->arena, "%s, %s",
				     show_when(page, known.start, known.end),
				     session_part_clients(page, &known));
	return err;
}

static enum err find_open(struct page *page, struct need *need)
{
	struct session_filter filter = { .open = true,
					 .ended_before = page->op->now,
					 .by_end = true };
	struct session *oldest = NULL;
	size_t found = 0;
	enum err err = store_session_count(page->reader, &filter, &need->count);

	filter.limit = 1;
	if (!err && need->count)
		err = store_session_list(page->reader, &filter, &oldest,
					 &found);
	if (!err && found)
		err = name_session(page, oldest[0].id, &need->first);
	if (!err && found)
		need->first = arena_printf(page->op->arena, "Oldest: %s",
					   need->first);
	return err;
}

/* The clashes of a session with closures, or with other sessions. */
static enum err take_clash(struct page *page, int64_t session, bool shut,
			   const struct session_clash *list, size_t count,
			   struct need *need)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].session != session ||
		    list[i].clash.with_closure != shut)
			continue;
		return need->count++
			       ? OK
			       : name_session(page, session, &need->first);
	}
	return OK;
}

/* Of what is still to come. There are few clashes. */
static enum err find_clashes(struct page *page, struct needs *needs)
{
	const struct span span = { page->op->now,
				   { page->op->now.s + AHEAD * 24 * 3600 } };
	struct session_clash *clashes = NULL;
	struct session_stamp *list;
	struct ids ids = { 0 };
	size_t count, size = 0;
	enum err err =
		store_session_stamps(page->reader, span, &ids, &list, &count);

	if (err)
		return err;
	ids.at = arena_array(page->op->arena, count + 1, sizeof(*ids.at));
	for (size_t i = 0; i < count; i++)
		ids.at[ids.count++] = list[i].id;
	err = store_clash_list_all(page->reader, &ids, &clashes, &size);
	for (size_t i = 0; !err && size && i < count; i++) {
		err = take_clash(page, list[i].id, true, clashes, size,
				 &needs->closed);
		if (!err)
			err = take_clash(page, list[i].id, false, clashes, size,
					 &needs->overlaps);
	}
	return err;
}

static enum err find_failed(struct page *page, struct need *need)
{
	struct outbox_filter filter = { .states = 1u << OUTBOX_DEAD,
					.limit = 1 };
	size_t counts[OUTBOX_UNDONE + 1], found = 0;
	struct outbox *newest = NULL;
	enum err err = store_outbox_counts(page->reader, &filter, counts);

	if (err)
		return err;
	need->count = (int64_t)counts[OUTBOX_DEAD];
	if (need->count)
		err = store_outbox_list(page->reader, &filter, &newest, &found);
	if (!err && found)
		need->first = arena_printf(page->op->arena, "To %s",
					   newest[0].address);
	return err;
}

/* A new place has nothing to plan with; an admin is led to it. */
static enum err find_lacks(struct page *page, bool *lacks)
{
	struct setup_state state;
	enum err err = OK;

	*lacks = false;
	if (!page_is(page, ROLE_ADMIN))
		return OK;
	err = setup_state_load(page, &state);
	if (!err)
		*lacks = setup_state_lacks(&state);
	return err;
}

static enum err load(struct page *page, struct needs *needs)
{
	enum err err = find_lacks(page, &needs->lacks);

	if (!err)
		err = find_open(page, &needs->open);
	if (!err)
		err = find_clashes(page, needs);
	if (!err)
		err = find_failed(page, &needs->failed);
	if (!err)
		err = store_review_count(page->reader, REVIEW_WAITING,
					 &needs->reviews.count);
	return err;
}

struct kind {
	const char *badge, *icon, *one, *many, *after, *url, *deed;
};

static bool put_need(struct page *page, const struct need *need,
		     const struct kind *kind)
{
	if (need->count)
		put_link(page, kind->badge, kind->icon,
			 arena_printf(page->op->arena, "%s %s",
				      show_counted(page, need->count, kind->one,
						   kind->many),
				      kind->after),
			 need->first, kind->url, kind->deed);
	return need->count > 0;
}

enum err today_needs_put(struct page *page)
{
	struct day soon = { page_today(page).n + AHEAD };
	const char *clashes =
		url_of(page->op->arena, "/sessions?status=clash&from=%s&to=%s",
		       day_text(page->op->arena, page_today(page)),
		       day_text(page->op->arena, soon));
	const struct kind kinds[] = {
		{ "warn", "clock", "session", "sessions", "to save",
		  "/open-sessions", "Save" },
		{ "clash", "warn", "session", "sessions", "on a closure",
		  clashes, "Look" },
		{ "clash", "warn", "session", "sessions", "double-booked",
		  clashes, "Look" },
		{ "bad", "mail", "notice", "notices", "failed",
		  "/outbox?state=dead", "Fix" },
		{ "draft", "flag", "change", "changes", "to review", "/review",
		  "Review" },
	};
	struct needs needs = { .open = { 0 } };
	const struct need *all[] = { &needs.open, &needs.closed,
				     &needs.overlaps, &needs.failed,
				     &needs.reviews };
	enum err err = load(page, &needs);
	bool any = needs.lacks;

	if (err)
		return err;
	card_begin(page, "Needs you", NULL);
	html_add(&page->html, "<ul class=\"rows needs\">");
	if (needs.lacks)
		put_link(page, "draft", "flag",
			 "The practice is not set up yet", NULL, "/setup",
			 "Continue");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		any = put_need(page, all[i], &kinds[i]) || any;
	if (!any)
		html_add(&page->html, "<li>Nothing at the moment.</li>");
	html_add(&page->html, "</ul>\n");
	card_end(page);
	return OK;
}
