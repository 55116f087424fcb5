/**
 * The title of a session, made of what is known of it to whom it is shown.
 */
#ifndef PRACTICE_CALENDAR_VIEW_TITLE_H
#define PRACTICE_CALENDAR_VIEW_TITLE_H

#include "practice/calendar/session_known.h"

/**
 * The title of it that is served: a sign (completed, missed and canceled
 * types theirs, an override a pencil, a draft "?", an open session none), a
 * sign while it clashes, the clients' codes with as much of their names as is
 * known, the service, in brackets the label of a type that the practice
 * added. A draft that has nobody has the words that were typed instead. A
 * client's: service and practice, since a month's cell shows ten letters, and a
 * sign only when canceled.
 */
char *practice_view_title(struct arena *arena,
			  const struct session_known *known);

/** The title without its signs and label. */
char *view_title_plain(struct arena *arena, const struct session_known *known);

/** The label that the title ends with, or NULL. */
const char *view_title_label(const struct session_known *known);

#endif
