/**
 * The page of whoever gives sessions, between two of them: what ended and is
 * not saved, each with one tap for how it went (U19); what comes next, and
 * what is earned.
 */
#ifndef ADMIN_PAGES_PAGES_TO_SAVE_H
#define ADMIN_PAGES_PAGES_TO_SAVE_H

#include "admin/pages/page.h"

extern const struct page_table pages_to_save;

#endif
