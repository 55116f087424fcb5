/**
 * What is printed on an invoice, as JSON: made once when it is issued and kept
 * then, so that it never changes (rules S28, S38). A draft's is made
 * each time.
 *
 *	{practice, phone, currency, number, issued, to, code,
 *	 lines: [{date, service, minutes, with, label, map, credit, charge,
 *	          tax}],
 *	 charge, tax, total, tax_bp}
 *
 * Days are "2026-06-08", amounts decimal strings of the currency's digits,
 * number, issued and phone may be null; tax_bp is null where lines differ. The
 * client's names stand apart, for erasure turns them into a code:
 * {name, send_to}.
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
