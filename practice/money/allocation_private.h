/**
 * What money is put against which invoice (rules S39): oldest first
 * unless chosen; the excess is credit. Private to practice/.
 */
#ifndef PRACTICE_MONEY_ALLOCATION_PRIVATE_H
#define PRACTICE_MONEY_ALLOCATION_PRIVATE_H

#include "practice/money/payment.h"
#include "store/invoice.h"

/** Money of the client that is put against nothing: only issuing an invoice
 *  uses it. Zero or above. */
MUST_CHECK enum err practice_credit(struct reader *reader, int64_t client,
				    struct money *credit);
/** An invoice was just issued: the client's spare money pays it, oldest first;
 *  one below zero pays the client's oldest dues instead. */
MUST_CHECK enum err practice_settle_invoice(struct transaction *tx,
					    const struct invoice *invoice);
/** A payment was just entered: it pays the client's oldest dues. */
MUST_CHECK enum err practice_settle_oldest(struct transaction *tx,
					   const struct payment *payment);
/** Or those chosen. ERR_INVALID: not a due invoice of that client, more than
 *  it is due or than the payment has, one named twice. */
MUST_CHECK enum err practice_settle_chosen(struct transaction *tx,
					   const struct payment *payment,
					   const struct payment_choice *chosen,
					   size_t count);
/** The invoice is void: what paid it is spare again, what it paid is due. */
MUST_CHECK enum err practice_unsettle_invoice(struct transaction *tx,
					      int64_t invoice);
/** Of the payment's allocations let at most `keep` stand, oldest first. */
MUST_CHECK enum err practice_unsettle_payment(struct transaction *tx,
					      int64_t payment,
					      struct money keep);

#endif
