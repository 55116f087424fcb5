/**
 * Account Settings > People and roles: who may sign in, and what they may do
 * (S1, S2, S4).
 */
#ifndef ADMIN_PAGES_PAGES_PEOPLE_H
#define ADMIN_PAGES_PAGES_PEOPLE_H

#include "admin/pages/page.h"

extern const struct page_table pages_people;

#endif
