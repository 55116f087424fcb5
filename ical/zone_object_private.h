/**
 * Zones out of VTIMEZONE components.
 */
#ifndef ICAL_ZONE_OBJECT_PRIVATE_H
#define ICAL_ZONE_OBJECT_PRIVATE_H

#include "ical/parse.h"
#include "ical/zone_object.h"

/** A table from a VTIMEZONE (RFC 5545 3.6.5), or NULL when it is not one to
 *  be relied on. *budget is the work left for it, and is lowered. */
const struct cal_zone *zone_component_read(struct operation *op,
					   const struct cal_component *timezone,
					   int64_t *budget);
/** Read times of a TZID that is neither known nor defined as floating ones. */
void zones_guess(struct cal_zones *zones);
/** The zone of such times, NULL where they cannot be read. */
const struct cal_zone *zones_of_nobody(const struct cal_zones *zones);

#endif
