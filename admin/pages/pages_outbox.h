/**
 * Notices: all that goes to people by e-mail and text message, how each stands
 * and why, and what a person does about it (S44).
 */
#ifndef ADMIN_PAGES_PAGES_OUTBOX_H
#define ADMIN_PAGES_PAGES_OUTBOX_H

#include "admin/pages/page.h"

extern const struct page_table pages_outbox;

#endif
