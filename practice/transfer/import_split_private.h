/**
 * Taking an .ics file apart event by event, so that one which is broken costs
 * only itself.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_SPLIT_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_SPLIT_PRIVATE_H

#include "ical/object.h"
#include "practice/transfer/import_run_private.h"

/** Most events that are taken of one file. */
#define ICS_EVENT_LIMIT 200000

/** What the events of one VCALENDAR share. */
struct ics_calendar {
	const struct cal_zone *floating; /* X-WR-TIMEZONE, or the practice's */
	const char *told_zone;           /* X-WR-TIMEZONE; NULL: none */
	size_t first_floating; /* line of the first time without a zone, 0 */
	struct cal_component **zones;
	size_t zone_count, zone_room;
};

struct ics_event {
	const struct ics_calendar *calendar;
	struct slice bytes; /* from BEGIN:VEVENT on */
	size_t line;        /* of BEGIN:VEVENT in the file */
	const char *uid;    /* made from the bytes where it has none */
};

struct ics_file {
	struct ics_event *events; /* in the order of the file */
	size_t count, room;
};

/** Find the events that can be read, and report what cannot be, or is no
 *  event. `ics` must outlive the file. */
void import_split(struct import *import, struct slice ics,
		  const struct cal_zone *floating, struct ics_file *file);

/** The event as a component in import->one's arena, a UID always in it.
 *  False, with a line in the report, when it cannot be read. */
MUST_CHECK bool import_event_parse(struct import *import,
				   const struct ics_event *event,
				   struct cal_component **component);

/**
 * An object of these events of one UID and their calendar's zones. For what
 * does not fit, ERR_CALENDAR_OBJECT and the other errors of cal_object_check.
 */
MUST_CHECK enum err import_object(struct import *import,
				  const struct ics_calendar *calendar,
				  struct cal_component *const *events,
				  size_t count, struct cal_object *object);

#endif
