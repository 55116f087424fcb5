/**
 * The lines of an event as the fields of a session or closure that they stand
 * for.
 */
#ifndef PRACTICE_BOOKING_EVENT_PRIVATE_H
#define PRACTICE_BOOKING_EVENT_PRIVATE_H

#include "practice/booking/member_private.h"

/** The span, of an hour where it has no length. */
struct span booking_span(struct span span);

/** When the event takes place, and the zone of its wall clock (the practice's
 *  where it has none that every program knows). ERR_CALENDAR_DATA: no
 *  start. */
MUST_CHECK enum err booking_time(struct booking *booking,
				 const struct cal_object *object,
				 struct span *span, const char **zone);

/** A place in one line, as sessions have it: NULL where there is none. */
char *booking_place(struct arena *arena, const char *text);

#endif
