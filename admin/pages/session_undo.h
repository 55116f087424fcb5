/**
 * Taking back what was done to how a session ended: the request that makes it
 * again what it was (U13).
 */
#ifndef ADMIN_PAGES_SESSION_UNDO_H
#define ADMIN_PAGES_SESSION_UNDO_H

#include "admin/pages/page.h"
#include "practice/calendar/session_known.h"

/** The flash gets a button that ends the session as it was before; what was
 *  changed after it is not taken back. */
void session_undo_add(struct page *page, const struct session_known *before,
		      const struct session_known *after);

#endif
