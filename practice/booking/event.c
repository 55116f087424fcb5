#include "practice/booking/event_private.h"
#include "store/practice.h"

#include "ical/object_span.h"

/* An event without an end is taken for an hour. */
#define DEFAULT_LENGTH 3600

struct span booking_span(struct span span)
{
	if (span.end.s <= span.start.s)
		span.end.s = span.start.s + DEFAULT_LENGTH;
	return span;
}

enum err booking_time(struct booking *booking, const struct cal_object *object,
		      struct span *span, const char **zone)
{
	const struct cal_component *event = object->master;
	const struct cal_line *line = cal_line_find(event, "DTSTART");
	const char *name = NULL;
	struct practice practice;
	struct cal_time time;
	struct span found;
	enum err err;

	if (!line || !cal_time_read(line, line->value, object->zones, &time) ||
	    !cal_component_span(event, object->zones, &found))
		return fail(booking->op, ERR_CALENDAR_DATA,
			    "the event has no start");
	if (cal_param_find(line, "TZID"))
		name = cal_zone_name(time.zone);
	/* A zone of the object's own, or UTC: the practice's wall clock. */
	if (!name || !cal_zone_iana(name)) {
		err = store_practice_load(booking->reader, &practice);
		if (err)
			return err;
		name = practice.zone;
	}
	*span = found;
	*zone = name;
	return OK;
}

char *booking_place(struct arena *arena, const char *text)
{
	struct slice rest = slice_of(text);
	struct buf buf;

	buf_init(&buf, arena);
	while (rest.at) {
		struct slice line = slice_trim(slice_cut(&rest, '\n'));

		if (line.len && buf.len)
			buf_puts(&buf, ", ");
		buf_slice(&buf, line);
	}
	return buf.len ? buf.at : NULL;
}
