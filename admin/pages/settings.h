/**
 * The frame of Account Settings: every page of it has the same tabs.
 */
#ifndef ADMIN_PAGES_SETTINGS_H
#define ADMIN_PAGES_SETTINGS_H

#include "admin/pages/page.h"

/** The tabs that the person may open, this page's own marked, and the trail
 *  above the h1. Call it first. */
void settings_begin(struct page *page);

#endif
