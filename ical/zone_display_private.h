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
/** The IANA name of a zone that is written with blanks ("America/New York") or
 *  as whole hours from UTC ("UTC+02:00"); nothing may have that name. false: it
 *  is none of both. */
bool zone_display_spelled(struct slice shown, char name[ZONE_DISPLAY_LIMIT]);

#endif
