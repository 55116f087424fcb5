/**
 * Search: what the field at the top of every page leads to.
 */
#ifndef ADMIN_PAGES_PAGES_SEARCH_H
#define ADMIN_PAGES_PAGES_SEARCH_H

#include "admin/pages/page.h"

extern const struct page_table pages_search;

#endif
