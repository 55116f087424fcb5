/**
 * The ledger as the office reads it (rules S36): a transaction with its
 * entries, a line of ledger.csv, and the proof. Answers and exports are these
 * rows.
 */
#ifndef PRACTICE_MONEY_LEDGER_KNOWN_H
#define PRACTICE_MONEY_LEDGER_KNOWN_H

#include "base/shape.h"
#include "store/ledger.h"
#include "store/verify.h"

/** The columns of ledger.csv. */
#define LEDGER_COLUMNS_CSV                                                \
	"transaction,at,kind,session,completion,invoice,payment,payroll," \
	"reverses,actor,previous,hash,account,person,amount,who"
/** What ledger-proof.json has. */
#define PROOF_MEMBERS "file,algorithm,transactions,head,at"

struct known_entry {
	const char *account; /* "receivable:C042" */
	struct money amount;
};

struct posting_known {
	struct posting posting;
	struct known_entry *entries;
	size_t entry_count;
};

/** An entry and the transaction that it is in, as the hash takes them in:
 *  numbers, and (of an audience with 0 digits) amounts in minor units. */
struct ledger_line {
	struct posting posting;
	struct entry entry;
	const char *account, *previous, *hash;
	const char *who; /* the word by which files name them */
};

struct proof_known {
	struct ledger_proof proof;
	const char *head; /* in hexadecimal digits */
	const char *file, *algorithm;
	struct instant at;
};

extern const struct field posting_rows[];
extern const struct field ledger_line_rows[];
extern const struct field proof_rows[];

/** A transaction that was found. */
MUST_CHECK enum err practice_posting_known(struct reader *reader,
					   const struct posting *posting,
					   struct posting_known *known);
/** Entry number `index` of it; `who` is its person's word. */
struct ledger_line ledger_line_of(struct arena *arena,
				  const struct posting *posting, size_t index,
				  const char *who);
struct proof_known proof_known_of(struct arena *arena,
				  const struct ledger_proof *proof);

#endif
