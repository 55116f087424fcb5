/**
 * Clients whom a practitioner names and has never met. They are found by the
 * code alone, which the office gives them, and not before all else of the
 * request is right: whoever tries codes leaves a session for each that there
 * is (docs/decisions.md), and no other answer tells which there are.
 */
#ifndef ADMIN_API_UNMET_H
#define ADMIN_API_UNMET_H

#include "admin/api/call.h"
#include "store/session.h"

/** The clients of the body are read once more: forget who was noted. */
void unmet_begin(struct call *call);
/** The word names nobody whom the sender has met; a wrong field where it stands
 *  twice. */
void unmet_note(struct call *call, const char *word);
/** All were noted: once they were let in they join *clients, until then the
 *  request is only judged. The reader has begun. */
MUST_CHECK enum err unmet_join(struct call *call, struct ids *clients);
/** Who is noted is left out: it is no write, which would leave a trace. */
void unmet_leave_out(struct call *call);

/** The request was judged with `err`. OK: it is right but for those who were
 *  noted, who are all there; it is to be run again. Else what is wrong. The
 *  reader has not begun. */
MUST_CHECK enum err unmet_let_in(struct call *call, enum err err);

#endif
