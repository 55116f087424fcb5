/**
 * The tables, and the steps that bring an older database up to them; for
 * store/ and the tests of migrations only.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/operation.h"
#include "store/store.h"

/** Scripts of CREATE and INSERT statements, each shorter than the 4095 bytes
 *  that C promises a string; behind the last one NULL. */
/** People, collections, members, audit. */
extern const char *const store_schema_core[];
/** Services, sessions, completions, ledger. */
extern const char *const store_schema_practice[];
/** Invoices, payments, payroll. */
extern const char *const store_schema_documents[];
/** Keys of requests that may be repeated. */
extern const char *const store_schema_claim[];
/** Sessions that calendar programs deleted. */
extern const char *const store_schema_removal[];
/** What erasure may take away (S49). */
extern const char *const store_schema_erasure[];
/** What feeds have shown. */
extern const char *const store_schema_feed[];

/** A new file or one of ours, and not newer than this program: else
 *  ERR_STORAGE with a sentence. Changes nothing. */
MUST_CHECK enum err store_schema_check(struct operation *op,
				       struct reader *reader);

/**
 * Take the steps that are missing up to a version, each in a transaction of
 * its own. Several processes may do so at once: each looks again when it has
 * the lock.
 */
MUST_CHECK enum err store_schema_migrate(struct operation *op,
					 struct reader *reader, int version);

#endif
