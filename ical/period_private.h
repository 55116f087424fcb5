/**
 * PERIOD values (RFC 5545 3.3.9): a start and an end or a duration.
 */
#ifndef ICAL_PERIOD_PRIVATE_H
#define ICAL_PERIOD_PRIVATE_H

#include <stdbool.h>

#include "ical/time.h"

struct cal_period {
	struct cal_time start;
	struct cal_duration length;
	struct instant end;
};

/** "start/end" or "start/duration", read with the line's TZID; false when it
 *  is none or ends before it starts. */
MUST_CHECK bool cal_period_read(const struct cal_line *line, struct slice value,
				const struct cal_zones *zones,
				struct cal_period *period);

#endif
