#include "tests/unit/ical/operation_fixture.h"

#include "ical/opinion.h"
#include "ical/parse.h"

#include <string.h>

#define MOST 2000

static const struct span WINDOW = { { 1767225600 }, { 1830297600 } };

static struct cal_object object_of(struct operation *op, const char *before,
				   const char *lines)
{
	const char *text = arena_printf(
		op->arena,
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n%s"
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260601T000000Z\r\n%s"
		"END:VEVENT\r\nEND:VCALENDAR\r\n",
		before, lines);
	struct cal_component *calendar;
	struct cal_object object;

	assert_int_equal(cal_parse(op, text, strlen(text), &calendar), OK);
	assert_int_equal(cal_object_read(op, calendar, cal_zone_utc(), &object),
			 OK);
	return object;
}

static struct cal_opinion opinion_of(struct operation *op, const char *before,
				     const char *lines)
{
	struct cal_object object = object_of(op, before, lines);
	struct cal_said *theirs = arena_array(op->arena, MOST, sizeof(*theirs));
	struct cal_own_saying own;
	struct cal_opinion opinion;
	size_t count;

	assert_int_equal(cal_opinion_own(op, &object, WINDOW, MOST, &own), OK);
	count = cal_libical_expand(
		slice_dup(op->arena, cal_component_bytes(object.calendar)),
		own.known, theirs, MOST);
	cal_opinion_compare(op, &object, &own, theirs, count, &opinion);
	return opinion;
}

static void usual_rules_are_agreed_on(void **state)
{
	static const char *const usual[] = {
		"DTSTART:20260601T090000Z\r\nRRULE:FREQ=DAILY\r\n",
		"DTSTART;TZID=America/Toronto:20260601T090000\r\n"
		"RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\n"
		"EXDATE;TZID=America/Toronto:20260610T090000\r\n",
		"DTSTART;VALUE=DATE:20260602\r\n"
		"RRULE:FREQ=MONTHLY;BYDAY=1TU\r\n",
		"DTSTART:20260602T090000\r\n"
		"RDATE:20260603T090000,20260705T080000\r\n",
		"DTSTART;TZID=Asia/Tehran:20260328T023000\r\n"
		"RRULE:FREQ=DAILY;COUNT=400\r\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		assert_int_equal(opinion_of(*state, "", usual[i]).difference,
				 CAL_SAME);
}

static void overridden_instances_are_left_out_by_both(void **state)
{
	static const char lines[] =
		"DTSTART:20260601T090000Z\r\nRRULE:FREQ=DAILY\r\n"
		"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\n"
		"DTSTAMP:20260601T000000Z\r\nRECURRENCE-ID:20260603T090000Z\r\n"
		"DTSTART:20260603T120000Z\r\n";

	assert_int_equal(opinion_of(*state, "", lines).difference, CAL_SAME);
}

/* Each with the section that explains it. */
static void known_differences_are_explained(void **state)
{
	static const struct {
		const char *lines, *section;
	} known[] = {
		{ "DTSTART:20260601T090000Z\r\n"
		  "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=2\r\n",
		  "BYSETPOS" },
		{ "DTSTART:20260601T090000Z\r\n"
		  "RRULE:FREQ=DAILY;BYMONTHDAY=-1\r\n",
		  "negative days" },
		{ "DTSTART:20260602T090000Z\r\n"
		  "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5\r\n",
		  "3.8.5.3" },
		{ "DTSTART;TZID=Europe/Berlin:20260328T023000\r\n"
		  "RRULE:FREQ=DAILY;COUNT=700\r\n",
		  "3.3.5" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		struct cal_opinion opinion =
			opinion_of(*state, "", known[i].lines);

		assert_int_not_equal(opinion.difference, CAL_SAME);
		assert_true(opinion.count > 0);
		assert_non_null(opinion.explained);
		assert_non_null(strstr(opinion.explained, known[i].section));
	}
}

static void a_zone_that_the_object_defines_otherwise_is_told(void **state)
{
	static const char zone[] =
		"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
		"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		"TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\n";
	struct cal_opinion opinion =
		opinion_of(*state, zone,
			   "DTSTART;TZID=Europe/Berlin:20260601T090000\r\n"
			   "RRULE:FREQ=MONTHLY\r\n");

	assert_int_equal(opinion.difference, CAL_OTHER_ZONE);
	assert_int_equal(opinion.at.utc, 1780297200);
	assert_non_null(strstr(opinion.explained, "VTIMEZONE"));
}

/* From 02:30, which clocks skip, libical goes on at 03:30. */
static void hours_are_counted_from_the_times_of_the_rule(void **state)
{
	struct cal_opinion opinion =
		opinion_of(*state, "",
			   "DTSTART;TZID=America/Toronto:20260301T003000\r\n"
			   "RRULE:FREQ=HOURLY;INTERVAL=5;COUNT=400\r\n");

	assert_true(opinion.count > 100);
	assert_non_null(opinion.explained);
	assert_non_null(strstr(opinion.explained, "its own times"));
}

static void a_silence_is_explained_by_any_of_the_rules(void **state)
{
	static const char *const lines[] = {
		"DTSTART:20260601T090000Z\r\nRRULE:FREQ=DAILY\r\n"
		"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n",
		"DTSTART:20260601T090000Z\r\n"
		"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"
		"RRULE:FREQ=DAILY\r\n",
	};
	struct cal_object plain = object_of(*state, "",
					    "DTSTART:20260601T090000Z\r\n"
					    "RRULE:FREQ=DAILY\r\n");

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct cal_object object = object_of(*state, "", lines[i]);

		assert_non_null(cal_opinion_silence(*state, &object));
	}
	assert_null(cal_opinion_silence(*state, &plain));
}

static void what_nothing_explains_is_told_with_its_first_date(void **state)
{
	struct operation *op = *state;
	struct cal_object object = object_of(op, "",
					     "DTSTART:20260601T090000Z\r\n"
					     "RRULE:FREQ=DAILY;UNTIL="
					     "20260604T090000Z\r\n");
	const struct cal_said theirs[] = { { 1780304400, 1780304400 },
					   { 1780390800, 1780390800 },
					   { 1780563600, 1780563600 } };
	struct cal_own_saying own;
	struct cal_opinion opinion;

	assert_int_equal(cal_opinion_own(op, &object, WINDOW, MOST, &own), OK);
	cal_opinion_compare(op, &object, &own, theirs, 3, &opinion);
	assert_int_equal(opinion.difference, CAL_ONLY_OURS);
	assert_int_equal(opinion.count, 1);
	assert_int_equal(opinion.at.utc, 1780477200);
	assert_null(opinion.explained);
}

static void silence_is_explained_where_dates_may_not_exist(void **state)
{
	struct cal_object barren =
		object_of(*state, "",
			  "DTSTART:20260601T090000Z\r\n"
			  "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n");
	struct cal_object plain = object_of(*state, "",
					    "DTSTART:20260601T090000Z\r\n"
					    "RRULE:FREQ=DAILY\r\n");

	assert_non_null(cal_opinion_silence(*state, &barren));
	assert_null(cal_opinion_silence(*state, &plain));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(usual_rules_are_agreed_on),
		WITH_OPERATION(overridden_instances_are_left_out_by_both),
		WITH_OPERATION(known_differences_are_explained),
		WITH_OPERATION(
			a_zone_that_the_object_defines_otherwise_is_told),
		WITH_OPERATION(hours_are_counted_from_the_times_of_the_rule),
		WITH_OPERATION(a_silence_is_explained_by_any_of_the_rules),
		WITH_OPERATION(
			what_nothing_explains_is_told_with_its_first_date),
		WITH_OPERATION(silence_is_explained_where_dates_may_not_exist),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
