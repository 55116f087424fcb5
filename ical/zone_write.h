/**
 * Zones as VTIMEZONE components.
 */
#ifndef ICAL_ZONE_WRITE_H
#define ICAL_ZONE_WRITE_H

#include "base/clock.h"
#include "base/str.h"
#include "ical/zone.h"

/**
 * Write the zone's VTIMEZONE (RFC 5545 3.6.5), good for instants from `from`
 * on: the observance in force then, with RRULEs where the years repeat.
 * Nothing for UTC. The bytes are the same for the same zone and year.
 */
void cal_zone_write(struct buf *buf, const struct cal_zone *zone,
		    struct instant from);

/** How a VTIMEZONE is told (RFC 7808). */
struct cal_zone_form {
	const char *name;     /* its TZID */
	const char *alias_of; /* TZID-ALIAS-OF, or NULL */
	struct instant from;  /* as cal_zone_write has it */
	struct instant until; /* TZUNTIL; INSTANT_MAX: without an end */
};
/** Write the zone so; UTC, too. */
void cal_zone_write_as(struct buf *buf, const struct cal_zone *zone,
		       const struct cal_zone_form *form);

/** From this moment on the clocks stand `to` seconds east of UTC. */
struct cal_zone_onset {
	const char *name; /* "EDT" */
	struct instant at;
	int32_t from, to;
};
/** The clocks' changes in a span, and what holds at its start as the first
 *  one; at most max. Their number. */
size_t cal_zone_onsets(const struct cal_zone *zone, struct span span,
		       struct cal_zone_onset *onsets, size_t max);

#endif
