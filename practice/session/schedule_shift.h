/**
 * Changing one session of a schedule, those behind it, or all (rule S14).
 */
#ifndef PRACTICE_SESSION_SCHEDULE_SHIFT_H
#define PRACTICE_SESSION_SCHEDULE_SHIFT_H

#include "practice/edit.h"
#include "practice/schedule_scope.h"
#include "store/session.h"
#include "store/store.h"

/** Change a session by an edit of its struct session, and, by the scope, the
 *  open ones of its schedule behind it or all: each moves by the same amount
 *  on its own day, and what changes in this one changes in those. Errors as of
 *  practice_session_change_tx. */
MUST_CHECK enum err practice_session_change(struct operation *op,
					    struct store *store,
					    const struct edit *edit,
					    enum schedule_scope scope);

/** May it be changed with all others of its series? Only while it is there and
 *  open: REFUSAL_SESSION_SAVED, REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err practice_session_may_follow(struct operation *op,
						const struct session *session);

/** A change of one that holds for all that its schedule has made, by *session's
 *  fields. Only while
 *  each is there and open: REFUSAL_SESSION_SAVED, REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err practice_session_change_all_tx(struct transaction *tx,
						   struct session *session);

#endif
