/**
 * Leap seconds as the system's time zone database has them.
 */
#ifndef ICAL_LEAP_H
#define ICAL_LEAP_H

#include <stddef.h>

#include "base/arena.h"
#include "base/clock.h"

/** From this day on TAI is so many seconds ahead of UTC. */
struct cal_leap {
	struct day day;
	int offset;
};

/** All of them in order, and the day until which no other can come. 0: the
 *  database does not have them. */
size_t cal_leap_seconds(struct arena *arena, struct cal_leap **leaps,
			struct day *expires);

#endif
