/**
 * VAVAILABILITY (RFC 7953): when somebody can be asked at all, and when not.
 *
 * Each one says of its time that somebody is not to be had, but for its
 * AVAILABLE parts. Of several the one of higher priority is right.
 */
#ifndef ICAL_AVAILABILITY_H
#define ICAL_AVAILABILITY_H

#include <stddef.h>

#include "base/clock.h"
#include "base/operation.h"
#include "ical/busy.h"
#include "ical/parse.h"
#include "ical/zone_object.h"

/** How many of one query are looked at, and AVAILABLEs of each. */
#define CAL_AVAILABILITY_LIMIT 100
#define CAL_AVAILABLE_LIMIT 200

/** One component, and the zones of the calendar that it is in. */
struct cal_availability {
	const struct cal_component *component;
	const struct cal_zones *zones;
};

/** A part of the time and how it counts. */
struct cal_slot {
	struct span span;
	enum cal_busy busy;
};

/**
 * Judge one component (3.1): what must be there once, times that are instants,
 * an end or a DURATION behind the start, rules that can be read.
 * ERR_CALENDAR_DATA with the line, ERR_MAX_INSTANCES.
 */
MUST_CHECK enum err
cal_availability_check(struct operation *op,
		       const struct cal_availability *availability);

/** The same for a whole calendar that holds at least one VAVAILABILITY and
 *  nothing else but zones, such as the property calendar-availability (7.2.4).
 *  ERR_CALENDAR_OBJECT, too. */
MUST_CHECK enum err cal_availability_read(struct operation *op,
					  struct slice bytes,
					  const struct cal_zone *floating,
					  struct cal_availability **list,
					  size_t *count);

/** The time of which one speaks; open ends are those of time. False where it
 *  cannot be read, or has an end before its start. */
MUST_CHECK bool
cal_availability_span(const struct cal_availability *availability,
		      struct span *span);

/**
 * What all of them together say of the range (4): its parts in order, those
 * that are free among them. What cannot be read says nothing.
 * ERR_MATCHES_LIMIT: too many, or they take too long to find.
 */
MUST_CHECK enum err cal_availability_slots(struct operation *op,
					   const struct cal_availability *list,
					   size_t count, struct span range,
					   struct cal_slot **slots,
					   size_t *slot_count);

#endif
