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
 * Days are "2026-06-08", amounts decimal strings of the currency's digits,
 * number and issued are null before the issue, and so is what the practice does
 * not say of itself; tax_bp is null where lines differ. Names stand apart, for
 * erasure turns them into a code: {name, send_to, address}, the client's name,
 * that of the contact who pays or null, and the address of who pays or null.
 *
 * Documents are kept as they were made: those of older programs lack address,
 * email, tax_name, tax_number and due.
 */
#ifndef PRACTICE_MONEY_INVOICE_DOCUMENT_H
#define PRACTICE_MONEY_INVOICE_DOCUMENT_H

#include "store/invoice.h"

/** The text kept of an issued one, else made of what is there now. */
MUST_CHECK enum err practice_invoice_document(struct reader *reader,
					      const struct invoice *invoice,
					      const char **document);
MUST_CHECK enum err practice_invoice_addressee(struct reader *reader,
					       const struct invoice *invoice,
					       const char **addressee);

#endif
