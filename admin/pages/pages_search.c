#include "admin/pages/pages_search.h"

#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/search_find.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "practice/wall_time.h"

#include <string.h>

#define ADDRESS "/search"
#define SHOWN 5 /* of each kind, where all are shown */

typedef enum err put_hits(struct grid *grid, const struct search_found *found);

struct kind {
	const char *word, *text;
	put_hits *put;
	size_t column_count;
	struct column columns[6];
	size_t open_count; /* columns for all; 0: every one */
};

/* Contacts are the office's: others get no columns of nothing. */
static void put_contact(struct grid *grid, const struct search_person *person)
{
	if (!page_is_office(grid->page))
		return;
	grid_text(grid, person->phone);
	grid_text(grid, person->email);
	grid_text(grid, person->active ? "" : "Not active");
}

static void put_person(struct grid *grid, const struct search_person *person)
{
	const char *name = person->name ? person->name : person->code;

	grid_row(grid, NULL);
	if (person->url)
		grid_link(grid, person->url, name);
	else
		grid_text(grid, name);
}

static enum err put_clients(struct grid *grid, const struct search_found *found)
{
	for (size_t i = 0; i < found->count[SEARCH_CLIENTS]; i++) {
		const struct search_person *client = &found->clients[i];

		put_person(grid, client);
		grid_text(grid, client->code);
		put_contact(grid, client);
	}
	return OK;
}

static enum err put_practitioners(struct grid *grid,
				  const struct search_found *found)
{
	for (size_t i = 0; i < found->count[SEARCH_PRACTITIONERS]; i++) {
		const struct search_person *one = &found->practitioners[i];

		put_person(grid, one);
		put_contact(grid, one);
	}
	return OK;
}

static enum err put_sessions(struct grid *grid,
			     const struct search_found *found)
{
	struct page *page = grid->page;

	for (size_t i = 0; i < found->count[SEARCH_SESSIONS]; i++) {
		const struct session_known *known = &found->sessions[i];

		grid_row(grid, NULL);
		grid_link(grid, session_part_url(page, known),
			  session_part_clients(page, known));
		grid_day(grid, wall_day(known->start));
		grid_text(grid, show_times(page, known->start, known->end));
		grid_text(grid, known->service_name);
		grid_text(grid, session_part_practitioners(page, known));
		if (!grid_cell(grid, part_status_text(page, known)))
			continue;
		part_status(page, grid->html, known);
		grid_cell_end(grid);
	}
	return OK;
}

static enum err put_client_name(struct grid *grid, int64_t id,
				const char *after)
{
	struct page *page = grid->page;
	struct person person;
	enum err err = store_person_load(page->reader, id, &person);

	if (err)
		return err;
	if (page_is_office(page) && person.code)
		grid_link(grid,
			  arena_printf(page->op->arena, "%s%s",
				       url_of(page->op->arena, "/clients/%s",
					      person.code),
				       after),
			  person.name);
	else
		grid_text(grid, person.name);
	return OK;
}

static enum err put_invoices(struct grid *grid,
			     const struct search_found *found)
{
	static const char *const words[] = {
		[INVOICE_DRAFT] = "Draft",
		[INVOICE_ISSUED] = "Issued",
		[INVOICE_VOID] = "Void",
	};
	struct page *page = grid->page;

	for (size_t i = 0; i < found->count[SEARCH_INVOICES]; i++) {
		const struct invoice *invoice = &found->invoices[i];
		enum err err;

		grid_row(grid, NULL);
		grid_link(grid,
			  url_of(page->op->arena, "/invoices/%lld",
				 (long long)invoice->id),
			  invoice->number ? invoice->number : "Draft invoice");
		err = put_client_name(grid, invoice->client, "");
		if (err)
			return err;
		if (invoice->issued.s == INSTANT_MAX.s)
			grid_text(grid, "");
		else
			grid_day(grid, practice_day(&page->practice,
						    invoice->issued));
		grid_text(grid, words[invoice->status]);
		grid_money(grid, money_add(invoice->charge, invoice->tax));
	}
	return OK;
}

static enum err put_payments(struct grid *grid,
			     const struct search_found *found)
{
	for (size_t i = 0; i < found->count[SEARCH_PAYMENTS]; i++) {
		const struct payment *payment = &found->payments[i];
		enum err err;

		grid_row(grid, NULL);
		err = put_client_name(grid, payment->client, "/statement");
		if (err)
			return err;
		grid_day(grid, payment->day);
		grid_text(grid, payment->method);
		grid_text(grid,
			  payment->voided.s == INSTANT_MAX.s ? "" : "Void");
		grid_money(grid, payment->amount);
	}
	return OK;
}

static const struct kind kinds[SEARCH_KINDS] = {
	[SEARCH_CLIENTS] = { "clients",
			     "Clients",
			     put_clients,
			     5,
			     { { "Client", COLUMN_MAIN },
			       { "Code", COLUMN_TEXT },
			       { "Phone", COLUMN_TEXT },
			       { "E-mail", COLUMN_TEXT },
			       { "Status", COLUMN_TEXT } },
			     2 },
	[SEARCH_PRACTITIONERS] = { "practitioners",
				   "Practitioners",
				   put_practitioners,
				   4,
				   { { "Practitioner", COLUMN_MAIN },
				     { "Phone", COLUMN_TEXT },
				     { "E-mail", COLUMN_TEXT },
				     { "Status", COLUMN_TEXT } },
				   1 },
	[SEARCH_SESSIONS] = { "sessions",
			      "Sessions",
			      put_sessions,
			      6,
			      { { "Session", COLUMN_MAIN },
				{ "Date", COLUMN_WHEN },
				{ "Time", COLUMN_WHEN },
				{ "Service", COLUMN_TEXT },
				{ "Practitioner", COLUMN_TEXT },
				{ "Status", COLUMN_TEXT } },
			      0 },
	[SEARCH_INVOICES] = { "invoices",
			      "Invoices",
			      put_invoices,
			      5,
			      { { "Invoice", COLUMN_MAIN },
				{ "Client", COLUMN_TEXT },
				{ "Issued", COLUMN_WHEN },
				{ "Status", COLUMN_TEXT },
				{ "Total", COLUMN_NUMBER } },
			      0 },
	[SEARCH_PAYMENTS] = { "payments",
			      "Payments",
			      put_payments,
			      5,
			      { { "Payment of", COLUMN_MAIN },
				{ "Date", COLUMN_WHEN },
				{ "Method", COLUMN_TEXT },
				{ "Status", COLUMN_TEXT },
				{ "Amount", COLUMN_NUMBER } },
			      0 },
};

/* The kind that the address asks for; SEARCH_KINDS: all. */
static enum search_kind kind_asked(struct page *page)
{
	const char *word = page_query(page, "kind");

	for (size_t i = 0; i < SEARCH_KINDS; i++)
		if (str_equal(kinds[i].word, word) &&
		    search_may(page, (enum search_kind)i))
			return (enum search_kind)i;
	/* A file holds one table. */
	return grid_wants_csv(page) ? SEARCH_SESSIONS : SEARCH_KINDS;
}

static void put_form(struct page *page, const char *text)
{
	html_add(&page->html, "<form class=\"filters\" method=\"get\" "
			      "action=\"" ADDRESS "\">");
	field_text(page, &(struct field_show){
				 .name = "q", .label = "Find", .value = text });
	html_add(&page->html, "<button class=\"second\">Search</button>"
			      "</form>\n");
}

static void put_tabs(struct page *page, const struct search_found *found,
		     enum search_kind asked)
{
	struct html *html = &page->html;
	size_t all = 0;

	for (size_t i = 0; i < SEARCH_KINDS; i++)
		all += found->total[i];
	html_add(html,
		 "<nav class=\"tabs\" aria-label=\"By kind\">"
		 "<a href=\"%s\"",
		 page_url_with(page, "kind", NULL));
	html_attribute_if(html, asked == SEARCH_KINDS, "aria-current", "true");
	html_add(html, ">All <span class=\"number\">%s</span></a>",
		 show_count(page, (int64_t)all));
	for (size_t i = 0; i < SEARCH_KINDS; i++) {
		if (!search_may(page, (enum search_kind)i))
			continue;
		html_add(html, "<a href=\"%s\"",
			 page_url_with(page, "kind", kinds[i].word));
		html_attribute_if(html, asked == i, "aria-current", "true");
		html_add(html, ">%s <span class=\"number\">%s</span></a>",
			 kinds[i].text,
			 show_count(page, (int64_t)found->total[i]));
	}
	html_add(html, "</nav>\n");
}

static enum err put_kind(struct page *page, const struct search_found *found,
			 size_t i, bool alone)
{
	const struct kind *kind = &kinds[i];
	struct grid grid;
	enum err err;

	card_begin(
		page, kind->text,
		show_counted(page, (int64_t)found->total[i], "found", "found"));
	grid_begin(&grid, page, kind->text, kind->columns,
		   kind->open_count && !page_is_office(page)
			   ? kind->open_count
			   : kind->column_count);
	err = kind->put(&grid, found);
	if (err)
		return err;
	grid_end(&grid);
	if (!alone && found->total[i] > found->count[i])
		html_add(&page->html,
			 "<p class=\"card-foot\"><a href=\"%s\">Show all "
			 "%s</a></p>\n",
			 page_url_with(page, "kind", kind->word),
			 show_count(page, (int64_t)found->total[i]));
	card_end(page);
	if (i == SEARCH_SESSIONS && found->cut)
		html_add(
			&page->html,
			"<p class=\"hint\">The nearest %d sessions were looked "
			"through. Others come with another word, or with a "
			"day.</p>\n",
			SEARCH_LOOKED_AT);
	if (alone)
		part_pages(page, found->count[i], found->total[i]);
	return OK;
}

static enum err put_found(struct page *page, const struct search_found *found,
			  enum search_kind asked, const char *text)
{
	bool any = false;
	enum err err = OK;

	put_tabs(page, found, asked);
	for (size_t i = 0; !err && i < SEARCH_KINDS; i++) {
		if (asked != SEARCH_KINDS && asked != i)
			continue;
		if (!found->total[i] && !grid_wants_csv(page))
			continue;
		any = true;
		err = put_kind(page, found, i, asked != SEARCH_KINDS);
	}
	if (err || any)
		return err;
	card_begin(page, NULL, NULL);
	part_empty(page,
		   arena_printf(page->op->arena, "Nothing is found by “%s”.",
				text),
		   NULL, NULL);
	card_end(page);
	return OK;
}

static void choose(struct page *page, enum search_kind asked,
		   struct search_found *found)
{
	bool csv = grid_wants_csv(page);

	for (size_t i = 0; i < SEARCH_KINDS; i++) {
		found->limit[i] = SHOWN;
		if (asked != i)
			continue;
		found->limit[i] = csv ? 0 : PAGE_SIZE;
		found->skip[i] = csv ? 0 : page_number(page) * PAGE_SIZE;
	}
}

static enum err show_search(struct page *page)
{
	const char *text = page_query(page, "q");
	enum search_kind asked = kind_asked(page);
	struct search_found found = {
		.search = search_of(page->op->arena, text),
	};
	enum err err;

	if (text && strlen(text) > SEARCH_LONGEST) {
		err = fail_field(page->op, "q", "too-long",
				 "This is too long to be looked for: %d "
				 "letters are enough.",
				 SEARCH_LONGEST);
		if (err != ERR_INVALID)
			return err;
		page_refuse(page);
	}
	page->lead = page_is_office(page)
			     ? "By names, codes, phones, numbers, words of "
			       "notes, or a day such as 2026-06-12."
			     : "By names or codes, words of notes, or a day "
			       "such as 2026-06-12.";
	put_form(page, text);
	if (page->refused || !found.search.count)
		return OK;
	choose(page, asked, &found);
	err = search_find(page, &found);
	if (err)
		return err;
	part_commands(page, asked != SEARCH_KINDS);
	return put_found(page, &found, asked, text);
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_ALL, "Search", show_search, NULL, 0, NULL },
};

const struct page_table pages_search = { rows, ARRAY_SIZE(rows) };
