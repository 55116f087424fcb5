/**
 * Another expansion of recurrences, by libical, for a second opinion
 * (ical/opinion.h). It may hang or crash on what it is given: only a process
 * that may be killed calls it.
 */
#ifndef ICAL_LIBICAL_H
#define ICAL_LIBICAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

/** When an instance begins: on the wall, read as if it were UTC, and in UTC;
 *  both are the same where the start is floating or a date. */
struct cal_said {
	int64_t wall, utc;
};

/**
 * The instances of the master of an object, in order and without doubles, that
 * begin in the window by the wall: rules, added and excepted dates, without
 * those that are overridden. At most `max`; returns their number, 0 also for
 * what libical cannot read. NUL-terminated text.
 */
size_t cal_libical_expand(const char *text, struct span window,
			  struct cal_said *said, size_t max);

#endif
