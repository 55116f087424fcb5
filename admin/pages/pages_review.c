#include "admin/pages/pages_review.h"

#include "admin/pages/call.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "base/word.h"
#include "practice/booking/review_fields.h"
#include "store/outbox.h"
#include "store/removal.h"
#include "store/review.h"

#define ADDRESS "/review"
#define SESSIONS_SHOWN 10 /* of one item */

/* What there is to settle; `undone` is what Undo does, NULL: nothing was done
 * that could be. */
struct kind {
	const char *word, *text, *undone;
};

static const struct kind kinds[] = {
	{ "deletes", "Sessions removed",
	  "Undo opens those again that nobody changed since." },
	{ "endless-rule", "A rule without an end",
	  "Undo removes those of its sessions that are open." },
	{ "unknown-tag", "Unknown word in a title", NULL },
	{ "refused", "Refused", NULL },
};

struct tab {
	const char *query, *text; /* as the route names states */
};

static const struct tab tabs[] = {
	[REVIEW_WAITING] = { NULL, "Waiting" },
	[REVIEW_ACCEPTED] = { "accepted", "Accepted" },
	[REVIEW_UNDONE] = { "undone", "Undone" },
	[REVIEW_ANY] = { "all", "All" },
};

static const struct kind *kind_of(const struct review *review)
{
	static const struct kind other = { "", "To look at", NULL };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (str_equal(kinds[i].word, review->kind))
			return &kinds[i];
	return &other;
}

static enum err read_state(struct page *page, enum review_state *state)
{
	const char *query = page_query(page, "state");

	*state = REVIEW_WAITING;
	if (str_equal(query, review_state_words[REVIEW_WAITING]))
		return OK;
	for (size_t i = 0; i < ARRAY_SIZE(tabs); i++) {
		if (!str_equal(tabs[i].query, query))
			continue;
		*state = (enum review_state)i;
		return OK;
	}
	return fail(page->op, ERR_NOT_FOUND, "There is no such state.");
}

static enum err put_tabs(struct page *page, enum review_state state)
{
	struct html *html = &page->html;

	html_add(html, "<nav class=\"tabs\" aria-label=\"By state\">");
	for (size_t i = 0; i < ARRAY_SIZE(tabs); i++) {
		int64_t count;
		enum err err = store_review_count(page->reader,
						  (enum review_state)i, &count);

		if (err)
			return err;
		html_add(html, "<a href=\"%s\"",
			 page_url_with(page, "state", tabs[i].query));
		html_attribute_if(html, i == (size_t)state, "aria-current",
				  "true");
		html_add(html, ">%s <span class=\"number\">%s</span></a>",
			 tabs[i].text, show_count(page, count));
	}
	html_add(html, "</nav>\n");
	return OK;
}

/* The sessions that it is about: those of a batch, or the one. */
static enum err sessions_of(struct page *page, const struct review *review,
			    struct ids *ids)
{
	struct removal *list;
	size_t count;
	enum err err = store_removal_of_review(page->reader, review->id, &list,
					       &count);

	if (err)
		return err;
	ids->at = arena_array(page->op->arena, count + 1, sizeof(*ids->at));
	ids->count = 0;
	for (size_t i = 0; i < count; i++)
		ids->at[ids->count++] = list[i].session;
	if (!count && review->session)
		ids->at[ids->count++] = review->session;
	return OK;
}

static void put_session(struct page *page, const struct session_known *known)
{
	html_add(&page->html, "<li><a href=\"%s\">%s, %s</a> ",
		 session_part_url(page, known),
		 show_when(page, known->start, known->end),
		 session_part_clients(page, known));
	part_status(page, &page->html, known);
	html_add(&page->html, "</li>");
}

static const char *sessions_text(struct page *page,
				 const struct session_known *list, size_t count)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s, %s: %s", i ? "; " : "",
			   show_when(page, list[i].start, list[i].end),
			   session_part_clients(page, &list[i]),
			   part_status_text(page, &list[i]));
	return buf.at;
}

static enum err put_now(struct grid *grid, const struct review *review)
{
	struct page *page = grid->page;
	struct session_known *list;
	struct ids ids;
	size_t count, shown;
	enum err err = sessions_of(page, review, &ids);

	if (!err)
		err = session_part_list_ids(page, &ids, &list, &count);
	if (err)
		return err;
	shown = count > SESSIONS_SHOWN ? SESSIONS_SHOWN : count;
	if (!grid_cell(grid, sessions_text(page, list, count)))
		return OK;
	html_add(&page->html, "<ul class=\"bare-list\">");
	for (size_t i = 0; i < shown; i++)
		put_session(page, &list[i]);
	if (count > shown)
		html_add(&page->html, "<li>and %zu more</li>", count - shown);
	html_add(&page->html, "</ul>");
	if (!count)
		html_add(&page->html, "Nothing of it");
	grid_cell_end(grid);
	return OK;
}

static enum err put_sentence(struct grid *grid, const struct review *review)
{
	struct page *page = grid->page;
	struct outbox *notices;
	size_t count, waiting = 0;
	enum err err = store_outbox_of_review(page->reader, review->id,
					      &notices, &count);

	if (err || !grid_cell(grid, review->text))
		return err;
	for (size_t i = 0; i < count; i++)
		waiting += store_outbox_waits(&notices[i]);
	html_lines(&page->html, review->text);
	if (waiting)
		html_add(&page->html, " <small>%s</small>",
			 show_counted(page, (int64_t)waiting,
				      "notice waits until this is settled.",
				      "notices wait until this is settled."));
	grid_cell_end(grid);
	return OK;
}

static const char *own_url(struct page *page)
{
	const char *query = page->door->request->query;

	return query ? arena_printf(page->op->arena, ADDRESS "?%s", query)
		     : ADDRESS;
}

static void put_deeds(struct grid *grid, const struct review *review)
{
	struct page *page = grid->page;
	const struct kind *kind = kind_of(review);
	const char *id =
		arena_printf(page->op->arena, "%lld", (long long)review->id);

	if (!grid_cell(grid, NULL))
		return;
	if (review->state == REVIEW_WAITING) {
		part_post(page, own_url(page), "Accept", "second", "accept",
			  id);
		html_add(&page->html, " ");
		if (kind->undone)
			part_post(page, own_url(page), "Undo", "second", "undo",
				  id);
	}
	grid_cell_end(grid);
}

static void put_state(struct grid *grid, const struct review *review)
{
	struct html *html = grid->html;
	const char *text = tabs[review->state].text;

	if (!grid_cell(grid, text))
		return;
	if (review->state == REVIEW_ACCEPTED)
		part_badge(html, "good", "check", text);
	else if (review->state == REVIEW_UNDONE)
		part_badge(html, "mute", "undo", text);
	else
		part_badge(html, "warn", "flag", text);
	grid_cell_end(grid);
}

static enum err put_row(struct grid *grid, const struct review *review)
{
	struct page *page = grid->page;
	const struct kind *kind = kind_of(review);
	enum err err;

	grid_row(grid, NULL);
	grid_text(grid, kind->text);
	err = put_sentence(grid, review);
	if (!err)
		err = put_now(grid, review);
	if (err)
		return err;
	grid_text(grid, show_instant_short(page, review->at));
	put_state(grid, review);
	put_deeds(grid, review);
	return OK;
}

static enum err put_list(struct page *page, enum review_state state,
			 size_t total)
{
	static const struct column columns[] = {
		{ "What", COLUMN_MAIN },     { "From a calendar", COLUMN_TEXT },
		{ "Here now", COLUMN_TEXT }, { "When", COLUMN_TEXT },
		{ "State", COLUMN_TEXT },    { "What to do", COLUMN_TOOLS },
	};
	bool csv = grid_wants_csv(page);
	size_t skip = csv ? 0 : page_number(page) * PAGE_SIZE;
	struct review *list;
	struct grid grid;
	size_t count;
	enum err err = store_review_list(page->reader, state, 0,
					 csv ? SIZE_MAX : skip + PAGE_SIZE,
					 &list, &count);

	if (err)
		return err;
	card_begin(page, NULL, NULL);
	grid_begin(&grid, page, "Items to review", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = skip; !err && i < count; i++)
		err = put_row(&grid, &list[i]);
	if (err)
		return err;
	grid_end(&grid);
	card_end(page);
	part_pages(page, count > skip ? count - skip : 0, total);
	return OK;
}

static void put_meanings(struct page *page)
{
	html_add(&page->html,
		 "<p class=\"hint beside\">Accept: it stays as it is now. ");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].undone)
			html_add(&page->html, "%s: %s ", kinds[i].text,
				 kinds[i].undone);
	html_add(&page->html, "</p>\n");
}

static enum err show_review(struct page *page)
{
	enum review_state state;
	int64_t total = 0;
	enum err err = read_state(page, &state);

	if (!err)
		err = store_review_count(page->reader, state, &total);
	if (err)
		return err;
	page->lead = "What people did in their calendars and somebody should "
		     "look at.";
	part_commands(page, true);
	err = put_tabs(page, state);
	if (err)
		return err;
	if (total || grid_wants_csv(page)) {
		err = put_list(page, state, (size_t)total);
		put_meanings(page);
		return err;
	}
	card_begin(page, NULL, NULL);
	part_empty(
		page,
		state ? "There is none like this."
		      : "Nothing waits. Many sessions removed at once, words "
			"that no way to end is called, and what was refused "
			"to a calendar come here.",
		NULL, NULL);
	card_end(page);
	return OK;
}

static enum err take_review(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *accept = form_value(&page->form, "accept");
	const char *undo = form_value(&page->form, "undo");
	enum err err;

	if (!accept && !undo)
		return fail(page->op, ERR_INVALID, "Please press a button.");
	err = page_send(page, "POST",
			accept ? url_of(arena, "/api/review/%s/accept", accept)
			       : url_of(arena, "/api/review/%s/undo", undo),
			NULL);
	if (err)
		return err;
	page_flash(page, "%s %s",
		   accept ? "Accepted: it stays as it is." : "Taken back.",
		   json_string_value(json_object_get(page->answer, "text")));
	page_go(page, own_url(page));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Review", show_review, take_review, 0, NULL },
};

const struct page_table pages_review = { rows, ARRAY_SIZE(rows) };
