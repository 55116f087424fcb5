/**
 * The fields of a session in a body, to be laid over what stands or is new;
 * sessions and schedules share them.
 */
#ifndef ADMIN_API_SESSION_BODY_H
#define ADMIN_API_SESSION_BODY_H

#include "admin/api/call.h"
#include "practice/session/terms.h"
#include "store/session.h"

/** People by login, code or id into ids; false where the field is absent.
 *  Unknown ones are noted as wrong fields. The reader has begun. */
bool session_people(struct call *call, const char *field, struct ids *ids);

/** The terms that a body names, and which they are. */
struct terms_sent {
	unsigned parts; /* bits of enum session_part */
	struct session_terms terms;
};

/** Service, people, place and notes. Null texts are cleared. */
MUST_CHECK enum err session_terms_read(struct call *call,
				       struct terms_sent *sent);

/** start, end and tzid. A new start alone moves the end with it. */
void session_times(struct call *call, struct session *session);

#endif
