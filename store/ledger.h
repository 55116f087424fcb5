/**
 * The ledger: double entry, append only (the database itself refuses UPDATE
 * and DELETE), hash-chained (S36).
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/money.h"
#include "store/tables.h"

enum account_kind {
	ACCOUNT_RECEIVABLE, /* of a client */
	ACCOUNT_INCOME,
	ACCOUNT_TAX,
	ACCOUNT_WAGES,
	ACCOUNT_PAYABLE, /* of a practitioner */
	ACCOUNT_CASH,
};

struct entry {
	enum account_kind account;
	int64_t person;      /* of receivable and payable, else 0 */
	struct money amount; /* debit positive */
};

struct posting {
	int64_t id;
	struct instant at;
	const char *kind; /* save, reopen, payment, refund, void, payroll... */
	int64_t session, completion;       /* or 0 */
	int64_t invoice, payment, payroll; /* or 0 */
	int64_t reverses;                  /* transaction, or 0 */
	int64_t actor;
	struct entry *entries;
	size_t count;
	struct digest previous, hash;
};

/** Append: sets id (gapless), previous and hash. The caller has checked that
 *  the entries sum to zero; the store asserts it. ERR_EXISTS: what it
 *  reverses is reversed already. */
MUST_CHECK enum err store_posting_insert(struct transaction *tx,
					 struct posting *posting);
MUST_CHECK enum err store_posting_find(struct reader *reader, int64_t id,
				       struct posting *posting);
/** With from < id, oldest first, at most limit. */
MUST_CHECK enum err store_posting_list(struct reader *reader, int64_t from,
				       size_t limit, struct posting **list,
				       size_t *count);
/** Sum of an account's entries in postings made before `before`. person 0:
 *  of receivable and payable everybody's. */
MUST_CHECK enum err store_account_sum(struct reader *reader,
				      enum account_kind account, int64_t person,
				      struct instant before, struct money *sum);

/**
 * The hash that a posting must have: SHA-256 of this text in ASCII, numbers
 * in decimal, 0 for none, each line ended by LF. The first one's previous hash
 * is all zeros. `kind` tells its length in bytes first; entries come in their
 * order, as account, person and amount in minor units.
 *
 *	daybook-ledger 1
 *	previous <64 hex digits>
 *	id 17
 *	at 1780948800
 *	kind 4 save
 *	session 5
 *	completion 9
 *	invoice 0
 *	payment 0
 *	payroll 0
 *	reverses 0
 *	actor 2
 *	entries 3
 *	receivable 12 4803
 *	income 0 -4250
 *	tax 0 -553
 *
 * Whoever can write the file can make a new chain. What proves the old one is
 * its last hash, when that is kept elsewhere (on paper, with an auditor).
 */
struct digest store_posting_hash(struct arena *arena,
				 const struct posting *posting);

const char *store_account_name(enum account_kind account); /* "receivable" */

#endif
