/**
 * Calendars as jCal (RFC 7265): JSON for those who read no content lines.
 *
 * What a line says stays the same; how it was written (folds, case, the order
 * of parameters' quotes) does not. A value that its type does not allow goes
 * out as it stands, as of an unknown type. A line of a program's own that is no
 * content line (ical/parse.h) has no form in jCal and is left out.
 */
#ifndef ICAL_JCAL_WRITE_H
#define ICAL_JCAL_WRITE_H

#include "base/operation.h"
#include "base/str.h"
#include "ical/parse.h"

#define CAL_JCAL_TYPE "application/calendar+json"

/** Write the component with all in it: ["vcalendar", [...], [...]]. What it
 *  costs is counted; whether it was too much is for operation_check. */
void cal_jcal_write(struct operation *op, const struct cal_component *component,
		    struct buf *buf);

#endif
