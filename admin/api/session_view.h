/**
 * Sessions that a path names, and answers with one: as much of it as the
 * person who asks may know (practice/calendar/session_known.h).
 */
#ifndef ADMIN_API_SESSION_VIEW_H
#define ADMIN_API_SESSION_VIEW_H

#include "admin/api/call.h"
#include "practice/calendar/session_known.h"

/** What the actor may know of a session. ERR_NOT_FOUND: nothing. The reader
 *  has begun. */
MUST_CHECK enum err session_known_by(struct call *call, int64_t id,
				     struct session_known *known);

/** The session that the path's first word names, where the actor may see it:
 *  ERR_NOT_FOUND. Removed ones are shown to the office. */
MUST_CHECK enum err session_of_path(struct call *call, struct session *session);

/** Answer with the session as it is now, read anew. */
MUST_CHECK enum err session_answer(struct call *call, int64_t id, bool created);
/** For a conflict: note what is there now. */
void session_current(struct call *call, int64_t id);

#endif
