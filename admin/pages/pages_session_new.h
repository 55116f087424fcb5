/**
 * Add session: the form of a session or of a schedule, with the dates that it
 * would make (U17, U18).
 */
#ifndef ADMIN_PAGES_PAGES_SESSION_NEW_H
#define ADMIN_PAGES_PAGES_SESSION_NEW_H

#include "admin/pages/page.h"

extern const struct page_table pages_session_new;

#endif
