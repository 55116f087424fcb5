/**
 * A session in everybody's calendars.
 */
#ifndef PRACTICE_CALENDAR_VIEW_UPDATE_H
#define PRACTICE_CALENDAR_VIEW_UPDATE_H

#include "practice/calendar/view.h"

/** Bring every viewer's member of this session up to date. */
MUST_CHECK enum err practice_views_update(struct transaction *tx,
					  int64_t session);
/** The same of a session of which all has just been read. */
MUST_CHECK enum err view_update(struct transaction *tx,
				const struct session_facts *facts);
/** The members of all who are on the session; others' are left alone. */
MUST_CHECK enum err view_people_update(struct transaction *tx, int64_t session);

#endif
