/**
 * Windows' zones by the names that it shows people, which some programs write
 * as a TZID: "(UTC-05:00) Eastern Time (US & Canada)".
 */
#ifndef ICAL_ZONE_DISPLAY_PRIVATE_H
#define ICAL_ZONE_DISPLAY_PRIVATE_H

#include "base/slice.h"

#define ZONE_DISPLAY_LIMIT 128 /* of letters and digits in a name */

/** Windows' id of the zone ("Eastern Standard Time"), or NULL. The offset in
 *  front may be missing; case and punctuation do not count. */
const char *zone_display_id(struct slice shown);

#endif
