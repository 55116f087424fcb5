/* What rules cost, counted in steps of the walk: no rule may be a bomb. */
#include "recur_help.h"

static int64_t spent(const struct fixture *f)
{
	return CAL_WALK_BUDGET - f->walk.budget;
}

/* The first instance of the rule at or after `from`; steps it took. */
static int64_t steps_to(const char *rule, const char *start, const char *from,
			const char *expected)
{
	struct fixture f;
	struct wall wall;
	struct instant instant;
	int64_t steps;
	bool found;

	fixture_init(&f);
	fixture_walk(&f, rule, start, NULL);
	cal_walk_skip(&f.walk, wall_utc(wall_of(from)));
	found = cal_walk_next(&f.walk, &wall, &instant);
	assert_int_equal(found, expected != NULL);
	if (found)
		assert_string_equal(text_of(f.arena, wall, false), expected);
	steps = spent(&f);
	arena_free(f.arena);
	return steps;
}

static void rules_without_count_are_entered_anywhere_at_once(void **state)
{
	static const struct {
		const char *rule, *expected;
	} rows[] = {
		{ "FREQ=SECONDLY", "20260608T000000" },
		{ "FREQ=SECONDLY;INTERVAL=7", "20260608T000004" },
		{ "FREQ=MINUTELY", "20260608T000000" },
		{ "FREQ=HOURLY;INTERVAL=5", "20260608T030000" },
		{ "FREQ=DAILY", "20260608T090000" },
		{ "FREQ=DAILY;INTERVAL=3", "20260610T090000" },
		{ "FREQ=WEEKLY;BYDAY=TU,TH", "20260609T090000" },
		{ "FREQ=MONTHLY;BYDAY=-1FR", "20260626T090000" },
		{ "FREQ=YEARLY", "20270101T090000" },
		{ "FREQ=YEARLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYHOUR=0,1,2,3;"
		  "BYMINUTE=0,1,2,3,4,5,6,7;BYSECOND=0,1,2,3,4,5,6,7,8",
		  "20260608T000000" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_in_range(steps_to(rows[i].rule, "00010101T090000",
					 "20260608T000000", rows[i].expected),
				1, 10);
}

static void a_count_of_equal_periods_is_counted_at_once(void **state)
{
	(void)state;
	assert_in_range(steps_to("FREQ=SECONDLY;COUNT=999999999",
				 "20000101T000000", "20260608T000000",
				 "20260608T000000"),
			1, 10);
	assert_in_range(steps_to("FREQ=DAILY;COUNT=999999999",
				 "00010101T090000", "20260608T000000",
				 "20260608T090000"),
			1, 10);
	/* 10,000 days end on 2027-05-18. */
	assert_in_range(steps_to("FREQ=DAILY;COUNT=10000", "20000101T090000",
				 "20270518T000000", "20270518T090000"),
			1, 10);
	assert_in_range(steps_to("FREQ=DAILY;COUNT=10000", "20000101T090000",
				 "20270518T090001", NULL),
			1, 10);
	assert_in_range(steps_to("FREQ=WEEKLY;COUNT=5219;BYDAY=MO,TH",
				 "19700101T090000", "20200102T000000",
				 "20200102T090000"),
			1, 10);
	assert_in_range(steps_to("FREQ=WEEKLY;COUNT=5218;BYDAY=MO,TH",
				 "19700101T090000", "20200102T000000", NULL),
			1, 10);
}

static void ten_thousand_uneven_instances_are_counted_by_month(void **state)
{
	(void)state;
	assert_in_range(steps_to("FREQ=MONTHLY;COUNT=10000;BYDAY=MO,TU,WE",
				 "19700105T090000", "20260608T000000",
				 "20260608T090000"),
			1, 700);
}

static void
days_that_do_not_exist_end_by_the_budget_or_the_calendar(void **state)
{
	static const char *const rules[] = {
		"FREQ=SECONDLY;BYMONTHDAY=30;BYMONTH=2",
		"FREQ=MINUTELY;BYMONTHDAY=31;BYMONTH=4,6,9,11",
		"FREQ=HOURLY;BYMONTHDAY=30;BYMONTH=2",
		"FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2",
		"FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2",
		"FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2",
		"FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12",
		"FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1",
		"FREQ=WEEKLY;BYDAY=MO;BYHOUR=1;BYSETPOS=2",
		"FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1",
		"FREQ=SECONDLY;INTERVAL=86400;BYHOUR=5",
		"FREQ=HOURLY;INTERVAL=2147483647;BYHOUR=23",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		struct fixture f;
		struct wall wall;
		struct instant instant;

		fixture_init(&f);
		fixture_walk(&f, rules[i], "20260608T080000", NULL);
		assert_true(cal_walk_next(&f.walk, &wall, &instant));
		assert_false(cal_walk_next(&f.walk, &wall, &instant));
		assert_true(f.walk.budget >= 0);
		assert_in_range(spent(&f), 1, CAL_WALK_BUDGET);
		assert_false(cal_walk_next(&f.walk, &wall, &instant));
		arena_free(f.arena);
	}
}

/* Rules that were made to cost: what cannot come, lists as long as they may
 * be, and counts that are far to count. From the year 1 each is followed to
 * its end, or entered in the year 9998. */
static const char *const bombs[] = {
	"FREQ=HOURLY;BYMONTHDAY=30;BYMONTH=2",
	"FREQ=MINUTELY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11",
	"FREQ=SECONDLY;INTERVAL=86400;BYHOUR=5",
	"FREQ=SECONDLY;INTERVAL=86400;BYHOUR=5;COUNT=10",
	"FREQ=MINUTELY;INTERVAL=1440;BYHOUR=5;BYSECOND=0",
	"FREQ=SECONDLY;BYMINUTE=59;BYHOUR=23;BYYEARDAY=366;BYMONTH=1",
	"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=10000",
	"FREQ=DAILY;BYMONTH=1;COUNT=999999999",
	"FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2;COUNT=999999999",
	"FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO,-5TU;COUNT=999999999",
	"FREQ=YEARLY;BYYEARDAY=366;BYMONTHDAY=30;BYDAY=MO",
	"FREQ=YEARLY;BYYEARDAY=366;BYMONTHDAY=30;BYDAY=MO;COUNT=999999999",
	"FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=999999999",
	"FREQ=YEARLY;BYDAY=53MO;BYSETPOS=366,-366;COUNT=999999999",
	"RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;BYMONTHDAY=31;BYDAY=2MO;"
	"COUNT=999999999",
	"FREQ=DAILY;COUNT=999999999;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,"
	"15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5,6,7,8,9;"
	"BYSECOND=0,1,2,3,4,5,6,7,8,9;BYSETPOS=1,-1",
};

/* Days that a walk from the start looked at. */
static int64_t days_looked_at(const struct fixture *f)
{
	int64_t periods =
		(f->walk.period - f->walk.first_period) / f->rule.interval;

	switch (f->rule.frequency) {
	case CAL_YEARLY:
		return periods * 366;
	case CAL_MONTHLY:
		return periods * 31;
	case CAL_WEEKLY:
		return periods * 7;
	case CAL_DAILY:
		return periods;
	case CAL_SECONDLY:
	case CAL_MINUTELY:
	case CAL_HOURLY:
		break;
	}
	return spent(f);
}

static void no_rule_is_a_bomb(void **state)
{
	static const char *const far[] = { "00010101T080001",
					   "99980101T000000" };

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_SIZE(bombs); i++) {
		struct instant instant;
		struct wall wall;
		struct fixture f;
		int64_t given = 0;

		fixture_init(&f);
		fixture_walk(&f, bombs[i / 2], "00010101T080000", NULL);
		cal_walk_skip(&f.walk, wall_utc(wall_of(far[i % 2])));
		while (given < 2000 && cal_walk_next(&f.walk, &wall, &instant))
			given++;
		assert_in_range(spent(&f), 1, CAL_WALK_BUDGET);
		if (i % 2 == 0)
			assert_in_range(days_looked_at(&f), 1, 750000);
		arena_free(f.arena);
	}
}

static void an_end_soon_stops_a_barren_search_soon(void **state)
{
	(void)state;
	assert_in_range(steps_to("FREQ=SECONDLY;BYMONTHDAY=30;BYMONTH=2;"
				 "UNTIL=20260701T000000Z",
				 "20260608T080000", "20260608T080001", NULL),
			1, 60);
}

static void a_walk_says_that_its_budget_ended_it(void **state)
{
	struct fixture f;
	struct wall wall;
	struct instant instant;
	int count = 0;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=SECONDLY", "20260608T080000", NULL);
	f.walk.budget = 1000;
	while (cal_walk_next(&f.walk, &wall, &instant))
		count++;
	assert_true(f.walk.exhausted);
	assert_in_range(count, 400, 1000);
	fixture_walk(&f, "FREQ=SECONDLY;COUNT=10", "20260608T080000", NULL);
	while (cal_walk_next(&f.walk, &wall, &instant))
		;
	assert_false(f.walk.exhausted);
	arena_free(f.arena);
}

static void time_ends_with_the_year_9999(void **state)
{
	struct fixture f;
	struct wall wall = { 0 };
	struct instant instant;
	int count = 0;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=DAILY", "99991230T080000", NULL);
	while (cal_walk_next(&f.walk, &wall, &instant))
		count++;
	assert_int_equal(count, 2);
	assert_false(f.walk.exhausted);
	arena_free(f.arena);
	assert_in_range(steps_to("FREQ=DAILY;INTERVAL=2147483647",
				 "20260608T080000", "20260609T000000", NULL),
			0, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			rules_without_count_are_entered_anywhere_at_once),
		cmocka_unit_test(a_count_of_equal_periods_is_counted_at_once),
		cmocka_unit_test(
			ten_thousand_uneven_instances_are_counted_by_month),
		cmocka_unit_test(
			days_that_do_not_exist_end_by_the_budget_or_the_calendar),
		cmocka_unit_test(no_rule_is_a_bomb),
		cmocka_unit_test(an_end_soon_stops_a_barren_search_soon),
		cmocka_unit_test(a_walk_says_that_its_budget_ended_it),
		cmocka_unit_test(time_ends_with_the_year_9999),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
