/**
 * The ledger's proof.
 */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "store/tables.h"

struct ledger_proof {
	bool ok;
	int64_t transactions;
	struct digest head;
	const char *fault; /* what is wrong, NULL when ok */
};

/**
 * Walk the whole chain: every hash, every sum, ids without a gap, the last
 * one the one that was noted when it was posted; then every completion's
 * charges and wages equal to its posting (nothing posted: all zero), and
 * every re-opening its exact reversal. The first fault ends it; transactions
 * and head tell how far the chain was right.
 */
MUST_CHECK enum err store_ledger_verify(struct reader *reader,
					struct ledger_proof *proof);

#endif
