/**
 * The page of a client: their next session, what comes, what they owe, and
 * how they are told.
 */
#ifndef ADMIN_PAGES_PAGES_HOME_H
#define ADMIN_PAGES_PAGES_HOME_H

#include "admin/pages/page.h"

extern const struct page_table pages_home;

#endif
