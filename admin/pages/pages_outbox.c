#include "admin/pages/pages_outbox.h"

#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/notice_part.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "base/word.h"
#include "practice/wall_time.h"

#define ADDRESS "/outbox"
/* Of the newest runs, those that are under way are shown above the list. */
#define RUNS_LOOKED_AT 5

struct wish {
	struct outbox_filter filter;
	const char *state, *person; /* as typed, or NULL */
};

struct tab {
	const char *states, *text; /* states NULL: all */
};

static const struct tab tabs[] = {
	{ NULL, "All" },
	{ "queued,leased,retrying,unknown", "Waiting" },
	{ "dead", "Failed" },
	{ "sent", "Sent" },
	{ "dropped,undone", "Not sent" },
};

/* False: it is none of the words, which are those of the route. */
static bool read_states(const char *text, unsigned *states)
{
	struct slice rest = slice_of(text);
	unsigned bits = 0;

	while (rest.len) {
		unsigned state;

		if (!word_find(outbox_state_words, slice_cut(&rest, ','),
			       &state))
			return false;
		bits |= 1U << state;
	}
	*states = bits;
	return true;
}

static enum err read_person(struct page *page, struct wish *wish)
{
	struct person person;
	enum err err;

	wish->person = page_query(page, "person");
	if (!wish->person)
		return OK;
	err = store_person_find_code(page->reader, wish->person, &person);
	if (err == ERR_NOT_FOUND)
		err = store_person_find_login(page->reader, wish->person,
					      &person);
	if (err == ERR_NOT_FOUND)
		return fail_field(page->op, "person", "unknown",
				  "There is nobody called '%s'.", wish->person);
	if (!err)
		wish->filter.person = person.id;
	return err;
}

static enum err read_id(struct page *page, const char *name, int64_t *id)
{
	const char *text = page_query(page, name);

	if (!text || (str_to_int64(text, id) && *id > 0))
		return OK;
	return fail_field(page->op, name, "unknown", "%s is an id.", name);
}

static enum err read_wish(struct page *page, struct wish *wish)
{
	enum err err;

	*wish = (struct wish){ .state = page_query(page, "state") };
	err = read_person(page, wish);
	if (!err)
		err = read_id(page, "session", &wish->filter.session);
	if (!err)
		err = read_id(page, "run", &wish->filter.run);
	if (!err && wish->state &&
	    !read_states(wish->state, &wish->filter.states))
		err = fail_field(page->op, "state", "not-a-choice",
				 "There is no state '%s'.", wish->state);
	if (err != ERR_INVALID)
		return err;
	page_refuse(page);
	return OK;
}

static size_t total_of(const size_t *counts, unsigned states)
{
	size_t total = 0;

	for (size_t i = 0; i <= OUTBOX_UNDONE; i++)
		if (!states || (states & (1U << i)))
			total += counts[i];
	return total;
}

static void put_tabs(struct page *page, const struct wish *wish,
		     const size_t *counts)
{
	struct html *html = &page->html;

	html_add(html, "<nav class=\"tabs\" aria-label=\"By state\">");
	for (size_t i = 0; i < ARRAY_SIZE(tabs); i++) {
		unsigned states = 0;

		(void)read_states(tabs[i].states, &states);
		html_add(html, "<a href=\"%s\"",
			 page_url_with(page, "state", tabs[i].states));
		html_attribute_if(html, states == wish->filter.states,
				  "aria-current", "true");
		html_add(html, ">%s <span class=\"number\">%s</span></a>",
			 tabs[i].text,
			 show_count(page, (int64_t)total_of(counts, states)));
	}
	html_add(html, "</nav>\n");
}

static void put_filters(struct page *page, const struct wish *wish)
{
	struct html *html = &page->html;
	struct choice choices[OUTBOX_UNDONE + 2] = {
		{ "", "Any state", NULL, false },
	};

	for (size_t i = 0; i <= OUTBOX_UNDONE; i++)
		choices[i + 1] = (struct choice){
			outbox_state_words[i],
			notice_part_state((enum outbox_state)i),
			NULL,
			false,
		};
	part_filters(page, ADDRESS);
	field_select(page,
		     &(struct field_show){ .name = "state",
					   .label = "State",
					   .value = wish->state },
		     choices, ARRAY_SIZE(choices));
	field_text(page,
		   &(struct field_show){ .name = "person",
					 .label = "To",
					 .value = wish->person,
					 .placeholder = "Code or login" });
	html_add(html, "<button class=\"second\">Filter</button>"
		       "<a class=\"button plain\" href=\"" ADDRESS "\">Clear"
		       "</a></form>\n");
}

static enum err put_runs(struct page *page)
{
	struct run *runs;
	size_t count;
	enum err err =
		store_run_list(page->reader, 0, RUNS_LOOKED_AT, &runs, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct run_known known;

		err = practice_run_known(page->reader, runs[i].id, 0, 0,
					 &known);
		if (!err)
			notice_part_progress(page, &known);
	}
	return err;
}

/* What it is about, which leads there. */
static void put_what(struct grid *grid, const struct outbox *notice)
{
	struct page *page = grid->page;
	struct arena *arena = page->op->arena;
	const char *zone = page->practice.zone;
	const char *what = notice_part_what(notice->kind);

	if (notice->session)
		grid_link(
			grid,
			url_of(arena, "/sessions/%lld",
			       (long long)notice->session),
			arena_printf(arena, "%s: %s", what,
				     show_when_short(
					     page,
					     practice_instant_wall(
						     zone, notice->span.start),
					     practice_instant_wall(
						     zone, notice->span.end))));
	else if (notice->invoice)
		grid_link(grid,
			  url_of(arena, "/invoices/%lld",
				 (long long)notice->invoice),
			  what);
	else if (notice->review)
		grid_link(grid, "/review", what);
	else
		grid_text(grid, what);
}

static enum err put_row(struct grid *grid, const struct outbox *notice)
{
	struct page *page = grid->page;
	const char *query = page->door->request->query;
	enum err err;

	grid_row(grid, NULL);
	err = notice_part_to(grid, notice);
	if (err)
		return err;
	put_what(grid, notice);
	grid_text(grid, notice_part_how(notice->channel));
	notice_part_badge(grid, notice);
	grid_count(grid, notice->tries);
	grid_text(grid, notice_part_when(page, notice));
	grid_text(grid, notice->reason);
	notice_part_deeds(
		grid, notice,
		query ? arena_printf(page->op->arena, ADDRESS "?%s", query)
		      : ADDRESS);
	return OK;
}

static enum err put_list(struct page *page, const struct wish *wish,
			 size_t total)
{
	static const struct column columns[] = {
		{ "To", COLUMN_MAIN },      { "What", COLUMN_TEXT },
		{ "How", COLUMN_WHEN },     { "State", COLUMN_TEXT },
		{ "Tries", COLUMN_NUMBER }, { "When", COLUMN_WHEN },
		{ "Reason", COLUMN_TEXT },  { "What to do", COLUMN_TOOLS },
	};
	struct outbox_filter filter = wish->filter;
	struct outbox *list;
	struct grid grid;
	size_t count;
	enum err err;

	if (!grid_wants_csv(page)) {
		filter.limit = PAGE_SIZE;
		filter.skip = page_number(page) * PAGE_SIZE;
	}
	err = store_outbox_list(page->reader, &filter, &list, &count);
	if (err)
		return err;
	card_begin(page, NULL, NULL);
	grid_begin(&grid, page, "Notices", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; !err && i < count; i++)
		err = put_row(&grid, &list[i]);
	if (err)
		return err;
	grid_end(&grid);
	card_end(page);
	part_pages(page, count, total);
	return OK;
}

static enum err show_outbox(struct page *page)
{
	size_t counts[OUTBOX_UNDONE + 1] = { 0 };
	struct wish wish;
	size_t total = 0;
	enum err err = read_wish(page, &wish);

	page->lead = "What is told to people by e-mail and text message, the "
		     "newest first.";
	part_commands(page, true);
	if (!err)
		err = store_outbox_counts(page->reader, &wish.filter, counts);
	if (!err)
		err = put_runs(page);
	if (err)
		return err;
	total = page->refused ? 0 : total_of(counts, wish.filter.states);
	put_tabs(page, &wish, counts);
	put_filters(page, &wish);
	if (total || grid_wants_csv(page))
		return put_list(page, &wish, total);
	card_begin(page, NULL, NULL);
	part_empty(page,
		   "No notice is like this. Reminders, canceled and moved "
		   "sessions and invoices that are sent come here.",
		   NULL, NULL);
	card_end(page);
	return OK;
}

static enum err take_outbox(struct page *page)
{
	const char *query = page->door->request->query;
	bool taken;
	enum err err = notice_part_take(page, &taken);

	if (!err && !taken)
		err = fail(page->op, ERR_INVALID, "Please press a button.");
	if (!err)
		page_go(page, query ? arena_printf(page->op->arena,
						   ADDRESS "?%s", query)
				    : ADDRESS);
	return err;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Notices", show_outbox, take_outbox, 0, NULL },
};

const struct page_table pages_outbox = { rows, ARRAY_SIZE(rows) };
