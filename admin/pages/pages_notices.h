/**
 * Account Settings > Notices: what they say, by kind, with a preview; when
 * they go; and a message to see whether they arrive (S44, S45).
 */
#ifndef ADMIN_PAGES_PAGES_NOTICES_H
#define ADMIN_PAGES_PAGES_NOTICES_H

#include "admin/pages/page.h"

extern const struct page_table pages_notices;

#endif
