/**
 * Your account (/account): password, notices, who is signed in where, keys.
 */
#ifndef ADMIN_PAGES_PAGES_ACCOUNT_H
#define ADMIN_PAGES_PAGES_ACCOUNT_H

#include "admin/pages/page.h"

extern const struct page_table pages_account;

#endif
