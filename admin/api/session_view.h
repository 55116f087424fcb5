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

/** The same of one that was loaded. */
MUST_CHECK enum err session_known_of(struct call *call,
				     const struct session_known *all,
				     struct session_known *known);

/** The session that the path's first word names, where the actor may see it:
 *  ERR_NOT_FOUND. Removed ones are shown to the office. */
MUST_CHECK enum err session_of_path(struct call *call, struct session *session);

/** The same in a read of its own. */
MUST_CHECK enum err session_find_of_path(struct call *call,
					 struct session *session);

/** Add the notices about it, where it is known to the office (S44). */
MUST_CHECK enum err session_add_notices(struct call *call,
					struct session_known *known);

/** What the actor may know of the session as it is now, for frame.h. */
MUST_CHECK enum err session_one(struct call *call, int64_t id, json_t **json);

/** The same of one that was changed just now, from what the change knows of
 *  it: answered with 200, or 201 where it was made. */
MUST_CHECK enum err session_answer(struct call *call,
				   const struct session_facts *facts,
				   bool created);

#endif
