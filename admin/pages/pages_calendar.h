/**
 * The calendar (/calendar): a month, a week or a day, as a list that needs no
 * script; the script draws over it from the events (U23).
 */
#ifndef ADMIN_PAGES_PAGES_CALENDAR_H
#define ADMIN_PAGES_PAGES_CALENDAR_H

#include "admin/pages/page.h"

extern const struct page_table pages_calendar;

#endif
