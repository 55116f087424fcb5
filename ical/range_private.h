/**
 * The time-range tests of RFC 4791 9.9, second by second as its tables say.
 */
#ifndef ICAL_RANGE_PRIVATE_H
#define ICAL_RANGE_PRIVATE_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/operation.h"
#include "ical/object.h"
#include "ical/series_private.h"

/** An object under judgement; its series is read once, when first needed. */
struct cal_range {
	struct operation *op;
	const struct cal_object *object;
	struct cal_series series;
	bool read, unreadable;
};

/** Does any instance that the component describes overlap the span? For a
 *  VALARM: does it go off then? False for other components and for what
 *  cannot be read. */
MUST_CHECK bool cal_range_component(struct cal_range *range,
				    const struct cal_component *component,
				    struct span span);

/** Of an object of VEVENTs: does any instance at all overlap the span? False
 *  when that cannot be said at once, so that each component is to be asked. */
MUST_CHECK bool cal_range_any(struct cal_range *range, struct span span);

/** Does a property's time (any, of a list) lie in the span? */
MUST_CHECK bool cal_range_line(const struct cal_range *range,
			       const struct cal_line *line, struct span span);

#endif
