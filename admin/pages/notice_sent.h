/**
 * Notices on pages that send one: what is told of it, and how it is taken
 * back while it waits (S44).
 */
#ifndef ADMIN_PAGES_NOTICE_SENT_H
#define ADMIN_PAGES_NOTICE_SENT_H

#include "admin/pages/page.h"

/** The newest notice before one is sent, for notice_sent. The reader has not
 *  begun. */
MUST_CHECK enum err notice_sent_before(struct page *page, int64_t *newest);
/** Of the answer of a route that queued a notice ({notices: [...]}): the next
 *  page tells to whom `what` goes and when, and offers to take back what is
 *  newer than what there was before. */
void notice_sent(struct page *page, const char *what, int64_t newest);

#endif
