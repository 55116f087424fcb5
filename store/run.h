/**
 * Cancellation runs: what was asked of the tool, and what became of each
 * session (rules S41 to S44). A run that was begun is on record before its
 * first session changes, so that it can be brought to its end after a crash.
 */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

enum run_state { RUN_APPLYING, RUN_DONE, RUN_UNDOING, RUN_UNDONE };

enum run_outcome {
	OUTCOME_WAITING, /* its turn has not come */
	OUTCOME_CANCELED,
	OUTCOME_TOLD,     /* and nothing else was asked for */
	OUTCOME_RESTORED, /* taken back */
	OUTCOME_CHANGED,  /* by somebody in between: left alone */
	OUTCOME_SAVED,    /* it had ended already: left alone */
	OUTCOME_REFUSED,  /* why is in its reason */
};

/** Their words (base/word.h). */
extern const char *const run_state_words[];
extern const char *const run_outcome_words[];

struct run {
	int64_t id;
	struct instant at;
	int64_t person;                    /* whose; 0 the system */
	const char *asked_from, *asked_to; /* days or wall times */
	struct ids practitioners;          /* none: all */
	const char *hash;                  /* of the plan */
	const char *message;               /* or NULL */
	bool notify, cancel;
	enum run_state state;
};

struct run_session {
	int64_t run, position, session;
	int64_t planned; /* the session's revision in the plan */
	int64_t made;    /* the one that the run left; 0: it did nothing */
	enum run_outcome outcome;
	bool undone;        /* taking it back was tried */
	const char *reason; /* or NULL */
};

/** Sets id and at (now). */
MUST_CHECK enum err store_run_add(struct transaction *tx, struct run *run);
MUST_CHECK enum err store_run_find(struct reader *reader, int64_t id,
				   struct run *run);
MUST_CHECK enum err store_run_state(struct transaction *tx, int64_t run,
				    enum run_state state);
/** Newest first, ids below `below` (0: from the newest). */
MUST_CHECK enum err store_run_list(struct reader *reader, int64_t below,
				   size_t limit, struct run **list,
				   size_t *count);
/** Those that were begun and are not at their end. */
MUST_CHECK enum err store_run_open(struct reader *reader, struct ids *runs);

MUST_CHECK enum err store_run_session_add(struct transaction *tx,
					  const struct run_session *row);
MUST_CHECK enum err store_run_session_find(struct reader *reader, int64_t run,
					   int64_t position,
					   struct run_session *row);
/** Made, outcome, undone and reason. ERR_NOT_FOUND. */
MUST_CHECK enum err store_run_session_update(struct transaction *tx,
					     const struct run_session *row);
/** By position: `limit` of them (SIZE_MAX: all) behind the first `skip`. */
MUST_CHECK enum err store_run_sessions(struct reader *reader, int64_t run,
				       size_t skip, size_t limit,
				       struct run_session **list,
				       size_t *count);
/** How many ended so, counts[OUTCOME_REFUSED + 1]. */
MUST_CHECK enum err store_run_counts(struct reader *reader, int64_t run,
				     size_t *counts);

#endif
