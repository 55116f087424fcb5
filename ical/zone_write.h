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

#endif
