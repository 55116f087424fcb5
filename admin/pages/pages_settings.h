/**
 * Account Settings that are the practice's own row: Practice, Money, Session
 * defaults, Reminders. Each form sends its part to /api/practice.
 */
#ifndef ADMIN_PAGES_PAGES_SETTINGS_H
#define ADMIN_PAGES_PAGES_SETTINGS_H

#include "admin/pages/page.h"

extern const struct page_table pages_settings;

#endif
