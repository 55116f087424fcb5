/**
 * Recurrence rules (RFC 5545 3.3.10), expanded by arithmetic that is bounded
 * by construction: a set of days a period, and a budget of work. libical is
 * only this module's oracle in tests.
 */
#ifndef ICAL_RECUR_H
#define ICAL_RECUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/operation.h"
#include "ical/recur_sets.h"
#include "ical/rule.h"
#include "ical/time.h"

/**
 * Walks the recurrence set of one rule in order, from the start on; the start
 * counts as the first (RFC 5545 3.8.5.3), whether or not it fits the rule.
 * cal_walk_next is false at the end or when the budget is spent.
 *
 * The order is that of wall time, in which rules are counted; where clocks
 * change, instants may come twice or step back by the gap.
 */
struct cal_walk {
	const struct cal_rule *rule;
	struct cal_time start;
	int64_t budget; /* steps left */
	bool exhausted; /* true when the budget ended the walk */
	int64_t given;  /* instances so far, for COUNT */
	/* Private from here on. */
	struct arena *arena;
	struct cal_day_filter filter;
	/* The period at hand: days x hours x minutes x seconds, of which
	 * BYSETPOS leaves some positions. Never spelled out. */
	int32_t *days;
	size_t day_count;
	const int16_t *times[3];
	size_t time_counts[3];
	int16_t own[3]; /* where the rule has no list */
	int64_t *positions;
	int64_t item_next, item_count;
	int64_t period, first_period, last_period;
	/* Bits of BYHOUR, BYMINUTE, BYSECOND where they limit. */
	uint64_t limits[3];
	struct wall last;
	struct instant from; /* instances before it are passed over */
	bool begun, opened, done;
};

/** Steps that one walk may take: some milliseconds. Giving an instance is one
 *  or two; looking through a period that has none is what
 *  cal_days_barren says. */
#define CAL_WALK_BUDGET 200000

/** The rule must outlive the walk. */
void cal_walk_init(struct cal_walk *walk, struct arena *arena,
		   const struct cal_rule *rule, const struct cal_time *start,
		   int64_t budget);
MUST_CHECK bool cal_walk_next(struct cal_walk *walk, struct wall *wall,
			      struct instant *instant);
/** End the walk behind this moment: periods that lie wholly behind it are not
 *  looked into, so that a rule that gives nothing costs no more than the time
 *  up to then. Instances a few days behind it may still be given. */
void cal_walk_stop(struct cal_walk *walk, struct instant end);
/** Go to the first instance that is not before `from` without giving those
 *  before it, in bounded work where the rule has no COUNT. */
void cal_walk_skip(struct cal_walk *walk, struct instant from);

#endif
