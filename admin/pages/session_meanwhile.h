/**
 * A session that somebody else changed while a form of it was open, in another
 * tab or on a phone (U12): who changed it, and both versions beside each
 * other, so that nothing that was typed is lost and nothing is put over what
 * one has not seen.
 */
#ifndef ADMIN_PAGES_SESSION_MEANWHILE_H
#define ADMIN_PAGES_SESSION_MEANWHILE_H

#include "admin/pages/page.h"
#include "practice/calendar/session_known.h"

/** Was a form of the session refused because it is not any more what the form
 *  was made of? */
bool session_meanwhile_is(const struct page *page);
/** What a route's refusal is to whoever was late: a session that was removed,
 *  or saved so that they may not change it any more, is ERR_CONFLICT, and the
 *  form is shown again; else err. The reader has not begun. */
MUST_CHECK enum err session_meanwhile_judge(struct page *page, int64_t session,
					    enum err err);
/** The card of what the form of a change says and what is there now. The
 *  reader has begun. `whole`: with the service and who takes part. */
MUST_CHECK enum err session_meanwhile_put(struct page *page,
					  const struct session_known *known,
					  bool whole);
/** The same of how it ended: what was picked, by its label. */
MUST_CHECK enum err session_meanwhile_ended(struct page *page,
					    const struct session_known *known,
					    const char *picked);

#endif
