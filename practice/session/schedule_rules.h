/**
 * Dates of schedules, and what their making and changing share. Private to
 * practice/.
 */
#ifndef PRACTICE_SESSION_SCHEDULE_RULES_H
#define PRACTICE_SESSION_SCHEDULE_RULES_H

#include "practice/session/schedule.h"

/** Which part of a schedule's dates is wanted. */
struct plan_range {
	struct day series;       /* which nth a chosen day is, is told by the
				    seven days from here (S11) */
	struct day first;        /* none before it */
	const struct day *taken; /* days that have one already */
	size_t taken_count;
	size_t most; /* how many more */
};

/** ERR_INVALID with fields. */
MUST_CHECK enum err practice_schedule_check(struct operation *op,
					    const struct schedule *schedule);
/** The dates of a schedule that has been checked; there may be none.
 *  ERR_INVALID over the cap, and for closures on too many dates. */
MUST_CHECK enum err practice_schedule_dates(struct reader *reader,
					    const struct schedule *schedule,
					    const struct plan_range *range,
					    struct plan *plan);
/** The schedule's time of day on another day. */
struct wall practice_wall_on(struct day day, struct wall time);

/** What each session of the schedule is, but for its time. */
struct session practice_schedule_pattern(const struct schedule *schedule);

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

/** The audit row of a schedule that was `before` (NULL: new). */
MUST_CHECK enum err practice_schedule_record(struct transaction *tx,
					     const char *action,
					     const struct schedule *before,
					     const struct schedule *after);

#endif
