/**
 * The days of one period of a recurrence rule (RFC 5545 3.3.10), found with
 * bits made once a walk.
 */
#ifndef ICAL_RECUR_SETS_H
#define ICAL_RECUR_SETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ical/rule.h"

/**
 * A rule's day parts as bits, so that judging one day costs the same however
 * long the lists are. What the rule leaves open (the day of month of a
 * MONTHLY rule without BYDAY...) is filled in from the start.
 */
struct cal_day_filter {
	enum cal_frequency frequency;
	enum weekday week_start;
	enum cal_skip skip; /* where days of months are made, else OMIT */
	uint16_t months;    /* bit 1..12; 0: any */
	bool has_month_days, has_year_days, has_weeks, has_weekdays;
	bool nth_in_year;         /* 2MO counts within the year */
	uint8_t weekdays;         /* bit enum weekday: each of them */
	uint32_t month_days[2];   /* bit 1..31, from the front and back */
	uint64_t year_days[2][6]; /* bit 1..366 */
	uint64_t weeks[2];        /* bit 1..53 */
	uint64_t nth[2][7];       /* by weekday: bit 1..53 */
};

/** Most days that one period of such a rule can have. */
size_t cal_days_most(enum cal_frequency frequency);
/** What a period that gives nothing costs, in instances given: looking through
 *  it takes so much longer. A rule whose days never come ends in some
 *  milliseconds, and one that gives many may give them all. */
int64_t cal_days_barren(enum cal_frequency frequency);

void cal_days_init(struct cal_day_filter *filter, const struct cal_rule *rule,
		   struct wall start);

/** Does a rule of DAILY or less take place on this day? */
bool cal_days_match(const struct cal_day_filter *filter, int32_t day);

/** Days of the year, the month (year * 12 + month - 1), or the week, sorted;
 *  returns how many. With BYWEEKNO a year's days are those of its weeks. */
size_t cal_days_of_year(const struct cal_day_filter *filter, int32_t year,
			int32_t *days);
size_t cal_days_of_month(const struct cal_day_filter *filter, int64_t month,
			 int32_t *days);
size_t cal_days_of_week(const struct cal_day_filter *filter, int64_t week,
			int32_t *days);

/** The year that a YEARLY rule counts the day to: with BYWEEKNO the year of
 *  its week. */
int32_t cal_days_year(const struct cal_day_filter *filter, int32_t day);
/** The number of the week, as rules count them, that holds the day. */
int64_t cal_week_of(const struct cal_day_filter *filter, int32_t day);

#endif
