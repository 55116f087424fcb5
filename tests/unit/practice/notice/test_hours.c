#include "tests/unit/practice/practice_fixture.h"

#include "practice/notice/hours.h"

static struct practice practice_of(int from, int to)
{
	return (struct practice){ .zone = CLINIC_ZONE,
				  .notice_from = from,
				  .notice_to = to };
}

static void next_is(const struct practice *practice, const char *at,
		    const char *expected)
{
	assert_int_equal(practice_notice_hour(practice, clinic_instant(at)).s,
			 clinic_instant(expected).s);
}

static void s44_notices_wait_for_the_practices_hours(void **s)
{
	struct practice practice = practice_of(7 * 60, 21 * 60);

	(void)s;
	next_is(&practice, "2026-06-08T14:00:00Z", "2026-06-08T14:00:00Z");
	next_is(&practice, "2026-06-08T11:00:00Z", "2026-06-08T11:00:00Z");
	next_is(&practice, "2026-06-08T10:59:59Z", "2026-06-08T11:00:00Z");
	next_is(&practice, "2026-06-09T00:59:59Z", "2026-06-09T00:59:59Z");
	next_is(&practice, "2026-06-09T01:00:00Z", "2026-06-09T11:00:00Z");
}

static void the_hours_go_by_the_wall_when_clocks_change(void **s)
{
	struct practice practice = practice_of(7 * 60, 21 * 60);

	(void)s;
	next_is(&practice, "2026-11-01T05:00:00Z", "2026-11-01T12:00:00Z");
	next_is(&practice, "2026-03-08T05:00:00Z", "2026-03-08T11:00:00Z");
}

static void hours_may_reach_over_midnight_or_be_the_whole_day(void **s)
{
	struct practice night = practice_of(20 * 60, 2 * 60);
	struct practice whole = practice_of(0, 0);

	(void)s;
	next_is(&night, "2026-06-09T05:00:00Z", "2026-06-09T05:00:00Z");
	next_is(&night, "2026-06-09T06:00:00Z", "2026-06-10T00:00:00Z");
	next_is(&whole, "2026-06-09T06:00:00Z", "2026-06-09T06:00:00Z");
}

static void what_is_today_or_before_the_morning_is_urgent(void **s)
{
	struct practice practice = practice_of(7 * 60, 21 * 60);
	struct instant late = clinic_instant("2026-06-09T02:00:00Z");

	(void)s;
	assert_true(practice_notice_urgent(
		&practice, clinic_instant("2026-06-08T12:00:00Z"), 180,
		clinic_instant("2026-06-08T20:00:00Z")));
	assert_false(practice_notice_urgent(
		&practice, clinic_instant("2026-06-08T12:00:00Z"), 180,
		clinic_instant("2026-06-09T20:00:00Z")));
	assert_true(practice_notice_urgent(
		&practice, late, 180, clinic_instant("2026-06-09T10:30:00Z")));
	assert_false(practice_notice_urgent(
		&practice, late, 180, clinic_instant("2026-06-09T14:00:00Z")));
}

static void what_waits_into_the_night_is_judged_by_when_it_goes(void **s)
{
	struct practice practice = practice_of(7 * 60, 21 * 60);
	/* Two minutes before the night; the session is at 6:30. */
	struct instant evening = clinic_instant("2026-06-09T00:58:00Z");
	struct instant dawn = clinic_instant("2026-06-09T10:30:00Z");

	(void)s;
	assert_true(practice_notice_urgent(&practice, evening, 180, dawn));
	assert_false(practice_notice_urgent(&practice, evening, 60, dawn));
	assert_false(
		practice_notice_urgent(&practice, evening, 180,
				       clinic_instant("2026-06-09T14:00:00Z")));
}

static void the_hours_that_ended_last_are_found(void **s)
{
	struct practice day = practice_of(7 * 60, 21 * 60);
	struct practice night = practice_of(20 * 60, 2 * 60);

	(void)s;
	assert_int_equal(practice_notice_hours_end(
				 &day, clinic_instant("2026-06-09T08:30:00Z"))
				 .s,
			 clinic_instant("2026-06-09T01:00:00Z").s);
	assert_int_equal(practice_notice_hours_end(
				 &day, clinic_instant("2026-06-10T02:00:00Z"))
				 .s,
			 clinic_instant("2026-06-10T01:00:00Z").s);
	assert_int_equal(practice_notice_hours_end(
				 &night, clinic_instant("2026-06-09T16:00:00Z"))
				 .s,
			 clinic_instant("2026-06-09T06:00:00Z").s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s44_notices_wait_for_the_practices_hours),
		cmocka_unit_test(the_hours_go_by_the_wall_when_clocks_change),
		cmocka_unit_test(
			hours_may_reach_over_midnight_or_be_the_whole_day),
		cmocka_unit_test(what_is_today_or_before_the_morning_is_urgent),
		cmocka_unit_test(
			what_waits_into_the_night_is_judged_by_when_it_goes),
		cmocka_unit_test(the_hours_that_ended_last_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
