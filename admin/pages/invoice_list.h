/**
 * Which invoices a list is asked for, by its address (U5): how they stand,
 * whose, of which days; a page of them at a time. Clients ask for their own
 * that were issued.
 */
#ifndef ADMIN_PAGES_INVOICE_LIST_H
#define ADMIN_PAGES_INVOICE_LIST_H

#include "admin/pages/invoice_part.h"
#include "admin/pages/page.h"
#include "store/people.h"

struct invoice_shown {
	struct invoice invoice;
	enum invoice_stand stand;
	const struct person *client;
};

struct invoice_list {
	struct invoice_shown *at; /* of this page; with CSV all */
	size_t count, total;
	const char *status, *text; /* as typed, or NULL */
	const char *from, *to;     /* likewise */
};

/** Read the address: ?status=&q=&client=&from=&to=&page=. The reader has
 *  begun. */
MUST_CHECK enum err invoice_list_read(struct page *page,
				      struct invoice_list *list);
/** Links of the ways to stand with how many there are; and in *owed and *late
 *  what is to be paid of them, and what of that is overdue. */
MUST_CHECK enum err invoice_list_tabs(struct page *page,
				      const struct invoice_list *list,
				      struct money *owed, struct money *late);
/** The form of the filters. */
void invoice_list_filters(struct page *page, const struct invoice_list *list);

#endif
