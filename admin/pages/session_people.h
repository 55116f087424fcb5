/**
 * The people of a form about a session: a ticked box for each who was chosen,
 * and a text field of the same name that takes a code, a login or a name
 * (U18). What was typed becomes a box before the form goes to a route.
 */
#ifndef ADMIN_PAGES_SESSION_PEOPLE_H
#define ADMIN_PAGES_SESSION_PEOPLE_H

#include "admin/pages/page.h"

/** Put codes and logins for the names in the form's practitioners and clients;
 *  each person once. What nobody is called stays as it was typed. Only whom
 *  the viewer may know is found by name. The reader has begun. */
MUST_CHECK enum err session_people_read(struct page *page);
/** The same of a form that was sent: the reader has not begun. */
MUST_CHECK enum err session_people_take(struct page *page);
/** Both groups of boxes with their fields, and what is said of a group. */
MUST_CHECK enum err session_people_put(struct page *page);
/** Who the form says takes part in that role, and these people, in the same
 *  words and order, as far as the viewer may know them. The reader has
 *  begun. */
MUST_CHECK enum err session_people_both(struct page *page, enum role role,
					const int64_t *ids, size_t count,
					const char **typed, const char **now);
/** Who can read the public note. The reader has begun. */
MUST_CHECK enum err session_people_readers(struct page *page);

#endif
