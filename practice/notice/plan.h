/**
 * The plan of a cancellation: which open sessions a date, a range or a span of
 * hours concerns (rules S41, S42). Preview and applying make it by the same
 * query, and its hash tells whether it is still the same.
 */
#ifndef PRACTICE_NOTICE_PLAN_H
#define PRACTICE_NOTICE_PLAN_H

#include "store/practice.h"
#include "store/session_stamp.h"

/** Days in a range, and sessions in a plan, at most. */
#define PRACTICE_PLAN_DAYS 366
#define PRACTICE_PLAN_SESSIONS 10000

/** What was asked: two days, both inclusive, or two wall times of the
 *  practice, the end exclusive. to NULL: the day of from. */
struct plan_ask {
	const char *from, *to;
	struct ids practitioners; /* any of them; none: all */
};

struct plan {
	struct plan_ask ask; /* from and to are set */
	struct span span;
	struct session_stamp *list; /* by start */
	size_t count;
	const char *hash;
};

/** The sessions as they stand. The reader has begun. ERR_INVALID with fields
 *  (from, to, practitioners); ERR_FORBIDDEN for those outside the office. */
MUST_CHECK enum err practice_plan(struct reader *reader,
				  const struct plan_ask *ask,
				  struct plan *plan);

#endif
