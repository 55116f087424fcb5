/**
 * A document of money as a PDF, by cairo and Pango: letterhead, a table over
 * as many pages as it takes, sums.
 */
#ifndef ADMIN_API_PDF_SHEET_PRIVATE_H
#define ADMIN_API_PDF_SHEET_PRIVATE_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/operation.h"
#include "base/str.h"

#define SHEET_GAP 8.0 /* points, between columns and around rules */
#define SHEET_COLUMNS 6

enum sheet_style {
	SHEET_PLAIN,
	SHEET_BOLD,
	SHEET_QUIET,
	SHEET_HEADING,
	SHEET_MARK,
};

enum sheet_align { SHEET_LEFT, SHEET_RIGHT };

/** Parts of the width between the margins, of 100. */
struct sheet_column {
	double from, to;
	enum sheet_align align;
	const char *head;
};

/** What stands above the table; texts may be NULL but for practice, title and
 *  name. */
struct sheet_letter {
	const char *practice, *title;
	const char *ours[4]; /* below the practice's name; may have lines */
	const char *days[2]; /* below the title */
	const char *mark;    /* "Draft" */
	const char *name, *code;
	const char *send_to; /* who pays, where it is somebody else */
	const char *address; /* of send_to, or else of name */
};

/** What is drawn, and by what. */
struct sheet_plan {
	const struct sheet_letter *letter;
	struct sheet_column columns[SHEET_COLUMNS];
	bool on_letter; /* the size of the paper; else A4 */
	struct instant made;
};

struct sheet;
/** Draws what stands below the letterhead, with the calls below. */
typedef void sheet_draw(struct sheet *sheet, struct arena *arena,
			const void *paper);

/** ERR_INTERNAL: the library failed. The same paper gives the same bytes. */
MUST_CHECK enum err sheet_pdf(struct operation *op,
			      const struct sheet_plan *plan, sheet_draw *draw,
			      const void *paper, struct buf *buf);

/** The heads of the columns; they stand on each page that the table reaches. */
void sheet_heads(struct sheet *sheet);
/** A row of the table, with a thin rule below. */
void sheet_row(struct sheet *sheet, const char *const cells[SHEET_COLUMNS]);
/** The row of sums below the table; a rule goes over it. `room`: rows that
 *  belong to it and stay on its page. */
void sheet_sums(struct sheet *sheet, const char *const cells[SHEET_COLUMNS],
		size_t rows, int room);
/** A text at the left and an amount at the right. */
void sheet_amount(struct sheet *sheet, enum sheet_style style, const char *text,
		  const char *amount);
/** The double rule below the last amount. */
void sheet_double(struct sheet *sheet);

#endif
