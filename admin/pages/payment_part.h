/**
 * Payments on pages: what several pages show of one (the list, its receipt,
 * the statement): how it stands, what it paid, what can be done with it.
 */
#ifndef ADMIN_PAGES_PAYMENT_PART_H
#define ADMIN_PAGES_PAYMENT_PART_H

#include "admin/pages/page.h"
#include "practice/money/payment_known.h"

/** "/payments/12". */
const char *payment_part_url(const struct page *page, int64_t id);
/** "Recorded", "Part-refunded", "Refunded", "Void". */
const char *payment_part_word(const struct payment *payment);
void payment_part_badge(struct html *html, const struct payment *payment);
/** "INV-0117 46.06, credit 53.94". */
const char *payment_part_pays(const struct page *page,
			      const struct payment_known *known);
/** What is left of it to be given back. */
struct money payment_part_rest(const struct payment *payment);
/** May the viewer void it, and give some of it back? */
bool payment_part_may_void(const struct page *page,
			   const struct payment *payment);
bool payment_part_may_refund(const struct payment *payment);
/** Links Void and Refund, as far as the viewer may. */
void payment_part_tools(struct page *page, const struct payment *payment);

#endif
