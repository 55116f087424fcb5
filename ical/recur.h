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
#include "ical/time.h"

enum cal_frequency {
	CAL_SECONDLY,
	CAL_MINUTELY,
	CAL_HOURLY,
	CAL_DAILY,
	CAL_WEEKLY,
	CAL_MONTHLY,
	CAL_YEARLY,
};

/** A BYDAY item: nth 0 means each. */
struct cal_byday {
	int16_t nth;
	int8_t day; /* enum weekday */
};

struct cal_rule {
	enum cal_frequency frequency;
	int32_t interval; /* >= 1 */
	int32_t count;    /* 0 = none */
	bool has_until;
	bool until_date;   /* UNTIL is a DATE */
	struct wall until; /* as written */
	bool until_utc;
	enum weekday week_start; /* MONDAY unless WKST */
	/* Each list sorted, without doubles, in the arena. */
	int16_t *by_second, *by_minute, *by_hour;
	size_t by_second_count, by_minute_count, by_hour_count;
	struct cal_byday *by_day;
	size_t by_day_count;
	int16_t *by_month_day, *by_year_day, *by_week, *by_month, *by_position;
	size_t by_month_day_count, by_year_day_count, by_week_count;
	size_t by_month_count, by_position_count;
};

/** ERR_CALENDAR_DATA with the part that is wrong; COUNT with UNTIL, unknown
 *  or doubled parts, numbers out of their range, BY-parts that the RFC
 *  forbids for the frequency are refused. RSCALE other than GREGORIAN too. */
MUST_CHECK enum err cal_rule_parse(struct operation *op, struct slice value,
				   struct cal_rule *rule);

/** Canonical text of a rule. */
char *cal_rule_text(struct arena *arena, const struct cal_rule *rule);

/**
 * A rule's day parts as bits, so that judging one day costs the same however
 * long the lists are. What the rule leaves open (the day of month of a
 * MONTHLY rule without BYDAY...) is filled in from the start. Private to
 * recur*.c.
 */
struct cal_day_filter {
	enum cal_frequency frequency;
	enum weekday week_start;
	uint16_t months; /* bit 1..12; 0: any */
	bool has_month_days, has_year_days, has_weeks, has_weekdays;
	bool nth_in_year;         /* 2MO counts within the year */
	uint8_t weekdays;         /* bit enum weekday: each of them */
	uint32_t month_days[2];   /* bit 1..31, from the front and back */
	uint64_t year_days[2][6]; /* bit 1..366 */
	uint64_t weeks[2];        /* bit 1..53 */
	uint64_t nth[2][7];       /* by weekday: bit 1..53 */
};

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

/** Steps that one walk may take: some milliseconds. */
#define CAL_WALK_BUDGET 200000

/** The rule must outlive the walk. */
void cal_walk_init(struct cal_walk *walk, struct arena *arena,
		   const struct cal_rule *rule, const struct cal_time *start,
		   int64_t budget);
MUST_CHECK bool cal_walk_next(struct cal_walk *walk, struct wall *wall,
			      struct instant *instant);
/** Go to the first instance that is not before `from` without giving those
 *  before it, in bounded work where the rule has no COUNT. */
void cal_walk_skip(struct cal_walk *walk, struct instant from);

#endif
