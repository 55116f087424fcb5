/**
 * Payroll runs: what practitioners earned and are paid (rules S40).
 */
#ifndef STORE_PAYROLL_H
#define STORE_PAYROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/money.h"
#include "store/completion_type.h"
#include "store/tables.h"

struct payroll {
	int64_t id;
	struct day to; /* takes sessions up to and with this day */
	bool closed;
	struct instant created, closed_at; /* INSTANT_MAX: open */
	int64_t posting;                   /* 0: open, or nothing was due */
};

/** One practitioner's wage of one completion; or the reversal, below zero, of
 *  one that was paid and whose session was re-opened then. */
struct wage {
	int64_t completion, session, practitioner;
	bool reversal;
	struct instant starts; /* of the session, as it lies now */
	struct day day;        /* of the session when it came into the run */
	struct money amount;
	int64_t minutes;
	const char *service, *label;
	enum map map;
	int64_t payroll; /* the run it is in, or 0 */
	bool paid;       /* that run is closed */
};

/** Wages that no closed run has paid, for sessions that start before `before`;
 *  then reversals of paid ones that no closed run holds, whenever they were
 *  (`day` is set). By practitioner and start. */
MUST_CHECK enum err store_wage_unpaid(struct reader *reader,
				      struct instant before, struct wage **list,
				      size_t *count);
/** All of one practitioner: what stands, what was paid, and its reversals; of
 *  sessions that start in the span. By start. `day` is set where payroll is. */
MUST_CHECK enum err store_wage_list(struct reader *reader, int64_t practitioner,
				    struct span span, struct wage **list,
				    size_t *count);

/** Sets id. */
MUST_CHECK enum err store_payroll_insert(struct transaction *tx,
					 struct payroll *payroll);
/** Put a wage into an open run, out of another open one if it is in one. */
MUST_CHECK enum err store_payroll_take(struct transaction *tx, int64_t payroll,
				       const struct wage *wage);
MUST_CHECK enum err store_payroll_find(struct reader *reader, int64_t id,
				       struct payroll *payroll);
/** The oldest run that is open; or ERR_NOT_FOUND. */
MUST_CHECK enum err store_payroll_find_open(struct reader *reader,
					    struct payroll *payroll);
/** Newest first, ids below `below` (0: from the newest). */
MUST_CHECK enum err store_payroll_list(struct reader *reader, int64_t below,
				       size_t limit, struct payroll **list,
				       size_t *count);
/** What is in a run, by practitioner and day. */
MUST_CHECK enum err store_payroll_wages(struct reader *reader, int64_t payroll,
					struct wage **list, size_t *count);
/** Once. posting 0: nothing was due. */
MUST_CHECK enum err store_payroll_close(struct transaction *tx, int64_t payroll,
					int64_t posting, struct instant at);
/** Take the wages of a completion out of open runs. */
MUST_CHECK enum err store_payroll_line_remove(struct transaction *tx,
					      int64_t completion);
/** Has a closed run paid something for the completion? */
MUST_CHECK enum err store_payroll_paid(struct reader *reader,
				       int64_t completion, bool *paid);

#endif
