#include "tests/unit/practice/scene.h"

#include "practice/when.h"

static const struct practice toronto = { .zone = SCENE_ZONE };
/* As a zone would be that the system's database lost. */
static const struct practice nowhere = { .zone = "Mars/Olympus" };

static struct wall wall(const char *text)
{
	struct wall read;

	assert_true(wall_parse(text, &read));
	return read;
}

static void check_span(const struct practice *practice, struct day from,
		       struct day to, const char *start, const char *end)
{
	struct span span = practice_days(practice, from, to);

	assert_int_equal(span.start.s, scene_instant(start).s);
	assert_int_equal(span.end.s, scene_instant(end).s);
}

static void
days_are_inclusive_and_those_of_the_practices_zone(UNUSED void **state)
{
	check_span(&toronto, day_of(2026, 6, 8), day_of(2026, 6, 9),
		   "2026-06-08T04:00:00Z", "2026-06-10T04:00:00Z");
	/* 25 hours: clocks go back. */
	check_span(&toronto, day_of(2026, 11, 1), day_of(2026, 11, 1),
		   "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z");
	check_span(&nowhere, day_of(2026, 6, 8), day_of(2026, 6, 8),
		   "2026-06-08T00:00:00Z", "2026-06-09T00:00:00Z");
}

static void the_day_is_what_the_practices_clocks_show(UNUSED void **state)
{
	struct instant late = scene_instant("2026-06-09T03:59:59Z");

	assert_int_equal(practice_day(&toronto, late).n, day_of(2026, 6, 8).n);
	late.s++;
	assert_int_equal(practice_day(&toronto, late).n, day_of(2026, 6, 9).n);
	assert_int_equal(practice_day(&nowhere, late).n, day_of(2026, 6, 9).n);
}

static void
a_wall_time_is_the_practices_unless_a_zone_is_named(UNUSED void **state)
{
	struct wall four = wall("2026-06-08T16:00");
	struct instant at;

	assert_true(practice_wall_instant(&toronto, NULL, four, &at));
	assert_int_equal(at.s, scene_instant("2026-06-08T20:00:00Z").s);
	assert_true(practice_wall_instant(&toronto, "Europe/Oslo", four, &at));
	assert_int_equal(at.s, scene_instant("2026-06-08T14:00:00Z").s);
}

static void a_wall_time_in_no_zone_is_refused(UNUSED void **state)
{
	struct instant at = { 42 };

	assert_false(practice_wall_instant(&toronto, "Mars/Olympus",
					   wall("2026-06-08T16:00"), &at));
	assert_int_equal(at.s, 42);
}

static void s15_a_wall_time_in_the_gap_moves_forward(UNUSED void **state)
{
	struct instant at;

	assert_true(practice_wall_instant(&toronto, NULL,
					  wall("2026-03-08T02:30"), &at));
	assert_int_equal(at.s, scene_instant("2026-03-08T07:30:00Z").s);
	/* And of two the first. */
	assert_true(practice_wall_instant(&toronto, NULL,
					  wall("2026-11-01T01:30"), &at));
	assert_int_equal(at.s, scene_instant("2026-11-01T05:30:00Z").s);
}

static void a_clock_of_an_unknown_zone_reads_as_utc(UNUSED void **state)
{
	struct instant at = scene_instant("2026-06-08T20:00:00Z");

	assert_int_equal(practice_instant_wall(SCENE_ZONE, at).hour, 16);
	assert_int_equal(practice_instant_wall("Mars/Olympus", at).hour, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			days_are_inclusive_and_those_of_the_practices_zone),
		cmocka_unit_test(the_day_is_what_the_practices_clocks_show),
		cmocka_unit_test(
			a_wall_time_is_the_practices_unless_a_zone_is_named),
		cmocka_unit_test(a_wall_time_in_no_zone_is_refused),
		cmocka_unit_test(s15_a_wall_time_in_the_gap_moves_forward),
		cmocka_unit_test(a_clock_of_an_unknown_zone_reads_as_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
