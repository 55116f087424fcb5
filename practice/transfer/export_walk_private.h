/**
 * Going through what an export holds of money, newest first and page by page:
 * the practice's export and a client's each do their own with what is found.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_WALK_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_WALK_PRIVATE_H

#include "practice/money/invoice_known.h"
#include "practice/money/payment_known.h"
#include "practice/transfer/export_run_private.h"

struct export_walk {
	int64_t client; /* 0: everybody's */
	bool issued;    /* of invoices only those that have a number */
	/** Takes one; what it is handed lives until the next page. */
	void (*invoice)(void *context, struct invoice_known *known);
	void (*payment)(void *context, const struct payment_known *known);
	/** After each page. */
	enum err (*page)(void *context);
	void *context;
};

MUST_CHECK enum err export_walk_invoices(struct export_run *run,
					 const struct export_walk *walk);
MUST_CHECK enum err export_walk_payments(struct export_run *run,
					 const struct export_walk *walk);

#endif
