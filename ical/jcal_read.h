/**
 * jCal (RFC 7265) becomes iCalendar: what programs send as JSON is kept as
 * content lines, and judged as those are.
 */
#ifndef ICAL_JCAL_READ_H
#define ICAL_JCAL_READ_H

#include "base/operation.h"
#include "base/str.h"

/**
 * Write the one VCALENDAR that the JSON text holds as iCalendar. Properties of
 * no known type keep their values as they stand; no name or value can make
 * lines of its own.
 *
 * ERR_CALENDAR_DATA with the component and property that cannot be read, or
 * ERR_RESOURCE_SIZE above CAL_OBJECT_LIMIT bytes.
 */
MUST_CHECK enum err cal_jcal_read(struct operation *op, struct slice text,
				  struct buf *ics);

#endif
