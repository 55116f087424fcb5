/**
 * What one person owes or has earned (rules S39, S40). Clients know
 * their own account, practitioners their own wages, the office all: another's
 * is ERR_NOT_FOUND, and so is who is no client or practitioner.
 */
#ifndef PRACTICE_MONEY_STATEMENT_H
#define PRACTICE_MONEY_STATEMENT_H

#include "base/shape.h"
#include "store/account.h"
#include "store/completion_type.h"
#include "store/payroll.h"

/** Two things: the balance is what the ledger says now, above zero the client
 *  owes; the credit is money put against nothing yet, zero or above. A session
 *  that is saved moves the balance and leaves the credit. */
struct client_balance {
	struct money balance, credit;
};
extern const struct field balance_rows[];

MUST_CHECK enum err practice_balance(struct reader *reader, int64_t client,
				     struct client_balance *balance);

struct account_entry {
	struct day date;  /* of posting, in the practice's zone */
	const char *kind; /* save, reopen, payment, refund, void */
	int64_t session, invoice, payment; /* or 0 */
	const char *text;
	struct money amount, balance; /* after it */
	/* What the text is made of. Of a session that was saved: */
	int64_t completion;
	const char *service, *label; /* or NULL */
	enum map map;
	/* Of a payment that came, went back or was voided: */
	struct day paid;    /* its own day */
	const char *method; /* or NULL */
};

/** opening + entries = closing, each equal to the ledger's sum. */
struct account_statement {
	struct money opening, closing;
	struct account_entry *entries;
	size_t count;
};
extern const struct field account_entry_rows[];
extern const struct field statement_rows[];

/** Of postings made in the span. A client is not shown what a session's being
 *  saved anew for another client posted back and forth. */
MUST_CHECK enum err practice_statement(struct reader *reader, int64_t client,
				       struct span span,
				       struct account_statement *statement);

/** unpaid: all that the practitioner is owed now, whatever the span. The list
 *  goes by the session's day, which is set in each. */
struct wages {
	struct money unpaid;
	struct wage *list;
	size_t count;
};
extern const struct field wage_rows[]; /* of struct wage */
extern const struct field wages_rows[];

MUST_CHECK enum err practice_wages(struct reader *reader, int64_t practitioner,
				   struct span span, struct wages *wages);

#endif
