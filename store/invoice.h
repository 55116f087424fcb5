/**
 * Invoices and their lines (rules S38). The database itself keeps a
 * charge on one live invoice, numbers without a gap, and what was issued as it
 * was.
 */
#ifndef STORE_INVOICE_H
#define STORE_INVOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/money.h"
#include "store/completion_type.h"
#include "store/tables.h"

enum invoice_status { INVOICE_DRAFT, INVOICE_ISSUED, INVOICE_VOID };

extern const char *const invoice_status_words[]; /* base/word.h */

/** What a client owes for one completion; or its credit, below zero, when it
 *  was invoiced and then re-opened. All but the day is a copy that the
 *  completion keeps (S28). */
struct invoice_line {
	int64_t completion, client, session;
	bool credit;
	struct instant starts; /* of the session, as it lies now */
	struct day day;        /* of the session when it came on an invoice */
	const char *service, *label;
	enum map map;
	int64_t minutes;
	int32_t tax_bp;
	struct money charge, tax;
};

struct invoice {
	int64_t id, client;
	enum invoice_status status;
	struct day to;         /* takes sessions up to and with this day */
	int64_t counter;       /* 0: never issued */
	const char *number;    /* NULL: never issued */
	const char *document;  /* JSON of all that was issued but names */
	const char *addressee; /* JSON of the client's names */
	struct instant created, issued, voided; /* INSTANT_MAX: not yet */
	struct money charge, tax;               /* sums of the lines */
	/* By payments and credits that stand; below zero: what a credit paid */
	struct money settled;
	struct invoice_line *lines;
	size_t line_count;
};

/** A client's charges that are on no live invoice, of completions that stand,
 *  for sessions that start before `before`; then credits of those that are on
 *  an issued one, were re-opened and not yet credited, whenever they were (for
 *  them `day` is set). By start. */
MUST_CHECK enum err store_invoice_billable(struct reader *reader,
					   int64_t client,
					   struct instant before,
					   struct invoice_line **list,
					   size_t *count);

/** A draft: sets id. The lines are stored too. ERR_EXISTS: a line is on
 *  another live invoice. */
MUST_CHECK enum err store_invoice_insert(struct transaction *tx,
					 struct invoice *invoice);
MUST_CHECK enum err store_invoice_find(struct reader *reader, int64_t id,
				       struct invoice *invoice);
/** Newest first, ids below `below` (0: from the newest), without lines. client
 *  0: everybody's. `issued`: only those that have a number. */
MUST_CHECK enum err store_invoice_list(struct reader *reader, int64_t client,
				       bool issued, int64_t below, size_t limit,
				       struct invoice **list, size_t *count);

/** Which invoices a list shows; zero fields do not restrict. */
enum invoice_state {
	INVOICES_ALL,
	INVOICES_DRAFT,
	INVOICES_ISSUED, /* owed, paid and credits alike */
	INVOICES_OWED,   /* issued, and more than what is settled */
	INVOICES_PAID,   /* issued, and nothing is owed */
	INVOICES_VOID,
};
struct invoice_filter {
	int64_t client;
	bool issued; /* only those that have a number */
	enum invoice_state state;
	struct span span; /* of the issue; of drafts, when they were made */
};
/** Newest first, without lines: from number `skip` on. */
MUST_CHECK enum err store_invoice_page(struct reader *reader,
				       const struct invoice_filter *filter,
				       size_t skip, size_t limit,
				       struct invoice **list, size_t *count);
MUST_CHECK enum err store_invoice_count(struct reader *reader,
					const struct invoice_filter *filter,
					int64_t *count);
/** The number that comes next: one more than the highest. */
MUST_CHECK enum err store_invoice_counter(struct reader *reader,
					  int64_t *counter);
/** A draft becomes issued, of the counter, number, document, addressee and
 *  issued in *invoice. */
MUST_CHECK enum err store_invoice_issue(struct transaction *tx,
					const struct invoice *invoice);
/** Draft or issued becomes void; its lines are not live any more. */
MUST_CHECK enum err store_invoice_void(struct transaction *tx, int64_t invoice,
				       struct instant at);
/** Take the lines that charge for a completion off drafts. */
MUST_CHECK enum err store_invoice_line_remove(struct transaction *tx,
					      int64_t completion);
/** Drafts: take the credits off that belong to charges of this invoice. */
MUST_CHECK enum err store_invoice_credit_remove(struct transaction *tx,
						int64_t invoice);
/** The number of an issued invoice that credits a charge of this one; or
 *  ERR_NOT_FOUND. */
MUST_CHECK enum err store_invoice_credited(struct reader *reader,
					   int64_t invoice,
					   const char **number);
/** The issued invoice that charges a client for a completion (client 0: for
 *  anybody); or ERR_NOT_FOUND. */
MUST_CHECK enum err store_invoice_of(struct reader *reader, int64_t completion,
				     int64_t client, int64_t *invoice);

/** An issued invoice that is not settled. */
struct due {
	int64_t invoice, client;
	const char *number;
	struct instant issued;
	struct money left; /* above zero */
};

/** Oldest first; client 0: everybody's. */
MUST_CHECK enum err store_due_list(struct reader *reader, int64_t client,
				   struct due **list, size_t *count);

#endif
