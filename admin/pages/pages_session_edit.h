/**
 * Edit session, and removing one (U12, U18).
 */
#ifndef ADMIN_PAGES_PAGES_SESSION_EDIT_H
#define ADMIN_PAGES_PAGES_SESSION_EDIT_H

#include "admin/pages/page.h"

extern const struct page_table pages_session_edit;

#endif
