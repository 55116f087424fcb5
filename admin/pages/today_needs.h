/**
 * What wants somebody of the office today: sessions to save, clashes of what
 * comes, notices that failed, changes to review.
 */
#ifndef ADMIN_PAGES_TODAY_NEEDS_H
#define ADMIN_PAGES_TODAY_NEEDS_H

#include "admin/pages/page.h"

/** A card of them. The reader has begun. */
MUST_CHECK enum err today_needs_put(struct page *page);

#endif
