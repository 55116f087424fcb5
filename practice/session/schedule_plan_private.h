/**
 * Parts of a plan, for changes of a schedule: the dates from a day on.
 */
#ifndef PRACTICE_SESSION_SCHEDULE_PLAN_PRIVATE_H
#define PRACTICE_SESSION_SCHEDULE_PLAN_PRIVATE_H

#include "practice/session/schedule_plan.h"

/** Which part of a schedule's dates is wanted. */
struct plan_range {
	struct day series;       /* each nth week is counted from the seven days
				    that begin here (S11) */
	struct day first;        /* none before it */
	const struct day *taken; /* days that have one already */
	size_t taken_count;
	const struct day *empty; /* days that stay without one, and count */
	size_t empty_count;
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
					    struct schedule_plan *plan);
/** The schedule's time of day on another day. */
struct wall practice_wall_on(struct day day, struct wall time);

#endif
