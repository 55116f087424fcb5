/**
 * Recording a payment: the fields of its form, which stands on a page of its
 * own and on the client's statement, and what is done with it (U27).
 */
#ifndef ADMIN_PAGES_PAYMENT_FORM_H
#define ADMIN_PAGES_PAYMENT_FORM_H

#include "admin/pages/page.h"
#include "store/people.h"

/** The form, which posts to /payments/new; client NULL: it asks for one. For
 *  the office; the reader has begun. */
MUST_CHECK enum err payment_form_put(struct page *page,
				     const struct person *client);
/** Hand the form to the route: page->answer is the payment, and the next page
 *  tells where it went. The reader has not begun. */
MUST_CHECK enum err payment_form_take(struct page *page);

/** "Card", of a method as it was typed; "" of none. */
const char *payment_form_method(struct page *page, const char *method);

#endif
