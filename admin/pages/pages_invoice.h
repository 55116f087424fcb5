/**
 * An invoice: its page, which is its print form too, its PDF, and what is done
 * with it (U27). Clients see their own that were issued.
 */
#ifndef ADMIN_PAGES_PAGES_INVOICE_H
#define ADMIN_PAGES_PAGES_INVOICE_H

#include "admin/pages/page.h"

extern const struct page_table pages_invoice;

#endif
