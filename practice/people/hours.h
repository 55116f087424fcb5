/**
 * The hours in which the practice works, by weekday, and times of the day as
 * people type them.
 */
#ifndef PRACTICE_PEOPLE_HOURS_H
#define PRACTICE_PEOPLE_HOURS_H

#include "base/json.h"
#include "base/operation.h"
#include "store/practice.h"

/** "07:00" of minutes of the day. In the arena. */
const char *practice_clock_text(struct arena *arena, int minutes);
/** The minutes of "07:00", up to "24:00"; false: it is no such time. */
MUST_CHECK bool practice_clock_read(const char *text, int *minutes);

/** Minutes of a day, the end exclusive. */
struct work_span {
	int from, to;
};

#define WORK_SPANS_MOST 4 /* of a day */

/** As JSON: {"MO": [["09:00", "17:00"]]}; days without hours are not in it. */
json_t *practice_hours_json(struct arena *arena,
			    const struct practice *practice);
/** Those of a weekday, in order: their number. */
size_t practice_hours_of(struct arena *arena, const struct practice *practice,
			 enum weekday day,
			 struct work_span spans[WORK_SPANS_MOST]);
/** Put what was sent in place of the practice's hours; null: none. ERR_INVALID
 *  with fields such as "hours.MO": no such weekday, no times, one span into
 *  the next. */
MUST_CHECK enum err practice_hours_apply(struct operation *op,
					 const json_t *sent,
					 struct practice *practice);

#endif
