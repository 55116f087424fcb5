/**
 * An invoice as somebody knows it: all that is shown of it, its fields as
 * rows. JSON answers, exports and their CSV files are these rows.
 */
#ifndef PRACTICE_MONEY_INVOICE_KNOWN_H
#define PRACTICE_MONEY_INVOICE_KNOWN_H

#include "base/shape.h"
#include "store/allocation.h"
#include "store/invoice.h"
#include "store/practice.h"

/** The columns of invoices.csv, invoice-lines.csv and allocations.csv. */
#define INVOICE_COLUMNS_CSV \
	"id,client,number,status,to,issued,voided,charge,tax,total,settled"
#define INVOICE_LINE_COLUMNS_CSV \
	"invoice,date,session,service,minutes,label,credit,charge,tax_bp,tax"
/** What audit rows say of one. */
#define INVOICE_AUDITED "client,to,number,lines,total"
#define ALLOCATION_COLUMNS_CSV "id,payment,credit,invoice,amount,at_issue,made"

struct known_line {
	int64_t invoice;
	struct invoice_line line;
};

struct invoice_known {
	struct invoice invoice;
	const char *client; /* the word by which files name the client */
	struct money total, due;
	struct day issued, voided; /* in the practice's zone; 0: not */
	struct known_line *lines;
	size_t line_count;
	struct allocation *payments; /* what stands against it */
	size_t payment_count;
	/** As they were frozen; NULL where they are not asked for. */
	json_t *document, *addressee;
};

extern const struct field invoice_rows[];
extern const struct field invoice_line_rows[];  /* of struct known_line */
extern const struct field invoice_money_rows[]; /* of struct allocation */

/** All of an invoice that was found, but document and addressee. */
MUST_CHECK enum err practice_invoice_known(struct reader *reader,
					   const struct practice *practice,
					   const struct invoice *invoice,
					   struct invoice_known *known);
/** The same of the invoice with that id. ERR_NOT_FOUND. */
MUST_CHECK enum err practice_invoice_known_find(struct reader *reader,
						const struct practice *practice,
						int64_t id,
						struct invoice_known *known);

#endif
