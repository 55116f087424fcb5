/**
 * Values of time: DATE, DATE-TIME, DURATION, PERIOD (RFC 5545 3.3).
 */
#ifndef ICAL_TIME_H
#define ICAL_TIME_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/operation.h"
#include "ical/parse.h"
#include "ical/zone.h"

struct cal_time {
	struct wall wall;            /* as written */
	bool date;                   /* VALUE=DATE: hours are zero */
	bool floating;               /* neither TZID nor Z, and not a date */
	const struct cal_zone *zone; /* what the wall is read in */
	struct instant instant;
};

/** DURATION as RFC 5545 3.3.6: days are nominal, seconds exact. */
struct cal_duration {
	int64_t days;    /* weeks counted in; may be negative */
	int64_t seconds; /* same sign */
};

/** One value ("20260608T160000Z", "20260608") read with the line's VALUE and
 *  TZID. A DATE is taken without VALUE=DATE too, "Z" wins over a TZID.
 *  ERR_CALENDAR_DATA when it is none or the TZID is unknown, ERR_MIN_DATE and
 *  ERR_MAX_DATE when it lies outside years 1 to 9999. */
MUST_CHECK enum err cal_time_parse(struct operation *op,
				   const struct cal_line *line,
				   struct slice value,
				   const struct cal_zones *zones,
				   struct cal_time *time);
/** The same without a failure to note: false when it is none. */
MUST_CHECK bool cal_time_read(const struct cal_line *line, struct slice value,
			      const struct cal_zones *zones,
			      struct cal_time *time);
/** The whole value of the line. */
MUST_CHECK enum err cal_line_time(struct operation *op,
				  const struct cal_line *line,
				  const struct cal_zones *zones,
				  struct cal_time *time);
/** "P1W", "-PT15M", "P1DT2H"; false when the value is none. */
MUST_CHECK bool cal_duration_read(struct slice value,
				  struct cal_duration *duration);
/** The same with ERR_CALENDAR_DATA. */
MUST_CHECK enum err cal_duration_parse(struct operation *op, struct slice value,
				       struct cal_duration *duration);
/** start + duration, days first on the wall, then exact seconds; at most
 *  INSTANT_MAX, at least INSTANT_MIN. */
struct instant cal_duration_add(const struct cal_time *start,
				struct cal_duration duration);

/** A UTC form such as a time-range's bounds: "20260608T200000Z" only. */
MUST_CHECK bool cal_instant_parse(struct slice value, struct instant *instant);

#endif
