/**
 * The time zones that an object names by TZID and does not define (RFC 5545
 * 3.6.5 wants each of them; RFC 7809 lets programs leave them out).
 */
#ifndef ICAL_ZONE_MISSING_H
#define ICAL_ZONE_MISSING_H

#include "ical/parse.h"

/** Write a VTIMEZONE for each that is known by its name, under the TZID that
 *  the object has for it; in the order in which they are met. */
void cal_zones_missing(const struct cal_component *calendar, struct buf *buf);

#endif
