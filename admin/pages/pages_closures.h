/**
 * Sessions > Closures: the days and hours on which the practice is shut, for
 * everybody; the office adds, changes and removes them (S46, S47, U26).
 */
#ifndef ADMIN_PAGES_PAGES_CLOSURES_H
#define ADMIN_PAGES_PAGES_CLOSURES_H

#include "admin/pages/page.h"

extern const struct page_table pages_closures;

#endif
