/**
 * People > Clients: who comes, what they owe, and their details (S3).
 */
#ifndef ADMIN_PAGES_PAGES_CLIENTS_H
#define ADMIN_PAGES_PAGES_CLIENTS_H

#include "admin/pages/page.h"

extern const struct page_table pages_clients;

#endif
