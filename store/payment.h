/**
 * Payments and refunds (rules S39).
 */
#ifndef STORE_PAYMENT_H
#define STORE_PAYMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/money.h"
#include "store/tables.h"

struct payment {
	int64_t id, client;
	struct money amount;
	struct day day;     /* its own; it posts when it is entered */
	const char *method; /* NULL: not said */
	struct instant entered;
	int64_t entered_by;
	int64_t posting;
	struct instant voided;            /* INSTANT_MAX: it stands */
	int64_t reversal;                 /* posting, or 0 */
	struct money refunded, allocated; /* sums of what stands */
};

struct refund {
	int64_t id, payment;
	struct money amount;
	struct day day;
	struct instant entered;
	int64_t entered_by;
	int64_t posting;
};

/** Sets id; posting is set by store_payment_posted. */
MUST_CHECK enum err store_payment_insert(struct transaction *tx,
					 struct payment *payment);
MUST_CHECK enum err store_payment_posted(struct transaction *tx,
					 int64_t payment, int64_t posting);
MUST_CHECK enum err store_payment_find(struct reader *reader, int64_t id,
				       struct payment *payment);
/** Newest first, ids below `below` (0: from the newest). client 0: all. */
MUST_CHECK enum err store_payment_list(struct reader *reader, int64_t client,
				       int64_t below, size_t limit,
				       struct payment **list, size_t *count);

/** Which payments a list shows; zero fields do not restrict. */
enum payment_state {
	PAYMENTS_ALL,
	PAYMENTS_STANDING,
	PAYMENTS_OVER, /* that stand, and hold credit */
	PAYMENTS_VOID,
};
struct payment_filter {
	int64_t client;
	enum payment_state state;
	struct day from, to; /* of their own day, both inclusive; to 0: ever */
};
/** Newest first: from number `skip` on. */
MUST_CHECK enum err store_payment_page(struct reader *reader,
				       const struct payment_filter *filter,
				       size_t skip, size_t limit,
				       struct payment **list, size_t *count);
MUST_CHECK enum err store_payment_count(struct reader *reader,
					const struct payment_filter *filter,
					int64_t *count);
MUST_CHECK enum err store_payment_voided(struct transaction *tx,
					 int64_t payment, int64_t reversal,
					 struct instant at);

/** Sets id. ERR_STORAGE: the database refuses more than was paid. */
MUST_CHECK enum err store_refund_insert(struct transaction *tx,
					struct refund *refund);
MUST_CHECK enum err store_refund_posted(struct transaction *tx, int64_t refund,
					int64_t posting);
/** Oldest first. */
MUST_CHECK enum err store_refund_list(struct reader *reader, int64_t payment,
				      struct refund **list, size_t *count);

#endif
