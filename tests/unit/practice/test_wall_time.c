#include "practice/wall_time.h"
#include "tests/unit/store/place_fixture.h"

#include "ical/zone.h"

static const struct practice toronto = { .zone = "America/Toronto" };
static const struct practice nowhere = { .zone = "Nowhere/At_All" };

static struct instant instant(const char *text)
{
	struct instant read;

	assert_true(instant_parse(text, &read));
	return read;
}

static struct wall wall(const char *text)
{
	struct wall read;

	assert_true(wall_parse(text, &read));
	return read;
}

static void days_reach_from_midnight_to_midnight_of_the_practice(void **state)
{
	struct span span = practice_days(&toronto, day_of(2026, 10, 31),
					 day_of(2026, 11, 1));

	(void)state;
	assert_int_equal(span.start.s, instant("2026-10-31T04:00:00Z").s);
	/* 49 hours: the clocks go back on 1 November */
	assert_int_equal(span.end.s, instant("2026-11-02T05:00:00Z").s);
}

static void a_day_is_what_the_practices_clocks_show(void **state)
{
	(void)state;
	assert_int_equal(
		practice_day(&toronto, instant("2026-06-09T03:59:59Z")).n,
		day_of(2026, 6, 8).n);
	assert_int_equal(
		practice_day(&toronto, instant("2026-06-09T04:00:00Z")).n,
		day_of(2026, 6, 9).n);
}

static void a_zone_that_is_no_longer_known_reads_as_utc(void **state)
{
	struct wall read;

	(void)state;
	assert_int_equal(
		practice_day(&nowhere, instant("2026-06-09T00:00:00Z")).n,
		day_of(2026, 6, 9).n);
	read = practice_instant_wall("Nowhere/At_All",
				     instant("2026-06-09T10:00:00Z"));
	assert_int_equal(wall_day(read).n, day_of(2026, 6, 9).n);
	assert_int_equal(read.hour, 10);
}

static void a_wall_time_is_of_the_practices_zone_where_none_is_told(void **s)
{
	struct instant read;

	(void)s;
	assert_true(practice_wall_instant(&toronto, NULL,
					  wall("2026-06-08T16:00"), &read));
	assert_int_equal(read.s, instant("2026-06-08T20:00:00Z").s);
	assert_true(practice_wall_instant(&toronto, "Europe/Paris",
					  wall("2026-06-08T16:00"), &read));
	assert_int_equal(read.s, instant("2026-06-08T14:00:00Z").s);
}

static void a_wall_time_of_no_known_zone_is_no_instant(void **state)
{
	struct instant read = instant("2026-01-01T00:00:00Z");
	const struct instant before = read;

	(void)state;
	assert_false(practice_wall_instant(&toronto, "Nowhere/At_All",
					   wall("2026-06-08T16:00"), &read));
	assert_int_equal(read.s, before.s);
}

/* S15 */
static void a_wall_time_that_is_skipped_moves_on_by_the_gap(void **state)
{
	struct instant read;

	(void)state;
	assert_true(practice_wall_instant(&toronto, NULL,
					  wall("2026-03-08T02:30"), &read));
	assert_int_equal(practice_instant_wall(toronto.zone, read).hour, 3);
	assert_int_equal(practice_instant_wall(toronto.zone, read).minute, 30);
}

static int zones(void **state)
{
	(void)state;
	cal_zone_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			days_reach_from_midnight_to_midnight_of_the_practice),
		cmocka_unit_test(a_day_is_what_the_practices_clocks_show),
		cmocka_unit_test(a_zone_that_is_no_longer_known_reads_as_utc),
		cmocka_unit_test(
			a_wall_time_is_of_the_practices_zone_where_none_is_told),
		cmocka_unit_test(a_wall_time_of_no_known_zone_is_no_instant),
		cmocka_unit_test(
			a_wall_time_that_is_skipped_moves_on_by_the_gap),
	};

	return cmocka_run_group_tests(tests, zones, NULL);
}
