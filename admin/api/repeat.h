/**
 * Idempotency-Key on POST: a repeat is answered as the first was, and changes
 * nothing (store/claim.h).
 */
#ifndef ADMIN_API_REPEAT_H
#define ADMIN_API_REPEAT_H

#include "admin/api/call.h"
#include "store/claim.h"

/**
 * Look at the key of a request, if it has one. *answered tells that it was
 * answered as before; else *claim is made the operation's, for repeat_end.
 *
 * ERR_INVALID: no key of 1 to 200 characters, or one of another request.
 * ERR_CONFLICT: it was carried out, but its answer is not known.
 */
MUST_CHECK enum err repeat_begin(struct call *call, struct claim *claim,
				 bool *answered);

/** After the handler, whose error is err: another request with the key came
 *  before, or OK. */
MUST_CHECK enum err repeat_again(struct call *call, struct claim *claim,
				 enum err err);

/** Keep what was answered. */
void repeat_end(struct call *call, struct claim *claim);

#endif
