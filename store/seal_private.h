/**
 * Seals: digests of what balances and documents rest on beside the ledger, the
 * figures, labels, names and days of completions, payments, refunds,
 * allocations, issued invoices and closed payroll runs (rules S36). A
 * completion's has the time of its session since version 2.
 *
 * A thing is sealed when it is written, and again when the rules change it (an
 * invoice is voided, a name erased). The last seal of a thing holds; all of
 * them are a chain of hashes, as the ledger's transactions are.
 */
#ifndef STORE_SEAL_PRIVATE_H
#define STORE_SEAL_PRIVATE_H

#include "base/operation.h"
#include "store/tables.h"

/** The numbers are the database's: a kind is added at the end. */
enum seal_kind {
	SEAL_COMPLETION,
	SEAL_PAYMENT,
	SEAL_REFUND,
	SEAL_ALLOCATION,
	SEAL_INVOICE, /* once it has a number */
	SEAL_PAYROLL, /* once it is closed */
};

/** Seal a thing as it stands now; nothing happens where it is a draft yet. */
MUST_CHECK enum err seal_add(struct transaction *tx, enum seal_kind kind,
			     int64_t thing);
/** Seal each of them. */
MUST_CHECK enum err seal_add_all(struct transaction *tx, enum seal_kind kind,
				 const struct ids *things);
/** Seal all that there is, where there are no seals yet: databases from before
 *  version 8 of the tables. */
MUST_CHECK enum err seal_first(struct transaction *tx);

/** *fault says what differs from its seal, or is NULL. */
MUST_CHECK enum err seal_verify(struct reader *reader, const char **fault);

#endif
