#include "tests/unit/ical/operation_fixture.h"

#include "ical/time.h"
#include "ical/zone_object.h"

/* A calendar with that one line, its zones, and the line's time. */
static enum err read_time(struct operation *op, const char *line,
			  const char *floating, struct cal_time *time)
{
	struct cal_component *calendar =
		parsed(op, arena_printf(op->arena,
					"BEGIN:VCALENDAR\r\n%s\r\n"
					"END:VCALENDAR\r\n",
					line));
	struct cal_zones *zones;

	assert_int_equal(
		cal_zones_load(op, calendar,
			       floating ? cal_zone_iana(floating) : NULL,
			       &zones),
		OK);
	return cal_line_time(op, &calendar->lines[0], zones, time);
}

static struct cal_time time_of(struct operation *op, const char *line,
			       const char *floating)
{
	struct cal_time time;
	enum err err = read_time(op, line, floating, &time);

	if (err)
		print_message("%s\n", op->failure.message);
	assert_int_equal(err, OK);
	return time;
}

static void assert_at(struct operation *op, struct instant at,
		      const char *expected)
{
	assert_string_equal(instant_text(op->arena, at), expected);
}

static void refused(struct operation *op, const char *line, enum err expected)
{
	struct cal_time time = { .wall = { .year = 77 } };
	enum err err = read_time(op, line, NULL, &time);

	if (err != expected)
		fail_msg("%s: %s", line, err_name(err));
	assert_int_equal(op->failure.code, expected);
	assert_int_equal(time.wall.year, 77);
}

static void a_utc_time_is_read(void **state)
{
	struct operation *op = *state;
	struct cal_time time = time_of(op, "DTSTART:20260608T200001Z", NULL);

	assert_at(op, time.instant, "2026-06-08T20:00:01Z");
	assert_ptr_equal(time.zone, cal_zone_utc());
	assert_false(time.date);
	assert_false(time.floating);
	assert_int_equal(time.wall.second, 1);
}

static void a_time_in_a_zone_is_read(void **state)
{
	struct operation *op = *state;
	struct cal_time time = time_of(
		op, "DTSTART;TZID=America/Toronto:20260608T160000", NULL);

	assert_at(op, time.instant, "2026-06-08T20:00:00Z");
	assert_int_equal(time.wall.hour, 16);
	assert_string_equal(cal_zone_name(time.zone), "America/Toronto");
	assert_false(time.floating);
}

static void a_floating_time_is_read_in_the_calendars_zone(void **state)
{
	struct operation *op = *state;
	struct cal_time time =
		time_of(op, "DTSTART:20260608T160000", "America/Toronto");

	assert_true(time.floating);
	assert_at(op, time.instant, "2026-06-08T20:00:00Z");
	time = time_of(op, "DTSTART:20260608T160000", NULL);
	assert_at(op, time.instant, "2026-06-08T16:00:00Z");
}

static void a_date_begins_with_the_day_in_the_calendars_zone(void **state)
{
	struct operation *op = *state;
	struct cal_time time =
		time_of(op, "DTSTART;VALUE=DATE:20260608", "America/Toronto");

	assert_true(time.date);
	assert_false(time.floating);
	assert_at(op, time.instant, "2026-06-08T04:00:00Z");
	/* sloppy programs leave VALUE out, or name a zone */
	time = time_of(op, "DTSTART:20260608", NULL);
	assert_true(time.date);
	time = time_of(op, "DTSTART;VALUE=DATE;TZID=Nowhere:20260608", NULL);
	assert_true(time.date);
}

static void a_z_wins_over_a_tzid(void **state)
{
	struct operation *op = *state;
	struct cal_time time = time_of(
		op, "DTSTART;TZID=America/Toronto:20260608T160000Z", NULL);

	assert_at(op, time.instant, "2026-06-08T16:00:00Z");
}

static void a_leap_second_is_the_one_before_it(void **state)
{
	struct operation *op = *state;

	assert_at(op, time_of(op, "DTSTART:20161231T235960Z", NULL).instant,
		  "2016-12-31T23:59:59Z");
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const lines[] = {
		"DTSTART:",
		"DTSTART:2026",
		"DTSTART:2026-06-08",
		"DTSTART:20260608T",
		"DTSTART:20260608T1600",
		"DTSTART:20260608T160000+",
		"DTSTART:20260608 160000",
		"DTSTART:2026O608T160000",
		"DTSTART:20260231T160000Z",
		"DTSTART;VALUE=DATE:20260231",
		"DTSTART:20270229",
		"DTSTART:20260008T160000Z",
		"DTSTART:20261308T160000Z",
		"DTSTART:20260600T160000Z",
		"DTSTART:20260608T240000Z",
		"DTSTART:20260608T236000Z",
		"DTSTART:20260608T160061Z",
		"DTSTART;VALUE=DATE:20260608T160000",
		"DTSTART;TZID=Nowhere/Land:20260608T160000",
		"DTSTART;TZID=:20260608T160000",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		refused(*state, lines[i], ERR_CALENDAR_DATA);
}

static void times_outside_the_years_have_their_own_errors(void **state)
{
	struct operation *op = *state;

	refused(op, "DTSTART:00001231T000000Z", ERR_MIN_DATE);
	refused(op, "DTSTART;TZID=Asia/Tokyo:00010101T000000", ERR_MIN_DATE);
	refused(op, "DTSTART;TZID=America/Toronto:99991231T230000",
		ERR_MAX_DATE);
	assert_at(op, time_of(op, "DTSTART:00010101T000000Z", NULL).instant,
		  "0001-01-01T00:00:00Z");
	assert_at(op, time_of(op, "DTSTART:99991231T235959Z", NULL).instant,
		  "9999-12-31T23:59:59Z");
}

static void a_failure_names_the_line(void **state)
{
	struct operation *op = *state;

	refused(op, "DTEND:20260231T160000Z", ERR_CALENDAR_DATA);
	assert_non_null(strstr(op->failure.message, "DTEND:20260231T160000Z"));
}

static void assert_duration(const char *text, int64_t days, int64_t seconds)
{
	struct cal_duration duration = { -1, -1 };

	if (!cal_duration_read(slice_of(text), &duration))
		fail_msg("%s is refused", text);
	assert_int_equal(duration.days, days);
	assert_int_equal(duration.seconds, seconds);
}

static void durations_are_read(void **state)
{
	(void)state;
	assert_duration("P1W", 7, 0);
	assert_duration("P15DT5H0M20S", 15, 5 * 3600 + 20);
	assert_duration("-PT15M", 0, -900);
	assert_duration("+P1D", 1, 0);
	assert_duration("-P1DT1H", -1, -3600);
	assert_duration("PT0S", 0, 0);
	assert_duration("P0D", 0, 0);
	assert_duration("-P0DT0H30M0S", 0, -1800);
	assert_duration("PT90M", 0, 5400);
	assert_duration("P1W2D", 9, 0);
	assert_duration(" PT1H ", 0, 3600);
	/* RFC 5234 2.3: letters of a grammar are of either case. */
	assert_duration("-p1dt1h", -1, -3600);
	assert_duration("p1w", 7, 0);
}

static void a_duration_may_end_with_the_t_that_begins_its_hours(void **state)
{
	(void)state;
	assert_duration("P1DT", 1, 0);
	assert_duration("-P2WT", -14, 0);
	assert_duration("P1W2DT", 9, 0);
}

static void what_is_no_duration_is_refused(void **state)
{
	static const char *const texts[] = {
		"",      "P",     "-",      "PT",    "P1",      "1D",
		"P1H",   "PT1D",  "PT1M1H", "P1D1D", "PT-",     "P-1D",
		"--P1D", "P1.5D", "P1Y",    "PT1",   "P1DT1H2", "P9999999999D",
	};
	struct operation *op = *state;
	struct cal_duration duration = { 5, 5 };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		if (cal_duration_parse(op, slice_of(texts[i]), &duration) !=
		    ERR_CALENDAR_DATA)
			fail_msg("'%s' is taken", texts[i]);
	}
	assert_int_equal(duration.days, 5);
}

static void days_of_a_duration_keep_the_wall_time(void **state)
{
	struct operation *op = *state;
	/* the clocks go back on 2026-11-01 */
	struct cal_time start = time_of(
		op, "DTSTART;TZID=America/Toronto:20261031T160000", NULL);

	assert_at(op, cal_duration_add(&start, (struct cal_duration){ 1, 0 }),
		  "2026-11-01T21:00:00Z");
	assert_at(op,
		  cal_duration_add(&start, (struct cal_duration){ 0, 86400 }),
		  "2026-11-01T20:00:00Z");
	assert_at(op,
		  cal_duration_add(&start, (struct cal_duration){ 1, 3600 }),
		  "2026-11-01T22:00:00Z");
	assert_at(op, cal_duration_add(&start, (struct cal_duration){ -1, 0 }),
		  "2026-10-30T20:00:00Z");
}

static void a_sum_beyond_time_is_its_end(void **state)
{
	struct operation *op = *state;
	struct cal_time start = time_of(op, "DTSTART:20260608T160000Z", NULL);
	struct cal_duration longest;

	assert_int_equal(
		cal_duration_parse(op,
				   slice_of("P999999999W999999999DT"
					    "999999999H999999999M999999999S"),
				   &longest),
		OK);
	assert_int_equal(cal_duration_add(&start, longest).s, INSTANT_MAX.s);
	longest.days = -longest.days;
	longest.seconds = -longest.seconds;
	assert_int_equal(cal_duration_add(&start, longest).s, INSTANT_MIN.s);
}

static void only_the_utc_form_is_an_instant(void **state)
{
	struct instant at = { 7 };

	assert_true(cal_instant_parse(slice_of("20260608T200000Z"), &at));
	assert_at(*state, at, "2026-06-08T20:00:00Z");
	at.s = 7;
	assert_false(cal_instant_parse(slice_of("20260608T200000"), &at));
	assert_false(cal_instant_parse(slice_of("20260608"), &at));
	assert_false(cal_instant_parse(slice_of("20260631T200000Z"), &at));
	assert_false(cal_instant_parse(slice_of(" 20260608T200000Z"), &at));
	assert_false(cal_instant_parse(slice_of(""), &at));
	assert_int_equal(at.s, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_utc_time_is_read),
		WITH_OPERATION(a_time_in_a_zone_is_read),
		WITH_OPERATION(a_floating_time_is_read_in_the_calendars_zone),
		WITH_OPERATION(
			a_date_begins_with_the_day_in_the_calendars_zone),
		WITH_OPERATION(a_z_wins_over_a_tzid),
		WITH_OPERATION(a_leap_second_is_the_one_before_it),
		WITH_OPERATION(what_is_no_time_is_refused),
		WITH_OPERATION(times_outside_the_years_have_their_own_errors),
		WITH_OPERATION(a_failure_names_the_line),
		WITH_OPERATION(durations_are_read),
		WITH_OPERATION(
			a_duration_may_end_with_the_t_that_begins_its_hours),
		WITH_OPERATION(what_is_no_duration_is_refused),
		WITH_OPERATION(days_of_a_duration_keep_the_wall_time),
		WITH_OPERATION(a_sum_beyond_time_is_its_end),
		WITH_OPERATION(only_the_utc_form_is_an_instant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
