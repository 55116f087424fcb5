/**
 * Everything that is kept of a client: taken along, or taken away (S49).
 */
#ifndef ADMIN_PAGES_PAGES_KEPT_H
#define ADMIN_PAGES_PAGES_KEPT_H

#include "admin/pages/page.h"

extern const struct page_table pages_kept;

#endif
