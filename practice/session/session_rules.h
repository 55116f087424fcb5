/**
 * What makes a session's fields right, and who may change which of them
 * (rules S2, S5-S8, R2-R12).
 */
#ifndef PRACTICE_SESSION_SESSION_RULES_H
#define PRACTICE_SESSION_SESSION_RULES_H

#include "practice/session/terms.h"
#include "store/session.h"

/**
 * Bring the fields into their stored form, find a service where none is given
 * (S8), and judge them all. Who is in *before already need not be active any
 * more; before is NULL for a new session. ERR_INVALID with fields.
 */
MUST_CHECK enum err practice_session_check(struct reader *reader,
					   struct session *session,
					   const struct session *before);

/** Draft without a client, a practitioner or a service, else open; of a
 *  session that is not saved. */
enum session_state practice_session_state(const struct session *session);

/** enum session_part bits in which they differ. */
unsigned practice_session_differs(const struct session *a,
				  const struct session *b);

/** The date of its schedule that a session was made for, whatever was made of
 *  it since (S14). */
struct day practice_planned_day(const struct session *session);

/** REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err practice_session_may_add(struct operation *op,
					     const struct session *session);
/** REFUSAL_NOT_PERMITTED, or REFUSAL_SESSION_SAVED where nobody may. */
MUST_CHECK enum err practice_session_may_change(struct operation *op,
						const struct session *before,
						unsigned parts);

/** Is it there, and does the actor see it? ERR_NOT_FOUND else. */
MUST_CHECK enum err practice_session_check_open(struct operation *op,
						const struct session *session);
/** A session of which both holds: ERR_NOT_FOUND else. */
MUST_CHECK enum err practice_session_open(struct reader *reader, int64_t id,
					  struct session *session);

#endif
