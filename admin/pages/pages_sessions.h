/**
 * Lists of sessions: all of a span (/sessions), those that are open
 * (/open-sessions), and how several ended at once (U5, U20, U21).
 */
#ifndef ADMIN_PAGES_PAGES_SESSIONS_H
#define ADMIN_PAGES_PAGES_SESSIONS_H

#include "admin/pages/page.h"

extern const struct page_table pages_sessions;

#endif
