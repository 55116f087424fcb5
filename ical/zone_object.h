/**
 * The zones that a calendar object names or defines itself.
 */
#ifndef ICAL_ZONE_OBJECT_H
#define ICAL_ZONE_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/operation.h"
#include "base/str.h"
#include "ical/parse.h"
#include "ical/zone.h"

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
 *  the object defines is read at the first call, into the operation's arena,
 *  and kept for the next: who sets a mark before that call (cal_time_read makes
 *  it, too) rewinds only when the object is done with. */
const struct cal_zone *cal_zones_find(const struct cal_zones *zones,
				      struct slice tzid);
const struct cal_zone *cal_zones_floating(const struct cal_zones *zones);

/** Does every time of the events in it say its zone itself, so that `floating`
 *  is never asked? False also of what only may need it: dates, rules, what is
 *  no event. */
bool cal_zones_all_said(const struct cal_component *calendar);

/** The zone that a calendar-timezone property (a VCALENDAR with one
 *  VTIMEZONE) names: by TZID, else X-LIC-LOCATION, else as it is defined there;
 *  then it lives as long as the operation only. ERR_TIMEZONE when it is none.
 */
MUST_CHECK enum err cal_zone_of_timezone(struct operation *op,
					 const char *bytes, size_t len,
					 const struct cal_zone **zone);
/** The same of what a program sends, which must be a valid iCalendar object,
 *  with VERSION and PRODID (RFC 4791 5.2.2, 5.3.1.1, 7.8). ERR_CALENDAR_DATA.
 */
MUST_CHECK enum err cal_zone_of_sent(struct operation *op, struct slice text,
				     const struct cal_zone **zone);

#endif
