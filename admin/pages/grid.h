/**
 * Tables: columns once, rows cell by cell, as HTML for people or as CSV
 * (?format=csv) for spreadsheets, from the same calls.
 *
 *	struct grid grid;
 *
 *	grid_begin(&grid, page, "Clients", columns, ARRAY_SIZE(columns));
 *	for (…) {
 *		grid_row(&grid, NULL);
 *		grid_text(&grid, client.name);
 *		grid_money(&grid, client.balance);
 *	}
 *	grid_end(&grid);
 */
#ifndef ADMIN_PAGES_GRID_H
#define ADMIN_PAGES_GRID_H

#include "admin/pages/page.h"
#include "base/csv_write.h"

enum column_kind {
	COLUMN_TEXT,
	COLUMN_WHEN,   /* on one line: days, times */
	COLUMN_DATED,  /* the same; phones name the column: issued, due */
	COLUMN_NUMBER, /* to the right */
	COLUMN_SPARE,  /* the same, of many: phones leave it out where it is 0,
			  and put the last, which is their sum, at the name */
	COLUMN_MAIN,   /* what the row is called: bold */
	COLUMN_TICK,   /* a box in each row, and one in the head for all */
	COLUMN_TOOLS,  /* links; none of the two is in CSV */
};

struct column {
	const char *head;
	enum column_kind kind;
};

struct grid {
	struct page *page;
	struct html *html;
	const struct column *columns;
	size_t count, at;
	bool csv;
	bool in_row;
	bool zero; /* the cell at hand is left out by phones */
	struct csv_out out;
};

/** Does the address ask for CSV? Then a list has no pages. */
bool grid_wants_csv(struct page *page);

/** Some of the rows of a list, which lie behind one another. */
struct grid_part {
	size_t first, count;
};
/** Those that the page shows of so many (SIZE_MAX: nobody has counted them):
 *  all of them as CSV; none behind the end, from 0 on, so that nobody looks
 *  there. */
struct grid_part grid_part(struct page *page, size_t total);

/** The caption is for whoever listens. */
void grid_begin(struct grid *grid, struct page *page, const char *caption,
		const struct column *columns, size_t count);
/** A new row; class may be NULL. */
void grid_row(struct grid *grid, const char *class);
/** A heading over the rows that follow; none in CSV. */
void grid_heading(struct grid *grid, const char *text);
/** The next cell, of each column in turn. */
void grid_text(struct grid *grid, const char *text);
void grid_money(struct grid *grid, struct money amount);
/** A decimal text of JSON, "42.50"; NULL: an empty cell. */
void grid_amount(struct grid *grid, const char *decimal);
void grid_count(struct grid *grid, int64_t number);
void grid_day(struct grid *grid, struct day day);
/** A text that leads somewhere; in CSV the text. */
void grid_link(struct grid *grid, const char *url, const char *text);
/** A cell of markup: what comes into page->html until the cell's end; in CSV
 *  the text (nothing of a COLUMN_TOOLS). True: write the markup. */
bool grid_cell(struct grid *grid, const char *text);
void grid_cell_end(struct grid *grid);
/** The last row of a table: its sums. */
void grid_foot(struct grid *grid);
/** Ends the table; with CSV the page is answered with the file, whose name is
 *  that of the address. */
void grid_end(struct grid *grid);

#endif
