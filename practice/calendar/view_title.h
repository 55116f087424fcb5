/**
 * The title of a session, which tells each viewer as much as it may.
 */
#ifndef PRACTICE_CALENDAR_VIEW_TITLE_H
#define PRACTICE_CALENDAR_VIEW_TITLE_H

#include "practice/calendar/view.h"

/**
 * The title that this viewer is served: a sign (completed, missed and canceled
 * types theirs, an override a pencil, a draft "?", an open session none), the
 * clients' codes with as much of their names as the person chose, the service.
 * A client's: practice and service, and a sign only when canceled.
 */
char *practice_view_title(struct arena *arena,
			  const struct session_facts *facts,
			  const struct viewer *viewer);

/** The title without its sign. */
char *view_title_plain(struct arena *arena, const struct session_facts *facts,
		       const struct viewer *viewer);

#endif
