/**
 * One session (/sessions/{id}): what it is, how it ended, what it costs and
 * pays, who was told, what was posted, who did what; as the viewer may know.
 */
#ifndef ADMIN_PAGES_PAGES_SESSION_H
#define ADMIN_PAGES_PAGES_SESSION_H

#include "admin/pages/page.h"

extern const struct page_table pages_session;

#endif
