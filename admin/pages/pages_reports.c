#include "admin/pages/pages_reports.h"

#include "admin/pages/call.h"
#include "admin/pages/chart.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"

#include <assert.h>
#include <string.h>

#define ADDRESS "/reports"
#define COLUMNS 10

enum cell {
	CELL_CLIENT,       /* a name that leads to the client */
	CELL_PRACTITIONER, /* likewise */
	CELL_TEXT,
	CELL_COUNT, /* it is summed below, as is */
	CELL_MONEY,
};

struct report_column {
	const char *name; /* of the route's row */
	const char *head;
	enum cell cell;
	const char *bar; /* class of its sum's bar in the chart; NULL: none */
};

/* A report is a route's rows; its chart has a bar for each row, or for the
 * sum of each column that names one. */
struct report {
	const char *address, *title, *lead, *empty, *chart;
	bool wide;        /* the table leaves no room: beside it, on phones */
	bool spans;       /* is asked for by days */
	const char *bars; /* column of the rows' bars; NULL: sums */
	struct report_column columns[COLUMNS];
};

static const struct report attendance = {
	.address = ADDRESS "/attendance",
	.title = "Attendance",
	.lead = "How saved sessions ended, by client.",
	.empty = "No session of these days is saved.",
	.chart = "How sessions ended",
	.spans = true,
	.columns = {
		{ "name", "Client", CELL_CLIENT, NULL },
		{ "client", "Code", CELL_TEXT, NULL },
		{ "completed", "Completed", CELL_COUNT, "good" },
		{ "missed", "Missed", CELL_COUNT, "bad" },
		{ "canceled", "Canceled", CELL_COUNT, "mute" },
	},
};

static const struct report revenue = {
	.address = ADDRESS "/revenue",
	.title = "Revenue",
	.lead = "What was charged, by service and day of posting; what was "
		"re-opened is taken off.",
	.empty = "Nothing was posted on these days.",
	.chart = "Total by service",
	.spans = true,
	.bars = "total",
	.columns = {
		{ "service", "Service", CELL_TEXT, NULL },
		{ "sessions", "Sessions", CELL_COUNT, NULL },
		{ "charge", "Charge", CELL_MONEY, NULL },
		{ "tax", "Tax", CELL_MONEY, NULL },
		{ "total", "Total", CELL_MONEY, NULL },
	},
};

static const struct report wages = {
	.address = ADDRESS "/wages",
	.title = "Wages",
	.lead = "What practitioners earned and were paid, by day of posting.",
	.empty = "Nothing was earned or paid on these days.",
	.chart = "Wages by practitioner",
	.spans = true,
	.bars = "wages",
	.columns = {
		{ "name", "Practitioner", CELL_PRACTITIONER, NULL },
		{ "opening", "Opening", CELL_MONEY, NULL },
		{ "sessions", "Sessions", CELL_COUNT, NULL },
		{ "wages", "Wages", CELL_MONEY, NULL },
		{ "paid", "Paid", CELL_MONEY, NULL },
		{ "unpaid", "Unpaid", CELL_MONEY, NULL },
	},
};

static const struct report aged = {
	.address = ADDRESS "/aged",
	.title = "Aged balances",
	.lead = "What clients owe today, by days since the invoice was issued. "
		"The columns less the credit are the balance.",
	.empty = "Nobody owes anything.",
	.chart = "What is owed, by age",
	.wide = true,
	.columns = {
		{ "name", "Client", CELL_CLIENT, NULL },
		{ "client", "Code", CELL_TEXT, NULL },
		{ "days_0_30", "0–30 days", CELL_MONEY, "plain-bar" },
		{ "days_31_60", "31–60 days", CELL_MONEY, "plain-bar" },
		{ "days_61_90", "61–90 days", CELL_MONEY, "warn" },
		{ "days_over_90", "Over 90 days", CELL_MONEY, "bad" },
		{ "not_invoiced", "Not invoiced", CELL_MONEY, "mute" },
		{ "credit", "Credit", CELL_MONEY, NULL },
		{ "balance", "Balance", CELL_MONEY, NULL },
	},
};

/* A report that is being shown. */
struct shown {
	const struct report *report;
	size_t columns;
	const char *from, *to; /* as typed, else the current month */
	json_t *items;
	int64_t counts[COLUMNS]; /* sums of columns, by their kind */
	struct money sums[COLUMNS];
};

static size_t columns_of(const struct report *report)
{
	size_t count = 0;

	while (count < COLUMNS && report->columns[count].name)
		count++;
	return count;
}

/* The digits of a decimal that a route answered. They have as many behind the
 * point as the currency has: they are the length of a bar, and the amount. */
static int64_t digits_of(const char *decimal)
{
	char digits[32];
	size_t len = 0;
	int64_t number = 0;

	for (; *decimal && len + 1 < sizeof(digits); decimal++)
		if (*decimal != '.')
			digits[len++] = *decimal;
	digits[len] = '\0';
	if (!str_to_int64(digits, &number))
		assert(!"an amount of a route is a decimal");
	return number;
}

static bool is_summed(const struct report_column *column)
{
	return column->cell == CELL_COUNT || column->cell == CELL_MONEY;
}

static int64_t size_of(const struct report_column *column, const json_t *item)
{
	const json_t *value = json_object_get(item, column->name);

	if (column->cell == CELL_COUNT)
		return json_integer_value(value);
	return digits_of(json_string_value(value));
}

static const char *show_size(struct page *page,
			     const struct report_column *column, int64_t size)
{
	return column->cell == CELL_COUNT
		       ? show_count(page, size)
		       : show_money(page, (struct money){ size });
}

static void add_up(struct shown *shown)
{
	for (size_t i = 0; i < json_array_size(shown->items); i++) {
		const json_t *item = json_array_get(shown->items, i);

		for (size_t c = 0; c < shown->columns; c++) {
			const struct report_column *column =
				&shown->report->columns[c];

			if (column->cell == CELL_COUNT)
				shown->counts[c] += size_of(column, item);
			else if (column->cell == CELL_MONEY)
				shown->sums[c] =
					money_add(shown->sums[c],
						  (struct money){ size_of(
							  column, item) });
		}
	}
}

/* The sum of a column, as the length of its bar. */
static int64_t sum_of(struct page *page, const struct shown *shown, size_t c)
{
	if (shown->report->columns[c].cell == CELL_COUNT)
		return shown->counts[c];
	return digits_of(
		money_text(page->op->arena, shown->sums[c], page->digits));
}

/* The route judges the days; the current month where there are none. */
static enum err read_items(struct page *page, struct shown *shown)
{
	struct arena *arena = page->op->arena;
	struct wall now = day_wall(page_today(page));
	json_t *answer;
	enum err err;

	if (shown->report->spans) {
		shown->from = page_query(page, "from");
		shown->to = page_query(page, "to");
		if (!shown->from && !shown->to)
			shown->to = day_text(
				arena, day_of(now.year, now.month + 1, 0));
		if (!shown->from)
			shown->from =
				day_text(arena, day_of(now.year, now.month, 1));
	}
	err = page_get(page,
		       arena_printf(arena, "/api%s%s", shown->report->address,
				    url_of(arena, "?from=%s&to=%s",
					   shown->from ? shown->from : "",
					   shown->to ? shown->to : "")),
		       &answer);
	if (err == ERR_INVALID)
		page_refuse(page);
	else if (err)
		return err;
	else
		shown->items = json_object_get(answer, "items");
	add_up(shown);
	return OK;
}

static void put_span_link(struct page *page, const struct shown *shown,
			  const char *text, struct day from, struct day to)
{
	const char *first = day_text(page->op->arena, from);
	const char *last = day_text(page->op->arena, to);

	html_add(&page->html, "<a href=\"%s\"",
		 arena_printf(page->op->arena, "%s?from=%s&to=%s",
			      shown->report->address, first, last));
	html_attribute_if(&page->html,
			  str_equal(first, shown->from) &&
				  str_equal(last, shown->to),
			  "aria-current", "true");
	html_add(&page->html, ">%s</a>", text);
}

static void put_filters(struct page *page, const struct shown *shown)
{
	struct html *html = &page->html;
	struct wall now = day_wall(page_today(page));

	html_add(html, "<nav class=\"tabs\" aria-label=\"Days\">");
	put_span_link(page, shown, "This month", day_of(now.year, now.month, 1),
		      day_of(now.year, now.month + 1, 0));
	put_span_link(page, shown, "Last month",
		      day_of(now.year, now.month - 1, 1),
		      day_of(now.year, now.month, 0));
	put_span_link(page, shown, "This year", day_of(now.year, 1, 1),
		      day_of(now.year, 12, 31));
	put_span_link(page, shown, "Last year", day_of(now.year - 1, 1, 1),
		      day_of(now.year - 1, 12, 31));
	html_add(html, "</nav>\n");
	part_filters(page, shown->report->address);
	field_span(page, shown->from, shown->to);
	html_add(html, "<button class=\"second\">Filter</button></form>\n");
}

static void put_cell(struct grid *grid, const struct report_column *column,
		     const json_t *item)
{
	struct arena *arena = grid->page->op->arena;
	const json_t *value = json_object_get(item, column->name);
	const char *text = json_string_value(value);

	switch (column->cell) {
	case CELL_CLIENT:
		grid_link(grid,
			  url_of(arena, "/clients/%s",
				 json_string_value(
					 json_object_get(item, "client"))),
			  text);
		break;
	case CELL_PRACTITIONER:
		grid_link(grid,
			  url_of(arena, "/practitioners/%s/wages",
				 json_string_value(json_object_get(
					 item, "practitioner"))),
			  text);
		break;
	case CELL_TEXT:
		grid_text(grid, text);
		break;
	case CELL_COUNT:
		grid_count(grid, json_integer_value(value));
		break;
	case CELL_MONEY:
		grid_amount(grid, text);
		break;
	}
}

static void put_sums(struct grid *grid, const struct shown *shown)
{
	grid_foot(grid);
	for (size_t c = 0; c < shown->columns; c++) {
		const struct report_column *column = &shown->report->columns[c];

		if (column->cell == CELL_COUNT)
			grid_count(grid, shown->counts[c]);
		else if (column->cell == CELL_MONEY)
			grid_money(grid, shown->sums[c]);
		else
			grid_text(grid, c ? "" : "Total");
	}
}

static void put_table(struct page *page, const struct shown *shown,
		      struct grid_part part)
{
	struct column *columns =
		arena_array(page->op->arena, shown->columns, sizeof(*columns));
	enum column_kind number =
		shown->report->wide ? COLUMN_SPARE : COLUMN_NUMBER;
	struct grid grid;

	for (size_t c = 0; c < shown->columns; c++) {
		const struct report_column *column = &shown->report->columns[c];

		columns[c].head = column->head;
		columns[c].kind = is_summed(column) ? number
				  : c               ? COLUMN_TEXT
						    : COLUMN_MAIN;
	}
	grid_begin(&grid, page, shown->report->title, columns, shown->columns);
	for (size_t i = 0; i < part.count; i++) {
		grid_row(&grid, NULL);
		for (size_t c = 0; c < shown->columns; c++)
			put_cell(&grid, &shown->report->columns[c],
				 json_array_get(shown->items, part.first + i));
	}
	if (!grid_wants_csv(page))
		put_sums(&grid, shown);
	grid_end(&grid);
}

static const struct report_column *column_of(const struct report *report,
					     const char *name)
{
	for (size_t c = 0; c < columns_of(report); c++)
		if (str_equal(report->columns[c].name, name))
			return &report->columns[c];
	return NULL;
}

/* Of what the table shows: its rows, or its sums. */
static void put_chart(struct page *page, const struct shown *shown,
		      struct grid_part part)
{
	const struct report *report = shown->report;
	struct chart_bar *bars = arena_array(
		page->op->arena, part.count + shown->columns, sizeof(*bars));
	size_t used = 0;

	for (size_t i = 0; report->bars && i < part.count; i++) {
		const struct report_column *column =
			column_of(report, report->bars);
		const json_t *item =
			json_array_get(shown->items, part.first + i);
		int64_t size = size_of(column, item);

		bars[used++] = (struct chart_bar){
			json_string_value(
				json_object_get(item, report->columns[0].name)),
			show_size(page, column, size), size, NULL
		};
	}
	for (size_t c = 0; c < shown->columns; c++) {
		const struct report_column *column = &report->columns[c];

		if (!column->bar)
			continue;
		bars[used++] = (struct chart_bar){
			column->head,
			show_size(page, column, sum_of(page, shown, c)),
			sum_of(page, shown, c), column->bar
		};
	}
	chart_put(page, report->chart, bars, used);
}

static void put_report(struct page *page, const struct shown *shown)
{
	size_t total = json_array_size(shown->items);
	const struct grid_part part = grid_part(page, total);

	if (!total && !grid_wants_csv(page)) {
		card_begin(page, NULL, NULL);
		part_empty(page, shown->report->empty, NULL, NULL);
		card_end(page);
		return;
	}
	if (shown->report->wide)
		put_chart(page, shown, part);
	else
		html_add(&page->html, "<div class=\"columns\"><div>");
	card_begin(page, NULL, NULL);
	put_table(page, shown, part);
	card_end(page);
	part_pages(page, part.count, total);
	if (shown->report->wide)
		return;
	html_add(&page->html, "</div><div>");
	put_chart(page, shown, part);
	html_add(&page->html, "</div></div>\n");
}

static const char *lead_of(struct page *page, const struct report *report)
{
	for (size_t c = 0; c < columns_of(report); c++)
		if (report->columns[c].cell == CELL_MONEY)
			return arena_printf(
				page->op->arena, "%s Amounts are in %s.",
				report->lead, page->practice.currency);
	return report->lead;
}

static enum err show_report(struct page *page, const struct report *report)
{
	struct shown shown = { .report = report,
			       .columns = columns_of(report) };
	enum err err;

	page_crumb(page, ADDRESS, "Reports");
	page->lead = lead_of(page, report);
	part_commands(page, true);
	err = read_items(page, &shown);
	if (err)
		return err;
	if (report->spans)
		put_filters(page, &shown);
	if (!page->refused)
		put_report(page, &shown);
	return OK;
}

static enum err show_attendance(struct page *page)
{
	return show_report(page, &attendance);
}

static enum err show_revenue(struct page *page)
{
	return show_report(page, &revenue);
}

static enum err show_wages(struct page *page)
{
	return show_report(page, &wages);
}

static enum err show_aged(struct page *page)
{
	return show_report(page, &aged);
}

static enum err show_reports(struct page *page)
{
	static const struct report *const reports[] = { &attendance, &revenue,
							&wages, &aged };
	struct html *html = &page->html;

	page->lead = "Figures of the practice. Only saved sessions count.";
	card_begin(page, NULL, NULL);
	html_add(html,
		 "<ul class=\"rows\"><li><div><p><a href=\"" ADDRESS
		 "/unsaved\">Unsaved sessions</a></p><p class=\"hint\">Past "
		 "sessions that count nowhere until they are saved.</p></div>"
		 "</li>");
	for (size_t i = 0; i < ARRAY_SIZE(reports); i++)
		html_add(html,
			 "<li><div><p><a href=\"%s\">%s</a></p>"
			 "<p class=\"hint\">%s</p></div></li>\n",
			 reports[i]->address, reports[i]->title,
			 reports[i]->lead);
	html_add(html, "</ul>\n");
	card_end(page);
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Reports", show_reports, NULL, 0, NULL },
	{ ADDRESS "/attendance", ROLES_OFFICE, "Attendance", show_attendance,
	  NULL, 0, ADDRESS },
	{ ADDRESS "/revenue", ROLES_OFFICE, "Revenue", show_revenue, NULL, 0,
	  ADDRESS },
	{ ADDRESS "/wages", ROLES_OFFICE, "Wages", show_wages, NULL, 0,
	  ADDRESS },
	{ ADDRESS "/aged", ROLES_OFFICE, "Aged balances", show_aged, NULL, 0,
	  ADDRESS },
};

const struct page_table pages_reports = { rows, ARRAY_SIZE(rows) };
