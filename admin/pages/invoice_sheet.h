/**
 * An invoice as its page shows it and as it is printed from there: letterhead,
 * who pays, lines and sums, with what was paid until now. The PDF is the
 * document as it was issued.
 */
#ifndef ADMIN_PAGES_INVOICE_SHEET_H
#define ADMIN_PAGES_INVOICE_SHEET_H

#include "admin/api/invoice_paper.h"
#include "admin/pages/invoice_part.h"
#include "admin/pages/page.h"
#include "practice/money/invoice_known.h"

struct invoice_sheet {
	struct paper paper;
	struct invoice_known known;
	enum invoice_stand stand;
	struct day due;    /* n 0: none */
	struct money left; /* to pay */
};

/** The invoice that the path names, as the viewer may see it:
 *  ERR_NOT_FOUND. The reader has begun. */
MUST_CHECK enum err invoice_sheet_load(struct page *page,
				       struct invoice_sheet *sheet);
/** The card that is printed. */
MUST_CHECK enum err invoice_sheet_put(struct page *page,
				      const struct invoice_sheet *sheet);

#endif
