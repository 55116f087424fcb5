/**
 * Connect a device: for each calendar program what to do and to type, with a
 * password of the device's own that is made here and shown once.
 */
#ifndef ADMIN_PAGES_PAGES_CONNECT_H
#define ADMIN_PAGES_PAGES_CONNECT_H

#include "admin/pages/page.h"

extern const struct page_table pages_connect;

#endif
