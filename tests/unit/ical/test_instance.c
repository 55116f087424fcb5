/* Instances of an object: rules, RDATE, EXDATE, overrides. */
#include "tests/unit/ical/read_fixture.h"

#include "ical/instance.h"
#include "ical/instance_private.h"
#include "ical/series_private.h"

#define MAX 50
#define OVERRIDE(id, lines) \
	EVENT("RECURRENCE-ID;TZID=America/Toronto:" id "\r\n" lines)

/* "0608T2000-2100 ..." in UTC: month, day and time of each start, and the
 * time of its end (with the day when it is another one). */
static char *listed(struct operation *op, const struct cal_instances *found)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < found->count; i++) {
		struct span span = found->items[i].span;
		char *start = instant_basic(op->arena, span.start);
		char *end = instant_basic(op->arena, span.end);

		buf_printf(&buf, "%s%.9s", i ? " " : "", start + 4);
		if (strncmp(start, end, 8) != 0)
			buf_printf(&buf, "-%.9s", end + 4);
		else if (span.start.s != span.end.s)
			buf_printf(&buf, "-%.4s", end + 9);
	}
	return buf.at;
}

static struct cal_instances found_in(struct operation *op,
				     const char *components, struct span window)
{
	struct cal_instances found;

	assert_int_equal(cal_object_instances(op, object_read(op, components),
					      window, MAX, &found),
			 OK);
	return found;
}

static void check(struct operation *op, const char *components,
		  const char *start, const char *end, const char *expected)
{
	struct cal_instances found =
		found_in(op, components, span_of(start, end));

	assert_string_equal(listed(op, &found), expected);
	assert_true(found.complete);
}

static void check_bounds(struct operation *op, const char *components,
			 const char *start, const char *end)
{
	struct span bounds, expected = span_of(start, end);

	assert_int_equal(
		cal_object_bounds(op, object_read(op, components), &bounds),
		OK);
	assert_string_equal(instant_basic(op->arena, bounds.start),
			    instant_basic(op->arena, expected.start));
	assert_string_equal(instant_basic(op->arena, bounds.end),
			    instant_basic(op->arena, expected.end));
}

static void a_single_event_is_one_instance(void **state)
{
	struct operation *op = *state;

	check(op, EVENT(MONDAY_AT_4), NULL, NULL, "0608T2000-2100");
	check(op, EVENT(MONDAY_AT_4), "20260608T205959Z", "20260609T000000Z",
	      "0608T2000-2100");
	check(op, EVENT(MONDAY_AT_4), "20260608T210000Z", "20260609T000000Z",
	      "");
	check(op, EVENT(MONDAY_AT_4), "20260608T000000Z", "20260608T200000Z",
	      "");
	check(op, EVENT(MONDAY_AT_4), "20260608T000000Z", "20260608T200001Z",
	      "0608T2000-2100");
	check_bounds(op, EVENT(MONDAY_AT_4), "20260608T200000Z",
		     "20260608T210000Z");
}

static void a_moment_is_in_a_window_that_begins_with_it(void **state)
{
	struct operation *op = *state;

	check(op, EVENT(START), "20260608T200000Z", "20260608T200001Z",
	      "0608T2000");
	check(op, EVENT(START), "20260608T190000Z", "20260608T200000Z", "");
	check(op, EVENT(START), "20260608T200001Z", "20260609T000000Z", "");
}

static void a_date_is_a_whole_day_in_the_calendars_zone(void **state)
{
	struct operation *op = *state;
	const char *day = EVENT("DTSTART;VALUE=DATE:20260608\r\n");

	check(op, day, NULL, NULL, "0608T0400-0609T0400");
	check(op, day, "20260609T035959Z", "20260610T000000Z",
	      "0608T0400-0609T0400");
	check(op, day, "20260609T040000Z", "20260610T000000Z", "");
	/* The day on which clocks go back has 25 hours. */
	check(op,
	      EVENT("DTSTART;VALUE=DATE:20261031\r\n"
		    "DTEND;VALUE=DATE:20261101\r\nRRULE:FREQ=DAILY;COUNT="
		    "3\r\n"),
	      NULL, NULL,
	      "1031T0400-1101T0400 1101T0400-1102T0500 1102T0500-1103T0500");
}

static void a_rule_is_expanded_within_the_window(void **state)
{
	struct operation *op = *state;
	const char *weekly = EVENT(MONDAY_AT_4 "RRULE:FREQ=WEEKLY\r\n");

	check(op, weekly, "20261026T000000Z", "20261110T000000Z",
	      "1026T2000-2100 1102T2100-2200 1109T2100-2200");
	/* An instance that began before the window is in it. */
	check(op, weekly, "20260615T203000Z", "20260615T204000Z",
	      "0615T2000-2100");
	check(op, weekly, NULL, "20260616T000000Z",
	      "0608T2000-2100 0615T2000-2100");
	check_bounds(op, weekly, "20260608T200000Z", NULL);
}

static void lengths_are_exact_for_an_end_and_nominal_for_days(void **state)
{
	struct operation *op = *state;

	check(op,
	      EVENT("DTSTART;TZID=America/Toronto:20261031T120000\r\n"
		    "DTEND;TZID=America/Toronto:20261101T120000\r\n"
		    "RRULE:FREQ=DAILY;COUNT=2\r\n"),
	      NULL, NULL, "1031T1600-1101T1700 1101T1700-1102T1800");
	check(op,
	      EVENT("DTSTART;TZID=America/Toronto:20261031T120000\r\n"
		    "DURATION:P1D\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"),
	      NULL, NULL, "1031T1600-1101T1700 1101T1700-1102T1700");
}

static void exdates_take_instances_away(void **state)
{
	struct operation *op = *state;

	check(op,
	      EVENT(MONDAY_AT_4 "RRULE:FREQ=DAILY;COUNT=6\r\n"
				"EXDATE;TZID=America/Toronto:20260609T160000,"
				"20260611T160000\r\n"
				"EXDATE:20260608T200000Z,nonsense\r\n"
				"EXDATE;VALUE=DATE:20260612\r\n"),
	      NULL, NULL, "0610T2000-2100 0613T2000-2100");
	check(op,
	      EVENT("DTSTART;VALUE=DATE:20260608\r\n"
		    "RRULE:FREQ=DAILY;COUNT=3\r\n"
		    "EXDATE;VALUE=DATE:20260609\r\n"),
	      NULL, NULL, "0608T0400-0609T0400 0610T0400-0611T0400");
}

static void rdates_add_instances_and_periods_their_length(void **state)
{
	struct operation *op = *state;

	check(op,
	      EVENT(MONDAY_AT_4 "RRULE:FREQ=DAILY;COUNT=2\r\n"
				"RDATE;TZID=America/Toronto:20260620T090000,"
				"20260608T160000\r\n"
				"RDATE;VALUE=PERIOD:20260621T130000Z/PT2H,"
				"20260609T200000Z/20260609T220000Z\r\n"),
	      NULL, NULL,
	      "0608T2000-2100 0609T2000-2200 0620T1300-1400 0621T1300-1500");
	check_bounds(op,
		     EVENT(MONDAY_AT_4
			   "RDATE;VALUE=PERIOD:20260621T130000Z/PT2H\r\n"),
		     "20260608T200000Z", "20260621T150000Z");
}

static void two_rules_name_an_instance_once(void **state)
{
	struct operation *op = *state;

	check(op,
	      EVENT(MONDAY_AT_4 "RRULE:FREQ=DAILY;COUNT=3\r\n"
				"RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3\r\n"),
	      NULL, NULL,
	      "0608T2000-2100 0609T2000-2100 0610T2000-2100 0612T2000-2100");
}

static void an_override_replaces_its_instance(void **state)
{
	struct operation *op = *state;
	const char *moved = EVENT(MONDAY_AT_4 "RRULE:FREQ=WEEKLY;COUNT=3\r\n")
		OVERRIDE("20260615T160000", "DTSTART:20260701T120000Z\r\n"
					    "DTEND:20260701T130000Z\r\n");

	check(op, moved, NULL, NULL,
	      "0608T2000-2100 0622T2000-2100 0701T1200-1300");
	/* Moved out of one window, into another. */
	check(op, moved, "20260615T000000Z", "20260616T000000Z", "");
	check(op, moved, "20260701T000000Z", "20260702T000000Z",
	      "0701T1200-1300");
	check_bounds(op, moved, "20260608T200000Z", "20260701T130000Z");
}

static void an_override_counts_outside_of_the_rule_too(void **state)
{
	struct operation *op = *state;

	check(op,
	      EVENT(MONDAY_AT_4 "RRULE:FREQ=WEEKLY;COUNT=2\r\n") OVERRIDE(
		      "20260610T160000", "DTSTART:20260610T120000Z\r\n"),
	      NULL, NULL, "0608T2000-2100 0610T1200 0615T2000-2100");
}

static void overrides_without_a_master_are_instances(void **state)
{
	struct operation *op = *state;
	const char *alone = OVERRIDE("20260615T160000", MONDAY_AT_4)
		OVERRIDE("20260622T160000", "DTSTART:20260622T120000Z\r\n");

	check(op, alone, NULL, NULL, "0608T2000-2100 0622T1200");
	check_bounds(op, alone, "20260608T200000Z", "20260622T120000Z");
}

static void this_and_future_moves_what_follows(void **state)
{
	struct operation *op = *state;
	const char *series = EVENT(MONDAY_AT_4 "RRULE:FREQ=WEEKLY;COUNT=5\r\n")
		EVENT("RECURRENCE-ID;RANGE=THISANDFUTURE;"
		      "TZID=America/Toronto:20260622T160000\r\n"
		      "DTSTART;TZID=America/Toronto:20260623T100000\r\n"
		      "DTEND;TZID=America/Toronto:20260623T103000\r\n")
			OVERRIDE("20260629T160000",
				 "DTSTART:20260629T120000Z\r\n");
	struct cal_instances found =
		found_in(op, series, span_of("20260706T000000Z", NULL));

	check(op, series, NULL, NULL,
	      "0608T2000-2100 0615T2000-2100 0623T1400-1430 0629T1200 "
	      "0707T1400-1430");
	check(op, series, "20260707T140000Z", "20260707T143000Z",
	      "0707T1400-1430");
	check(op, series, "20260706T200000Z", "20260706T210000Z", "");
	assert_int_equal(found.count, 1);
	assert_int_equal(found.items[0].shift, 18 * 3600);
	assert_non_null(
		cal_line_find(found.items[0].component, "RECURRENCE-ID"));
	assert_string_equal(
		instant_basic(op->arena, found.items[0].recurrence.instant),
		"20260706T200000Z");
	check_bounds(op, series, "20260608T200000Z", "20260707T143000Z");
}

static void at_most_max_come_and_the_first_ones(void **state)
{
	struct operation *op = *state;
	struct cal_object *object = object_read(
		op, EVENT(MONDAY_AT_4 "RRULE:FREQ=WEEKLY\r\n"
				      "RDATE:20260610T120000Z\r\n")
			    OVERRIDE("20260706T160000",
				     "DTSTART:20260609T120000Z\r\n"));
	struct cal_instances found;

	assert_int_equal(cal_object_instances(op, object, span_of(NULL, NULL),
					      4, &found),
			 OK);
	assert_false(found.complete);
	assert_string_equal(
		listed(op, &found),
		"0608T2000-2100 0609T1200 0610T1200-1300 0615T2000-2100");
	assert_int_equal(cal_object_instances(op, object,
					      span_of(NULL, "20260616T000000Z"),
					      4, &found),
			 OK);
	assert_true(found.complete);
}

static void tasks_take_their_times_from_due_and_others(void **state)
{
	struct operation *op = *state;

	check(op, TASK("SUMMARY:x\r\n"), NULL, NULL, "");
	check_bounds(op, TASK("SUMMARY:x\r\n"), NULL, NULL);
	check(op, TASK("DUE:20260608T200000Z\r\n"), NULL, NULL, "0608T2000");
	check(op, TASK(START "DUE:20260608T210000Z\r\n"), NULL, NULL,
	      "0608T2000-2100");
	check(op, TASK(START "DURATION:PT30M\r\n"), NULL, NULL,
	      "0608T2000-2030");
	check(op, TASK("DUE:20260608T200000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"),
	      NULL, NULL, "0608T2000 0609T2000");
}

static void
excepted_altogether_a_series_has_bounds_but_no_instance(void **state)
{
	struct operation *op = *state;
	const char *none = EVENT(
		MONDAY_AT_4 "RRULE:FREQ=DAILY;COUNT=2\r\n"
			    "EXDATE:20260608T200000Z,20260609T200000Z\r\n");

	check(op, none, NULL, NULL, "");
	check_bounds(op, none, "20260608T200000Z", "20260608T200000Z");
}

static void bounds_of_rules_that_end(void **state)
{
	struct operation *op = *state;

	check_bounds(op, EVENT(MONDAY_AT_4 "RRULE:FREQ=DAILY;COUNT=10000\r\n"),
		     "20260608T200000Z", "20531023T210000Z");
	check_bounds(op,
		     EVENT(MONDAY_AT_4
			   "RRULE:FREQ=DAILY;UNTIL=20260610T200000Z\r\n"),
		     "20260608T200000Z", "20260610T210000Z");
	/* Too many to walk: a bound that holds them all. */
	check_bounds(op,
		     EVENT(MONDAY_AT_4
			   "RRULE:FREQ=SECONDLY;UNTIL=20300101T000000Z\r\n"),
		     "20260608T200000Z", "20300103T010000Z");
	check_bounds(op,
		     EVENT(MONDAY_AT_4 "RRULE:FREQ=SECONDLY;COUNT=999999\r\n"),
		     "20260608T200000Z", NULL);
}

static void an_unreadable_rule_or_start_is_refused(void **state)
{
	struct operation *op = *state;
	static const char *const wrong[] = {
		EVENT(MONDAY_AT_4 "RRULE:FREQ=SOMETIMES\r\n"),
		EVENT("DTSTART:yesterday\r\nRRULE:FREQ=DAILY\r\n"),
	};
	struct span bounds;
	struct cal_instances found = { .count = 77 };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct cal_object *object = object_read(op, wrong[i]);

		assert_int_equal(cal_object_instances(op, object,
						      span_of(NULL, NULL), MAX,
						      &found),
				 ERR_CALENDAR_DATA);
		assert_int_equal(cal_object_bounds(op, object, &bounds),
				 ERR_CALENDAR_DATA);
		assert_int_equal(found.count, 77);
	}
}

static void an_object_of_many_rules_is_refused(void **state)
{
	struct operation *op = *state;
	struct cal_instances found;
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, "BEGIN:VEVENT\r\nUID:1\r\n" MONDAY_AT_4);
	for (int i = 0; i <= CAL_RULE_LIMIT; i++)
		buf_puts(&buf, "RRULE:FREQ=SECONDLY\r\n");
	buf_puts(&buf, "END:VEVENT\r\n");
	assert_int_equal(cal_object_instances(op, object_read(op, buf.at),
					      span_of(NULL, NULL), MAX, &found),
			 ERR_CALENDAR_DATA);
}

static void rules_share_one_budget(void **state)
{
	struct operation *op = *state;
	struct cal_instances found;
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, "BEGIN:VEVENT\r\nUID:1\r\n" MONDAY_AT_4);
	for (int i = 0; i < CAL_RULE_LIMIT; i++)
		buf_puts(&buf, "RRULE:FREQ=SECONDLY;BYMONTHDAY=30;"
			       "BYMONTH=2\r\n");
	buf_puts(&buf, "RDATE:20300101T000000Z\r\nEND:VEVENT\r\n");
	assert_int_equal(cal_object_instances(op, object_read(op, buf.at),
					      span_of(NULL, NULL), MAX, &found),
			 OK);
	assert_false(found.complete);
	/* Not the RDATE, which may have others before it. */
	assert_string_equal(listed(op, &found), "0608T2000-2100");
}

static void an_override_is_judged_without_walking_the_rule(void **state)
{
	struct operation *op = *state;
	struct cal_object *object =
		object_read(op, EVENT(MONDAY_AT_4 "RRULE:FREQ=SECONDLY\r\n")
					OVERRIDE("20260615T160000", START));
	struct cal_series series;
	struct cal_instances found;

	assert_int_equal(cal_series_read(op, object, &series), OK);
	cal_series_collect(op, &series, span_of(NULL, NULL),
			   object->overrides[0], MAX, &found);
	assert_int_equal(found.count, 1);
	assert_true(found.complete);
	assert_true(series.budget == CAL_WALK_BUDGET);
	cal_series_collect(op, &series, span_of(NULL, NULL), object->master,
			   MAX, &found);
	assert_int_equal(found.count, MAX);
	assert_true(series.budget < CAL_WALK_BUDGET);
	assert_true(series.budget > CAL_WALK_BUDGET - 1000);
}

static void searches_of_one_series_share_its_budget(void **state)
{
	struct operation *op = *state;
	struct cal_object *object = object_read(
		op, EVENT(MONDAY_AT_4 "RRULE:FREQ=SECONDLY;BYMONTH=2;"
				      "BYMONTHDAY=30\r\n"));
	struct cal_series series;
	struct cal_instances found;

	assert_int_equal(cal_series_read(op, object, &series), OK);
	for (int i = 0; i < 3; i++) {
		cal_series_collect(op, &series, span_of(NULL, NULL), NULL, MAX,
				   &found);
		assert_false(found.complete);
		assert_int_equal(found.count, i == 0);
		assert_true(series.budget <= 0);
	}
}

static void
what_is_left_out_for_want_of_room_is_never_called_complete(void **state)
{
	struct operation *op = *state;
	struct cal_instances found;
	/* At 1 and 2 in the night of 1 November the same instant is met twice
	 * by a rule by the hour. */
	struct cal_object *object = object_read(
		op, EVENT("DTSTART;TZID=America/Toronto:20261031T200000\r\n"
			  "DURATION:PT1M\r\nRRULE:FREQ=HOURLY;COUNT=14\r\n"));
	struct span always = { INSTANT_MIN, INSTANT_MAX };
	size_t all;

	assert_int_equal(cal_object_instances(op, object, always, MAX, &found),
			 OK);
	assert_true(found.complete);
	all = found.count;
	for (size_t max = 1; max <= all; max++) {
		assert_int_equal(
			cal_object_instances(op, object, always, max, &found),
			OK);
		assert_int_equal(found.count, max);
		assert_int_equal(found.complete, max == all);
	}
}

static void
a_rule_that_gives_nothing_in_the_window_is_searched_to_its_end(void **state)
{
	/* A Tuesday: every seventh day from it is no Monday. */
	static const char *const rules[] = {
		"FREQ=DAILY;INTERVAL=7;BYDAY=MO",
		"FREQ=HOURLY;INTERVAL=168;BYDAY=MO",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=MINUTELY;INTERVAL=1440;BYHOUR=3",
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		check(op,
		      arena_printf(op->arena,
				   EVENT("DTSTART:20260609T200000Z\r\n"
					 "RRULE:%s\r\n"),
				   rules[i]),
		      "20260601T000000Z", "20280601T000000Z", "0609T2000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_single_event_is_one_instance),
		WITH_OPERATION(a_moment_is_in_a_window_that_begins_with_it),
		WITH_OPERATION(a_date_is_a_whole_day_in_the_calendars_zone),
		WITH_OPERATION(a_rule_is_expanded_within_the_window),
		WITH_OPERATION(
			lengths_are_exact_for_an_end_and_nominal_for_days),
		WITH_OPERATION(exdates_take_instances_away),
		WITH_OPERATION(rdates_add_instances_and_periods_their_length),
		WITH_OPERATION(two_rules_name_an_instance_once),
		WITH_OPERATION(an_override_replaces_its_instance),
		WITH_OPERATION(an_override_counts_outside_of_the_rule_too),
		WITH_OPERATION(overrides_without_a_master_are_instances),
		WITH_OPERATION(this_and_future_moves_what_follows),
		WITH_OPERATION(at_most_max_come_and_the_first_ones),
		WITH_OPERATION(tasks_take_their_times_from_due_and_others),
		WITH_OPERATION(
			excepted_altogether_a_series_has_bounds_but_no_instance),
		WITH_OPERATION(bounds_of_rules_that_end),
		WITH_OPERATION(an_unreadable_rule_or_start_is_refused),
		WITH_OPERATION(an_object_of_many_rules_is_refused),
		WITH_OPERATION(rules_share_one_budget),
		WITH_OPERATION(an_override_is_judged_without_walking_the_rule),
		WITH_OPERATION(searches_of_one_series_share_its_budget),
		WITH_OPERATION(
			what_is_left_out_for_want_of_room_is_never_called_complete),
		WITH_OPERATION(
			a_rule_that_gives_nothing_in_the_window_is_searched_to_its_end),
	};

	cal_zone_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
