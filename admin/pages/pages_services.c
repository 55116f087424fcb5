#include "admin/pages/pages_services.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "store/services.h"

#define ADDRESS "/services"
#define API "/api/services"

static const char *kind_word(const struct service *service)
{
	return service->kind == SERVICE_HOURLY ? "Per hour" : "Fixed";
}

static const char *basis_word(const struct service *service)
{
	return service->basis == WAGE_CLIENT ? "Per client" : "Per session";
}

/* 1300 basis points are "13%", 825 "8.25%". */
static const char *tax_text(struct page *page, int32_t tax_bp)
{
	int whole = tax_bp / 100, part = tax_bp % 100;

	if (!part)
		return arena_printf(page->op->arena, "%d%%", whole);
	return arena_printf(page->op->arena, "%d.%02d%%", whole, part);
}

static const char *own_url(struct page *page, int64_t id)
{
	return url_of(page->op->arena, ADDRESS "/%lld", (long long)id);
}

static enum err put_row(struct page *page, struct grid *grid,
			const struct service *service)
{
	struct price price;
	enum err err = store_price_load(page->reader, service->id,
					page_today(page), &price);

	if (err)
		return err;
	grid_row(grid, NULL);
	grid_link(grid, own_url(page, service->id), service->name);
	grid_text(grid, kind_word(service));
	grid_money(grid, price.cost);
	grid_money(grid, price.wage);
	grid_text(grid, basis_word(service));
	grid_text(grid, tax_text(page, price.tax_bp));
	if (grid_cell(grid, NULL)) {
		part_icon_link(
			&page->html, own_url(page, service->id),
			arena_printf(page->op->arena, "View %s", service->name),
			"right");
		grid_cell_end(grid);
	}
	return OK;
}

static enum err show_services(struct page *page)
{
	static const struct column columns[] = {
		{ "Name", COLUMN_MAIN },     { "Kind", COLUMN_TEXT },
		{ "Cost", COLUMN_NUMBER },   { "Wage", COLUMN_NUMBER },
		{ "Wage is", COLUMN_TEXT },  { "Tax", COLUMN_NUMBER },
		{ "Details", COLUMN_TOOLS },
	};
	struct service *list;
	struct grid grid;
	size_t count;
	enum err err = store_service_list(page->reader, &list, &count);

	if (err)
		return err;
	page->lead = "What sessions are charged for, with today's prices.";
	part_commands(page, true);
	part_button(&page->commands, ADDRESS "/new", "Add service", "plus",
		    NULL);
	card_begin(page, NULL, NULL);
	if (!count && !grid_wants_csv(page)) {
		part_empty(page,
			   "A session needs a service to be billed: it says "
			   "what the session costs and pays.",
			   ADDRESS "/new", "Add service");
		card_end(page);
		return OK;
	}
	grid_begin(&grid, page, "Services", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; !err && i < count; i++)
		err = put_row(page, &grid, &list[i]);
	if (!err)
		grid_end(&grid);
	card_end(page);
	return err;
}

static void put_amounts(struct page *page, const struct price *price)
{
	struct arena *arena = page->op->arena;
	int digits = page->digits;

	html_add(&page->html, "<div class=\"group\">");
	field_text(
		page,
		&(struct field_show){
			.name = "cost",
			.label = "Cost",
			.numeric = true,
			.required = true,
			.value = price ? money_text(arena, price->cost, digits)
				       : NULL,
			.hint = "For each client; by the hour where it is "
				"hourly." });
	field_text(
		page,
		&(struct field_show){
			.name = "wage",
			.label = "Wage",
			.numeric = true,
			.required = true,
			.value = price ? money_text(arena, price->wage, digits)
				       : NULL,
			.hint = "Of practitioners without a rate of their "
				"own." });
	field_text(page,
		   &(struct field_show){
			   .name = "tax_bp",
			   .label = "Tax",
			   .numeric = true,
			   .value = price ? arena_printf(arena, "%d",
							 (int)price->tax_bp)
					  : "0",
			   .hint = "In basis points: 1300 is 13%." });
	html_add(&page->html, "</div>\n");
}

static enum err show_new(struct page *page)
{
	static const struct choice kinds[] = {
		{ "fixed", "Fixed, for a session of any length", NULL, false },
		{ "hourly", "Per hour", NULL, false },
	};
	static const struct choice bases[] = {
		{ "session", "Once a session", NULL, false },
		{ "client", "Once for each client", NULL, false },
	};

	page_crumb(page, ADDRESS, "Services");
	card_begin(page, "A new service", NULL);
	form_begin(page, NULL, "form narrow");
	field_text(page, &(struct field_show){
				 .name = "name",
				 .label = "Name",
				 .required = true,
				 .hint = "As invoices and calendars say it." });
	field_radios(page,
		     &(struct field_show){ .name = "kind",
					   .label = "Kind",
					   .value = "fixed" },
		     kinds, ARRAY_SIZE(kinds));
	put_amounts(page, NULL);
	field_radios(page,
		     &(struct field_show){ .name = "wage_basis",
					   .label = "Wage basis",
					   .value = "session" },
		     bases, ARRAY_SIZE(bases));
	form_buttons(page, "Add service", ADDRESS);
	form_end(page);
	card_end(page);
	return OK;
}

static enum err put_prices(struct page *page, const struct service *service)
{
	static const struct column columns[] = {
		{ "From", COLUMN_MAIN },
		{ "Cost", COLUMN_NUMBER },
		{ "Wage", COLUMN_NUMBER },
		{ "Tax", COLUMN_NUMBER },
	};
	struct price *prices;
	struct grid grid;
	size_t count;
	enum err err =
		store_price_list(page->reader, service->id, &prices, &count);

	if (err)
		return err;
	card_begin(page, "Prices", "by the day of the session");
	grid_begin(&grid, page, "Prices", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < count; i++) {
		struct day from = prices[i].effective_from;

		grid_row(&grid, NULL);
		if (from.n == RATE_BEGINNING.n)
			grid_text(&grid, "The beginning");
		else
			grid_day(&grid, from);
		grid_money(&grid, prices[i].cost);
		grid_money(&grid, prices[i].wage);
		grid_text(&grid, tax_text(page, prices[i].tax_bp));
	}
	grid_end(&grid);
	html_add(&page->html,
		 "<p class=\"card-foot hint\">What is saved already keeps its "
		 "price.</p>\n");
	card_end(page);
	return OK;
}

static enum err show_service(struct page *page)
{
	struct service service;
	struct price price;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = store_service_find(page->reader, id, &service);
	if (!err)
		err = store_price_load(page->reader, id, page_today(page),
				       &price);
	if (err)
		return err;
	page_crumb(page, ADDRESS, "Services");
	page->lead = arena_printf(page->op->arena, "%s · %s · wage %s",
				  service.name, kind_word(&service),
				  service.basis == WAGE_CLIENT ? "per client"
							       : "per session");
	html_add(&page->html, "<div class=\"columns\"><div>");
	err = put_prices(page, &service);
	html_add(&page->html, "</div><div>");
	card_begin(page, "A price from a day on", NULL);
	form_begin(page, NULL, NULL);
	field_text(page,
		   &(struct field_show){ .name = "effective_from",
					 .label = "From",
					 .type = "date",
					 .required = true,
					 .value = day_text(page->op->arena,
							   page_today(page)) });
	put_amounts(page, &price);
	form_buttons(page, "Add price", NULL);
	form_end(page);
	card_end(page);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err take_new(struct page *page)
{
	const char *id;
	enum err err = page_send_form(page, "POST", API, NULL);

	if (err)
		return err;
	id = json_string_value(json_object_get(page->answer, "id"));
	page_flash(page, "%s can be chosen for sessions now.",
		   form_value(&page->form, "name"));
	page_go(page, url_of(page->op->arena, ADDRESS "/%s", id ? id : ""));
	return OK;
}

static enum err take_service(struct page *page)
{
	enum err err = page_send_form(
		page, "POST",
		url_of(page->op->arena, API "/%s/prices", page->words[0]),
		NULL);

	if (err)
		return err;
	page_flash(page, "Sessions from that day on are charged by it.");
	page_go(page, url_of(page->op->arena, ADDRESS "/%s", page->words[0]));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Services", show_services, NULL, 0, NULL },
	{ ADDRESS "/new", ROLES_OFFICE, "Services", show_new, take_new, 0,
	  ADDRESS },
	{ ADDRESS "/{id}", ROLES_OFFICE, "Services", show_service, take_service,
	  0, ADDRESS },
};

const struct page_table pages_services = { rows, ARRAY_SIZE(rows) };
