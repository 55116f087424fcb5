/**
 * Many sessions in one iCalendar object: events as calendars serve them, each
 * zone once.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_ICS_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_ICS_PRIVATE_H

#include "practice/calendar/view.h"
#include "store/closure.h"

/** The property of events that a practice's own export holds: theirs are not
 *  a calendar program's words, but what the practice had entered. */
#define EXPORT_MARK "X-PRACTICE-EXPORT"

#define EXPORT_ZONES 64 /* that are remembered as written */

struct export_ics {
	struct buf buf; /* may be emptied on the way */
	const char *zones[EXPORT_ZONES];
	size_t zone_count;
};

void export_ics_begin(struct export_ics *ics, struct arena *arena);
/** Sessions come by their start, so that a zone's first event is its oldest.
 *  The rendering is made in `page`; lines: more of ours, or NULL. */
void export_ics_add(struct export_ics *ics, struct arena *page,
		    const struct session_facts *facts,
		    const struct viewer *viewer, const char *lines);
/** A closure, of the category CLOSURE, by which imports know it. */
void export_ics_closure(struct export_ics *ics, struct arena *page,
			const struct closure *closure);
void export_ics_end(struct export_ics *ics);

#endif
