/**
 * A payment: its receipt, and how it is taken or given back (U27).
 */
#ifndef ADMIN_PAGES_PAGES_PAYMENT_H
#define ADMIN_PAGES_PAGES_PAYMENT_H

#include "admin/pages/page.h"

extern const struct page_table pages_payment;

#endif
