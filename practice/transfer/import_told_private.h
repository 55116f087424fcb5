/**
 * What a file told before of the sessions and closures of an event.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_TOLD_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_TOLD_PRIVATE_H

#include "practice/transfer/import_apply_private.h"

struct import_version import_told_version(const struct imported *row);
/** Is the event older than the one that was told? row: NULL, none was. */
bool import_is_older(const struct ics_wish *wish, const struct imported *row);
/** What was told of this session or closure, or NULL. */
const struct imported *import_told_row(const struct ics_work *work,
				       const char *uid);
/** Keep what is told now, where that is not known yet. */
MUST_CHECK enum err import_told_keep(struct transaction *tx,
				     const struct ics_work *work,
				     const struct ics_wish *wish,
				     const char *uid, const char *told);
/** The words of import_merge_words of what was told before of a session: by a
 *  file, else by the revision that the event says it is of, else by what it
 *  was at first. NULL: it cannot be known. */
MUST_CHECK enum err import_told_find(struct transaction *tx,
				     const struct ics_work *work,
				     const struct ics_wish *wish,
				     const struct session *session,
				     const char **told);
/** The words of what a session was at first; NULL: it cannot be known. */
MUST_CHECK enum err import_told_first(struct transaction *tx,
				      const struct session *session,
				      const char **words);

#endif
