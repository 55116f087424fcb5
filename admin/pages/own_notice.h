/**
 * How a client is told of changes, or that they are not: their own choice
 * (S4), on each page that offers it.
 */
#ifndef ADMIN_PAGES_OWN_NOTICE_H
#define ADMIN_PAGES_OWN_NOTICE_H

#include "admin/pages/page.h"

/** The card with its form, which posts to the page's own address; a hidden
 *  field "what" is "notice". The reader has begun. */
void own_notice_put(struct page *page);
/** Take that form, and go back to this page. The reader has not begun. */
MUST_CHECK enum err own_notice_take(struct page *page, const char *back);

#endif
