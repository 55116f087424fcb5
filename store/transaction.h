/**
 * Opening a write: only practice/ includes this.
 *
 * One writer thread a store takes the jobs that wait, runs each inside a
 * savepoint of one IMMEDIATE transaction, commits them together
 * (synchronous=FULL) and only then lets their callers go on. A job that fails
 * is rolled back alone. Any job may be run again (a busy database), so it
 * must have no effects but on the transaction and on its context, which it
 * fills anew. With DAYBOOK_REHEARSE in the environment every batch is done,
 * undone and done again, so that tests find a work that keeps something.
 */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include "base/operation.h"
#include "store/store.h"

/** Run the work and wait until it is committed. Answers the work's error, or
 *  ERR_STORAGE when the commit failed, or ERR_UNAVAILABLE when closing. With
 *  op->judge_only the work is undone also where it succeeds, and the answer is
 *  then ERR_INVALID without a failure: the caller wanted to know what else is
 *  wrong with an input of which something is. */
MUST_CHECK enum err store_write(struct operation *op, struct store *store,
				store_work *work, void *context);

#endif
