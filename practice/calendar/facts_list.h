/**
 * The facts of many sessions at once: for lists, calendars and files. As many
 * statements are asked for thousands of sessions as for one.
 */
#ifndef PRACTICE_CALENDAR_FACTS_LIST_H
#define PRACTICE_CALENDAR_FACTS_LIST_H

#include "practice/calendar/view.h"

/** Load what is shown of these sessions, in their order: *facts has `count`.
 *  The sessions are taken as they are, with their people. ERR_STORAGE: a row
 *  that they name is missing, as practice_facts_load answers it. */
MUST_CHECK enum err practice_facts_list(struct reader *reader,
					const struct session *sessions,
					size_t count,
					struct session_facts **facts);

#endif
