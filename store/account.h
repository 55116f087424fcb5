/**
 * What moved on the accounts of the ledger, and what reports count: reading
 * only.
 */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include "store/completion_type.h"
#include "store/ledger.h"

/** One entry of an account, with what a reader wants to know of its posting.
 */
struct move {
	int64_t posting;
	struct instant at;
	const char *kind; /* of the posting */
	int64_t session, completion, payment, payroll;
	struct money amount; /* debit positive */
	const char *service; /* of the completion, or NULL */
	const char *label;   /* how it ended for this person, or NULL */
	enum map map;        /* what that maps to, where there is a label */
};

/** Of one person's receivable or payable account, posted in the span, oldest
 *  first. */
MUST_CHECK enum err store_move_list(struct reader *reader,
				    enum account_kind account, int64_t person,
				    struct span span, struct move **list,
				    size_t *count);

/** Postings made in the span with ids above `from`, oldest first. */
MUST_CHECK enum err store_posting_span(struct reader *reader, int64_t from,
				       struct span span, size_t limit,
				       struct posting **list, size_t *count);

/** Income and tax by service, posted in the span: reversals take away. */
struct revenue {
	const char *service;
	int64_t sessions; /* saved less re-opened */
	struct money charge, tax;
};
MUST_CHECK enum err store_revenue_list(struct reader *reader, struct span span,
				       struct revenue **list, size_t *count);

/** How sessions that start in the span ended for each client. */
struct attendance {
	int64_t client;
	int64_t completed, missed, canceled;
};
MUST_CHECK enum err store_attendance_list(struct reader *reader,
					  struct span span,
					  struct attendance **list,
					  size_t *count);

/** Of each person's account: its sum before the span, what was added to and
 *  taken from it in the span by kind of posting ("payroll", or all others). */
struct earned {
	int64_t practitioner;
	int64_t sessions; /* saved less re-opened in the span */
	struct money before, wages, paid;
};
MUST_CHECK enum err store_earned_list(struct reader *reader, struct span span,
				      struct earned **list, size_t *count);

/** Each client's receivable sum, of postings made before `before`. */
struct balance {
	int64_t client;
	struct money sum;
};
MUST_CHECK enum err store_balance_list(struct reader *reader,
				       struct instant before,
				       struct balance **list, size_t *count);

#endif
