#include "admin/pages/pages_sessions.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/part.h"
#include "admin/pages/people_list.h"
#include "admin/pages/session_list.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "store/completion_type.h"

#include <assert.h>

struct tab {
	const char *status, *text; /* status NULL: all */
};

static const struct tab tabs[] = {
	{ NULL, "All" },      { "to_save", "To save" }, { "open", "Open" },
	{ "saved", "Saved" }, { "draft", "Drafts" },    { "clash", "Clashes" },
};

static enum err put_tabs(struct page *page, const struct session_wish *wish)
{
	struct html *html = &page->html;
	struct session_tally tally;
	enum err err = session_wish_tally(page, wish, &tally);
	const int64_t counts[] = {
		tally.drafts + tally.open + tally.saved,
		tally.to_save,
		tally.open,
		tally.saved,
		tally.drafts,
		tally.clashes,
	};

	static_assert(ARRAY_SIZE(counts) == ARRAY_SIZE(tabs), "one each");
	if (err)
		return err;
	html_add(html, "<nav class=\"tabs\" aria-label=\"By status\">");
	for (size_t i = 0; i < ARRAY_SIZE(tabs); i++) {
		html_add(html, "<a href=\"%s\"",
			 page_url_with(page, "status", tabs[i].status));
		html_attribute_if(html, str_equal(tabs[i].status, wish->status),
				  "aria-current", "true");
		html_add(html, ">%s <span class=\"number\">%s</span></a>",
			 tabs[i].text, show_count(page, counts[i]));
	}
	html_add(html, "</nav>\n");
	return OK;
}

static enum err status_choices(struct page *page, struct choice **choices,
			       size_t *count)
{
	static const struct choice fixed[] = {
		{ "", "Any status", NULL, false },
		{ "to_save", "To save", NULL, false },
		{ "open", "Open", NULL, false },
		{ "saved", "Saved", NULL, false },
		{ "clash", "Double-booked or on a closure", NULL, false },
		{ "override", "Override", NULL, false },
		{ "draft", "Draft", NULL, false }, /* clients see none */
	};
	size_t fixed_count = ARRAY_SIZE(fixed) - !page_is(page, ROLES_TEAM);
	struct completion_type *types;
	struct choice *made;
	size_t size, used = 0;
	enum err err = store_type_list(page->reader, &types, &size);

	if (err)
		return err;
	made = arena_array(page->op->arena, size + fixed_count, sizeof(*made));
	for (size_t i = 0; i < fixed_count; i++)
		made[used++] = fixed[i];
	for (size_t i = 0; i < size; i++)
		made[used++] = (struct choice){ types[i].slug, types[i].label,
						NULL, false };
	*choices = made;
	*count = used;
	return OK;
}

static enum err put_filters(struct page *page, const struct session_wish *wish)
{
	struct arena *arena = page->op->arena;
	struct choice *people, *statuses;
	size_t person_count, status_count;
	enum err err = people_list_choices(page, "All practitioners", true,
					   &people, &person_count);

	if (!err)
		err = status_choices(page, &statuses, &status_count);
	if (err)
		return err;
	part_filters(page, "/sessions");
	if (wish->client)
		field_hidden(page, "client", wish->client);
	field_span(page, day_text(arena, wish->from),
		   day_text(arena, wish->to));
	if (page_is_office(page))
		field_select(
			page,
			&(struct field_show){ .name = "practitioner",
					      .label = "Practitioner",
					      .value = wish->practitioner },
			people, person_count);
	field_select(page,
		     &(struct field_show){ .name = "status",
					   .label = "Status",
					   .value = wish->status },
		     statuses, status_count);
	field_text(page, &(struct field_show){ .name = "q",
					       .label = "Client or note",
					       .value = wish->text,
					       .placeholder = "Name or code" });
	html_add(&page->html,
		 "<button class=\"second\">Filter</button>"
		 "<a class=\"button plain\" href=\"/sessions\">Clear</a>"
		 "</form>\n");
	return OK;
}

/* Which columns a viewer has (U21). */
static const struct column office_columns[] = {
	{ "Tick all", COLUMN_TICK }, { "Date", COLUMN_WHEN },
	{ "Time", COLUMN_WHEN },     { "Clients", COLUMN_MAIN },
	{ "Service", COLUMN_TEXT },  { "Practitioner", COLUMN_TEXT },
	{ "Status", COLUMN_TEXT },   { "Charge", COLUMN_NUMBER },
	{ "Wage", COLUMN_NUMBER },   { "View", COLUMN_TOOLS },
};
static const struct column practitioner_columns[] = {
	{ "Tick all", COLUMN_TICK }, { "Date", COLUMN_WHEN },
	{ "Time", COLUMN_WHEN },     { "Clients", COLUMN_MAIN },
	{ "Service", COLUMN_TEXT },  { "Practitioner", COLUMN_TEXT },
	{ "Status", COLUMN_TEXT },   { "Wage", COLUMN_NUMBER },
	{ "View", COLUMN_TOOLS },
};
static const struct column client_columns[] = {
	{ "Date", COLUMN_WHEN },    { "Time", COLUMN_WHEN },
	{ "Service", COLUMN_MAIN }, { "Practitioner", COLUMN_TEXT },
	{ "Status", COLUMN_TEXT },  { "Charge", COLUMN_NUMBER },
	{ "View", COLUMN_TOOLS },
};
static const struct column open_columns[] = {
	{ "Tick all", COLUMN_TICK },     { "Date", COLUMN_WHEN },
	{ "Time", COLUMN_WHEN },         { "Clients", COLUMN_MAIN },
	{ "Service", COLUMN_TEXT },      { "Practitioner", COLUMN_TEXT },
	{ "Ended, flags", COLUMN_TEXT }, { "View", COLUMN_TOOLS },
};

static void put_tick(struct grid *grid, const struct session_known *known)
{
	struct page *page = grid->page;

	if (!grid_cell(grid, NULL))
		return;
	html_add(grid->html,
		 "<input type=\"checkbox\" name=\"ids\" value=\"%lld\" "
		 "aria-label=\"Tick %s, %s\">",
		 (long long)known->id, session_part_clients(page, known),
		 show_when(page, known->start, known->end));
	grid_cell_end(grid);
}

static void put_when(struct grid *grid, const struct session_known *known)
{
	grid_day(grid, wall_day(known->start));
	grid_text(grid, show_times(grid->page, known->start, known->end));
}

static void put_practitioner(struct grid *grid,
			     const struct session_known *known)
{
	struct page *page = grid->page;
	const char *names = session_part_practitioners(page, known);

	if (!grid_cell(grid, names))
		return;
	if (known->practitioner_count)
		html_add(grid->html, "<span class=\"dot %s\"></span>",
			 part_colour(page, known->practitioners[0].id));
	html_add(grid->html, "%s", names);
	grid_cell_end(grid);
}

static void put_status(struct grid *grid, const struct session_known *known)
{
	if (!grid_cell(grid, part_status_text(grid->page, known)))
		return;
	part_status(grid->page, grid->html, known);
	grid_cell_end(grid);
}

static void put_sum(struct grid *grid, bool any, struct money sum)
{
	if (any)
		grid_money(grid, sum);
	else
		grid_text(grid, "");
}

static void put_view(struct grid *grid, const struct session_known *known,
		     bool save)
{
	struct page *page = grid->page;

	if (!grid_cell(grid, NULL))
		return;
	if (save && session_part_may_save(page, known))
		html_add(grid->html,
			 "<a class=\"button second\" data-save "
			 "href=\"/sessions/%lld/save\">Save<span "
			 "class=\"unseen\"> %s</span></a> ",
			 (long long)known->id,
			 session_part_clients(page, known));
	part_icon_link(
		grid->html, session_part_url(page, known),
		arena_printf(page->op->arena, "View %s, %s",
			     session_part_clients(page, known),
			     show_day_short(page, wall_day(known->start))),
		"search");
	grid_cell_end(grid);
}

static void put_row(struct grid *grid, const struct session_known *known)
{
	struct page *page = grid->page;
	bool office = page_is_office(page);
	bool works = page_is(page, ROLE_PRACTITIONER);
	struct money charge = { 0 }, wage = { 0 };
	bool has_charge = session_part_charge(known, &charge);
	bool has_wage = session_part_wage(known, &wage);

	grid_row(grid, NULL);
	if (session_part_may_bulk(page))
		put_tick(grid, known);
	put_when(grid, known);
	if (office || works)
		grid_text(grid, session_part_clients(page, known));
	grid_text(grid, known->service_name);
	put_practitioner(grid, known);
	put_status(grid, known);
	if (office || !works)
		put_sum(grid, has_charge, charge);
	if (office || works)
		put_sum(grid, has_wage, wage);
	put_view(grid, known, false);
}

/* Columns of which the first has the boxes, for whoever may tick any. */
static void begin_ticked(struct grid *grid, struct page *page,
			 const char *caption, const struct column *columns,
			 size_t count)
{
	size_t skip = !session_part_may_bulk(page);

	grid_begin(grid, page, caption, columns + skip, count - skip);
}

static void begin_grid(struct grid *grid, struct page *page)
{
	if (page_is_office(page))
		begin_ticked(grid, page, "Sessions", office_columns,
			     ARRAY_SIZE(office_columns));
	else if (page_is(page, ROLE_PRACTITIONER))
		begin_ticked(grid, page, "Sessions", practitioner_columns,
			     ARRAY_SIZE(practitioner_columns));
	else
		grid_begin(grid, page, "Sessions", client_columns,
			   ARRAY_SIZE(client_columns));
}

static void begin_bulk(struct page *page, const char *action)
{
	struct html *html = &page->html;

	if (!session_part_may_bulk(page))
		return;
	html_add(html,
		 "<form method=\"post\" action=\"%s\" data-bulk>"
		 "<input type=\"hidden\" name=\"csrf\" value=\"%s\">",
		 action, page->csrf);
}

/* Behind the table: what is done with those that are ticked. */
static enum err end_bulk(struct page *page, size_t total)
{
	enum err err;

	if (!session_part_may_bulk(page))
		return OK;
	err = session_part_bulk(page, total);
	form_end(page);
	return err;
}

static const char *bulk_address(struct page *page)
{
	const char *query = page->door->request->query;

	return query ? arena_printf(page->op->arena, "/sessions/completions?%s",
				    query)
		     : "/sessions/completions";
}

/* Of a practice that has no session yet it says what one is. */
static enum err put_none(struct page *page)
{
	const struct session_filter any = { .span = WHOLE_TIME };
	int64_t count = 1;
	enum err err = OK;

	if (page_is_office(page))
		err = store_session_count(page->reader, &any, &count);
	if (err)
		return err;
	if (count) {
		part_empty(page, "No sessions are like this.", NULL, NULL);
		return OK;
	}
	part_empty(page,
		   "No sessions yet. A session is one meeting of clients with "
		   "a practitioner. Add the first one here, or click a day in "
		   "the calendar.",
		   "/sessions/new", "Add session");
	if (page_is(page, ROLE_ADMIN))
		html_add(&page->html, "<p class=\"hint\">Do you have a "
				      "calendar already? <a href=\""
				      "/settings/import\">Bring in an .ics "
				      "file</a>.</p>\n");
	return OK;
}

static enum err put_list(struct page *page, const struct session_wish *wish)
{
	bool csv = grid_wants_csv(page);
	struct session_known *list;
	struct grid grid;
	size_t count, total;
	enum err err = session_wish_list(
		page, wish, csv ? 0 : page_number(page) * PAGE_SIZE,
		csv ? 0 : PAGE_SIZE, &list, &count, &total);

	if (err)
		return err;
	page->lead = arena_printf(
		page->op->arena, "%s%s%s, %s",
		show_counted(page, (int64_t)total, "session", "sessions"),
		wish->client ? " of " : "", wish->client ? wish->client : "",
		show_days(page, wish->from, wish->to));
	card_begin(page, NULL, NULL);
	if (!count && !csv) {
		err = put_none(page);
		card_end(page);
		return err;
	}
	begin_bulk(page, bulk_address(page));
	begin_grid(&grid, page);
	for (size_t i = 0; i < count; i++)
		put_row(&grid, &list[i]);
	grid_end(&grid);
	err = end_bulk(page, total);
	card_end(page);
	part_pages(page, count, total);
	return err;
}

static enum err show_sessions(struct page *page)
{
	struct session_wish wish;
	enum err err = session_wish_read(page, &wish);

	if (!err && page_is_office(page))
		err = put_tabs(page, &wish);
	if (!err)
		err = put_filters(page, &wish);
	if (!err)
		err = put_list(page, &wish);
	part_commands(page, true);
	session_part_add(page, NULL);
	return err;
}

/* "24 hours ago", "40 min ago". */
static const char *ago(struct page *page, int64_t seconds)
{
	struct arena *arena = page->op->arena;
	long long minutes = (long long)(seconds / 60);

	if (minutes < 60)
		return arena_printf(arena, "%lld min ago", minutes);
	if (minutes < 8 * 60)
		return arena_printf(arena, "%lld h %lld min ago", minutes / 60,
				    minutes % 60);
	if (minutes < 48 * 60)
		return arena_printf(arena, "%lld hours ago", minutes / 60);
	return arena_printf(arena, "%lld days ago", minutes / (24 * 60));
}

static void put_open_row(struct grid *grid, const struct session_known *known)
{
	struct page *page = grid->page;
	int64_t ended = known->start_utc.s + wall_utc(known->end).s -
			wall_utc(known->start).s;
	const char *word = session_part_is_to_save(page, known)
				   ? ago(page, page->op->now.s - ended)
				   : "";

	grid_row(grid, NULL);
	if (session_part_may_bulk(page))
		put_tick(grid, known);
	put_when(grid, known);
	grid_text(grid, session_part_clients(page, known));
	grid_text(grid, known->service_name);
	put_practitioner(grid, known);
	if (grid_cell(grid, part_clashes_text(page, word, known))) {
		html_add(grid->html, "%s ", word);
		part_clashes(grid->html, known);
		grid_cell_end(grid);
	}
	put_view(grid, known, true);
}

static int64_t open_of(const struct session_open *list, size_t count,
		       int64_t practitioner)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].practitioner == practitioner)
			return list[i].count;
	return 0;
}

static void put_open_tab(struct page *page, const char *login, const char *text,
			 int64_t count)
{
	struct html *html = &page->html;
	const char *chosen = page_query(page, "practitioner");

	html_add(html, "<a href=\"%s\"",
		 page_url_with(page, "practitioner", login));
	html_attribute_if(html, login ? str_equal(login, chosen) : !chosen,
			  "aria-current", "true");
	html_add(html, ">%s <span class=\"number\">%s</span></a>", text,
		 show_count(page, count));
}

static enum err open_tabs(struct page *page,
			  const struct session_filter *everyone)
{
	struct session_open *open = NULL;
	struct person *people = NULL;
	size_t open_count = 0, count = 0;
	int64_t total = 0;
	enum err err = store_session_count(page->reader, everyone, &total);

	if (!err)
		err = store_session_open_list(page->reader, INSTANT_MAX, &open,
					      &open_count);
	if (!err)
		err = store_person_list(page->reader, ROLE_PRACTITIONER,
					&people, &count);
	if (err)
		return err;
	html_add(&page->html,
		 "<nav class=\"tabs\" aria-label=\"By practitioner\">");
	put_open_tab(page, NULL, "Everyone", total);
	for (size_t i = 0; i < count; i++) {
		int64_t theirs = open_of(open, open_count, people[i].id);

		if (people[i].login && theirs)
			put_open_tab(page, people[i].login, people[i].name,
				     theirs);
	}
	html_add(&page->html, "</nav>\n");
	return OK;
}

static void put_open_heading(struct grid *grid, bool over, int64_t to_save,
			     size_t total)
{
	struct page *page = grid->page;

	grid_heading(grid,
		     arena_printf(page->op->arena, "%s (%s)",
				  over ? "To save: ended, not saved yet"
				       : "Today and later",
				  show_count(page,
					     over ? to_save
						  : (int64_t)total - to_save)));
}

/* Of all that are open a page, by their end: those that are over come first. */
static enum err open_list(struct page *page, struct session_filter *filter,
			  size_t total)
{
	bool csv = grid_wants_csv(page);
	struct session_known *shown;
	struct session *list;
	struct grid grid;
	size_t count, used = 0;
	int64_t to_save = 0;
	int heading = -1;
	enum err err;

	filter->ended_before = page->op->now;
	err = store_session_count(page->reader, filter, &to_save);
	if (err)
		return err;
	filter->ended_before = INSTANT_MAX;
	filter->by_end = true;
	filter->skip = csv ? 0 : page_number(page) * PAGE_SIZE;
	filter->limit = csv ? 0 : PAGE_SIZE;
	err = store_session_list(page->reader, filter, &list, &count);
	if (!err)
		err = session_part_list(page, list, count, &shown, &used);
	if (err)
		return err;
	begin_ticked(&grid, page, "Open sessions", open_columns,
		     ARRAY_SIZE(open_columns));
	for (size_t i = 0; i < used; i++) {
		if (heading != session_part_is_to_save(page, &shown[i])) {
			heading = session_part_is_to_save(page, &shown[i]);
			put_open_heading(&grid, heading, to_save, total);
		}
		put_open_row(&grid, &shown[i]);
	}
	grid_end(&grid);
	err = end_bulk(page, total);
	card_end(page);
	part_pages(page, used, total);
	return err;
}

static enum err show_open(struct page *page)
{
	struct session_filter filter = { .open = true,
					 .ended_before = INSTANT_MAX };
	const char *login = page_query(page, "practitioner");
	struct person person = { .id = 0 };
	int64_t total = 0;
	enum err err = OK;

	page->lead = "Until a session is saved it counts in no balance and no "
		     "wage.";
	page_crumb(page, "/sessions", "Sessions");
	part_commands(page, true);
	session_part_add(page, NULL);
	if (!page_is_office(page))
		person.id = page->op->actor.person;
	else if (login)
		err = store_person_find_login(page->reader, login, &person);
	if (!err && page_is_office(page))
		err = open_tabs(page, &filter);
	filter.practitioner = person.id;
	if (!err)
		err = store_session_count(page->reader, &filter, &total);
	if (err)
		return err;
	card_begin(page, NULL, NULL);
	if (!total && !grid_wants_csv(page)) {
		part_empty(page, "Every session is saved.",
			   session_part_may_add(page) ? "/sessions/new" : NULL,
			   "Add session");
		card_end(page);
		return OK;
	}
	begin_bulk(page, url_of(page->op->arena,
				"/sessions/completions?open=1&practitioner=%s",
				login ? login : ""));
	return open_list(page, &filter, (size_t)total);
}

static const struct page_row rows[] = {
	{ "/sessions", ROLES_ALL, "Sessions", show_sessions, NULL, 0, NULL },
	{ "/open-sessions", ROLES_TEAM, "Open sessions", show_open, NULL, 0,
	  NULL },
};

const struct page_table pages_sessions = { rows, ARRAY_SIZE(rows) };
