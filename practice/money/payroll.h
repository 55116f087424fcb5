/**
 * Payroll runs (rules S40). The office makes a run; staff close it only
 * where it is granted. A closed run is what was paid and never changes.
 */
#ifndef PRACTICE_MONEY_PAYROLL_H
#define PRACTICE_MONEY_PAYROLL_H

#include "store/payroll.h"
#include "store/store.h"

/** A run of all wages that are not paid yet, saved for sessions up to and with
 *  a day, and of reversals of paid ones. ERR_FORBIDDEN; ERR_CONFLICT: a run is
 *  open, which *payroll is then. */
MUST_CHECK enum err practice_payroll_add(struct operation *op,
					 struct store *store, struct day to,
					 struct payroll *payroll);
/** Pay it: debit each practitioner, credit cash; needs GRANT_PAYROLL of staff.
 *  ERR_CONFLICT: it is closed. */
MUST_CHECK enum err practice_payroll_close(struct operation *op,
					   struct store *store, int64_t id,
					   struct payroll *payroll);
/** For the office: ERR_FORBIDDEN, ERR_NOT_FOUND. */
MUST_CHECK enum err practice_payroll_find(struct reader *reader, int64_t id,
					  struct payroll *payroll);

/** What one practitioner gets by a run. */
struct payroll_sum {
	int64_t practitioner;
	int64_t sessions, minutes;     /* reversals not counted */
	struct money wages, reversals; /* reversals: zero or below */
	struct money amount;           /* their sum: what is paid */
};

/** By practitioner, the order in which wages come. */
MUST_CHECK enum err practice_payroll_sums(struct reader *reader,
					  int64_t payroll,
					  struct payroll_sum **sums,
					  size_t *count);

#endif
