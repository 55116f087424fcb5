/**
 * How sessions follow when one of their schedule, or the schedule, moves.
 */
#ifndef PRACTICE_SESSION_SCHEDULE_SHIFT_PRIVATE_H
#define PRACTICE_SESSION_SCHEDULE_SHIFT_PRIVATE_H

#include "practice/session/schedule_shift.h"
#include "store/schedule.h"

/** How open sessions of a schedule follow a change from one to another. */
struct schedule_shift {
	unsigned parts;           /* enum session_part bits that change */
	int64_t wall;             /* seconds by which wall times move */
	int32_t days;             /* by which planned dates move */
	int64_t length;           /* new one in seconds; 0: each its own */
	const char *zone;         /* new one; NULL: each its own */
	const struct session *to; /* new values of the other parts */
};

/** The difference between two sessions (or patterns with a span). */
struct schedule_shift practice_schedule_shift(const struct session *from,
					      const struct session *to);
/** Change a session by it, rights and all. */
MUST_CHECK enum err practice_schedule_follow(struct transaction *tx,
					     struct session session,
					     const struct schedule_shift *by);
/** Move the date that a session was made for by so many days. */
MUST_CHECK enum err practice_planned_move(struct transaction *tx,
					  const struct session *session,
					  int32_t days);
/** The chosen days when each moves by this many seconds on the wall, from a
 *  wall time. */
unsigned practice_days_moved(unsigned days, struct wall from, int64_t wall);

#endif
