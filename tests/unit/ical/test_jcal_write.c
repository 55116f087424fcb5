#include "tests/unit/ical/object_fixture.h"

#include "base/json.h"

#include "ical/jcal_read.h"
#include "ical/jcal_write.h"

#include <dirent.h>

static const char *jcal_of(struct operation *op, const char *ics)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	cal_jcal_write(op, parsed(op, ics), &buf);
	buf_puts(&buf, "");
	return buf.at;
}

/* The one property of an event, as jCal. */
static const char *property_of(struct operation *op, const char *line)
{
	static const char before[] = "[\"vcalendar\",[],[[\"vevent\",[";
	static const char behind[] = "],[]]]]";
	char *json = arena_strdup(
		op->arena,
		jcal_of(op, arena_printf(op->arena,
					 "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
					 "%s\r\nEND:VEVENT\r\nEND:VCALENDAR",
					 line)));
	size_t len = strlen(json) - strlen(behind);

	assert_memory_equal(json, before, strlen(before));
	assert_string_equal(json + len, behind);
	json[len] = '\0';
	return json + strlen(before);
}

/* RFC 7265 3.4 to 3.6 */
static const struct {
	const char *line, *json;
} pairs[] = {
	{ "SUMMARY:Meeting\\, with\\nFred\\; \\\\o/",
	  "[\"summary\",{},\"text\",\"Meeting, with\\nFred; \\\\o/\"]" },
	{ "summary;Language=de:\"a\"",
	  "[\"summary\",{\"language\":\"de\"},\"text\",\"\\\"a\\\"\"]" },
	{ "DTSTART:20260608T200000Z",
	  "[\"dtstart\",{},\"date-time\",\"2026-06-08T20:00:00Z\"]" },
	{ "DTSTART;TZID=America/Toronto:20260608T160000",
	  "[\"dtstart\",{\"tzid\":\"America/Toronto\"},\"date-time\","
	  "\"2026-06-08T16:00:00\"]" },
	{ "DTSTART;VALUE=DATE:20260608",
	  "[\"dtstart\",{},\"date\",\"2026-06-08\"]" },
	{ "DTSTART:20260608", "[\"dtstart\",{},\"date\",\"2026-06-08\"]" },
	{ "EXDATE;VALUE=DATE:20260608,20260609",
	  "[\"exdate\",{},\"date\",\"2026-06-08\",\"2026-06-09\"]" },
	{ "RDATE;VALUE=PERIOD:20260608T200000Z/PT1H",
	  "[\"rdate\",{},\"period\",[\"2026-06-08T20:00:00Z\",\"PT1H\"]]" },
	{ "FREEBUSY:20260608T200000Z/20260608T210000Z,20260609T200000Z/PT3H",
	  "[\"freebusy\",{},\"period\","
	  "[\"2026-06-08T20:00:00Z\",\"2026-06-08T21:00:00Z\"],"
	  "[\"2026-06-09T20:00:00Z\",\"PT3H\"]]" },
	{ "CATEGORIES:APPOINTMENT,ED\\,U,",
	  "[\"categories\",{},\"text\",\"APPOINTMENT\",\"ED,U\",\"\"]" },
	{ "GEO:37.386013;-122.082932",
	  "[\"geo\",{},\"float\",[37.386013,-122.082932]]" },
	{ "REQUEST-STATUS:2.0;Success\\;really;x",
	  "[\"request-status\",{},\"text\",[\"2.0\",\"Success;really\",\"x\"]"
	  "]" },
	{ "RRULE:FREQ=YEARLY;COUNT=5;BYDAY=-1SU,MO;BYMONTH=10",
	  "[\"rrule\",{},\"recur\",{\"freq\":\"YEARLY\",\"count\":5,"
	  "\"byday\":[\"-1SU\",\"MO\"],\"bymonth\":10}]" },
	{ "RRULE:FREQ=DAILY;UNTIL=20261231",
	  "[\"rrule\",{},\"recur\",{\"freq\":\"DAILY\","
	  "\"until\":\"2026-12-31\"}]" },
	{ "RRULE:RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;SKIP=BACKWARD",
	  "[\"rrule\",{},\"recur\",{\"rscale\":\"CHINESE\","
	  "\"freq\":\"YEARLY\",\"bymonth\":\"5L\",\"skip\":\"BACKWARD\"}]" },
	{ "PRIORITY:5", "[\"priority\",{},\"integer\",5]" },
	{ "DURATION:PT1H30M", "[\"duration\",{},\"duration\",\"PT1H30M\"]" },
	{ "TRIGGER;VALUE=DATE-TIME:20260608T195500Z",
	  "[\"trigger\",{},\"date-time\",\"2026-06-08T19:55:00Z\"]" },
	{ "TZOFFSETFROM:-0500",
	  "[\"tzoffsetfrom\",{},\"utc-offset\",\"-05:00\"]" },
	{ "TZOFFSETTO:+053045",
	  "[\"tzoffsetto\",{},\"utc-offset\",\"+05:30:45\"]" },
	{ "X-ON;VALUE=BOOLEAN:TRUE", "[\"x-on\",{},\"boolean\",true]" },
	{ "X-AT;VALUE=TIME:123000Z", "[\"x-at\",{},\"time\",\"12:30:00Z\"]" },
	{ "X-RATE;VALUE=FLOAT:-1.50", "[\"x-rate\",{},\"float\",-1.5]" },
	{ "ATTENDEE;DELEGATED-TO=\"mailto:a@x\",\"mailto:b@x\":mailto:c@x",
	  "[\"attendee\",{\"delegated-to\":[\"mailto:a@x\",\"mailto:b@x\"]},"
	  "\"cal-address\",\"mailto:c@x\"]" },
	{ "ATTENDEE;CN=\"Fred ^'B^' ^^1,2\":mailto:c@x",
	  "[\"attendee\",{\"cn\":\"Fred \\\"B\\\" ^1,2\"},\"cal-address\","
	  "\"mailto:c@x\"]" },
	{ "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:aGk=",
	  "[\"attach\",{\"fmttype\":\"text/plain\",\"encoding\":\"BASE64\"},"
	  "\"binary\",\"aGk=\"]" },
	{ "URL:http://x/?a=1,2;b",
	  "[\"url\",{},\"uri\",\"http://x/?a=1,2;b\"]" },
	{ "X-FOO;X-BAR=1;X-BAR=2:a\\,b;c",
	  "[\"x-foo\",{\"x-bar\":[\"1\",\"2\"]},\"unknown\",\"a\\\\,b;c\"]" },
	{ "X-FOO;VALUE=TEXT:a\\,b", "[\"x-foo\",{},\"text\",\"a,b\"]" },
	{ "X-FOO;VALUE=X-COORD:1 2", "[\"x-foo\",{},\"x-coord\",\"1 2\"]" },
	{ "IMAGE;VALUE=URI;DISPLAY=BADGE:http://x/",
	  "[\"image\",{\"display\":\"BADGE\"},\"uri\",\"http://x/\"]" },
	{ "ACKNOWLEDGED:20260608T195500Z",
	  "[\"acknowledged\",{},\"date-time\",\"2026-06-08T19:55:00Z\"]" },
};

static void each_type_has_its_form(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		assert_string_equal(property_of(*state, pairs[i].line),
				    pairs[i].json);
}

static void a_value_that_is_none_of_its_type_goes_out_as_it_stands(void **state)
{
	static const char *const wrong[] = {
		"DTSTART:tomorrow",
		"DTSTART;VALUE=DATE:2026-06-08",
		"DURATION:an hour",
		"PRIORITY:high",
		"GEO:here",
		"RRULE:",
		"RRULE:FREQ",
		"RRULE:FREQ=DAILY;FREQ=WEEKLY",
		"TZOFFSETFROM:5",
		"FREEBUSY:20260608T200000Z",
		"X-ON;VALUE=BOOLEAN:maybe",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		const char *value = strchr(wrong[i], ':') + 1;
		const char *json = property_of(*state, wrong[i]);
		const char *end =
			arena_printf(((struct operation *)*state)->arena,
				     "\"unknown\",\"%s\"]", value);

		assert_true(str_ends(json, end));
	}
}

static void a_line_that_is_none_is_left_out(void **state)
{
	assert_string_equal(property_of(*state, "X-no line"), "");
}

static void components_stand_within_each_other(void **state)
{
	assert_string_equal(
		jcal_of(*state,
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n"
			"UID:1\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n"
			"END:VALARM\r\nEND:VEVENT\r\nBEGIN:X-ONE\r\n"
			"END:X-ONE\r\nEND:VCALENDAR\r\n"),
		"[\"vcalendar\",[[\"version\",{},\"text\",\"2.0\"]],"
		"[[\"vevent\",[[\"uid\",{},\"text\",\"1\"]],"
		"[[\"valarm\",[[\"action\",{},\"text\",\"DISPLAY\"]],[]]]],"
		"[\"x-one\",[],[]]]]");
}

/* There and back again: what it says is the same. */
static void round_trip(struct operation *op, struct cal_component *calendar,
		       const char *where)
{
	struct buf json, ics, again;
	const char *why = NULL;

	buf_init(&json, op->arena);
	buf_init(&ics, op->arena);
	buf_init(&again, op->arena);
	cal_jcal_write(op, calendar, &json);
	if (!json_read_body(op->arena, buf_view(&json), &why))
		fail_msg("%s: no JSON: %s", where, why);
	if (cal_jcal_read(op, buf_view(&json), &ics))
		fail_msg("%s: %s", where, op->failure.message);
	buf_puts(&ics, "");
	cal_jcal_write(op, parsed(op, ics.at), &again);
	assert_int_equal(json.len, again.len);
	assert_memory_equal(json.at, again.at, json.len);
}

static void file_round_trip(struct operation *op, const char *name)
{
	struct cal_component *calendar, one;
	size_t len;
	const char *bytes = data_file(op, name, &len);

	if (cal_parse(op, bytes, len, &calendar)) {
		print_message("%s is no calendar: %s\n", name,
			      op->failure.message);
		operation_recover(op);
		return;
	}
	/* Whole, and each of its components alone. */
	one = *calendar;
	round_trip(op, calendar, name);
	one.child_count = 1;
	for (size_t i = 0; i < calendar->child_count; i++) {
		one.children = &calendar->children[i];
		round_trip(op, &one, name);
	}
}

static void what_a_calendar_says_survives_both_ways(void **state)
{
	static const char *const folders[] = { "ics", "import",
					       "../fuzz/corpus/ical" };
	struct operation *op = *state;
	size_t files = 0;

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		const char *path =
			arena_printf(op->arena, "tests/data/%s", folders[i]);
		DIR *folder = opendir(path);
		struct dirent *entry;

		assert_non_null(folder);
		while ((entry = readdir(folder))) {
			if (!str_ends(entry->d_name, ".ics"))
				continue;
			file_round_trip(op, arena_printf(op->arena, "%s/%s",
							 folders[i],
							 entry->d_name));
			files++;
		}
		closedir(folder);
	}
	assert_true(files >= 14);
}

/* Each line as it stands, but for the case of names and what says the same. */
static void each_line_comes_back_as_it_was(void **state)
{
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		const char *json = arena_printf(
			op->arena, "[\"vcalendar\",[],[[\"vevent\",[%s],[]]]]",
			pairs[i].json);
		struct buf ics;

		buf_init(&ics, op->arena);
		if (cal_jcal_read(op, slice_of(json), &ics))
			fail_msg("%s: %s", json, op->failure.message);
		buf_puts(&ics, "");
		assert_string_equal(jcal_of(op, ics.at), json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(each_type_has_its_form),
		WITH_OPERATION(
			a_value_that_is_none_of_its_type_goes_out_as_it_stands),
		WITH_OPERATION(a_line_that_is_none_is_left_out),
		WITH_OPERATION(components_stand_within_each_other),
		WITH_OPERATION(what_a_calendar_says_survives_both_ways),
		WITH_OPERATION(each_line_comes_back_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
