#include "practice/booking/event_private.h"

#include "ical/object_span.h"
#include "ical/text.h"
#include "ical/zone_object.h"
#include "practice/calendar/view_lines.h"
#include "practice/session/session.h"
#include "store/practice.h"

bool booking_is_all_day(const struct cal_component *event)
{
	const struct cal_line *line = cal_line_find(event, "DTSTART");
	const struct cal_param *value =
		line ? cal_param_find(line, "VALUE") : NULL;

	return value && slice_is(value->value, "DATE");
}

struct span booking_first_day(const struct cal_component *event,
			      struct span span)
{
	int64_t last = span.start.s + PRACTICE_SESSION_LONGEST;

	if (booking_is_all_day(event) && span.end.s > last)
		span.end.s = last;
	return span;
}

struct span booking_span(const struct cal_component *event, struct span span)
{
	if (span.end.s <= span.start.s)
		span.end.s = span.start.s + PRACTICE_SESSION_UNTOLD;
	return booking_first_day(event, span);
}

/* A wall time that comes twice is read as the first (S15). */
static struct instant as_read(const struct cal_zone *zone, struct instant at)
{
	return cal_zone_instant(zone, cal_zone_wall(zone, at));
}

static bool is_utc(const struct cal_component *event)
{
	const struct cal_line *line = cal_line_find(event, "DTSTART");

	return line && line->value.len > 0 &&
	       line->value.at[line->value.len - 1] == 'Z';
}

struct span booking_span_served(const struct cal_component *event,
				struct span sent, struct span served,
				const char *zone)
{
	const struct cal_zone *wall = cal_zone_find(zone);
	int64_t length = served.end.s - served.start.s;
	struct span span = sent;
	bool begins;

	if (!wall || is_utc(event))
		return sent;
	begins = sent.start.s == as_read(wall, served.start).s;
	if (begins)
		span.start = served.start;
	if (sent.end.s == as_read(wall, served.end).s ||
	    (begins && sent.end.s - sent.start.s == length))
		span.end = served.end;
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
	if (booking_is_all_day(event))
		name = cal_zone_name(cal_zones_floating(object->zones));
	else if (cal_param_find(line, "TZID"))
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

static char *in_one_line(struct arena *arena, const char *text)
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

void booking_texts_read(struct arena *arena, const struct cal_component *event,
			struct session_terms *terms)
{
	for (const struct view_text *line = view_texts; line->head; line++) {
		const struct terms_text *text = terms_text_find(line->field);
		const char *sent = cal_text_of(arena, event, line->head);

		*terms_text_of(text, terms) =
			text->line ? in_one_line(arena, sent) : sent;
	}
}

unsigned booking_texts_parts(void)
{
	unsigned parts = 0;

	for (const struct view_text *line = view_texts; line->head; line++)
		parts |= terms_text_find(line->field)->part;
	return parts;
}
