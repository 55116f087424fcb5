/**
 * /settings/import: files of people and calendars are uploaded, shown as what
 * they would become, and taken in.
 */
#ifndef ADMIN_PAGES_PAGES_IMPORT_H
#define ADMIN_PAGES_PAGES_IMPORT_H

#include "admin/pages/page.h"

extern const struct page_table pages_import;

#endif
