/**
 * What a save means and whether it may be (rules S18-S25).
 */
#ifndef PRACTICE_SESSION_COMPLETION_RULES_H
#define PRACTICE_SESSION_COMPLETION_RULES_H

#include "practice/session/completion.h"
#include "store/completion.h"

/** What an ending by amounts of one's own is called, on invoices too; too long
 *  to be a custom type's label. */
#define PRACTICE_OVERRIDE_LABEL "Completed with cost over-ride"

/** May the actor end this session at all, and by amounts of their own?
 *  REFUSAL_NOT_PERMITTED, REFUSAL_OVERRIDE_DENIED. */
MUST_CHECK enum err practice_save_may(struct operation *op,
				      const struct save *save,
				      const struct session *session);

/**
 * The completion that the save asks for, not yet priced: types with every
 * input copied, for the session and each client, and an override's amounts.
 * REFUSAL_UNKNOWN_STATUS, ERR_INVALID with fields.
 */
MUST_CHECK enum err practice_save_resolve(struct reader *reader,
					  const struct save *save,
					  const struct session *session,
					  struct completion *completion);

/** Does the session take place? Not one that is removed, or saved as one that
 *  did not (canceled). Where it is saved, it ended by that completion. */
bool practice_takes_place(const struct session *session,
			  const struct completion *completion);
/** How a session ended; of one that is not saved, as if it were completed. */
MUST_CHECK enum err practice_ending_load(struct reader *reader,
					 const struct session *session,
					 struct completion *completion);

/** S24: the same types, and the same amounts where they were decided. */
bool practice_save_same(const struct completion *wanted,
			const struct completion *saved);

/** S25: completing before the start. REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err practice_save_in_time(struct operation *op,
					  const struct session *session,
					  const struct completion *wanted);

/** S25: may the actor still undo this completion by this save?
 *  REFUSAL_SESSION_SAVED. */
MUST_CHECK enum err practice_reopen_may(struct reader *reader,
					const struct save *save,
					const struct completion *saved);

#endif
