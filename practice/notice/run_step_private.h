/**
 * One session of a cancellation run, done or taken back in one transaction.
 */
#ifndef PRACTICE_NOTICE_RUN_STEP_PRIVATE_H
#define PRACTICE_NOTICE_RUN_STEP_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/tables.h"

struct run_step {
	int64_t run, position;
	bool undo;
	const char *refused; /* why the step failed */
};

/** Works of store_write over a struct run_step: do it, unless it is done; and
 *  note that it was refused. */
MUST_CHECK enum err practice_run_step(struct transaction *tx, void *context);
MUST_CHECK enum err practice_run_refused(struct transaction *tx, void *context);

#endif
