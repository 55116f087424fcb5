/**
 * The zones of the time zone service as it lists them (RFC 7808 5.2, 5.5).
 */
#ifndef SERVER_TIMEZONE_NAMES_PRIVATE_H
#define SERVER_TIMEZONE_NAMES_PRIVATE_H

#include <stdbool.h>

#include "base/json.h"
#include "ical/zone.h"

/** The tag of the data of the zone of that name: by the database that it is of,
 *  and by this program, which writes it. */
const char *timezone_etag(struct arena *arena, const char *name);
/** What changes when any zone does: "zones-...". */
const char *timezone_sync_token(struct arena *arena);

/** A zone, with its other names. */
json_t *timezone_json(struct arena *arena, const struct cal_zone_name *zone);
/** The answer that has these zones. */
json_t *timezones_json(struct arena *arena, json_t *zones);

/** Some text, with "*" at its ends at most. */
bool timezone_is_pattern(const char *pattern);
/** Does a name of the zone match? Aliases are found as their zone. */
bool timezone_matches(const struct cal_zone_name *zone, const char *pattern);

#endif
