/**
 * Money put against invoices: what was paid, and credits.
 */
#ifndef STORE_ALLOCATION_H
#define STORE_ALLOCATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/money.h"
#include "store/tables.h"

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
