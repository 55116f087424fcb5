/**
 * Schedules (practice.md S10-S16): the dates of a plan, and its sessions.
 */
#ifndef PRACTICE_SCHEDULE_H
#define PRACTICE_SCHEDULE_H

#include "store/session.h"

#define PRACTICE_SCHEDULE_CAP 366

struct planned {
	struct span span;
	const char *closure; /* UID of one that it falls on, or NULL */
};

struct plan {
	struct planned *items;
	size_t count;
	bool moved; /* the start moved to the first chosen day (S12) */
	struct wall start;
};

/**
 * The sessions that the schedule would make; the preview and the making share
 * it. A count of 0 and a day 0 as until mean that they are not given.
 * ERR_INVALID with fields: no days, count and until both or neither, count
 * outside 1..366, until before the start, over the cap, closures on every
 * date (skip_closures).
 */
MUST_CHECK enum err practice_schedule_plan(struct reader *reader,
					   const struct schedule *schedule,
					   struct plan *plan);

/** Make it and its sessions (one only where not enabled). Sets ids, in the
 *  order of time. *schedule's start becomes that of the first session on the
 *  days chosen (S12). Rights and fields as for sessions. */
MUST_CHECK enum err practice_schedule_add_tx(struct transaction *tx,
					     struct schedule *schedule,
					     struct ids *sessions);
MUST_CHECK enum err practice_schedule_add(struct operation *op,
					  struct store *store,
					  struct schedule *schedule,
					  struct ids *sessions);

#endif
