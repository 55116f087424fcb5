/**
 * Requests that may be repeated: a claim is a person's own key for one
 * (Idempotency-Key), kept for a week with what was answered.
 *
 * The writer takes the claim of an operation (operation.claim) in the
 * transaction of its first write, so that a key stands for one change at
 * most, whatever happens to the answer.
 */
#ifndef STORE_CLAIM_H
#define STORE_CLAIM_H

#include <stdbool.h>

#include "base/digest.h"
#include "store/tables.h"

#define CLAIM_KEY_LIMIT 200 /* bytes */

struct claim {
	int64_t person;
	const char *key;
	struct digest request; /* of all that was asked for */
	bool recorded;         /* a write of the operation is committed */
	bool taken;            /* it was another operation's: ERR_EXISTS */
	int status;            /* of the answer; 0: not answered */
	bool sealed;           /* body is what seal_bytes made */
	struct slice body;
};

/** Not older than a week; recorded and taken are true. ERR_NOT_FOUND. */
MUST_CHECK enum err store_claim_find(struct reader *reader, int64_t person,
				     const char *key, struct claim *claim);
/** Takes person, key and request; those older than a week go. ERR_EXISTS,
 *  with claim->taken set. */
MUST_CHECK enum err store_claim_insert(struct transaction *tx,
				       struct claim *claim);
/** Keep status, sealed and body, also of what changed nothing. */
MUST_CHECK enum err store_claim_answer(struct transaction *tx,
				       const struct claim *claim);

#endif
