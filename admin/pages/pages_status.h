/**
 * Account Settings > Calendar / Sessions > Custom Session Status: the ways in
 * which a session may end (S26 to S29, U24).
 */
#ifndef ADMIN_PAGES_PAGES_STATUS_H
#define ADMIN_PAGES_PAGES_STATUS_H

#include "admin/pages/page.h"

extern const struct page_table pages_status;

#endif
