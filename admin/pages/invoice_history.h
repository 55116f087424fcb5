/**
 * What became of an invoice: made, issued, sent, paid, void; the newest
 * first. For the office.
 */
#ifndef ADMIN_PAGES_INVOICE_HISTORY_H
#define ADMIN_PAGES_INVOICE_HISTORY_H

#include "admin/pages/page.h"
#include "practice/money/invoice_known.h"

/** The card. The reader has begun. */
MUST_CHECK enum err invoice_history_put(struct page *page,
					const struct invoice_known *known);

#endif
