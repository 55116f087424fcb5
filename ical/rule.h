/**
 * Recurrence rules (RFC 5545 3.3.10) as they are written; ical/recur.h expands
 * them.
 */
#ifndef ICAL_RULE_H
#define ICAL_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/operation.h"
#include "base/str.h"

enum cal_frequency {
	CAL_SECONDLY,
	CAL_MINUTELY,
	CAL_HOURLY,
	CAL_DAILY,
	CAL_WEEKLY,
	CAL_MONTHLY,
	CAL_YEARLY,
};

/** What becomes of a day of the month that a month does not have
 *  (RFC 7529 4.1): none, its last day, or the day behind it. */
enum cal_skip { CAL_SKIP_OMIT, CAL_SKIP_BACKWARD, CAL_SKIP_FORWARD };

/** A BYDAY item: nth 0 means each. */
struct cal_byday {
	int16_t nth;
	int8_t day; /* enum weekday */
};

struct cal_rule {
	enum cal_frequency frequency;
	enum cal_skip skip;
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

#endif
