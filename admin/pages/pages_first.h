/**
 * The page that makes a new place's first admin: its address holds the secret
 * that the server wrote into its log.
 */
#ifndef ADMIN_PAGES_PAGES_FIRST_H
#define ADMIN_PAGES_PAGES_FIRST_H

#include "admin/pages/page.h"

extern const struct page_table pages_first;

#endif
