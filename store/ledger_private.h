/**
 * Postings as they are stored, for the ledger and its proof.
 *
 * They are read so that whatever is not as we write it becomes a value that
 * we never write, and so no hash fits: the ledger's proof relies on it.
 */
#ifndef STORE_LEDGER_PRIVATE_H
#define STORE_LEDGER_PRIVATE_H

#include "store/ledger.h"
#include "store/statement_private.h"

/** The columns that posting_read reads. */
#define POSTING_COLUMNS                                                 \
	"id, at, kind, session, completion, invoice, payment, payroll," \
	"  reverses, actor, previous, hash"

/** All but the entries. */
void posting_read(struct statement *st, void *item);

/** The entries in their order, into an array of the arena that holds *room
 *  and that may be used again once they are not needed. */
MUST_CHECK enum err posting_entries(struct reader *reader,
				    struct posting *posting,
				    struct entry **array, size_t *room);

/** 32 bytes, or else bytes that are no hash of ours. */
struct digest column_digest(struct statement *st, const char *name);

/** The last posting's id (there are as many) and hash; 0 and zeros at first.
 */
struct ledger_head {
	int64_t transactions;
	struct digest hash;
};
MUST_CHECK enum err ledger_head_load(struct reader *reader,
				     struct ledger_head *head);

#endif
