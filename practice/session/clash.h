/**
 * What a session clashes with: closures, and other sessions of its
 * practitioners (rules S9, S47). It is flagged, never refused.
 */
#ifndef PRACTICE_SESSION_CLASH_H
#define PRACTICE_SESSION_CLASH_H

#include "practice/calendar/view.h"

/** What the session clashes with, as it stands in *session: it need not be
 *  stored. Closures first. */
MUST_CHECK enum err practice_clashes_find(struct reader *reader,
					  const struct session *session,
					  struct clash **list, size_t *count);
/** Work out and store a session's clashes in place of those that *facts has,
 *  which gets them; also flags the sessions that it
 *  overlaps, and unflags those that it no longer does. *others get the ids of
 *  sessions whose flags changed besides. A session that is removed, or saved
 *  as one that did not take place (canceled), clashes with nothing. */
MUST_CHECK enum err practice_clashes_update(struct transaction *tx,
					    struct session_facts *facts,
					    struct ids *others);
/** Work out anew which closures every session meets that overlaps one of these
 *  spans, with the views of those that changed. */
MUST_CHECK enum err practice_clashes_sweep(struct transaction *tx,
					   const struct span *spans,
					   size_t count);

#endif
