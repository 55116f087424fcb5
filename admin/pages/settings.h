/**
 * The frame of Account Settings: every page of it has the same tabs.
 */
#ifndef ADMIN_PAGES_SETTINGS_H
#define ADMIN_PAGES_SETTINGS_H

#include "admin/pages/page.h"

/** The tabs that the person may open, this page's own marked, and the trail
 *  above the h1. Call it first. */
void settings_begin(struct page *page);

/** Put reminder_hours into the body, a list, where the form has it: people
 *  type "48, 2". A word that is no number goes along as it is, so that the
 *  route says what is wrong with it. */
void settings_take_hours(struct page *page, json_t *body);

#endif
