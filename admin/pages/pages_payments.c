#include "admin/pages/pages_payments.h"

#include "admin/pages/call.h"
#include "admin/pages/client_field.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/owed_part.h"
#include "admin/pages/part.h"
#include "admin/pages/payment_form.h"
#include "admin/pages/payment_part.h"
#include "admin/pages/show.h"
#include "base/unicode.h"

#include <string.h>

#define ADDRESS "/payments"

/* Words of the address. */
static const struct way {
	const char *status, *text;
	enum payment_state state;
} ways[] = {
	{ "", "Any status", PAYMENTS_ALL },
	{ "posted", "Recorded", PAYMENTS_STANDING },
	{ "credit", "With credit left", PAYMENTS_OVER },
	{ "void", "Void", PAYMENTS_VOID },
};

/* What is asked for, and what was found of it. */
struct payment_list {
	struct payment_filter filter;
	const char *folded; /* of the text, or NULL */
	bool nothing;       /* nobody's: an unknown client */
	struct payment *at;
	const struct person **clients; /* of each */
	size_t count, total;
};

static enum err wish_read(struct page *page, struct payment_list *list)
{
	const char *status = page_query(page, "status");
	const char *text = page_query(page, "q");
	const char *code = page_query(page, "client");
	struct day from = { INT32_MIN }, to = { INT32_MAX };
	enum err err = OK;

	*list = (struct payment_list){ .count = 0 };
	list->nothing = !page_query_span(page, &from, &to);
	list->filter.from = from;
	list->filter.to = to;
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (str_equal(ways[i].status, status))
			list->filter.state = ways[i].state;
	if (text)
		list->folded = str_fold(page->op->arena, text, strlen(text));
	if (code)
		err = client_field_ask(page, code, &list->filter.client);
	list->nothing = list->nothing || (code && !list->filter.client);
	return err;
}

static bool is_wanted(struct page *page, const struct payment_list *list,
		      const struct payment *payment,
		      const struct person *client)
{
	const char *method = payment->method;

	if (!list->folded || client_names_hold(page, client, list->folded))
		return true;
	return method &&
	       strstr(str_fold(page->op->arena, method, strlen(method)),
		      list->folded);
}

static enum err shown_read(struct page *page, size_t skip, size_t limit,
			   struct payment_list *list)
{
	struct client_names names = { .top = 0 };
	struct payment *found;
	size_t count;
	enum err err = store_payment_page(page->reader, &list->filter, skip,
					  limit, &found, &count);

	if (!err && count > PAGE_SIZE)
		err = client_names_read(page, &names);
	if (err)
		return err;
	list->at = found;
	list->clients =
		arena_array(page->op->arena, count, sizeof(*list->clients));
	for (size_t i = 0; !err && i < count; i++) {
		const struct person *client;

		err = client_names_find(page, &names, found[i].client, &client);
		if (err || !is_wanted(page, list, &found[i], client))
			continue;
		list->at[list->count] = found[i];
		list->clients[list->count++] = client;
	}
	return err;
}

static enum err list_read(struct page *page, struct payment_list *list)
{
	struct grid_part part = grid_part(page, SIZE_MAX);
	int64_t total = 0;
	enum err err = wish_read(page, list);

	if (err || list->nothing)
		return err;
	if (!list->folded) {
		err = shown_read(page, part.first, part.count, list);
		if (!err)
			err = store_payment_count(page->reader, &list->filter,
						  &total);
		list->total = (size_t)total;
		return err;
	}
	err = shown_read(page, 0, SIZE_MAX, list);
	if (err)
		return err;
	part = grid_part(page, list->count);
	list->total = list->count;
	list->count = part.count;
	if (part.first > 0) {
		list->at += part.first;
		list->clients += part.first;
	}
	return OK;
}

static void put_filters(struct page *page)
{
	struct choice choices[ARRAY_SIZE(ways)];
	const char *client = page_query(page, "client");

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		choices[i] = (struct choice){ .value = ways[i].status,
					      .text = ways[i].text };
	part_filters(page, ADDRESS);
	if (client)
		html_add(&page->html,
			 "<input type=\"hidden\" name=\"client\" "
			 "value=\"%s\">",
			 client);
	field_span(page, page_query(page, "from"), page_query(page, "to"));
	field_select(
		page,
		&(struct field_show){ .name = "status",
				      .label = "Status",
				      .value = page_query(page, "status") },
		choices, ARRAY_SIZE(choices));
	field_text(page,
		   &(struct field_show){ .name = "q",
					 .label = "Client or method",
					 .value = page_query(page, "q") });
	html_add(&page->html, "<button class=\"second\">Filter</button>"
			      "<a class=\"button plain\" href=\"" ADDRESS
			      "\">Clear</a></form>\n");
}

static enum err put_row(struct grid *grid, const struct payment *payment,
			const struct person *client)
{
	struct page *page = grid->page;
	struct arena *arena = page->op->arena;
	struct payment_known known;
	enum err err = practice_payment_known(page->reader, payment, &known);

	if (err)
		return err;
	grid_row(grid, NULL);
	grid_day(grid, payment->day);
	grid_link(grid,
		  url_of(arena, "/clients/%s", client_field_word(page, client)),
		  arena_printf(arena, "%s %s", client->name,
			       client_field_word(page, client)));
	grid_text(grid, payment_form_method(page, payment->method));
	grid_money(grid, payment->amount);
	grid_text(grid, payment_part_pays(page, &known));
	if (grid_cell(grid, payment_part_word(payment))) {
		payment_part_badge(grid->html, payment);
		grid_cell_end(grid);
	}
	if (grid_cell(grid, NULL)) {
		payment_part_tools(page, payment);
		part_icon_link(grid->html, payment_part_url(page, payment->id),
			       arena_printf(arena, "View the payment of %s",
					    show_money(page, payment->amount)),
			       "search");
		grid_cell_end(grid);
	}
	return OK;
}

static enum err put_list(struct page *page, const struct payment_list *list)
{
	static const struct column columns[] = {
		{ "Date", COLUMN_WHEN },        { "Client", COLUMN_MAIN },
		{ "Method", COLUMN_TEXT },      { "Amount", COLUMN_NUMBER },
		{ "Pays", COLUMN_TEXT },        { "Status", COLUMN_TEXT },
		{ "What to do", COLUMN_TOOLS },
	};
	struct grid grid;
	enum err err = OK;

	grid_begin(&grid, page, "Payments", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; !err && i < list->count; i++)
		err = put_row(&grid, &list->at[i], list->clients[i]);
	if (!err)
		grid_end(&grid);
	return err;
}

static enum err show_payments(struct page *page)
{
	struct payment_list list;
	enum err err = list_read(page, &list);

	if (err)
		return err;
	if (grid_wants_csv(page))
		return put_list(page, &list);
	page->lead = "What clients paid, by the day that each payment says.";
	part_commands(page, true);
	part_button(&page->commands, ADDRESS "/new", "Record payment", "plus",
		    NULL);
	put_filters(page);
	card_begin(page, NULL, NULL);
	if (list.total)
		err = put_list(page, &list);
	else
		part_empty(page,
			   page->door->request->query
				   ? "No payment is like that."
				   : "No payment is recorded yet.",
			   ADDRESS "/new", "Record payment");
	card_end(page);
	if (list.total)
		part_pages(page, list.count, list.total);
	return err;
}

static enum err show_new(struct page *page)
{
	const char *word = field_value(page, "client", NULL);
	const struct person *client;
	enum err err;

	if (str_empty(word))
		word = page_query(page, "client");
	err = client_field_find(page, word, &client);
	if (err == ERR_INVALID) { /* the field says so */
		operation_recover(page->op);
		client = NULL;
		err = OK;
	}
	if (err)
		return err;
	page_crumb(page, ADDRESS, "Payments");
	if (client) {
		struct client_balance now;

		err = practice_balance(page->reader, client->id, &now);
		if (err)
			return err;
		page->lead = owed_part_line(page, client, now.balance);
	}
	card_begin(page, client ? client->name : "A payment", NULL);
	html_add(&page->html, "<div class=\"narrow\">");
	err = payment_form_put(page, client);
	html_add(&page->html, "</div>");
	card_end(page);
	return err;
}

/* The form again, with the invoices of the client who was typed. */
static enum err show_again(struct page *page)
{
	enum err err = client_field_take(page);

	return err ? err : page_again(page, show_new);
}

static enum err take_new(struct page *page)
{
	const char *client;
	enum err err;

	if (form_value(&page->form, "show"))
		return show_again(page);
	err = payment_form_take(page);
	if (err)
		return err;
	client = json_string_value(json_object_get(page->answer, "client"));
	page_go(page, url_of(page->op->arena, "/clients/%s/statement",
			     client ? client : ""));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Payments", show_payments, NULL, 0, NULL },
	{ ADDRESS "/new", ROLES_OFFICE, "Record a payment", show_new, take_new,
	  0, ADDRESS },
};

const struct page_table pages_payments = { rows, ARRAY_SIZE(rows) };
