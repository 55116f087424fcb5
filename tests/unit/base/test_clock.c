#include "base/clock.h"

#include "tests/unit/base/arena_fixture.h"

static struct wall wall(int year, int month, int day, int hour, int minute,
			int second)
{
	return (struct wall){ year,         (int8_t)month,  (int8_t)day,
			      (int8_t)hour, (int8_t)minute, (int8_t)second };
}

/* Walks four centuries by the rules as a calendar prints them. */
static void each_day_of_four_centuries_follows_the_last(UNUSED void **state)
{
	struct day day = day_of(1799, 12, 31);
	enum weekday weekday = TUESDAY; /* 1799-12-31 */

	for (int year = 1800; year < 2200; year++) {
		int in_year = 0;

		for (int month = 1; month <= 12; month++) {
			for (int d = 1; d <= days_in_month(year, month); d++) {
				struct day next = day_of(year, month, d);
				struct wall back = day_wall(next);

				weekday = (weekday + 1) % 7;
				in_year++;
				assert_int_equal(next.n, day.n + 1);
				assert_int_equal(back.year, year);
				assert_int_equal(back.month, month);
				assert_int_equal(back.day, d);
				assert_int_equal(day_weekday(next), weekday);
				assert_int_equal(day_of_year(next), in_year);
				day = next;
			}
		}
		assert_int_equal(in_year, year_is_leap(year) ? 366 : 365);
	}
}

static void known_days_have_their_numbers(UNUSED void **state)
{
	assert_int_equal(day_of(1970, 1, 1).n, 0);
	assert_int_equal(day_of(1969, 12, 31).n, -1);
	assert_int_equal(day_of(2000, 3, 1).n, 11017);
	assert_int_equal(day_of(1, 1, 1).n, -719162);
	assert_int_equal(day_of(9999, 12, 31).n, 2932896);
	assert_int_equal(day_weekday(day_of(2026, 6, 8)), MONDAY);
	assert_int_equal(day_weekday(day_of(1, 1, 1)), MONDAY);
	assert_int_equal(day_weekday(day_of(1969, 12, 29)), MONDAY);
}

static void leap_years_follow_the_century_rule(UNUSED void **state)
{
	assert_true(year_is_leap(2000));
	assert_true(year_is_leap(2024));
	assert_false(year_is_leap(1900));
	assert_false(year_is_leap(2100));
	assert_false(year_is_leap(2026));
	assert_int_equal(days_in_month(2024, 2), 29);
	assert_int_equal(days_in_month(2100, 2), 28);
}

static void days_and_months_out_of_range_count_on(UNUSED void **state)
{
	assert_int_equal(day_of(2026, 13, 1).n, day_of(2027, 1, 1).n);
	assert_int_equal(day_of(2026, 0, 31).n, day_of(2025, 12, 31).n);
	assert_int_equal(day_of(2026, -11, 1).n, day_of(2025, 1, 1).n);
	assert_int_equal(day_of(2024, 3, 0).n, day_of(2024, 2, 29).n);
	assert_int_equal(day_of(2026, 1, 366).n, day_of(2027, 1, 1).n);
}

static void wall_time_goes_to_utc_and_back(UNUSED void **state)
{
	static const int64_t instants[] = { 0,
					    -1,
					    1,
					    86399,
					    -86400,
					    -86401,
					    1780948800,
					    INT64_C(-62135596800),
					    INT64_C(253402300799) };

	for (size_t i = 0; i < ARRAY_SIZE(instants); i++) {
		struct wall w = instant_wall((struct instant){ instants[i] });

		assert_true(wall_valid(w));
		assert_true(wall_utc(w).s == instants[i]);
	}
	assert_true(wall_utc(wall(2026, 6, 8, 20, 0, 0)).s == 1780948800);
	assert_int_equal(wall_utc(wall(2016, 12, 31, 23, 59, 60)).s,
			 wall_utc(wall(2016, 12, 31, 23, 59, 59)).s);
}

static void the_ends_of_time_are_years_1_and_9999(UNUSED void **state)
{
	struct wall first = instant_wall(INSTANT_MIN);
	struct wall last = instant_wall(INSTANT_MAX);

	assert_int_equal(first.year, 1);
	assert_int_equal(first.month * 100 + first.day, 101);
	assert_int_equal(last.year, 9999);
	assert_int_equal(last.second, 59);
}

static void impossible_wall_times_are_told(UNUSED void **state)
{
	assert_true(wall_valid(wall(2024, 2, 29, 23, 59, 60)));
	assert_false(wall_valid(wall(2026, 2, 29, 0, 0, 0)));
	assert_false(wall_valid(wall(0, 1, 1, 0, 0, 0)));
	assert_false(wall_valid(wall(10000, 1, 1, 0, 0, 0)));
	assert_false(wall_valid(wall(2026, 0, 1, 0, 0, 0)));
	assert_false(wall_valid(wall(2026, 13, 1, 0, 0, 0)));
	assert_false(wall_valid(wall(2026, 4, 31, 0, 0, 0)));
	assert_false(wall_valid(wall(2026, 4, 0, 0, 0, 0)));
	assert_false(wall_valid(wall(2026, 4, 1, 24, 0, 0)));
	assert_false(wall_valid(wall(2026, 4, 1, 0, 60, 0)));
	assert_false(wall_valid(wall(2026, 4, 1, 0, 0, 61)));
	assert_false(wall_valid(wall(2026, 4, 1, -1, 0, 0)));
}

static void spans_that_only_touch_do_not_overlap(UNUSED void **state)
{
	struct span first = { { 100 }, { 200 } };

	assert_true(span_overlaps(first, (struct span){ { 199 }, { 300 } }));
	assert_true(span_overlaps(first, (struct span){ { 0 }, { 101 } }));
	assert_true(span_overlaps(first, (struct span){ { 120 }, { 130 } }));
	assert_true(span_overlaps(first, first));
	assert_false(span_overlaps(first, (struct span){ { 200 }, { 300 } }));
	assert_false(span_overlaps(first, (struct span){ { 0 }, { 100 } }));
}

static void times_are_written_in_each_form(void **state)
{
	struct instant at = { 1780948800 };

	assert_string_equal(instant_text(*state, at), "2026-06-08T20:00:00Z");
	assert_string_equal(instant_basic(*state, at), "20260608T200000Z");
	assert_string_equal(instant_http(*state, at),
			    "Mon, 08 Jun 2026 20:00:00 GMT");
	assert_string_equal(instant_text(*state, INSTANT_MIN),
			    "0001-01-01T00:00:00Z");
	assert_string_equal(day_text(*state, day_of(2026, 6, 8)), "2026-06-08");
	assert_string_equal(wall_text(*state, wall(2026, 6, 8, 16, 0, 0)),
			    "2026-06-08T16:00");
	assert_string_equal(wall_text(*state, wall(2026, 6, 8, 16, 0, 5)),
			    "2026-06-08T16:00:05");
}

static void what_is_written_can_be_read(void **state)
{
	for (int64_t s = -5000000000; s < 9000000000; s += 123456789) {
		struct instant in = { s }, out = { 0 };
		struct wall w = instant_wall(in), w2;
		struct day d;

		assert_true(instant_parse(instant_text(*state, in), &out));
		assert_true(out.s == s);
		out.s = 0;
		assert_true(instant_http_parse(instant_http(*state, in), &out));
		assert_true(out.s == s);
		assert_true(wall_parse(wall_text(*state, w), &w2));
		assert_true(wall_utc(w2).s == s);
		assert_true(day_parse(day_text(*state, wall_day(w)), &d));
		assert_int_equal(d.n, wall_day(w).n);
	}
}

static void wrong_instants_are_refused(UNUSED void **state)
{
	static const char *const wrong[] = {
		"",
		"2026-06-08T20:00:00",
		"2026-06-08T20:00Z",
		"2026-06-08 20:00:00Z",
		"2026-6-08T20:00:00Z",
		"2026-06-08T20:00:00ZZ",
		"2026-06-08T24:00:00Z",
		"2026-02-30T20:00:00Z",
		"0000-01-01T00:00:00Z",
		"+026-01-01T00:00:00Z",
		"2026-06-08T20:00:00+00:00",
		"2026-06-08T20:-1:00Z",
		" 2026-06-08T20:00:00Z",
	};
	struct instant at = { 7 };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (instant_parse(wrong[i], &at))
			fail_msg("'%s' was read", wrong[i]);
	}
	assert_int_equal(at.s, 7);
}

static void wrong_http_dates_are_refused(UNUSED void **state)
{
	static const char *const wrong[] = {
		"",
		"Tue, 08 Jun 2026 20:00:00 GMT", /* it is a Monday */
		"Mon, 8 Jun 2026 20:00:00 GMT",
		"Mon, 08 Jux 2026 20:00:00 GMT",
		"Mon, 08 Jun 2026 20:00:00 UTC",
		"Mon, 08 Jun 2026 20:00:00",
		"Mon, 08 Jun 2026 20:00:00 GMT ",
		"mon, 08 Jun 2026 20:00:00 GMT",
		"Monday, 08-Jun-26 20:00:00 GMT",
	};
	struct instant at = { 7 };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (instant_http_parse(wrong[i], &at))
			fail_msg("'%s' was read", wrong[i]);
	}
	assert_int_equal(at.s, 7);
}

static void wrong_days_and_wall_times_are_refused(UNUSED void **state)
{
	struct day day = { 7 };
	struct wall w = { .year = 7 };

	assert_false(day_parse("2026-06-31", &day));
	assert_false(day_parse("2026-06-08T00:00", &day));
	assert_false(day_parse("20260608", &day));
	assert_false(day_parse("2026-06-0", &day));
	assert_int_equal(day.n, 7);
	assert_false(wall_parse("2026-06-08", &w));
	assert_false(wall_parse("2026-06-08T16", &w));
	assert_false(wall_parse("2026-06-08T16:00Z", &w));
	assert_false(wall_parse("2026-06-08T16:00:", &w));
	assert_false(wall_parse("2026-06-08T16:0x", &w));
	assert_int_equal(w.year, 7);
}

static void the_clock_can_start_elsewhere(UNUSED void **state)
{
	struct instant real = clock_now();
	struct instant elsewhere = { 1780948800 };

	assert_true(clock_ticks() <= clock_ticks());
	clock_start_at(elsewhere);
	assert_in_range(clock_now().s - elsewhere.s, 0, 5);
	clock_start_at(real);
	assert_in_range(clock_now().s - real.s, 0, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(each_day_of_four_centuries_follows_the_last),
		WITH_ARENA(known_days_have_their_numbers),
		WITH_ARENA(leap_years_follow_the_century_rule),
		WITH_ARENA(days_and_months_out_of_range_count_on),
		WITH_ARENA(wall_time_goes_to_utc_and_back),
		WITH_ARENA(the_ends_of_time_are_years_1_and_9999),
		WITH_ARENA(impossible_wall_times_are_told),
		WITH_ARENA(spans_that_only_touch_do_not_overlap),
		WITH_ARENA(times_are_written_in_each_form),
		WITH_ARENA(what_is_written_can_be_read),
		WITH_ARENA(wrong_instants_are_refused),
		WITH_ARENA(wrong_http_dates_are_refused),
		WITH_ARENA(wrong_days_and_wall_times_are_refused),
		WITH_ARENA(the_clock_can_start_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
