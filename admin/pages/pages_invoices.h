/**
 * The list of invoices, and the form that makes a draft (U27).
 */
#ifndef ADMIN_PAGES_PAGES_INVOICES_H
#define ADMIN_PAGES_PAGES_INVOICES_H

#include "admin/pages/page.h"

extern const struct page_table pages_invoices;

#endif
