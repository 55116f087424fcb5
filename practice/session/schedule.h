/**
 * Schedules (rules S10-S16): the dates of a plan, and its sessions.
 */
#ifndef PRACTICE_SESSION_SCHEDULE_H
#define PRACTICE_SESSION_SCHEDULE_H

#include "practice/edit.h"
#include "store/clash.h"
#include "store/schedule.h"
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

/** What that session of the plan would clash with (S9). Closures first. */
MUST_CHECK enum err practice_schedule_clashes(struct reader *reader,
					      const struct schedule *schedule,
					      const struct planned *planned,
					      struct clash **list,
					      size_t *count);

/**
 * The sessions that the schedule would make; the preview and the making share
 * it, and its rights: ERR_NOT_PERMITTED. A count of 0 and a day 0 as until mean
 * that they are not given. ERR_INVALID with fields: no days, count and until
 * both or neither, count outside 1..366, until before the start, over the cap,
 * closures on every date (skip_closures).
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

/** Which sessions of a schedule a change is meant for. */
enum schedule_scope { SCHEDULE_THIS, SCHEDULE_FOLLOWING, SCHEDULE_ALL };

/** Change a session by an edit of its struct session, and, by the scope, the
 *  open ones of its schedule behind it or all: each moves by the same amount
 *  on its own day, and what changes in this one changes in those. Errors as of
 *  practice_session_change_tx. */
MUST_CHECK enum err practice_session_change(struct operation *op,
					    struct store *store,
					    const struct edit *edit,
					    enum schedule_scope scope);

/** Ids of a schedule's sessions that are not removed, by start. */
MUST_CHECK enum err practice_schedule_sessions(struct reader *reader,
					       int64_t schedule,
					       struct ids *sessions);

#endif
