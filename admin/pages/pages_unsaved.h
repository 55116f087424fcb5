/**
 * Reports > Unsaved sessions: past sessions that count nowhere until somebody
 * saves them (S20), by practitioner.
 */
#ifndef ADMIN_PAGES_PAGES_UNSAVED_H
#define ADMIN_PAGES_PAGES_UNSAVED_H

#include "admin/pages/page.h"

extern const struct page_table pages_unsaved;

#endif
