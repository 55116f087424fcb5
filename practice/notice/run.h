/**
 * Cancellation runs: applying a plan, taking one back, and bringing to its end
 * one that a crash cut short (rules S41 to S44). Each session changes in a
 * transaction of its own, by the completion path of every other save.
 */
#ifndef PRACTICE_NOTICE_RUN_H
#define PRACTICE_NOTICE_RUN_H

#include <stdbool.h>

#include "practice/notice/plan.h"
#include "store/run.h"
#include "store/store.h"

#define PRACTICE_RUN_MESSAGE 500 /* code points of a message */

struct run_ask {
	struct plan_ask plan;
	const char *hash; /* of the plan that was seen */
	bool notify, cancel;
	const char *message; /* for the notices; NULL: none */
};

/**
 * Apply a plan; *run is its record. ERR_INVALID with fields (neither notify
 * nor cancel; the plan's; message); ERR_CONFLICT: the plan is another by now,
 * and nothing was done; ERR_FORBIDDEN. What becomes of a session stands in its
 * row, also where it is refused. After ERR_STORAGE or ERR_UNAVAILABLE the run
 * goes on at the next start.
 */
MUST_CHECK enum err practice_run_apply(struct operation *op,
				       struct store *store,
				       const struct run_ask *ask, int64_t *run);

/** Take back what nobody changed since: canceled sessions open again, notices
 *  that wait are withdrawn, and who was sent one is told that it takes place
 *  after all. ERR_NOT_FOUND; ERR_CONFLICT: it is taken back already, or not
 *  yet applied. */
MUST_CHECK enum err practice_run_undo(struct operation *op, struct store *store,
				      int64_t run);

/** At start: bring every run that was begun to its end. As the system. */
MUST_CHECK enum err practice_runs_resume(struct operation *op,
					 struct store *store);

#endif
