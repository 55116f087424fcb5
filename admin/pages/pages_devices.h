/**
 * Devices: one's own with their calendar links (/devices), and, for admins,
 * everybody's (Account Settings > Devices).
 */
#ifndef ADMIN_PAGES_PAGES_DEVICES_H
#define ADMIN_PAGES_PAGES_DEVICES_H

#include "admin/pages/page.h"

extern const struct page_table pages_devices;

#endif
