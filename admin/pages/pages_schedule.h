/**
 * A schedule: its rule, its sessions, and the box by which it is enabled
 * (U18).
 */
#ifndef ADMIN_PAGES_PAGES_SCHEDULE_H
#define ADMIN_PAGES_PAGES_SCHEDULE_H

#include "admin/pages/page.h"

extern const struct page_table pages_schedule;

#endif
