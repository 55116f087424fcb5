/**
 * A plan and a run as the office sees them: each session with who takes part,
 * how they are told, what became of it, and its notices (rules S42, S44).
 */
#ifndef PRACTICE_NOTICE_RUN_KNOWN_H
#define PRACTICE_NOTICE_RUN_KNOWN_H

#include "base/shape.h"
#include "practice/notice/plan.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/run.h"
#include "store/session.h"

struct run_item {
	struct session session; /* as it stands */
	struct wall start, end; /* of the practice */
	struct person *clients, *practitioners;
	size_t client_count, practitioner_count;
	/* Of a run; a plan has none. */
	enum run_outcome outcome;
	const char *reason; /* or NULL */
	struct outbox *notices;
	size_t notice_count;
};

struct plan_known {
	const char *hash;
	struct run_item *items;
	size_t count;
};

struct run_known {
	struct run run;
	bool message_given;
	struct run_item *items; /* those asked for */
	size_t count;
	size_t total;   /* sessions of the run */
	size_t settled; /* of them those whose turn has come */
	size_t outcomes[OUTCOME_REFUSED + 1];
	/* Notices by state. */
	size_t notices[OUTBOX_UNDONE + 1];
	json_t *notice_counts; /* the same, under the words of the states */
};

/** Their rows: JSON, and what an audit row says of a run, are these. */
extern const struct field plan_rows[]; /* of struct plan_known */
extern const struct field run_rows[];  /* of struct run_known */

/** The sessions of a plan, in its order. The reader has begun, and has not
 *  ended since the plan was made. */
MUST_CHECK enum err practice_plan_known(struct reader *reader,
					const struct plan *plan,
					struct plan_known *known);
/** Its figures, and `limit` of its sessions (SIZE_MAX: all) behind the first
 *  `skip`. ERR_NOT_FOUND; ERR_FORBIDDEN outside the office. */
MUST_CHECK enum err practice_run_known(struct reader *reader, int64_t run,
				       size_t skip, size_t limit,
				       struct run_known *known);

#endif
