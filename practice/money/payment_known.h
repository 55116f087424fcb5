/**
 * A payment as somebody knows it, with what it paid and what was given back:
 * its fields as rows. JSON answers, exports and their CSV files are these rows.
 */
#ifndef PRACTICE_MONEY_PAYMENT_KNOWN_H
#define PRACTICE_MONEY_PAYMENT_KNOWN_H

#include "base/shape.h"
#include "store/allocation.h"
#include "store/payment.h"

/** The columns of payments.csv and refunds.csv. */
#define PAYMENT_COLUMNS_CSV \
	"id,client,date,method,amount,refunded,allocated,entered,voided"
#define REFUND_COLUMNS_CSV "id,payment,date,amount,entered"

enum payment_status { PAYMENT_POSTED, PAYMENT_VOID };

struct payment_known {
	struct payment payment;
	enum payment_status status;
	const char *client; /* the word by which files name the client */
	struct money moved; /* by what audit rows tell of */
	struct money unallocated;
	struct allocation *allocations; /* that stand */
	size_t allocation_count;
	struct refund *refunds;
	size_t refund_count;
};

extern const struct field payment_rows[];
extern const struct field refund_rows[]; /* of struct refund */

/** All of a payment that was found. */
MUST_CHECK enum err practice_payment_known(struct reader *reader,
					   const struct payment *payment,
					   struct payment_known *known);

#endif
