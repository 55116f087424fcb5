/**
 * People > Services: what the practice does, and the dated prices of each
 * (S8, S32).
 */
#ifndef ADMIN_PAGES_PAGES_SERVICES_H
#define ADMIN_PAGES_PAGES_SERVICES_H

#include "admin/pages/page.h"

extern const struct page_table pages_services;

#endif
