/**
 * Invoices on pages: what several pages show of one (lists, its own page, a
 * client's): how it stands, when it is due, what is left to pay.
 */
#ifndef ADMIN_PAGES_INVOICE_PART_H
#define ADMIN_PAGES_INVOICE_PART_H

#include "admin/pages/page.h"
#include "store/invoice.h"

enum invoice_stand {
	STAND_DRAFT,
	STAND_ISSUED,
	STAND_PART_PAID,
	STAND_OVERDUE, /* something is left to pay, and its day is past */
	STAND_PAID,
	STAND_CREDIT, /* it takes back more than it charges */
	STAND_VOID,
};

/** What it comes to, tax included. */
struct money invoice_part_total(const struct invoice *invoice);
/** What is left to pay of an issued one; zero of others. */
struct money invoice_part_left(const struct invoice *invoice);
/** The day on which it is due, as it was issued; n is 0 where it has none. */
struct day invoice_part_due(const struct page *page,
			    const struct invoice *invoice);

enum invoice_stand invoice_part_stand(const struct page *page,
				      const struct invoice *invoice);
/** "Draft", "Issued", "Part-paid", "Overdue", "Paid", "Credit", "Void". */
const char *invoice_part_word(enum invoice_stand stand);
void invoice_part_badge(struct html *html, enum invoice_stand stand);

/** Its number, else "Draft invoice". */
const char *invoice_part_called(const struct invoice *invoice);
/** "/invoices/12". */
const char *invoice_part_url(const struct page *page, int64_t id);

/** An issued invoice that is not settled, and the day on which it is due. */
struct invoice_owed {
	struct due due;
	struct day day;
};
/** Those of a client, the oldest first: the order in which they are paid. */
MUST_CHECK enum err invoice_part_owed(struct page *page, int64_t client,
				      struct invoice_owed **list,
				      size_t *count);

#endif
