/**
 * Sessions as they were: their JSON at each change.
 */
#ifndef STORE_SESSION_VERSION_H
#define STORE_SESSION_VERSION_H

#include "base/clock.h"
#include "store/tables.h"

/** The session as JSON text at its present revision, kept for "as it was at"
 *  (S48); one row a change, of the operation's now. */
MUST_CHECK enum err store_session_version_add(struct transaction *tx,
					      int64_t session,
					      const char *json);
/** ERR_NOT_FOUND: it was not there yet. */
MUST_CHECK enum err store_session_version_find(struct reader *reader,
					       int64_t session,
					       struct instant at,
					       const char **json);
/** The same at one revision. ERR_NOT_FOUND: it never had that. */
MUST_CHECK enum err store_session_revision_find(struct reader *reader,
						int64_t session,
						int64_t revision,
						const char **json);

#endif
