/**
 * The list of payments, and the form that records one (U27).
 */
#ifndef ADMIN_PAGES_PAGES_PAYMENTS_H
#define ADMIN_PAGES_PAGES_PAYMENTS_H

#include "admin/pages/page.h"

extern const struct page_table pages_payments;

#endif
