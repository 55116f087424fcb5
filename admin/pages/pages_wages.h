/**
 * Wages, line by line: what each session was worth before and after how it
 * ended. Practitioners read their own, the office everybody's (U27).
 */
#ifndef ADMIN_PAGES_PAGES_WAGES_H
#define ADMIN_PAGES_PAGES_WAGES_H

#include "admin/pages/page.h"

extern const struct page_table pages_wages;

#endif
