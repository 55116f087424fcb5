/**
 * Calendar object resources (RFC 4791 4.1): one UID, one kind of component,
 * no METHOD; a master and its overridden instances.
 */
#ifndef ICAL_OBJECT_H
#define ICAL_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/operation.h"
#include "ical/parse.h"
#include "ical/time.h"
#include "ical/zone.h"

enum cal_kind {
	CAL_VEVENT = 1,
	CAL_VTODO = 2,
	CAL_VJOURNAL = 4,
	CAL_VFREEBUSY = 8,
	CAL_VAVAILABILITY = 16, /* RFC 7953 */
};

/** Bounds of one object; what is over them has its own precondition. */
#define CAL_OBJECT_LIMIT (1024 * 1024) /* bytes: max-resource-size */
#define CAL_ATTENDEE_LIMIT 1000        /* an instance */
#define CAL_INSTANCE_LIMIT 10000       /* of a set that ends */
#define CAL_RULE_LIMIT 4               /* RRULE lines of a component */
#define CAL_MIN_DATE INSTANT_MIN
#define CAL_MAX_DATE INSTANT_MAX

struct cal_object {
	const struct cal_component *calendar;
	enum cal_kind kind;
	const char *uid; /* "" where cal_object_read finds none */
	/** Without RECURRENCE-ID; NULL when the object holds only
	 *  overridden instances (RFC 4791 4.1 allows that). */
	const struct cal_component *master;
	const struct cal_component **overrides;
	size_t override_count;
	struct cal_zones *zones;
	bool recurring; /* a rule or date in the master, or only overrides */
};

/**
 * Judge a parsed calendar as an object resource and find its parts.
 * `floating` as in cal_zones_load.
 *
 * What real programs get wrong without harm is let pass: no DTSTAMP, a CREATED
 * of year 0, an end equal to the start, anything in a VALARM, doubled
 * descriptions, unknown components.
 *
 * ERR_CALENDAR_OBJECT (no or two UIDs, two kinds, METHOD, two masters, one
 * instance overridden twice, no component), ERR_COMPONENT (no component
 * of a kind above), ERR_CALENDAR_DATA (no VERSION:2.0 or PRODID, a
 * missing or doubled DTSTART/DTEND/DURATION..., end before start, unreadable
 * times, TZIDs that nothing defines, an unreadable RRULE, values that are none
 * of their property), ERR_MIN_DATE, ERR_MAX_DATE, ERR_MAX_INSTANCES,
 * ERR_MAX_ATTENDEES, ERR_RSCALE (a calendar scale of a rule that is not
 * Gregorian). What is wrong is said with its line and property.
 */
MUST_CHECK enum err cal_object_check(struct operation *op,
				     const struct cal_component *calendar,
				     const struct cal_zone *floating,
				     struct cal_object *object);

/** Is it one of these, rather than a failure of whoever asks? */
bool cal_object_is_flaw(enum err err);

/** The same, but a TZID that is neither known nor defined is no error: its
 *  times are floating, as cal_object_read has them. */
MUST_CHECK enum err cal_object_check_guess(struct operation *op,
					   const struct cal_component *calendar,
					   const struct cal_zone *floating,
					   struct cal_object *object);

/** Judge what the VCALENDAR itself must say, whatever is in it (RFC 5545 3.6):
 *  VERSION:2.0, PRODID, the Gregorian calendar. ERR_CALENDAR_DATA, and
 *  ERR_CALENDAR_OBJECT for a METHOD (RFC 4791 4.1). */
MUST_CHECK enum err cal_calendar_check(struct operation *op,
				       const struct cal_component *calendar);

/**
 * cal_object_check without judgement, for bytes that are already stored: finds
 * what it can so that a listing never breaks. ERR_CALENDAR_DATA only when there
 * is no component to speak of.
 */
MUST_CHECK enum err cal_object_read(struct operation *op,
				    const struct cal_component *calendar,
				    const struct cal_zone *floating,
				    struct cal_object *object);

const char *cal_kind_name(enum cal_kind kind); /* "VEVENT" */
/** The kind of a name, or 0. */
unsigned cal_kind_find(struct slice name);

#endif
