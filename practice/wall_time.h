/**
 * Days and wall times of the practice, for doors that know no zones.
 */
#ifndef PRACTICE_WALL_TIME_H
#define PRACTICE_WALL_TIME_H

#include <stdbool.h>

#include "base/clock.h"
#include "store/practice.h"

/** From the first moment of one day to the last of another, both inclusive,
 *  in the practice's zone. */
struct span practice_days(const struct practice *practice, struct day from,
			  struct day to);
/** The day that the practice's clocks show. */
struct day practice_day(const struct practice *practice,
			struct instant instant);

/** A wall time in a zone (NULL: the practice's); false: no such zone. */
MUST_CHECK bool practice_wall_instant(const struct practice *practice,
				      const char *tzid, struct wall wall,
				      struct instant *instant);
/** What a clock there shows; a zone that is not known reads as UTC. */
struct wall practice_instant_wall(const char *tzid, struct instant instant);

#endif
