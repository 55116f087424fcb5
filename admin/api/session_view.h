/**
 * A session as JSON for the person who asks: the office sees all, a
 * practitioner their own wage and no charge, a client their own charge and
 * nobody else (rules R14).
 */
#ifndef ADMIN_API_SESSION_VIEW_H
#define ADMIN_API_SESSION_VIEW_H

#include "admin/api/call.h"
#include "store/session.h"

/** The reader has begun. *json belongs to the operation. */
MUST_CHECK enum err session_view(struct call *call,
				 const struct session *session, json_t **json);
/** The same of a text that practice_session_json made earlier (?at=). */
MUST_CHECK enum err session_view_text(struct call *call, const char *text,
				      json_t **json);

/** The session that the path's first word names, where the actor may see it:
 *  ERR_NOT_FOUND. Removed ones are shown to the office. */
MUST_CHECK enum err session_of_path(struct call *call, struct session *session);

/** Answer with the session as it is now, read anew. */
MUST_CHECK enum err session_answer(struct call *call, int64_t id, bool created);
/** For a conflict: note what is there now. */
void session_current(struct call *call, int64_t id);

extern const struct field SESSION_ANSWER[];

#endif
