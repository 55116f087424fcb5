/**
 * Invoices (rules S38): draft, issued, void. The office makes them;
 * staff void what was issued only where it is granted.
 */
#ifndef PRACTICE_MONEY_INVOICE_H
#define PRACTICE_MONEY_INVOICE_H

#include "store/invoice.h"
#include "store/store.h"

/**
 * A draft of all that the client owes for sessions up to and with a day and
 * that is on no live invoice, and of the credits that are due for sessions
 * that were invoiced and re-opened. The draft holds these charges. It may have
 * no line at all.
 *
 * ERR_FORBIDDEN; ERR_INVALID (client).
 */
MUST_CHECK enum err practice_invoice_draft(struct operation *op,
					   struct store *store, int64_t client,
					   struct day to,
					   struct invoice *invoice);
/** Give it the next number and freeze all that is printed; the client's credit
 *  is used. ERR_CONFLICT: it is no draft, or has no lines. */
MUST_CHECK enum err practice_invoice_issue(struct operation *op,
					   struct store *store, int64_t id,
					   struct invoice *invoice);
/** The same of a draft as somebody has seen it: ERR_CONFLICT too where its
 * total is not this decimal text any more. NULL: not asked. */
MUST_CHECK enum err practice_invoice_issue_seen(struct operation *op,
						struct store *store, int64_t id,
						const char *total,
						struct invoice *invoice);
/** It keeps its number; its charges and its money are free again. A draft is
 *  dropped the same way. ERR_CONFLICT: it is void, or another issued invoice
 *  credits one of its charges. */
MUST_CHECK enum err practice_invoice_void(struct operation *op,
					  struct store *store, int64_t id,
					  struct invoice *invoice);

/** For the office; clients know their own that were issued. ERR_NOT_FOUND. */
MUST_CHECK enum err practice_invoice_find(struct reader *reader, int64_t id,
					  struct invoice *invoice);

#endif
