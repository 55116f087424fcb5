/**
 * The form of a session, for one that is made and one that is changed: what
 * its fields hold at first, and the fields (U12, U18).
 */
#ifndef ADMIN_PAGES_SESSION_FORM_H
#define ADMIN_PAGES_SESSION_FORM_H

#include "admin/pages/page.h"

/** Give the form a field, where it has none of that name. */
void session_form_default(struct page *page, const char *name,
			  const char *value);
/** Give the form one more field. */
void session_form_add(struct page *page, const char *name, const char *value);
/** Times of JSON as the form splits them, "2026-06-08T16:00" as date and
 *  start; end_date only where it is another day. */
void session_form_times(struct page *page, const char *start, const char *end);

/** All fields but those of a repetition; `whole`: with the service and who
 *  takes part. The reader has begun. */
MUST_CHECK enum err session_form_put(struct page *page, bool whole);
/** The group Repeat: days, way, number, last date and its two boxes. */
void session_form_put_repeat(struct page *page);
/** The revision that the fields were filled from, hidden. Only who was shown
 *  what is there now goes on from the newest. */
void session_form_put_revision(struct page *page, const char *newest);
/** What is there now, of a form that was refused as stale, in the words of
 *  the form. */
void session_form_now(struct page *page);
/** A date that is none is told at its field, not at the times that it is part
 *  of. After a route refused the form. */
void session_form_name_date(struct page *page);

#endif
