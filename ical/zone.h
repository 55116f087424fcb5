/**
 * Time zones: IANA names from the system's database (its TZif files, RFC
 * 8536), as tables that never change once made and may be used by any thread
 * without a lock. Good for the years 1 to 9999: behind the files' end their
 * yearly rule goes on. Wall time that does not exist moves forward by the gap;
 * one that comes twice means the first (rules S15, RFC 5545 3.3.5).
 */
#ifndef ICAL_ZONE_H
#define ICAL_ZONE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/operation.h"
#include "base/str.h"
#include "ical/parse.h"

struct cal_zone;

/** Finds the system's zoneinfo and reads its list of names (milliseconds), so
 *  that no request has to; the first call of any function here would do it
 *  too. Zones are made at first use, under a lock. $TZDIR names another
 *  folder. */
void cal_zone_init(void);

const struct cal_zone *cal_zone_utc(void);

/**
 * The zone of a TZID: an IANA name (ignoring case), an alias, a Windows name
 * ("Eastern Standard Time", by ICU), or a vendor's prefixed name
 * ("/freeassociation.sourceforge.net/Europe/Berlin": the longest known
 * suffix). NULL when there is none. Lives as long as the process.
 */
const struct cal_zone *cal_zone_find(const char *tzid);
/** Exactly an IANA name of the system's database, ignoring nothing. */
const struct cal_zone *cal_zone_iana(const char *name);
/** The system's own zone (TZ, /etc/timezone, /etc/localtime), or UTC. */
const struct cal_zone *cal_zone_system(void);

/** Its canonical IANA name: "UTC" for all names of that, a place's own name
 *  as it is ("Europe/Oslo"), the newer one for an old alias ("America/New_York"
 *  for "US/Eastern"). For a zone that an object defines itself its TZID. */
const char *cal_zone_name(const struct cal_zone *zone);

struct instant cal_zone_instant(const struct cal_zone *zone, struct wall wall);
struct wall cal_zone_wall(const struct cal_zone *zone, struct instant instant);
/** Seconds east of UTC at that instant. */
int32_t cal_zone_offset(const struct cal_zone *zone, struct instant instant);
/** The day that a clock in the zone shows, and the span of a day there. */
struct day cal_zone_day(const struct cal_zone *zone, struct instant instant);
struct span cal_zone_day_span(const struct cal_zone *zone, struct day day);

/**
 * Write the zone's VTIMEZONE (RFC 5545 3.6.5), good for instants from `from`
 * on: the observance in force then, with RRULEs where the years repeat.
 * Nothing for UTC. The bytes are the same for the same zone and year.
 */
void cal_zone_write(struct buf *buf, const struct cal_zone *zone,
		    struct instant from);

/**
 * The zones that one calendar object speaks of: its TZIDs by name first
 * (cal_zone_find), else by its own VTIMEZONE. `floating` is the zone in which
 * floating and all-day times are judged (RFC 4791 7.3).
 */
struct cal_zones;
MUST_CHECK enum err cal_zones_load(struct operation *op,
				   const struct cal_component *calendar,
				   const struct cal_zone *floating,
				   struct cal_zones **zones);
/** NULL when the TZID is neither known nor defined in the object. A zone that
 *  the object defines is read at the first call and lives as long as the
 *  operation. */
const struct cal_zone *cal_zones_find(const struct cal_zones *zones,
				      struct slice tzid);
const struct cal_zone *cal_zones_floating(const struct cal_zones *zones);

/** The zone that a calendar-timezone property (a VCALENDAR with one
 *  VTIMEZONE) names: by TZID, else X-LIC-LOCATION, else as it is defined there;
 *  then it lives as long as the operation only. ERR_TIMEZONE when it is none.
 */
MUST_CHECK enum err cal_zone_of_timezone(struct operation *op,
					 const char *bytes, size_t len,
					 const struct cal_zone **zone);

#endif
