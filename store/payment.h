/**
 * Payments, refunds, and what they are put against (rules S39).
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

/** Money put against an invoice: of a payment, or of `credit`, an issued
 *  invoice whose total is below zero. */
struct allocation {
	int64_t id;
	int64_t payment, credit; /* one of them is 0 */
	int64_t invoice;
	struct money amount;
	bool at_issue; /* credit that was there when `invoice` was issued */
	struct instant made;
	/* of the payment, or the credit's invoice */
	struct day day;
	const char *method; /* NULL of a credit */
	const char *number; /* of `invoice` */
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

/** Sets id. */
MUST_CHECK enum err store_allocation_insert(struct transaction *tx,
					    struct allocation *allocation);
MUST_CHECK enum err store_allocation_release(struct transaction *tx,
					     int64_t allocation,
					     struct instant at);
/** What credit was put against an invoice when it was issued, whatever was
 *  released of it since: it never changes again. */
MUST_CHECK enum err store_allocation_at_issue(struct reader *reader,
					      int64_t invoice,
					      struct money *amount);
/** Those that stand, oldest first: against an invoice, or of a payment, or of
 *  an invoice that is a credit. */
MUST_CHECK enum err store_allocation_against(struct reader *reader,
					     int64_t invoice,
					     struct allocation **list,
					     size_t *count);
MUST_CHECK enum err store_allocation_of_payment(struct reader *reader,
						int64_t payment,
						struct allocation **list,
						size_t *count);
MUST_CHECK enum err store_allocation_of_credit(struct reader *reader,
					       int64_t invoice,
					       struct allocation **list,
					       size_t *count);

/** Money of a client that is put against nothing yet. */
struct spare {
	int64_t payment, credit; /* one of them is 0 */
	int64_t client;
	struct money left; /* above zero */
};

/** Oldest first; client 0: everybody's. */
MUST_CHECK enum err store_spare_list(struct reader *reader, int64_t client,
				     struct spare **list, size_t *count);

#endif
