/**
 * The lines of an event as the fields of a session or closure that they stand
 * for.
 */
#ifndef PRACTICE_BOOKING_EVENT_PRIVATE_H
#define PRACTICE_BOOKING_EVENT_PRIVATE_H

#include "practice/booking/member_private.h"
#include "practice/session/terms.h"

/** Does the event take whole days, rather than hours? */
bool booking_is_all_day(const struct cal_component *event);

/** The span of a session: an hour where it has no length, the first of whole
 *  days. */
struct span booking_span(const struct cal_component *event, struct span span);

/** The first of whole days, and any other span as it is. */
struct span booking_first_day(const struct cal_component *event,
			      struct span span);

/** The span that an event means whose viewer was served another one in a zone:
 *  a wall time that comes twice, put back as it was served, is the one that
 *  was served. */
struct span booking_span_served(const struct cal_component *event,
				struct span sent, struct span served,
				const char *zone);

/** When the event takes place, and the zone of its wall clock (of
 *  whole days the calendar's; the practice's where it has none that every
 *  program knows). ERR_CALENDAR_DATA: no
 *  start. */
MUST_CHECK enum err booking_time(struct booking *booking,
				 const struct cal_object *object,
				 struct span *span, const char **zone);

/** The texts of a session that stand in its event (view_lines.h): lines such
 *  as the place are made one; NULL where there is none. */
void booking_texts_read(struct arena *arena, const struct cal_component *event,
			struct session_terms *terms);
/** Which those are: bits of enum session_part. */
unsigned booking_texts_parts(void);

#endif
