/**
 * The facts of one session, or of many at once: for lists, calendars and files.
 * As many statements are asked for thousands of sessions as for one.
 */
#ifndef PRACTICE_CALENDAR_FACTS_LIST_H
#define PRACTICE_CALENDAR_FACTS_LIST_H

#include "practice/calendar/view.h"

/** Load a session and all that is shown of it. ERR_NOT_FOUND. */
MUST_CHECK enum err practice_facts_load(struct reader *reader, int64_t session,
					struct session_facts *facts);
/** The same of a session that has just been read. */
MUST_CHECK enum err practice_facts_of(struct reader *reader,
				      const struct session *session,
				      struct session_facts *facts);
/** Load what is shown of these sessions, in their order: *facts has `count`.
 *  The sessions are taken as they are, with their people. ERR_STORAGE: a row
 *  that they name is missing. */
MUST_CHECK enum err practice_facts_list(struct reader *reader,
					const struct session *sessions,
					size_t count,
					struct session_facts **facts);
/** Who meets which of its clashes, after these have changed. */
MUST_CHECK enum err practice_facts_meet(struct reader *reader,
					struct session_facts *facts);

#endif
