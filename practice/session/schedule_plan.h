/**
 * The plan of a schedule: on which dates its sessions are (rules S10-S12, S15,
 * S16).
 */
#ifndef PRACTICE_SESSION_SCHEDULE_PLAN_H
#define PRACTICE_SESSION_SCHEDULE_PLAN_H

#include "store/schedule.h"
#include "store/session.h"

#define PRACTICE_SCHEDULE_CAP 366

struct planned {
	struct span span;
	const char *closure; /* UID of one that it falls on, or NULL */
};

struct schedule_plan {
	struct planned *items;
	size_t count;
	bool moved; /* the start moved to the first chosen day (S12) */
	struct wall start;
};

/** The minutes that a schedule says of sessions that are so long on the wall's
 *  clock: a part of one is one more; 0 where they do not end after their
 *  start. The plan judges what is too long. */
int64_t practice_schedule_minutes(int64_t seconds);

/**
 * The sessions that the schedule would make; the preview and the making share
 * it, and its rights: ERR_NOT_PERMITTED. A count of 0 and a day 0 as until mean
 * that they are not given. ERR_INVALID with fields: no days, count and until
 * both or neither, count outside 1..366, until before the start, over the cap,
 * closures on every date (skip_closures).
 */
MUST_CHECK enum err practice_schedule_plan(struct reader *reader,
					   const struct schedule *schedule,
					   struct schedule_plan *plan);

#endif
