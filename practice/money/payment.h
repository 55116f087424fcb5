/**
 * Payments and refunds (rules S39, S40): the office enters them. A
 * payment posts on the day it is entered (debit cash, credit the client) and
 * shows its own date.
 */
#ifndef PRACTICE_MONEY_PAYMENT_H
#define PRACTICE_MONEY_PAYMENT_H

#include "store/payment.h"
#include "store/store.h"

/** So much of a payment for this invoice. */
struct payment_choice {
	int64_t invoice;
	struct money amount;
};

struct payment_entry {
	int64_t client;
	struct money amount;
	const struct day *day; /* NULL: today, on the practice's clocks */
	const char *method;    /* NULL: not said */
	/** Where it goes; `chooses` false: to the oldest dues first. What is
	 *  left is credit, which the next invoice uses. */
	bool chooses;
	const struct payment_choice *chosen;
	size_t chosen_count;
};

/** ERR_FORBIDDEN; ERR_INVALID with fields (client, amount, method,
 *  allocate). */
MUST_CHECK enum err practice_payment_add(struct operation *op,
					 struct store *store,
					 const struct payment_entry *entry,
					 struct payment *payment);
/** By reversal; needs GRANT_VOID of staff. What it paid is due again.
 *  ERR_CONFLICT: it is void, or was refunded in part. */
MUST_CHECK enum err practice_payment_void(struct operation *op,
					  struct store *store, int64_t id,
					  struct payment *payment);
/** Give back, from cash, at most what was paid; what the rest does not cover
 *  any more is due again, the newest first. day NULL: today. ERR_INVALID
 *  (amount), ERR_CONFLICT: it is void. */
MUST_CHECK enum err practice_refund_add(struct operation *op,
					struct store *store, int64_t id,
					struct money amount,
					const struct day *day,
					struct payment *payment);

/** For the office: ERR_FORBIDDEN, ERR_NOT_FOUND. */
MUST_CHECK enum err practice_payment_find(struct reader *reader, int64_t id,
					  struct payment *payment);

#endif
