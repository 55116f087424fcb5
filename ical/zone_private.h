/**
 * What a zone is inside ical/: a table of its changes, made once and never
 * changed again, so that any thread may read it without a lock.
 */
#ifndef ICAL_ZONE_PRIVATE_H
#define ICAL_ZONE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/operation.h"
#include "base/str.h"
#include "ical/parse.h"
#include "ical/zone.h"

/** From `at` on clocks stand `offset` seconds east of UTC. */
struct zone_change {
	int64_t at; /* UTC; INT64_MIN for the first of a table */
	int32_t offset;
	uint16_t name; /* of the abbreviation, in cal_zone.abbreviations */
	bool is_dst;
};

enum zone_day {
	ZONE_DAY_WEEK,   /* Mm.w.d: the w-th (5: last) weekday d of m */
	ZONE_DAY_JULIAN, /* Jn: day n of a year without leap day */
	ZONE_DAY_YEAR,   /* n: day n of the year from 0 */
};

/** When one half of the year begins (POSIX.1-2017 8.3, RFC 8536 3.3). */
struct zone_onset {
	enum zone_day form;
	int32_t month, week; /* week 1..5 */
	int32_t day;         /* of week 0 = Sunday, or of year */
	int32_t time;   /* seconds from midnight, on the clock before the onset;
			   may be negative or more than a day */
	int32_t offset; /* from then on */
	uint16_t name;
	bool is_dst;
};

struct cal_zone {
	const char *name;
	struct zone_change *changes;
	size_t count; /* at least one */
	/** From this change on each follows the yearly rule; count when there
	 *  is no rule. The table then covers at least 400 years of it. */
	size_t rule_from;
	bool repeats;
	struct zone_onset onsets[2];
	const char *abbreviations; /* NUL-terminated, one behind another */
};

/** Index of the change in force; at is any second from year 1 to 9999. */
size_t zone_change_at(const struct cal_zone *zone, int64_t at);

/** cal_zone_find for a name that does not end with NUL. */
const struct cal_zone *zone_find(struct slice tzid);
/** By the name that Windows shows people; an object's own definition of that
 *  name goes before it. */
const struct cal_zone *zone_find_shown(struct slice tzid);

/** A file of the system's database such as "leap-seconds.list"; at NULL where
 *  there is none. */
struct slice zone_file(struct arena *arena, const char *name);

#endif
