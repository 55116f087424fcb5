/* The rules of RFC 5545 3.8.5.3, and what makes a rule dangerous. */
#include "recur_help.h"

static const struct example daily[] = {
	{ "19970902T090000", "FREQ=DAILY;COUNT=10",
	  "19970902 19970903 19970904 19970905 19970906 19970907 19970908 "
	  "19970909 19970910 19970911" },
	{ "19970902T090000", "FREQ=DAILY;INTERVAL=2",
	  "19970902 19970904 19970906 19970908 19970910 19970912 19970914 "
	  "19970916 19970918 19970920 19970922 19970924 19970926 19970928 "
	  "19970930 19971002 ..." },
	{ "19970902T090000", "FREQ=DAILY;INTERVAL=10;COUNT=5",
	  "19970902 19970912 19970922 19971002 19971012" },
};

static const struct example weekly[] = {
	{ "19970902T090000", "FREQ=WEEKLY;COUNT=10",
	  "19970902 19970909 19970916 19970923 19970930 19971007 19971014 "
	  "19971021 19971028 19971104" },
	{ "19970902T090000", "FREQ=WEEKLY;UNTIL=19971224T000000Z",
	  "19970902 19970909 19970916 19970923 19970930 19971007 19971014 "
	  "19971021 19971028 19971104 19971111 19971118 19971125 19971202 "
	  "19971209 19971216 19971223" },
	{ "19970902T090000", "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
	  "19970902 19970916 19970930 19971014 19971028 19971111 19971125 "
	  "19971209 19971223 19980106 19980120 19980203 19980217 ..." },
	{ "19970902T090000",
	  "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
	  "19970902 19970904 19970909 19970911 19970916 19970918 19970923 "
	  "19970925 19970930 19971002" },
	{ "19970902T090000", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
	  "19970902 19970904 19970909 19970911 19970916 19970918 19970923 "
	  "19970925 19970930 19971002" },
	{ "19970901T090000",
	  "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;"
	  "BYDAY=MO,WE,FR",
	  "19970901 19970903 19970905 19970915 19970917 19970919 19970929 "
	  "19971001 19971003 19971013 19971015 19971017 19971027 19971029 "
	  "19971031 19971110 19971112 19971114 19971124 19971126 19971128 "
	  "19971208 19971210 19971212 19971222" },
	{ "19970902T090000",
	  "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
	  "19970902 19970904 19970916 19970918 19970930 19971002 19971014 "
	  "19971016" },
	{ "19970805T090000",
	  "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
	  "19970805 19970810 19970819 19970824" },
	{ "19970805T090000",
	  "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
	  "19970805 19970817 19970819 19970831" },
};

static const struct example monthly[] = {
	{ "19970905T090000", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
	  "19970905 19971003 19971107 19971205 19980102 19980206 19980306 "
	  "19980403 19980501 19980605" },
	{ "19970905T090000", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
	  "19970905 19971003 19971107 19971205" },
	{ "19970907T090000", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
	  "19970907 19970928 19971102 19971130 19980104 19980125 19980301 "
	  "19980329 19980503 19980531" },
	{ "19970922T090000", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
	  "19970922 19971020 19971117 19971222 19980119 19980216" },
	{ "19970928T090000", "FREQ=MONTHLY;BYMONTHDAY=-3",
	  "19970928 19971029 19971128 19971229 19980129 19980226 ..." },
	{ "19970902T090000", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
	  "19970902 19970915 19971002 19971015 19971102 19971115 19971202 "
	  "19971215 19980102 19980115" },
	{ "19970930T090000", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
	  "19970930 19971001 19971031 19971101 19971130 19971201 19971231 "
	  "19980101 19980131 19980201" },
	{ "19970910T090000",
	  "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
	  "19970910 19970911 19970912 19970913 19970914 19970915 19990310 "
	  "19990311 19990312 19990313" },
	{ "19970902T090000", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
	  "19970902 19970909 19970916 19970923 19970930 19971104 19971111 "
	  "19971118 19971125 19980106 19980113 19980120 19980127 19980303 "
	  "19980310 19980317 19980324 19980331 ..." },
	/* The RFC takes its start away by EXDATE. */
	{ "19970902T090000", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
	  "19970902 19980213 19980313 19981113 19990813 20001013 ..." },
	{ "19970913T090000",
	  "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
	  "19970913 19971011 19971108 19971213 19980110 19980207 19980307 "
	  "19980411 19980509 19980613 ..." },
	{ "19970904T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
	  "19970904 19971007 19971106" },
	{ "19970929T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
	  "19970929 19971030 19971127 19971230 19980129 19980226 19980330 "
	  "..." },
	{ "20070115T090000", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
	  "20070115 20070130 20070215 20070315 20070330" },
};

static const struct example yearly[] = {
	{ "19970610T090000", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
	  "19970610 19970710 19980610 19980710 19990610 19990710 20000610 "
	  "20000710 20010610 20010710" },
	{ "19970310T090000", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
	  "19970310 19990110 19990210 19990310 20010110 20010210 20010310 "
	  "20030110 20030210 20030310" },
	{ "19970101T090000",
	  "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
	  "19970101 19970410 19970719 20000101 20000409 20000718 20030101 "
	  "20030410 20030719 20060101" },
	{ "19970519T090000", "FREQ=YEARLY;BYDAY=20MO",
	  "19970519 19980518 19990517 ..." },
	{ "19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
	  "19970512 19980511 19990517 ..." },
	{ "19970313T090000", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
	  "19970313 19970320 19970327 19980305 19980312 19980319 19980326 "
	  "19990304 19990311 19990318 19990325 ..." },
	{ "19970605T090000", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
	  "19970605 19970612 19970619 19970626 19970703 19970710 19970717 "
	  "19970724 19970731 19970807 19970814 19970821 19970828 19980604 "
	  "19980611 19980618 19980625 19980702 19980709 19980716 19980723 "
	  "19980730 19980806 19980813 19980820 19980827 19990603 ..." },
	{ "19961105T090000",
	  "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;"
	  "BYMONTHDAY=2,3,4,5,6,7,8",
	  "19961105 20001107 20041102 ..." },
};

static const struct example below_daily[] = {
	/* The RFC's UNTIL is 17:00 on the wall (erratum 3883). */
	{ "19970902T090000", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z",
	  "19970902T090000 19970902T120000 19970902T150000" },
	{ "19970902T090000", "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
	  "19970902T090000 19970902T091500 19970902T093000 19970902T094500 "
	  "19970902T100000 19970902T101500" },
	{ "19970902T090000", "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
	  "19970902T090000 19970902T103000 19970902T120000 "
	  "19970902T133000" },
};

/* RFC 7529 5, and what follows of 4.1. */
static const struct example moved[] = {
	{ "20140131T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;COUNT=4",
	  "20140131 20140301 20140331 20140501" },
	{ "20140131T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=4",
	  "20140131 20140228 20140331 20140430" },
	{ "20140131T090000", "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;COUNT=4",
	  "20140131 20140331 20140531 20140731" },
	{ "20120229T090000", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD",
	  "20120229 20130301 20140301 20150301 20160229 20170301 ..." },
	{ "20120229T090000", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD",
	  "20120229 20130228 20140228 20150228 20160229 20170228 ..." },
	{ "20140101T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=1,30,31;SKIP=FORWARD",
	  "20140101 20140130 20140131 20140201 20140301 20140330 20140331 "
	  "20140401 20140430 20140501 20140530 ..." },
	{ "20140101T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=1,30,31;SKIP=FORWARD;"
	  "COUNT=6",
	  "20140101 20140130 20140131 20140201 20140301 20140330" },
	{ "20140101T090000",
	  "RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTHDAY=1,31;BYMONTH=1,2,3,4,5;"
	  "SKIP=FORWARD",
	  "20140101 20140131 20140201 20140301 20140331 20140401 20140501 "
	  "20140531 20150101 ..." },
	{ "20140131T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=30,31;"
	  "SKIP=BACKWARD",
	  "20140131 20140330 20140331 20140530 20140531 20140730 20140731 "
	  "20140930 20141130 20150130 ..." },
	/* BYDAY limits what came forward; BYSETPOS picks after that. */
	{ "20140131T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=FR,SA;"
	  "SKIP=FORWARD;COUNT=4",
	  "20140131 20140301 20140531 20141031" },
	{ "20140131T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=28,31;BYSETPOS=-1;"
	  "SKIP=FORWARD;COUNT=4",
	  "20140131 20140301 20140331 20140501" },
	/* Days that are counted from the end of a month without them. */
	{ "20150101T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=-31;SKIP=FORWARD;COUNT=6",
	  "20150101 20150201 20150301 20150401 20150501 20150601" },
	{ "20150101T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=-31;SKIP=BACKWARD;COUNT=6",
	  "20150101 20150131 20150301 20150331 20150501 20150531" },
	{ "20150131T090000",
	  "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=-31,-1;SKIP=BACKWARD;"
	  "COUNT=6",
	  "20150131 20150228 20150301 20150331 20150430 20150501" },
	{ "20150131T090000",
	  "RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTH=1,2,3;BYMONTHDAY=-31,-1;"
	  "SKIP=BACKWARD",
	  "20150131 20150228 20150301 20150331 20160101 20160131 20160229 "
	  "20160301 ..." },
	/* The last day of a leap year, in others. */
	{ "20121231T090000",
	  "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD;COUNT=5",
	  "20121231 20140101 20150101 20160101 20161231" },
	{ "20121231T090000",
	  "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=366;SKIP=BACKWARD",
	  "20121231 20131231 20141231 20151231 20161231 ..." },
	{ "20120101T090000",
	  "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=-366;SKIP=FORWARD",
	  "20120101 20130101 20140101 20150101 20160101 ..." },
	{ "20120101T090000",
	  "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=-366;SKIP=BACKWARD;COUNT=5",
	  "20120101 20121231 20131231 20141231 20160101" },
	/* Where BYMONTHDAY only limits, there is nothing to move. */
	{ "20140131T090000",
	  "RSCALE=GREGORIAN;FREQ=DAILY;BYMONTHDAY=31;SKIP=BACKWARD;COUNT=3",
	  "20140131 20140331 20140531" },
};

static void daily_examples_of_the_rfc(void **state)
{
	(void)state;
	check_examples(daily, ARRAY_SIZE(daily));
}

static void weekly_examples_of_the_rfc(void **state)
{
	(void)state;
	check_examples(weekly, ARRAY_SIZE(weekly));
}

static void monthly_examples_of_the_rfc(void **state)
{
	(void)state;
	check_examples(monthly, ARRAY_SIZE(monthly));
}

static void yearly_examples_of_the_rfc(void **state)
{
	(void)state;
	check_examples(yearly, ARRAY_SIZE(yearly));
}

static void hourly_and_shorter_examples_of_the_rfc(void **state)
{
	(void)state;
	check_examples(below_daily, ARRAY_SIZE(below_daily));
}

static void days_that_a_month_lacks_go_where_skip_says(void **state)
{
	(void)state;
	check_examples(moved, ARRAY_SIZE(moved));
}

/* From each instance and from just before it, a walk goes on as without. */
static void skipping_finds_the_days_that_moved(void **state)
{
	enum { SOME = 24 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(moved); i++) {
		struct instant all[SOME], at;
		struct wall wall;
		struct fixture f;
		size_t count = 0;

		fixture_init(&f);
		fixture_walk(&f, moved[i].rule, moved[i].start, NULL);
		while (count < SOME &&
		       cal_walk_next(&f.walk, &wall, &all[count]))
			count++;
		for (size_t k = 0; k < 2 * count; k++) {
			struct instant from = { all[k / 2].s - k % 2 };

			fixture_walk(&f, moved[i].rule, moved[i].start, NULL);
			cal_walk_skip(&f.walk, from);
			for (size_t n = k / 2; n < count; n++) {
				assert_true(cal_walk_next(&f.walk, &wall, &at));
				assert_true(at.s == all[n].s);
			}
			assert_true(count == SOME ||
				    !cal_walk_next(&f.walk, &wall, &at));
		}
		arena_free(f.arena);
	}
}

/* Walks to the end; returns how many, and the last. */
static int walk_all(struct fixture *f, struct wall *last)
{
	struct instant instant;
	int count = 0;

	while (cal_walk_next(&f->walk, last, &instant))
		count++;
	return count;
}

static void every_day_until_christmas_eve_is_113_days(void **state)
{
	struct fixture f;
	struct wall last;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=DAILY;UNTIL=19971224T000000Z", "19970902T090000",
		     "America/New_York");
	assert_int_equal(walk_all(&f, &last), 113);
	assert_string_equal(text_of(f.arena, last, false), "19971223T090000");
	arena_free(f.arena);
}

static void every_day_of_three_januaries_by_two_rules(void **state)
{
	static const char *const rules[] = {
		"FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;"
		"BYDAY=SU,MO,TU,WE,TH,FR,SA",
		"FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
	};
	struct fixture f;
	struct wall last;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		fixture_init(&f);
		fixture_walk(&f, rules[i], "19980101T090000",
			     "America/New_York");
		assert_int_equal(walk_all(&f, &last), 93);
		assert_string_equal(text_of(f.arena, last, false),
				    "20000131T090000");
		arena_free(f.arena);
	}
}

static void every_20_minutes_of_a_working_day_by_two_rules(void **state)
{
	static const char *const rules[] = {
		"FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
		"FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
	};
	struct fixture f;
	struct wall wall;
	struct instant instant;

	(void)state;
	for (size_t k = 0; k < ARRAY_SIZE(rules); k++) {
		fixture_init(&f);
		fixture_walk(&f, rules[k], "19970902T090000", NULL);
		for (int i = 0; i < 72; i++) {
			assert_true(cal_walk_next(&f.walk, &wall, &instant));
			assert_int_equal(wall.day, 2 + i / 24);
			assert_int_equal(wall.hour, 9 + i % 24 / 3);
			assert_int_equal(wall.minute, i % 3 * 20);
		}
		arena_free(f.arena);
	}
}

static void wall_time_is_kept_across_the_end_of_summer_time(void **state)
{
	struct fixture f;
	struct wall wall;
	struct instant instant;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=WEEKLY;COUNT=2", "20261026T160000",
		     "America/Toronto");
	assert_true(cal_walk_next(&f.walk, &wall, &instant));
	assert_string_equal(instant_basic(f.arena, instant),
			    "20261026T200000Z");
	assert_true(cal_walk_next(&f.walk, &wall, &instant));
	assert_int_equal(wall.hour, 16);
	assert_string_equal(instant_basic(f.arena, instant),
			    "20261102T210000Z");
	arena_free(f.arena);
}

static void a_time_that_does_not_exist_moves_by_the_gap(void **state)
{
	struct fixture f;
	struct wall wall;
	struct instant instant;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=DAILY;COUNT=3", "20260307T023000",
		     "America/Toronto");
	assert_true(cal_walk_next(&f.walk, &wall, &instant));
	assert_true(cal_walk_next(&f.walk, &wall, &instant));
	assert_string_equal(text_of(f.arena, wall, false), "20260308T023000");
	assert_string_equal(instant_basic(f.arena, instant),
			    "20260308T073000Z"); /* 03:30 EDT */
	assert_true(cal_walk_next(&f.walk, &wall, &instant));
	assert_string_equal(instant_basic(f.arena, instant),
			    "20260309T063000Z");
	arena_free(f.arena);
}

static void skipping_finds_a_time_that_the_gap_moved(void **state)
{
	struct fixture f;
	struct wall wall;
	struct instant instant;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=DAILY", "20200307T023000", "America/Toronto");
	/* 03:15 EDT: 02:30 has become 03:30 and is still to come. */
	cal_walk_skip(&f.walk, wall_utc(wall_of("20260308T071500")));
	assert_true(cal_walk_next(&f.walk, &wall, &instant));
	assert_string_equal(text_of(f.arena, wall, false), "20260308T023000");
	arena_free(f.arena);
}

static void a_date_rule_walks_days_and_ignores_hours(void **state)
{
	struct fixture f;
	struct wall wall;
	struct instant instant;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=DAILY;BYHOUR=9,10;COUNT=2", "20260608", NULL);
	assert_true(cal_walk_next(&f.walk, &wall, &instant));
	assert_true(cal_walk_next(&f.walk, &wall, &instant));
	assert_string_equal(text_of(f.arena, wall, false), "20260609T000000");
	assert_false(cal_walk_next(&f.walk, &wall, &instant));
	arena_free(f.arena);
}

static void until_as_a_date_holds_that_whole_day(void **state)
{
	struct fixture f;
	struct wall last;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=DAILY;UNTIL=20260610", "20260608", NULL);
	assert_int_equal(walk_all(&f, &last), 3);
	/* Not by the RFC, but programs write it. */
	fixture_walk(&f, "FREQ=DAILY;UNTIL=20260610", "20260608T230000",
		     "America/Toronto");
	assert_int_equal(walk_all(&f, &last), 3);
	fixture_walk(&f, "FREQ=DAILY;UNTIL=20260610T000000Z", "20260608", NULL);
	assert_int_equal(walk_all(&f, &last), 3);
	arena_free(f.arena);
}

static void until_is_compared_in_utc(void **state)
{
	struct fixture f;
	struct wall last;

	(void)state;
	fixture_init(&f);
	fixture_walk(&f, "FREQ=DAILY;UNTIL=20260610T195959Z", "20260608T160000",
		     "America/Toronto");
	assert_int_equal(walk_all(&f, &last), 2);
	fixture_walk(&f, "FREQ=DAILY;UNTIL=20260610T200000Z", "20260608T160000",
		     "America/Toronto");
	assert_int_equal(walk_all(&f, &last), 3);
	arena_free(f.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(daily_examples_of_the_rfc),
		cmocka_unit_test(weekly_examples_of_the_rfc),
		cmocka_unit_test(monthly_examples_of_the_rfc),
		cmocka_unit_test(yearly_examples_of_the_rfc),
		cmocka_unit_test(hourly_and_shorter_examples_of_the_rfc),
		cmocka_unit_test(days_that_a_month_lacks_go_where_skip_says),
		cmocka_unit_test(skipping_finds_the_days_that_moved),
		cmocka_unit_test(every_day_until_christmas_eve_is_113_days),
		cmocka_unit_test(every_day_of_three_januaries_by_two_rules),
		cmocka_unit_test(
			every_20_minutes_of_a_working_day_by_two_rules),
		cmocka_unit_test(
			wall_time_is_kept_across_the_end_of_summer_time),
		cmocka_unit_test(a_time_that_does_not_exist_moves_by_the_gap),
		cmocka_unit_test(skipping_finds_a_time_that_the_gap_moved),
		cmocka_unit_test(a_date_rule_walks_days_and_ignores_hours),
		cmocka_unit_test(until_as_a_date_holds_that_whole_day),
		cmocka_unit_test(until_is_compared_in_utc),
	};

	cal_zone_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
