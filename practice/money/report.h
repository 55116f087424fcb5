/**
 * Reports for the office: ERR_FORBIDDEN for others. Sessions count by the day
 * they are on, money by the day it was posted, so that its sums are the
 * ledger's.
 */
#ifndef PRACTICE_MONEY_REPORT_H
#define PRACTICE_MONEY_REPORT_H

#include "store/account.h"
#include "store/session.h"

/** Past open sessions, which count nowhere until they are saved (S20). */
MUST_CHECK enum err practice_report_unsaved(struct reader *reader,
					    struct span span,
					    struct session **list,
					    size_t *count);
MUST_CHECK enum err practice_report_attendance(struct reader *reader,
					       struct span span,
					       struct attendance **list,
					       size_t *count);
MUST_CHECK enum err practice_report_revenue(struct reader *reader,
					    struct span span,
					    struct revenue **list,
					    size_t *count);
MUST_CHECK enum err practice_report_wages(struct reader *reader,
					  struct span span,
					  struct earned **list, size_t *count);

#define AGED_BUCKETS 4 /* up to 30, 60, 90 days, older */

/** What a client owes by the age of invoices in days, and what explains the
 *  rest: the sum of due, plus not_invoiced, less credit, is the balance. */
struct aged {
	int64_t client;
	struct money due[AGED_BUCKETS];
	struct money not_invoiced; /* charges on no issued invoice */
	struct money credit;       /* money put against nothing yet */
	struct money balance;
};
/** Clients whose account is not all zero, as of now. */
MUST_CHECK enum err practice_report_aged(struct reader *reader,
					 struct aged **list, size_t *count);

#endif
