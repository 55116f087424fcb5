#include "tests/unit/ical/object_fixture.h"

#include "ical/jcal_read.h"

static const char *ics_of(struct operation *op, const char *json)
{
	struct buf ics;

	buf_init(&ics, op->arena);
	if (cal_jcal_read(op, slice_of(json), &ics))
		fail_msg("%s: %s", json, op->failure.message);
	buf_puts(&ics, "");
	return ics.at;
}

/* The line that one property of an event becomes. */
static const char *line_of(struct operation *op, const char *property)
{
	static const char before[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n";
	static const char behind[] = "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	char *ics = arena_strdup(
		op->arena,
		ics_of(op,
		       arena_printf(op->arena,
				    "[\"vcalendar\",[],[[\"vevent\",[%s],[]]]]",
				    property)));
	size_t len = strlen(ics) - strlen(behind);

	assert_memory_equal(ics, before, strlen(before));
	assert_string_equal(ics + len, behind);
	ics[len] = '\0';
	return ics + strlen(before);
}

static void refuses(struct operation *op, const char *json, const char *why)
{
	struct buf ics;

	buf_init(&ics, op->arena);
	assert_int_equal(cal_jcal_read(op, slice_of(json), &ics),
			 ERR_CALENDAR_DATA);
	if (!strstr(op->failure.message, why))
		fail_msg("'%s' for %s", op->failure.message, json);
	operation_recover(op);
}

static void a_property_becomes_its_line(void **state)
{
	static const struct {
		const char *json, *line;
	} pairs[] = {
		{ "[\"summary\",{},\"text\",\"a, b;\\nc\\\\\"]",
		  "SUMMARY:a\\, b\\;\\nc\\\\" },
		{ "[\"dtstart\",{\"tzid\":\"A/B\"},\"date-time\","
		  "\"2026-06-08T16:00:00\"]",
		  "DTSTART;TZID=A/B:20260608T160000" },
		{ "[\"dtstart\",{},\"date\",\"2026-06-08\"]",
		  "DTSTART;VALUE=DATE:20260608" },
		{ "[\"x-foo\",{},\"text\",\"a,b\"]", "X-FOO;VALUE=TEXT:a\\,b" },
		{ "[\"x-foo\",{},\"unknown\",\"a\\\\,b\"]", "X-FOO:a\\,b" },
		{ "[\"rrule\",{},\"recur\",{\"freq\":\"WEEKLY\",\"byday\":"
		  "[\"MO\",\"TU\"],\"until\":\"2026-06-30T00:00:00Z\"}]",
		  "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20260630T000000Z" },
		{ "[\"geo\",{},\"float\",[1,-2.25]]", "GEO:1;-2.25" },
		{ "[\"attendee\",{\"member\":[\"mailto:a\",\"b\"],\"cn\":"
		  "\"A, \\\"B\\\"\"},\"cal-address\",\"mailto:c\"]",
		  "ATTENDEE;MEMBER=\"mailto:a\",b;CN=\"A, ^'B^'\":mailto:c" },
		{ "[\"attach\",{\"value\":\"TEXT\"},\"uri\",\"http://x\"]",
		  "ATTACH:http://x" },
		{ "[\"categories\",{},\"text\",\"a\",\"b,c\"]",
		  "CATEGORIES:a,b\\,c" },
		{ "[\"exdate\",{},\"date-time\",\"2026-06-08T16:00:00Z\","
		  "\"2026-06-09T16:00:00Z\"]",
		  "EXDATE:20260608T160000Z,20260609T160000Z" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		assert_string_equal(line_of(*state, pairs[i].json),
				    pairs[i].line);
}

static void nothing_makes_lines_of_its_own(void **state)
{
	struct operation *op = *state;
	const char *ics =
		ics_of(op, "[\"vcalendar\",[[\"url\",{\"x\":\"a\\r\\nB:1\"},"
			   "\"uri\",\"http://x\\r\\nEND:VCALENDAR\"]],[]]");

	assert_string_equal(ics, "BEGIN:VCALENDAR\r\n"
				 "URL;X=\"a^nB:1\":http://xEND:VCALENDAR\r\n"
				 "END:VCALENDAR\r\n");
	refuses(op, "[\"vcalendar\",[[\"begin\",{},\"text\",\"VEVENT\"]],[]]",
		"no property has this name");
	refuses(op, "[\"vcalendar\",[[\"END\",{},\"text\",\"VCALENDAR\"]],[]]",
		"no property has this name");
	refuses(op, "[\"vcalendar\",[[\"a:b\",{},\"text\",\"c\"]],[]]",
		"property 1");
	refuses(op, "[\"vcalendar\",[],[[\"a\\r\\nb\",[],[]]]]", "component");
	refuses(op,
		"[\"vcalendar\",[[\"a\",{\"b:c\":\"d\"},\"text\",\"\"]],[]]",
		"parameter");
	refuses(op,
		"[\"vcalendar\",[[\"rrule\",{},\"recur\","
		"{\"freq\":\"DAILY;X=1\"}]],[]]",
		"rrule");
}

static void what_is_wrong_is_said_where_it_is(void **state)
{
	static const struct {
		const char *json, *why;
	} wrong[] = {
		{ "{}", "vcalendar" },
		{ "[]", "vcalendar" },
		{ "[\"vevent\",[],[]]", "vcalendar" },
		{ "[\"vcalendar\",[]", "line 1" },
		{ "[\"vcalendar\",[]]", "a component is a list" },
		{ "[\"vcalendar\",[],[],[]]", "a component is a list" },
		{ "[\"vcalendar\",[],[1]]", "a component is a list" },
		{ "[\"vcalendar\",[[\"a\",{},\"text\"]],[]]",
		  "vcalendar, property 1: it is a list" },
		{ "[\"vcalendar\",[[\"a\",[],\"text\",\"b\"]],[]]", "list" },
		{ "[\"vcalendar\",[[\"a\",{},\"text\",\"b\"],"
		  "[\"summary\",{},\"text\",1]],[]]",
		  "vcalendar, property 2 (summary): a text is a text" },
		{ "[\"vcalendar\",[],[[\"vevent\",[[\"dtstart\",{},"
		  "\"date-time\",\"20260608\"]],[]]]]",
		  "vevent, property 1 (dtstart): a date-time is" },
		{ "[\"vcalendar\",[[\"dtstart\",{},\"date\",\"x\"]],[]]",
		  "2026-06-08" },
		{ "[\"vcalendar\",[[\"priority\",{},\"integer\",1.5]],[]]",
		  "without a fraction" },
		{ "[\"vcalendar\",[[\"rrule\",{},\"recur\",\"FREQ=DAILY\"]],[]"
		  "]",
		  "an object such as" },
		{ "[\"vcalendar\",[[\"rdate\",{},\"period\",\"a/b\"]],[]]",
		  "a start and an end" },
		{ "[\"vcalendar\",[[\"summary\",{},\"text\",\"a\",\"b\"]],[]]",
		  "it has one value" },
		{ "[\"vcalendar\",[[\"a\",{\"b\":1},\"text\",\"c\"]],[]]",
		  "a parameter's value" },
		{ "[\"vcalendar\",[[\"a\",{\"b\":[]},\"text\",\"c\"]],[]]",
		  "a parameter without" },
		{ "[\"vcalendar\",[[\"a\",{},\"text\",\"\\u0000\"]],[]]",
		  "line 1" },
		{ "[\"a\",[],[]]", "vcalendar" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		refuses(*state, wrong[i].json, wrong[i].why);
}

static void depth_and_size_are_bounded(void **state)
{
	struct operation *op = *state;
	char *large = arena_alloc(op->arena, CAL_OBJECT_LIMIT + 2);
	struct buf deep, ics;

	buf_init(&deep, op->arena);
	buf_init(&ics, op->arena);
	for (int i = 0; i < CAL_DEPTH_LIMIT + 1; i++)
		buf_puts(&deep, "[\"vcalendar\",[],[");
	for (int i = 0; i < CAL_DEPTH_LIMIT + 1; i++)
		buf_puts(&deep, "]]");
	refuses(op, deep.at, "nested too deeply");
	memset(large, ' ', CAL_OBJECT_LIMIT + 1);
	assert_int_equal(cal_jcal_read(op, slice_of(large), &ics),
			 ERR_RESOURCE_SIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_property_becomes_its_line),
		WITH_OPERATION(nothing_makes_lines_of_its_own),
		WITH_OPERATION(what_is_wrong_is_said_where_it_is),
		WITH_OPERATION(depth_and_size_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
