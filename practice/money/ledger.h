/**
 * Postings of saves and re-openings (rules S36, S37).
 */
#ifndef PRACTICE_MONEY_LEDGER_H
#define PRACTICE_MONEY_LEDGER_H

#include "store/ledger.h"

/** Post a priced, inserted completion: debit each client charge + tax, credit
 *  income and tax; debit wages, credit each practitioner. Nothing is posted
 *  when every amount is zero. Sets completion->posting, here and in the store.
 */
MUST_CHECK enum err practice_post_save(struct transaction *tx,
				       struct completion *completion);
/** Post the exact negatives of a completion's posting; sets ->reversal;
 *  the caller marks it re-opened in the store. */
MUST_CHECK enum err practice_post_reopen(struct transaction *tx,
					 struct completion *completion);

#endif
