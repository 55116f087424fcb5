/**
 * Writes that need no more than an id: one transaction around a function of a
 * transaction and that id.
 */
#ifndef PRACTICE_WRITE_ONE_H
#define PRACTICE_WRITE_ONE_H

#include "store/store.h"

/** Run work(tx, id) and wait until it is committed; errors as of store_write
 *  (store/transaction.h), and the work's own. */
MUST_CHECK enum err
practice_write_one(struct operation *op, struct store *store,
		   enum err (*work)(struct transaction *tx, int64_t id),
		   int64_t id);

#endif
