/**
 * Postings of money documents: what payments, refunds and payroll runs write
 * to the ledger (rules S36-S40). Private to practice/.
 */
#ifndef PRACTICE_MONEY_POSTING_H
#define PRACTICE_MONEY_POSTING_H

#include "store/ledger.h"

/** Post by the operation's actor at its now: sets at, actor, id. The entries
 *  sum to zero. */
MUST_CHECK enum err practice_post(struct transaction *tx,
				  struct posting *posting);
/** Move an amount from the credited account to the debited one: the posting
 *  says kind and what it belongs to. */
MUST_CHECK enum err practice_post_move(struct transaction *tx,
				       struct posting *posting,
				       struct entry debit, struct entry credit);
/** Post the exact negatives of a posting; *reversal is the new one's id. */
MUST_CHECK enum err practice_post_reversal(struct transaction *tx,
					   int64_t posting, const char *kind,
					   int64_t *reversal);

#endif
