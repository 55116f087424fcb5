/**
 * Closures and the flags of the sessions on them (rules S46, S47).
 */
#ifndef PRACTICE_SESSION_CLOSURE_H
#define PRACTICE_SESSION_CLOSURE_H

#include "store/session.h"

/** Make, change (all fields over the row of its id) or remove; the clash flag
 *  of each session concerned changes in the same transaction, with its views.
 *  The span of an all-day closure is set here from its days. Office only:
 *  ERR_READ_ONLY for others. ERR_INVALID with fields, ERR_CONFLICT. */
MUST_CHECK enum err practice_closure_add_tx(struct transaction *tx,
					    struct closure *closure);
MUST_CHECK enum err practice_closure_change_tx(struct transaction *tx,
					       struct closure *closure);
MUST_CHECK enum err practice_closure_remove_tx(struct transaction *tx,
					       int64_t closure);
MUST_CHECK enum err practice_closure_add(struct operation *op,
					 struct store *store,
					 struct closure *closure);
MUST_CHECK enum err practice_closure_change(struct operation *op,
					    struct store *store,
					    struct closure *closure);
MUST_CHECK enum err practice_closure_remove(struct operation *op,
					    struct store *store,
					    int64_t closure);
/** The practice has moved to another zone: all-day closures keep their days. */
MUST_CHECK enum err practice_closures_rezone_tx(struct transaction *tx);

/** What the session clashes with, as it stands in *session: it need not be
 *  stored. Closures first. */
MUST_CHECK enum err practice_clashes_find(struct reader *reader,
					  const struct session *session,
					  struct clash **list, size_t *count);
/** Work out and store a session's clashes; also flags the sessions that it
 *  overlaps, and unflags those that it no longer does. *others get the ids of
 *  sessions whose flags changed besides. A session that is removed, or saved
 *  as one that did not take place (canceled), clashes with nothing. */
MUST_CHECK enum err practice_clashes_update(struct transaction *tx,
					    const struct session *session,
					    struct ids *others);
/** Work out anew the flags of every session that overlaps one of these spans,
 *  with the views of those that changed. */
MUST_CHECK enum err practice_clashes_sweep(struct transaction *tx,
					   const struct span *spans,
					   size_t count);

#endif
