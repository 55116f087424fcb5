/**
 * How did it end? (U19, U20): the form that saves a session, and the same for
 * several at once.
 */
#ifndef ADMIN_PAGES_PAGES_SAVE_H
#define ADMIN_PAGES_PAGES_SAVE_H

#include "admin/pages/page.h"

extern const struct page_table pages_save;

#endif
