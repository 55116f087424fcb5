#include "admin/pages/people_list.h"

#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/session_list.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "practice/names.h"
#include "practice/wall_time.h"

#define COMING_SHOWN 4
#define PAST_SHOWN 8

enum err people_list_read(struct page *page, unsigned roles,
			  struct people_found *found)
{
	bool inactive = str_equal(page_query(page, "status"), "inactive");
	struct search search =
		search_of(page->op->arena, page_query(page, "q"));
	struct person_filter filter = { .roles = roles,
					.active = !inactive,
					.inactive = inactive,
					.search = &search };
	int64_t total = 0;
	enum err err;

	*found = (struct people_found){ .at = NULL };
	if (!grid_wants_csv(page)) {
		filter.limit = PAGE_SIZE;
		filter.skip = page_number(page) * PAGE_SIZE;
	}
	err = store_person_count(page->reader, &filter, &total);
	if (!err)
		err = store_person_search(page->reader, &filter, &found->at,
					  &found->count);
	found->total = (size_t)total;
	return err;
}

void people_list_filters_end(struct page *page)
{
	static const struct choice statuses[] = {
		{ "", "Active", NULL, false },
		{ "inactive", "Not active", NULL, false },
	};

	field_select(
		page,
		&(struct field_show){ .name = "status",
				      .label = "Status",
				      .value = page_query(page, "status") },
		statuses, ARRAY_SIZE(statuses));
	html_add(&page->html,
		 "<button class=\"second\">Filter</button></form>\n");
}

/* Clients have codes, all others logins. */
static void put_filters(struct page *page, const struct people_list *list)
{
	part_filters(page, list->address);
	field_text(page,
		   &(struct field_show){ .name = "q",
					 .label = list->role == ROLE_CLIENT
							  ? "Name or code"
							  : "Name or login",
					 .value = page_query(page, "q") });
	people_list_filters_end(page);
}

enum err people_list_show(struct page *page, const struct people_list *list)
{
	const char *url =
		arena_printf(page->op->arena, "%s/new", list->address);
	struct people_found found;
	struct grid grid;
	enum err err = people_list_read(page, list->role, &found);

	if (err)
		return err;
	part_commands(page, true);
	part_button(&page->commands, url, list->add, "plus", NULL);
	put_filters(page, list);
	card_begin(page, NULL, NULL);
	if (!found.total && !grid_wants_csv(page)) {
		part_empty(page,
			   page_query(page, "q") || page_query(page, "status")
				   ? "Nobody like that is here."
				   : list->nobody,
			   url, list->add);
		if (list->hint)
			list->hint(page);
		card_end(page);
		return OK;
	}
	grid_begin(&grid, page, list->title, list->columns, list->column_count);
	for (size_t i = 0; i < found.count; i++)
		list->put(page, &grid, &found.at[i]);
	grid_end(&grid);
	card_end(page);
	part_pages(page, found.count, found.total);
	return OK;
}

void people_list_view(struct page *page, struct grid *grid, const char *url,
		      const struct person *person)
{
	if (!grid_cell(grid, NULL))
		return;
	part_icon_link(&page->html, url,
		       arena_printf(page->op->arena, "View %s", person->name),
		       "search");
	grid_cell_end(grid);
}

enum err people_list_doer(struct page *page, int64_t id, const char **name)
{
	struct person person = { .name = "Daybook" };
	enum err err = id ? store_person_load(page->reader, id, &person) : OK;

	*name = person.name;
	return err;
}

/* What one client owes for it, beside its state. */
static void put_charge(struct page *page, const struct session_known *known,
		       int64_t client)
{
	for (size_t i = 0; i < known->client_count; i++)
		if (known->clients[i].id == client &&
		    known->clients[i].has_charge)
			html_add(&page->html,
				 "<span class=\"number\">%s</span>",
				 show_money(page, known->clients[i].charge));
}

static void put_session(struct page *page, const struct session_known *known,
			int64_t client)
{
	const char *service = known->service_name;

	html_add(&page->html,
		 "<li data-row><div><p><a href=\"%s\">%s</a></p>"
		 "<p class=\"hint\">%s%s%s</p></div><span>",
		 session_part_url(page, known),
		 show_when(page, known->start, known->end),
		 service ? service : "", service ? " · " : "",
		 client ? session_part_practitioners(page, known)
			: session_part_clients(page, known));
	part_status(page, &page->html, known);
	html_add(&page->html, "</span>");
	put_charge(page, known, client);
	html_add(&page->html, "</li>\n");
}

/* The day of the first of them, or of the last. */
static enum err edge_day(struct page *page, const struct session_filter *those,
			 bool last, struct day *day)
{
	struct session_filter filter = *those;
	struct session *found;
	size_t count;
	enum err err;

	filter.newest = last;
	filter.limit = 1;
	err = store_session_list(page->reader, &filter, &found, &count);
	if (!err && count)
		*day = practice_day(&page->practice, found->span.start);
	return err;
}

/* The head of the card, with a link to the list of all. */
static enum err put_head(struct page *page, const struct person *person,
			 const struct session_filter *all, size_t total)
{
	struct arena *arena = page->op->arena;
	struct day from = page_today(page), to = from;
	enum err err = edge_day(page, all, false, &from);

	if (!err)
		err = edge_day(page, all, true, &to);
	if (err)
		return err;
	html_add(&page->html, "<section class=\"card\"><div "
			      "class=\"card-head\"><h2>Sessions</h2>");
	if (total)
		html_add(&page->html, "<a class=\"end\" href=\"%s\">All %s</a>",
			 url_of(arena, "/sessions?from=%s&to=%s&%s=%s",
				day_text(arena, from), day_text(arena, to),
				all->client ? "client" : "practitioner",
				all->client ? practice_word(arena, person)
					    : person->login),
			 show_count(page, (int64_t)total));
	html_add(&page->html, "</div>\n");
	return OK;
}

static enum err put_both(struct page *page, const struct person *person,
			 const struct session_filter *all)
{
	struct session_wish coming = { .filter = *all }, past = coming;
	struct session_known *next, *before;
	size_t next_count, before_count, later, earlier;
	enum err err;

	coming.filter.span = (struct span){ page->op->now, INSTANT_MAX };
	past.filter.ended_before = page->op->now;
	past.filter.newest = true;
	err = session_wish_list(page, &coming, 0, COMING_SHOWN, &next,
				&next_count, &later);
	if (!err)
		err = session_wish_list(page, &past, 0, PAST_SHOWN, &before,
					&before_count, &earlier);
	if (!err)
		err = put_head(page, person, all, later + earlier);
	if (err)
		return err;
	if (!next_count && !before_count)
		html_add(&page->html, "<p>There was no session yet.</p>\n");
	html_add(&page->html, "<ul class=\"rows\">");
	for (size_t i = next_count; i > 0; i--)
		put_session(page, &next[i - 1], all->client);
	for (size_t i = 0; i < before_count; i++)
		put_session(page, &before[i], all->client);
	html_add(&page->html, "</ul>\n");
	card_end(page);
	return OK;
}

enum err people_list_sessions(struct page *page, const struct person *person,
			      unsigned role)
{
	struct session_filter all = { 0 };

	if (role == ROLE_CLIENT)
		all.client = person->id;
	else
		all.practitioner = person->id;
	return put_both(page, person, &all);
}

enum err people_list_choices(struct page *page, const char *first, bool all,
			     struct choice **choices, size_t *count)
{
	struct person *list;
	struct choice *made;
	size_t size, used = 1;
	enum err err = store_person_list(page->reader, ROLE_PRACTITIONER, &list,
					 &size);

	if (err)
		return err;
	made = arena_array(page->op->arena, size + 1, sizeof(*made));
	made[0] = (struct choice){ "", first, NULL, false };
	for (size_t i = 0; i < size; i++)
		if (list[i].login && (all || list[i].active))
			made[used++] =
				(struct choice){ list[i].login, list[i].name,
						 NULL, false };
	*choices = made;
	*count = used;
	return OK;
}

const struct person *people_list_find(const struct person *list, size_t count,
				      const char *word)
{
	int64_t id;

	for (size_t i = 0; i < count; i++)
		if (str_same(list[i].login, word))
			return &list[i];
	for (size_t i = 0; i < count; i++)
		if (str_same(list[i].code, word))
			return &list[i];
	for (size_t i = 0; str_to_int64(word, &id) && i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}
