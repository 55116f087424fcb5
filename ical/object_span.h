/**
 * When one component of a calendar object takes place.
 */
#ifndef ICAL_OBJECT_SPAN_H
#define ICAL_OBJECT_SPAN_H

#include <stdbool.h>

#include "base/clock.h"
#include "ical/object.h"

/** Start and end of one component (master or override) by the rules of
 *  RFC 4791 9.9: for a VEVENT DTEND, DURATION, a whole day, or a moment; for a
 *  VTODO from DTSTART/DUE/DURATION/COMPLETED/CREATED, widened by a second where
 *  the table there counts an end as in. False when it has no time at all (a
 *  VEVENT or VTODO then matches any range, a VJOURNAL or VFREEBUSY none). */
MUST_CHECK bool cal_component_span(const struct cal_component *component,
				   const struct cal_zones *zones,
				   struct span *span);

#endif
