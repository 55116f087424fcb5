/**
 * The filter of calendar-query from XML (RFC 4791 9.7).
 */
#ifndef DAV_FILTER_PRIVATE_H
#define DAV_FILTER_PRIVATE_H

#include "base/operation.h"

#include "dav/xml_private.h"
#include "ical/filter.h"

/** Read CALDAV:filter. ERR_VALID_FILTER (not a filter, no VCALENDAR at the
 *  top, a bad range), ERR_SUPPORTED_FILTER (a component that we do not know
 *  where a range is asked of it), ERR_COLLATION. */
MUST_CHECK enum err filter_parse(struct operation *op, const xmlNode *filter,
				 struct cal_comp_filter *result);

#endif
