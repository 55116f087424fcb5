/**
 * Schedules (rules S10-S16): recurring plans that make sessions.
 */
#ifndef PRACTICE_SESSION_SCHEDULE_H
#define PRACTICE_SESSION_SCHEDULE_H

#include "practice/session/schedule_plan.h"
#include "store/clash.h"
#include "store/store.h"

/** What that session of the plan would clash with (S9). Closures first. */
MUST_CHECK enum err practice_schedule_clashes(struct reader *reader,
					      const struct schedule *schedule,
					      const struct planned *planned,
					      struct clash **list,
					      size_t *count);

/** Make it and its sessions (one only where not enabled). Sets ids, in the
 *  order of time. *schedule's start becomes that of the first session on the
 *  days chosen (S12). Rights and fields as for sessions. */
MUST_CHECK enum err practice_schedule_add(struct operation *op,
					  struct store *store,
					  struct schedule *schedule,
					  struct ids *sessions);

/** Ids of a schedule's sessions that are not removed, by start. */
MUST_CHECK enum err practice_schedule_sessions(struct reader *reader,
					       int64_t schedule,
					       struct ids *sessions);

/** The audit row of a schedule that was `before` (NULL: new). */
MUST_CHECK enum err practice_schedule_record(struct transaction *tx,
					     const char *action,
					     const struct schedule *before,
					     const struct schedule *after);

#endif
