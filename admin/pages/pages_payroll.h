/**
 * Payroll runs: the list, one run, and the question before it is closed
 * (S40, U27). Staff close runs only where it is granted.
 */
#ifndef ADMIN_PAGES_PAGES_PAYROLL_H
#define ADMIN_PAGES_PAGES_PAYROLL_H

#include "admin/pages/page.h"

extern const struct page_table pages_payroll;

#endif
