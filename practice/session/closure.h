/**
 * Closures: days and hours on which the practice is shut (rules S46, S47).
 */
#ifndef PRACTICE_SESSION_CLOSURE_H
#define PRACTICE_SESSION_CLOSURE_H

#include "practice/edit.h"
#include "store/closure.h"
#include "store/session.h"
#include "store/store.h"

/** Make, change or remove a closure; the clash flag of each session concerned
 *  changes in the same transaction, with its views. The span of an all-day
 *  closure is set here from its days. Office only: REFUSAL_READ_ONLY for
 * others. ERR_INVALID with fields, ERR_CONFLICT. */
MUST_CHECK enum err practice_closure_add_tx(struct transaction *tx,
					    struct closure *closure);
MUST_CHECK enum err practice_closure_add(struct operation *op,
					 struct store *store,
					 struct closure *closure);
/** All fields over the row of its id, as it was loaded in this transaction. */
MUST_CHECK enum err practice_closure_change_tx(struct transaction *tx,
					       struct closure *closure);
/** By an edit of its struct closure. */
MUST_CHECK enum err practice_closure_change(struct operation *op,
					    struct store *store,
					    const struct edit *edit);
MUST_CHECK enum err practice_closure_remove_tx(struct transaction *tx,
					       int64_t closure);
MUST_CHECK enum err practice_closure_remove(struct operation *op,
					    struct store *store,
					    int64_t closure);

/** The practice has moved to another zone: all-day closures keep their days. */
MUST_CHECK enum err practice_closures_rezone_tx(struct transaction *tx);

#endif
