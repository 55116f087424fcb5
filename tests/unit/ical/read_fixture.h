/**
 * Objects read without judgement, in the zone of Toronto, and spans as text.
 */
#ifndef TESTS_UNIT_ICAL_READ_FIXTURE_H
#define TESTS_UNIT_ICAL_READ_FIXTURE_H

#include "tests/unit/ical/object_fixture.h"

#include "ical/zone.h"

/* 16:00 to 17:00 in Toronto, on a Monday. */
#define MONDAY_AT_4                                        \
	"DTSTART;TZID=America/Toronto:20260608T160000\r\n" \
	"DTEND;TZID=America/Toronto:20260608T170000\r\n"

static inline struct cal_object *object_read(struct operation *op,
					     const char *components)
{
	struct cal_object *object = arena_alloc(op->arena, sizeof(*object));
	char *text = arena_printf(op->arena, HEAD "%s" TAIL, components);
	enum err err = cal_object_read(
		op, parsed(op, text), cal_zone_find("America/Toronto"), object);

	assert_int_equal(err, OK);
	return object;
}

static inline struct instant instant_of(const char *text)
{
	struct instant instant;

	assert_true(cal_instant_parse(slice_of(text), &instant));
	return instant;
}

/* NULL: open. */
static inline struct span span_of(const char *start, const char *end)
{
	struct span span = WHOLE_TIME;

	if (start)
		span.start = instant_of(start);
	if (end)
		span.end = instant_of(end);
	return span;
}

#endif
