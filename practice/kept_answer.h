/**
 * Keeping what was answered to a request that may be repeated
 * (Idempotency-Key), so that a repeat is answered the same.
 */
#ifndef PRACTICE_KEPT_ANSWER_H
#define PRACTICE_KEPT_ANSWER_H

#include "store/claim.h"
#include "store/store.h"

/** In a transaction of its own; the claim is one that a write of this
 *  operation has taken, or whose operation changed nothing. */
MUST_CHECK enum err practice_answer_keep(struct operation *op,
					 struct store *store,
					 const struct claim *claim);

#endif
