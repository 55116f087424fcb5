#include "ical/object_span.h"
#include "ical/zone_object.h"
#include "tests/unit/ical/object_fixture.h"

#define NONE "none"

/* The span of the first component as "start/end", in Toronto. */
static const char *span_text(struct operation *op, const char *component)
{
	struct cal_component *calendar =
		parsed(op, arena_printf(op->arena, HEAD "%s" TAIL, component));
	struct cal_zones *zones;
	struct span span;

	assert_int_equal(cal_zones_load(op, calendar,
					cal_zone_iana("America/Toronto"),
					&zones),
			 OK);
	if (!cal_component_span(calendar->children[0], zones, &span))
		return NONE;
	return arena_printf(op->arena, "%s/%s",
			    instant_basic(op->arena, span.start),
			    instant_basic(op->arena, span.end));
}

static void check_rows(struct operation *op, const char *const rows[][2],
		       size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_string_equal(span_text(op, rows[i][0]), rows[i][1]);
}

static void events_span_as_rfc_4791_says(void **state)
{
	static const char *const rows[][2] = {
		{ EVENT(START "DTEND:20260608T210000Z\r\n"),
		  "20260608T200000Z/20260608T210000Z" },
		{ EVENT(START "DURATION:PT90M\r\n"),
		  "20260608T200000Z/20260608T213000Z" },
		{ EVENT(START "DURATION:PT0S\r\n"),
		  "20260608T200000Z/20260608T200000Z" },
		{ EVENT(START), "20260608T200000Z/20260608T200000Z" },
		{ EVENT("DTSTART;VALUE=DATE:20260608\r\n"),
		  "20260608T040000Z/20260609T040000Z" },
		{ EVENT("DTSTART;VALUE=DATE:20260608\r\n"
			"DTEND;VALUE=DATE:20260610\r\n"),
		  "20260608T040000Z/20260610T040000Z" },
		/* sloppy: ends on the day it starts */
		{ EVENT("DTSTART;VALUE=DATE:20260608\r\n"
			"DTEND;VALUE=DATE:20260608\r\n"),
		  "20260608T040000Z/20260609T040000Z" },
		/* the day on which clocks go back has 25 hours */
		{ EVENT("DTSTART;VALUE=DATE:20261101\r\nDURATION:P1D\r\n"),
		  "20261101T040000Z/20261102T050000Z" },
		/* floating */
		{ EVENT("DTSTART:20260608T160000\r\nDTEND:20260608T170000\r\n"),
		  "20260608T200000Z/20260608T210000Z" },
		{ EVENT(""), NONE },
		{ EVENT("DTSTART:never\r\n"), NONE },
		{ EVENT(START "DTEND:never\r\n"),
		  "20260608T200000Z/20260608T200000Z" },
	};

	check_rows(*state, rows, ARRAY_SIZE(rows));
}

static void tasks_span_as_rfc_4791_says(void **state)
{
	static const char *const rows[][2] = {
		{ TASK(START "DUE:20260609T200000Z\r\n"),
		  "20260608T200000Z/20260609T200000Z" },
		{ TASK(START "DURATION:PT1H\r\n"),
		  "20260608T200000Z/20260608T210000Z" },
		{ TASK(START), "20260608T200000Z/20260608T200000Z" },
		/* (start < DUE) AND (end >= DUE) */
		{ TASK("DUE:20260609T200000Z\r\n"),
		  "20260609T195959Z/20260609T200000Z" },
		{ TASK("DUE;VALUE=DATE:20260609\r\n"),
		  "20260609T035959Z/20260609T040000Z" },
		{ TASK("DTSTART;VALUE=DATE:20260609\r\n"),
		  "20260609T040000Z/20260609T040000Z" },
		{ TASK("DTSTART;VALUE=DATE:20260609\r\n"
		       "DUE;VALUE=DATE:20260611\r\n"),
		  "20260609T040000Z/20260611T040000Z" },
		{ TASK("COMPLETED:20260609T200000Z\r\n"
		       "CREATED:20260601T000000Z\r\n"),
		  "20260531T235959Z/20260609T200001Z" },
		{ TASK("COMPLETED:20260609T200000Z\r\n"),
		  "20260609T195959Z/20260609T200001Z" },
		{ TASK("CREATED:20260601T000000Z\r\n"),
		  "20260601T000000Z/99991231T235959Z" },
		{ TASK(""), NONE },
	};

	check_rows(*state, rows, ARRAY_SIZE(rows));
}

static void journals_and_free_busy_span_as_rfc_4791_says(void **state)
{
	static const char *const rows[][2] = {
		{ "BEGIN:VJOURNAL\r\n" START "END:VJOURNAL\r\n",
		  "20260608T200000Z/20260608T200000Z" },
		{ "BEGIN:VJOURNAL\r\nDTSTART;VALUE=DATE:20260608\r\n"
		  "END:VJOURNAL\r\n",
		  "20260608T040000Z/20260609T040000Z" },
		{ "BEGIN:VJOURNAL\r\nEND:VJOURNAL\r\n", NONE },
		{ "BEGIN:VFREEBUSY\r\n" START "DTEND:20260609T200000Z\r\n"
		  "END:VFREEBUSY\r\n",
		  "20260608T200000Z/20260609T200000Z" },
		{ "BEGIN:VFREEBUSY\r\n"
		  "FREEBUSY:20260608T200000Z/PT1H,x,20260601T000000Z/"
		  "20260601T010000Z\r\n"
		  "FREEBUSY:20260610T000000Z/PT30M\r\nEND:VFREEBUSY\r\n",
		  "20260601T000000Z/20260610T003000Z" },
		{ "BEGIN:VFREEBUSY\r\nEND:VFREEBUSY\r\n", NONE },
	};

	check_rows(*state, rows, ARRAY_SIZE(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(events_span_as_rfc_4791_says),
		WITH_OPERATION(tasks_span_as_rfc_4791_says),
		WITH_OPERATION(journals_and_free_busy_span_as_rfc_4791_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
