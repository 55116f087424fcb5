/**
 * What is printed on an invoice, as JSON: made once when it is issued and kept
 * then, so that it never changes (rules S28, S38). A draft's is made
 * each time.
 *
 *	{practice, phone, address, email, tax_name, tax_number, currency,
 *	 number, issued, due, to, code,
 *	 lines: [{date, service, minutes, with, label, map, credit, charge,
 *	          tax}],
 *	 charge, tax, total, tax_bp}
 *
 * Days are "2026-06-08", amounts decimal strings of the currency's digits.
 * Before the issue number is null, and issued and due are not there; what the
 * practice does not say of itself is null, and so is tax_bp where lines differ.
 * Names stand apart, for erasure turns them into a code: {name, send_to,
 * address}, the client's name, that of the contact who pays or null, and the
 * address of who pays or null.
 *
 * Documents are kept as they were made: those of older programs lack address,
 * email, tax_name, tax_number and due.
 */
#ifndef PRACTICE_MONEY_INVOICE_DOCUMENT_H
#define PRACTICE_MONEY_INVOICE_DOCUMENT_H

#include "store/completion_type.h"
#include "store/invoice.h"

/** Amounts are texts, as they were printed. */
struct document_line {
	struct day date;
	const char *service;
	int64_t minutes;
	const char *with, *label;
	enum map map;
	bool credit;
	const char *charge, *tax;
};

/** Days whose n is INT32_MIN, and texts that are NULL, are not there. */
struct invoice_document {
	const char *practice, *phone, *address, *email;
	const char *tax_name, *tax_number;
	const char *currency, *number;
	struct day issued, due, to;
	const char *code;
	struct document_line *lines;
	size_t line_count;
	const char *charge, *tax, *total;
	int32_t tax_bp; /* of all lines */
	bool one_rate;  /* false: they differ */
};

struct addressee {
	const char *name, *send_to, *address;
};

/** The text kept of an issued one, else made of what is there now. */
MUST_CHECK enum err practice_invoice_document(struct reader *reader,
					      const struct invoice *invoice,
					      const char **document);
MUST_CHECK enum err practice_invoice_addressee(struct reader *reader,
					       const struct invoice *invoice,
					       const char **addressee);

/** The same as what it says. ERR_STORAGE: the text that is kept is damaged. */
MUST_CHECK enum err
practice_invoice_document_read(struct reader *reader,
			       const struct invoice *invoice,
			       struct invoice_document *document);
MUST_CHECK enum err
practice_invoice_addressee_read(struct reader *reader,
				const struct invoice *invoice,
				struct addressee *addressee);

#endif
