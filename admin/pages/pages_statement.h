/**
 * A client's account: what was charged and paid by day, the form that records
 * a payment, and the payments that came (U27).
 */
#ifndef ADMIN_PAGES_PAGES_STATEMENT_H
#define ADMIN_PAGES_PAGES_STATEMENT_H

#include "admin/pages/page.h"

extern const struct page_table pages_statement;

#endif
