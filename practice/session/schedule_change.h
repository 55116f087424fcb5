/**
 * Changing a schedule: its open sessions move or are made anew (rules S13,
 * S14).
 */
#ifndef PRACTICE_SESSION_SCHEDULE_CHANGE_H
#define PRACTICE_SESSION_SCHEDULE_CHANGE_H

#include "practice/edit.h"
#include "practice/session/schedule.h"

/**
 * Change a schedule (S13, S14) by an edit of its struct schedule, from a day
 * on (0: today, in the practice's zone). A new time or day moves each open
 * session by the same amount; new days, repeat, count, last date, closures to
 * skip, or the enabled box make the open ones anew, but keep those whose day
 * stays. Saved sessions stay and count. *sessions gets all that the schedule
 * has now, in the order of time.
 *
 * ERR_NOT_FOUND, ERR_CONFLICT (a revision that is neither 0 nor the row's),
 * REFUSAL_NOT_PERMITTED, ERR_INVALID with fields.
 */
MUST_CHECK enum err practice_schedule_change(struct operation *op,
					     struct store *store,
					     const struct edit *edit,
					     struct day from,
					     struct ids *sessions);

#endif
