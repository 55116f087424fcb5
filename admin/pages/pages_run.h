/**
 * A cancellation run (/cancellations/{id}): what became of each session, and
 * of each notice (S44, U25).
 */
#ifndef ADMIN_PAGES_PAGES_RUN_H
#define ADMIN_PAGES_PAGES_RUN_H

#include "admin/pages/page.h"

extern const struct page_table pages_run;

#endif
