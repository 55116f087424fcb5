/**
 * The instances of a calendar object: rule, RDATE, EXDATE and overrides with
 * THISANDFUTURE put together (RFC 5545 3.8.4.4, 3.8.5).
 */
#ifndef ICAL_INSTANCE_H
#define ICAL_INSTANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/operation.h"
#include "ical/object.h"

struct cal_instance {
	struct span span; /* a moment has start == end */
	/** When it would have been without an override. */
	struct cal_time recurrence;
	/** What describes it: the master or an override. */
	const struct cal_component *component;
	/** THISANDFUTURE: how far an override moved it, and its new length. */
	int64_t shift;
	bool whole_day;
};

struct cal_instances {
	struct cal_instance *items; /* by start, then recurrence */
	size_t count;
	/* False: max or the work budget ended the search. The items are then
	 * the first ones, with none left out between them. */
	bool complete;
};

/**
 * All instances that overlap the window (RFC 4791 9.9: a moment at the
 * window's start is in, an end equal to it is out), at most max of them.
 * An object without a recurrence has one; a VTODO without times none.
 *
 * OK or ERR_CALENDAR_DATA (unreadable rule).
 */
MUST_CHECK enum err cal_object_instances(struct operation *op,
					 const struct cal_object *object,
					 struct span window, size_t max,
					 struct cal_instances *instances);

/**
 * The smallest span that holds every instance; end is INSTANT_MAX when the
 * set has no end or finding it would cost too much, the whole of time when
 * the object has no times. OK or ERR_CALENDAR_DATA.
 */
MUST_CHECK enum err cal_object_bounds(struct operation *op,
				      const struct cal_object *object,
				      struct span *bounds);

#endif
