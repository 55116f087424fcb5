/**
 * Account Settings > Audit: who did what, when, by which door, and how it was
 * before (S48).
 */
#ifndef ADMIN_PAGES_PAGES_AUDIT_H
#define ADMIN_PAGES_PAGES_AUDIT_H

#include "admin/pages/page.h"

extern const struct page_table pages_audit;

#endif
