#include "admin/pages/pages_invoices.h"

#include "admin/pages/call.h"
#include "admin/pages/client_field.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/invoice_list.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "practice/wall_time.h"

#define ADDRESS "/invoices"
#define API "/api/invoices"

static const struct column office_columns[] = {
	{ "Number", COLUMN_MAIN },   { "Client", COLUMN_TEXT },
	{ "Issued", COLUMN_DATED },  { "Due", COLUMN_DATED },
	{ "Status", COLUMN_TEXT },   { "Total", COLUMN_NUMBER },
	{ "Paid", COLUMN_NUMBER },   { "To pay", COLUMN_NUMBER },
	{ "Details", COLUMN_TOOLS },
};
static const struct column client_columns[] = {
	{ "Number", COLUMN_MAIN },   { "Issued", COLUMN_DATED },
	{ "Due", COLUMN_DATED },     { "Status", COLUMN_TEXT },
	{ "Total", COLUMN_NUMBER },  { "Paid", COLUMN_NUMBER },
	{ "To pay", COLUMN_NUMBER }, { "Details", COLUMN_TOOLS },
};

static void put_client(struct grid *grid, const struct person *client)
{
	struct page *page = grid->page;
	const char *code = client->code ? client->code : "";

	if (!grid_cell(grid, arena_printf(page->op->arena, "%s %s",
					  client->name, code)))
		return;
	html_add(grid->html, "<a href=\"%s\">%s</a> <small>%s</small>",
		 url_of(page->op->arena, "/clients/%s", code), client->name,
		 code);
	grid_cell_end(grid);
}

static void put_days(struct grid *grid, const struct invoice *invoice)
{
	struct page *page = grid->page;

	if (!invoice->counter) {
		grid_text(grid, "");
		grid_text(grid, "");
		return;
	}
	grid_day(grid, practice_day(&page->practice, invoice->issued));
	grid_day(grid, invoice_part_due(page, invoice));
}

static void put_row(struct grid *grid, const struct invoice_shown *shown)
{
	const struct invoice *invoice = &shown->invoice;
	struct page *page = grid->page;
	const char *url = invoice_part_url(page, invoice->id);
	const char *called = invoice_part_called(invoice);

	grid_row(grid, NULL);
	grid_link(grid, url, called);
	if (page_is_office(page))
		put_client(grid, shown->client);
	put_days(grid, invoice);
	if (grid_cell(grid, invoice_part_word(shown->stand))) {
		invoice_part_badge(grid->html, shown->stand);
		grid_cell_end(grid);
	}
	grid_money(grid, invoice_part_total(invoice));
	grid_money(grid, invoice->settled);
	grid_money(grid, invoice_part_left(invoice));
	if (grid_cell(grid, NULL)) {
		part_icon_link(grid->html, url,
			       arena_printf(page->op->arena, "View %s", called),
			       "search");
		grid_cell_end(grid);
	}
}

static void put_list(struct page *page, const struct invoice_list *list)
{
	bool office = page_is_office(page);
	struct grid grid;

	grid_begin(&grid, page, "Invoices",
		   office ? office_columns : client_columns,
		   office ? ARRAY_SIZE(office_columns)
			  : ARRAY_SIZE(client_columns));
	for (size_t i = 0; i < list->count; i++)
		put_row(&grid, &list->at[i]);
	grid_end(&grid);
}

static void put_nothing(struct page *page)
{
	bool office = page_is_office(page);
	const char *text = "No invoice is like that.";

	if (!page->door->request->query)
		text = office ? "An invoice is made of the sessions that a "
				"client owes. It begins as a draft."
			      : "There is no invoice for you yet.";
	part_empty(page, text, office ? ADDRESS "/new" : NULL, "New invoice");
}

static const char *lead_of(struct page *page, struct money owed,
			   struct money late)
{
	struct arena *arena = page->op->arena;

	if (money_is_zero(owed))
		return "Nothing is to be paid.";
	if (money_is_zero(late))
		return arena_printf(arena, "%s to be paid",
				    show_total(page, owed));
	return arena_printf(arena, "%s to be paid, %s of it overdue",
			    show_total(page, owed), show_money(page, late));
}

static enum err show_invoices(struct page *page)
{
	struct money owed = { 0 }, late = { 0 };
	struct invoice_list list;
	enum err err = invoice_list_read(page, &list);

	if (!err && grid_wants_csv(page))
		put_list(page, &list);
	if (err || page->answered)
		return err;
	part_commands(page, true);
	if (page_is_office(page))
		part_button(&page->commands, ADDRESS "/new", "New invoice",
			    "plus", NULL);
	err = invoice_list_tabs(page, &list, &owed, &late);
	if (err)
		return err;
	page->lead = lead_of(page, owed, late);
	invoice_list_filters(page, &list);
	card_begin(page, NULL, NULL);
	if (list.total)
		put_list(page, &list);
	else
		put_nothing(page);
	card_end(page);
	if (list.total)
		part_pages(page, list.count, list.total);
	return OK;
}

static enum err show_new(struct page *page)
{
	enum err err;

	page_crumb(page, ADDRESS, "Invoices");
	card_begin(page, "New invoice", NULL);
	form_begin(page, NULL, "form narrow");
	err = client_field_put(page, page_query(page, "client"));
	field_text(page,
		   &(struct field_show){
			   .name = "to",
			   .label = "Sessions up to",
			   .type = "date",
			   .required = true,
			   .value = day_text(page->op->arena, page_today(page)),
			   .hint = "What was saved for sessions until that "
				   "day, and is on no invoice yet." });
	form_buttons(page, "Make draft", ADDRESS);
	form_end(page);
	card_end(page);
	return err;
}

static enum err take_new(struct page *page)
{
	struct arena *arena = page->op->arena;
	const json_t *answer;
	size_t lines;
	enum err err = client_field_take(page);

	if (!err)
		err = page_send_form(page, "POST", API, NULL);
	if (err)
		return err;
	answer = page->answer;
	lines = json_array_size(json_object_get(answer, "lines"));
	if (lines)
		page_flash(
			page,
			"The draft has %s, %s %s. Nobody sees it before "
			"it is issued.",
			show_counted(page, (int64_t)lines, "line", "lines"),
			show_json_money(page, json_object_get(answer, "total")),
			page->practice.currency);
	else
		page_flash(page, "Nothing is left to be invoiced up to that "
				 "day: the draft has no lines.");
	page_go(page, url_of(arena, ADDRESS "/%s",
			     json_string_value(json_object_get(answer, "id"))));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE | ROLE_CLIENT, "Invoices", show_invoices, NULL,
	  0, NULL },
	{ ADDRESS "/new", ROLES_OFFICE, "Invoices", show_new, take_new, 0,
	  ADDRESS },
};

const struct page_table pages_invoices = { rows, ARRAY_SIZE(rows) };
