/**
 * The office's day (/today): who comes when, what needs somebody, the week in
 * figures, the next closures.
 */
#ifndef ADMIN_PAGES_PAGES_TODAY_H
#define ADMIN_PAGES_PAGES_TODAY_H

#include "admin/pages/page.h"

extern const struct page_table pages_today;

#endif
