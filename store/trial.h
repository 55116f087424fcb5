/**
 * A copy of the store to try things on: nothing of it comes back.
 */
#ifndef STORE_TRIAL_H
#define STORE_TRIAL_H

#include "store/store.h"

struct trial {
	struct store *store; /* the copy, as good as the store itself */
	char *folder;        /* beside the database, 0700 */
	int lock;            /* held while it is used */
};

/** A consistent copy of the store (store_copy) in a new folder beside it.
 *  Ended by store_trial_end. ERR_STORAGE. */
MUST_CHECK enum err store_trial_begin(struct operation *op, struct store *store,
				      struct trial *trial);
/** Delete copies that nobody works on any more: whoever made them was killed.
 *  Those of living processes stay. */
MUST_CHECK enum err store_trials_sweep(struct operation *op,
				       const struct store *store);
/** Close the copy and delete it. */
void store_trial_end(struct operation *op, struct trial *trial);

#endif
