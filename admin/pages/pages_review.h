/**
 * Review: what calendars asked for and a person should look at, each with what
 * was asked and what stands here now.
 */
#ifndef ADMIN_PAGES_PAGES_REVIEW_H
#define ADMIN_PAGES_PAGES_REVIEW_H

#include "admin/pages/page.h"

extern const struct page_table pages_review;

#endif
