/**
 * An invoice on paper: one set of words for the page that is printed and for
 * the PDF. What was issued is shown as it was then, for ever: what was paid
 * since is not on it, nor that it was voided since: this stands on its page.
 */
#ifndef ADMIN_API_INVOICE_PAPER_H
#define ADMIN_API_INVOICE_PAPER_H

#include "admin/api/call.h"
#include "base/str.h"

struct paper_line {
	const char *date, *service, *with, *label, *charge, *tax;
	const char *sign; /* of the ending: a character */
	const char *map;  /* "completed", …; NULL of a line that takes back */
};

struct paper_amount {
	const char *text, *amount;
};

/** All texts are UTF-8, none is escaped; those that may be NULL say so. */
struct paper {
	const char *file;     /* safe as a file's name, without its end */
	const char *practice; /* whose invoice it is */
	const char *address;  /* lines; or NULL */
	const char *phone;    /* or NULL */
	const char *email;    /* or NULL */
	const char *tax_id;   /* "HST R123", or NULL */
	const char *title;    /* "Invoice INV-0117" */
	const char *mark;     /* "Draft", "Void", or NULL: it was issued */
	const char *issued;   /* "Issued 1 June 2026", or NULL */
	const char *pay_by;   /* "Due 15 June 2026", or NULL */
	const char *name, *code;
	const char *send_to; /* or NULL */
	const char
		*pay_address; /* lines, of send_to or else of name; or NULL */
	const char *tax_head; /* "Tax 13%" */
	struct paper_line *lines;
	size_t line_count;
	const char *charge, *tax;   /* sums */
	struct paper_amount total;  /* "Total CAD" */
	struct paper_amount credit; /* "Credit used"; text NULL: none */
	struct paper_amount due;    /* "To pay"; text NULL: none */
	struct instant made;        /* when it was issued, or drafted */
};

/** "6 June", with the year where `year` is another. */
const char *paper_day(struct arena *arena, struct day day, int32_t year);

/** The invoice as the actor may see it: ERR_NOT_FOUND. The reader has begun.
 */
MUST_CHECK enum err paper_load(struct call *call, int64_t invoice,
			       struct paper *paper);

/** The PDF of an issued invoice, as the system sees it, and its file's name.
 *  The reader has begun. */
MUST_CHECK enum err paper_file(struct operation *op, struct reader *reader,
			       int64_t invoice, const char **name,
			       struct slice *bytes);

#endif
