#include "admin/pages/grid.h"

#include "admin/pages/show.h"

#include <assert.h>
#include <string.h>

bool grid_wants_csv(struct page *page)
{
	/* What is wrong with a filter is told on the page. */
	return !page->refused && str_equal(page_query(page, "format"), "csv");
}

struct grid_part grid_part(struct page *page, size_t total)
{
	struct grid_part part = { 0, total };

	if (grid_wants_csv(page))
		return part;
	part.first = page_number(page) * PAGE_SIZE;
	if (part.first >= total)
		return (struct grid_part){ 0, 0 };
	part.count = total - part.first;
	if (part.count > PAGE_SIZE)
		part.count = PAGE_SIZE;
	return part;
}

static bool in_csv(const struct column *column)
{
	return column->kind != COLUMN_TOOLS && column->kind != COLUMN_TICK;
}

static void put_heads(struct grid *grid)
{
	static const char *const classes[] = {
		[COLUMN_TEXT] = "",
		[COLUMN_WHEN] = "",
		[COLUMN_DATED] = "",
		[COLUMN_TICK] = " class=\"tools\"",
		[COLUMN_NUMBER] = " class=\"number\"",
		[COLUMN_SPARE] = " class=\"number\"",
		[COLUMN_MAIN] = "",
		[COLUMN_TOOLS] = " class=\"tools\"",
	};
	struct html *html = grid->html;

	html_add(html, "<thead><tr>");
	for (size_t i = 0; i < grid->count; i++) {
		const struct column *column = &grid->columns[i];

		html_add(html, "<th scope=\"col\"");
		buf_puts(&html->buf, classes[column->kind]);
		if (column->kind == COLUMN_TICK) {
			html_add(html,
				 "><input type=\"checkbox\" data-tick-all "
				 "aria-label=\"%s\"></th>",
				 column->head);
			continue;
		}
		html_add(html, "><span");
		html_attribute_if(html, column->kind == COLUMN_TOOLS, "class",
				  "unseen");
		html_add(html, ">%s</span></th>", column->head);
	}
	html_add(html, "</tr></thead>\n<tbody>\n");
}

static void begin_csv(struct grid *grid)
{
	buf_init(&grid->out.buf, grid->page->op->arena);
	for (size_t i = 0; i < grid->count; i++)
		if (in_csv(&grid->columns[i]))
			csv_word(&grid->out, grid->columns[i].head);
	csv_end(&grid->out);
}

void grid_begin(struct grid *grid, struct page *page, const char *caption,
		const struct column *columns, size_t count)
{
	*grid = (struct grid){ .page = page,
			       .html = &page->html,
			       .columns = columns,
			       .count = count,
			       .csv = grid_wants_csv(page) };
	if (grid->csv) {
		begin_csv(grid);
		return;
	}
	html_add(grid->html,
		 "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		 "aria-label=\"%s\"><table class=\"cards\">"
		 "<caption class=\"unseen\">%s</caption>",
		 caption, caption);
	put_heads(grid);
}

static void end_row(struct grid *grid)
{
	if (!grid->in_row)
		return;
	assert(grid->at == grid->count);
	if (grid->csv)
		csv_end(&grid->out);
	else
		html_add(grid->html, "</tr>\n");
	grid->in_row = false;
}

void grid_row(struct grid *grid, const char *class)
{
	end_row(grid);
	grid->in_row = true;
	grid->at = 0;
	if (grid->csv)
		return;
	html_add(grid->html, "<tr");
	html_attribute(grid->html, "class", class);
	html_add(grid->html, ">");
}

void grid_heading(struct grid *grid, const char *text)
{
	end_row(grid);
	if (!grid->csv)
		html_add(grid->html,
			 "<tr class=\"part\"><th scope=\"rowgroup\" "
			 "colspan=\"%zu\">%s</th></tr>\n",
			 grid->count, text);
}

static const struct column *next(struct grid *grid)
{
	assert(grid->at < grid->count);
	return &grid->columns[grid->at++];
}

/* The cell's opening tag, with the column's name for phones. */
static void open_cell(struct grid *grid, const struct column *column)
{
	struct html *html = grid->html;

	html_add(html,
		 column->kind == COLUMN_MAIN ? "<th scope=\"row\"" : "<td");
	if (column->kind == COLUMN_NUMBER)
		html_add(html, " class=\"number\"");
	if (column->kind == COLUMN_SPARE)
		html_add(html, " class=\"number spare%s\"",
			 grid->zero ? " zero" : "");
	if (column->kind == COLUMN_WHEN)
		html_add(html, " class=\"nowrap\"");
	if (column->kind == COLUMN_DATED)
		html_add(html, " class=\"nowrap dated\"");
	if (!in_csv(column))
		html_add(html, " class=\"%s\"",
			 column->kind == COLUMN_TICK ? "tools tick" : "tools");
	else
		html_add(html, " data-head=\"%s\"", column->head);
	html_add(html, ">");
}

static void close_cell(struct grid *grid)
{
	html_add(grid->html, grid->columns[grid->at - 1].kind == COLUMN_MAIN
				     ? "</th>"
				     : "</td>");
}

void grid_text(struct grid *grid, const char *text)
{
	const struct column *column = next(grid);

	if (grid->csv) {
		if (in_csv(column))
			csv_text(&grid->out, text);
		return;
	}
	open_cell(grid, column);
	html_add(grid->html, "%s", text);
	close_cell(grid);
}

/* Numbers of ours: in CSV as they are, for people grouped. */
static void put_number(struct grid *grid, const char *plain, const char *shown)
{
	const struct column *column = next(grid);

	if (grid->csv) {
		csv_word(&grid->out, plain);
		return;
	}
	grid->zero = column->kind == COLUMN_SPARE && plain &&
		     !strpbrk(plain, "123456789");
	open_cell(grid, column);
	grid->zero = false;
	html_add(grid->html, "%s", shown);
	close_cell(grid);
}

void grid_money(struct grid *grid, struct money amount)
{
	put_number(
		grid,
		money_text(grid->page->op->arena, amount, grid->page->digits),
		show_money(grid->page, amount));
}

void grid_amount(struct grid *grid, const char *decimal)
{
	const char *shown = "";

	if (decimal)
		shown = show_json_money(
			grid->page,
			json_new_text(grid->page->op->arena, decimal));
	put_number(grid, decimal, shown);
}

void grid_count(struct grid *grid, int64_t number)
{
	put_number(
		grid,
		arena_printf(grid->page->op->arena, "%lld", (long long)number),
		show_count(grid->page, number));
}

void grid_day(struct grid *grid, struct day day)
{
	put_number(grid, day_text(grid->page->op->arena, day),
		   show_day_short(grid->page, day));
}

void grid_link(struct grid *grid, const char *url, const char *text)
{
	if (!grid_cell(grid, text))
		return;
	html_add(grid->html, "<a");
	html_link(grid->html, url);
	html_add(grid->html, ">%s</a>", text);
	grid_cell_end(grid);
}

bool grid_cell(struct grid *grid, const char *text)
{
	const struct column *column = next(grid);

	if (grid->csv) {
		if (in_csv(column))
			csv_text(&grid->out, text);
		return false;
	}
	open_cell(grid, column);
	return true;
}

void grid_cell_end(struct grid *grid)
{
	close_cell(grid);
}

void grid_foot(struct grid *grid)
{
	end_row(grid);
	if (!grid->csv)
		html_add(grid->html, "</tbody>\n<tfoot>\n");
	grid_row(grid, "sum");
}

void grid_end(struct grid *grid)
{
	struct page *page = grid->page;
	const struct http_path *path = &page->door->request->path;
	bool deep = path->count == 2 && !strchr(page->row->pattern, '{');

	end_row(grid);
	if (!grid->csv) {
		/* The end tags of tbody and tfoot may be left out. */
		html_add(grid->html, "</table></div>\n");
		return;
	}
	/* Words of our own tables: the whole path where it has no braces. */
	http_response_add(page->door->response, "Content-Disposition",
			  arena_printf(page->op->arena,
				       "attachment; filename=\"%s%s%s.csv\"",
				       path->segments[0], deep ? "-" : "",
				       deep ? path->segments[1] : ""));
	page_bytes(page, "text/csv; charset=utf-8", grid->out.buf.at,
		   grid->out.buf.len);
}
