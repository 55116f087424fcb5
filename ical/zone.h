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
#include "base/str.h"

struct cal_zone;
struct cal_zones; /* ical/zone_object.h */

/** Finds the system's zoneinfo and reads its list of names (milliseconds), so
 *  that no request has to; the first call of any function here would do it
 *  too. Zones are made at first use, under a lock. $TZDIR names another
 *  folder. */
void cal_zone_init(void);

const struct cal_zone *cal_zone_utc(void);

/**
 * The zone of a TZID: an IANA name (ignoring case), an alias, a Windows name
 * ("Eastern Standard Time", by ICU; "(UTC-05:00) Eastern Time (US & Canada)",
 * as it is shown), or a vendor's prefixed name
 * ("/freeassociation.sourceforge.net/ Europe/Berlin": the longest known
 * suffix). NULL when there is none. Lives as long as the process.
 */
const struct cal_zone *cal_zone_find(const char *tzid);
/** Exactly an IANA name of the system's database, ignoring nothing. */
const struct cal_zone *cal_zone_iana(const char *name);
/** A name of the system's database. */
struct cal_zone_name {
	const char *name;
	const char *alias_of; /* the zone's own name; NULL: it is that */
};
/** All of them by name, without those of Windows and vendors; they live as
 *  long as the process. */
size_t cal_zone_names(const struct cal_zone_name **names);
/** The release of the database, such as "2025b", or "" where it does not say;
 *  and since when it has been on this machine. */
const char *cal_zone_release(struct instant *since);

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

#endif
