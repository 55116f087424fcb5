/**
 * /setup: a new place is led through five steps, each a form that can be left
 * and taken up again.
 */
#ifndef ADMIN_PAGES_PAGES_SETUP_H
#define ADMIN_PAGES_PAGES_SETUP_H

#include "admin/pages/page.h"

extern const struct page_table pages_setup;

#endif
