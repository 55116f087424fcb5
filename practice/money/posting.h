/**
 * Postings: the one place that writes the ledger and that reverses what was
 * written (rules S36-S40). Each posts by the operation's actor at its
 * now.
 */
#ifndef PRACTICE_MONEY_POSTING_H
#define PRACTICE_MONEY_POSTING_H

#include "store/completion.h"
#include "store/ledger.h"

/** Post entries that sum to zero, those of zero left out; where none is left,
 *  nothing is posted and posting->id stays 0. Sets id, at and actor. The
 *  entries' array is changed. */
MUST_CHECK enum err practice_post(struct transaction *tx,
				  struct posting *posting);
/** Move an amount from the credited account to the debited one: the posting
 *  says kind and what it belongs to. */
MUST_CHECK enum err practice_post_move(struct transaction *tx,
				       struct posting *posting,
				       struct entry debit, struct entry credit);
/** Post the exact negatives of a posting, which belongs to the same things;
 *  *reversal is the new one's id. */
MUST_CHECK enum err practice_post_reversal(struct transaction *tx,
					   int64_t posting, const char *kind,
					   int64_t *reversal);

/** Post a priced, inserted completion: debit each client charge and tax,
 *  credit income and tax; debit wages, credit each practitioner. Sets
 *  completion->posting, here and in the store; 0 where every amount is zero.
 */
MUST_CHECK enum err practice_post_save(struct transaction *tx,
				       struct completion *completion);
/** Reverse a completion's posting, if it has one; sets ->reversal. The caller
 *  marks the completion re-opened in the store. */
MUST_CHECK enum err practice_post_reopen(struct transaction *tx,
					 struct completion *completion);

#endif
