/**
 * Changing schedules and the sessions that they made (practice.md S13, S14):
 * this one, this and following, or all. Saved sessions never move.
 */
#ifndef PRACTICE_SCHEDULE_CHANGE_H
#define PRACTICE_SCHEDULE_CHANGE_H

#include "practice/schedule.h"

enum change_scope { SCOPE_THIS, SCOPE_FOLLOWING, SCOPE_ALL };

/**
 * Change a session (all fields over the row of its id, as
 * practice_session_change does) and with it the open ones of its schedule
 * that the scope names: a new time of day or day shifts each by the same
 * amount on its own day's clock, a new length, place, note, service or people
 * hold for each. One transaction: all or none. A session without a schedule
 * is changed alone.
 */
MUST_CHECK enum err practice_session_change_scope(struct operation *op,
						  struct store *store,
						  struct session *session,
						  enum change_scope scope);

/**
 * Store *schedule's fields over the row of its id (office only), and bring
 * its open sessions from a day on (from.n 0: today) in line: where only the
 * time of day or the like is new they are shifted; where days, repeat, count,
 * last date, closures or the enabled box are, they are made anew, new days
 * beginning in that day's week. A count includes the sessions that stay.
 * revision 0 is not checked. *sessions get the ids of all that are there
 * afterwards. ERR_NOT_FOUND, ERR_CONFLICT, ERR_INVALID with fields.
 */
MUST_CHECK enum err practice_schedule_change(struct operation *op,
					     struct store *store,
					     struct schedule *schedule,
					     struct day from,
					     struct ids *sessions);

/** Ids of a schedule's sessions that are not removed, by start. */
MUST_CHECK enum err practice_schedule_sessions(struct reader *reader,
					       int64_t schedule,
					       struct ids *sessions);

#endif
