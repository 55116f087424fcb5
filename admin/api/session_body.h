/**
 * The fields of a session in a body, over what was loaded or is new; shared
 * by sessions and schedules.
 */
#ifndef ADMIN_API_SESSION_BODY_H
#define ADMIN_API_SESSION_BODY_H

#include "admin/api/call.h"
#include "store/session.h"

/** People by login, code or id into ids; absent fields leave *ids as it is.
 *  Unknown ones are noted as wrong fields. The reader has begun. */
void session_people(struct call *call, const char *field, struct ids *ids);

/** Place, notes, service, people. Null texts are cleared. */
void session_fields(struct call *call, struct session_terms *terms);

/** start, end and tzid. A new start alone moves the end with it. */
void session_times(struct call *call, struct session *session);

#endif
