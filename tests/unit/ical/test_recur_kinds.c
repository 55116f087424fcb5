/* Kinds of rules that other people's suites ask for (libical's,
 * python-dateutil's, rrule's), and where those do not agree what RFC 5545
 * says. */
#include "recur_help.h"

/* 3.8.5.3: DTSTART is the first instance and counts, whether or not it fits the
 * rule. Others begin with the first day that fits. */
static const struct example started[] = {
	{ "19970902T090000", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4",
	  "19970902 19980213 19980313 19981113" },
	{ "20190101T100000", "FREQ=WEEKLY;BYDAY=WE,FR;INTERVAL=2;COUNT=5",
	  "20190101 20190102 20190104 20190116 20190118" },
	{ "20100212T000000", "FREQ=MONTHLY;INTERVAL=13;BYMONTH=5;COUNT=4",
	  "20100212 20130512 20260512 20390512" },
	{ "20150201T090000", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3",
	  "20150201 20160229 20200229" },
};

/* 3.3.10: weeks begin on WKST and are of the year that has four of their days;
 * without BYDAY the weekday is DTSTART's. Days of such a week may lie in the
 * year before or behind: others leave those out. */
static const struct example weeks[] = {
	{ "19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU;COUNT=3",
	  "19970512 19980518 19990517" },
	{ "19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=FR;COUNT=3",
	  "19970512 19970519 19980518" },
	{ "20291211T090000", "FREQ=YEARLY;INTERVAL=5;BYWEEKNO=1,51;COUNT=5",
	  "20291211 20291218 20340103 20341219 20390104" },
	{ "20151229T000000", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;COUNT=4",
	  "20151229 20160102 20201229 20210102" },
	{ "20091230T090000",
	  "FREQ=YEARLY;WKST=TU;BYWEEKNO=-53;BYDAY=SA,WE;COUNT=4",
	  "20091230 20100102 20151230 20160102" },
	{ "20241230T090000",
	  "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1;COUNT=4",
	  "20241230 20251230 20301230 20311230" },
	{ "19970901T090000", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU;COUNT=4",
	  "19970901 19971228 19990103 20000102" },
};

/* 3.3.10: in a year BYMONTHDAY and BYYEARDAY make days, also without BYMONTH.
 */
static const struct example days[] = {
	{ "20240229T090000", "FREQ=YEARLY;BYMONTHDAY=29;COUNT=4",
	  "20240229 20240329 20240429 20240529" },
	{ "19970902T090000", "FREQ=YEARLY;BYMONTHDAY=1,3;COUNT=4",
	  "19970902 19970903 19971001 19971003" },
	{ "20240201T090000", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-29,-1;COUNT=5",
	  "20240201 20240229 20250228 20260228 20270228" },
	{ "19961231T090000", "FREQ=YEARLY;BYYEARDAY=-366,366;COUNT=4",
	  "19961231 20000101 20001231 20040101" },
	{ "20060331T020000",
	  "FREQ=YEARLY;BYDAY=FR;BYYEARDAY=-275,-276,-277,-278,-279,-280,-281;"
	  "COUNT=4",
	  "20060331 20070330 20080328 20090327" },
	{ "20120229T090000", "FREQ=YEARLY;COUNT=3",
	  "20120229 20160229 20200229" },
	{ "20120229T090000", "FREQ=YEARLY;INTERVAL=3;COUNT=3",
	  "20120229 20240229 20360229" },
	{ "20960229T090000", "FREQ=YEARLY;COUNT=2", "20960229 21040229" },
	{ "20250131T090000", "FREQ=MONTHLY;BYMONTHDAY=-31;COUNT=4",
	  "20250131 20250301 20250501 20250701" },
};

/* 3.3.10: an ordinal counts in the month where the rule has BYMONTH, else in
 * the year; a weekday that stands twice is once there. */
static const struct example ordinals[] = {
	{ "19980309T090000", "FREQ=YEARLY;BYMONTH=3;BYDAY=2MO;COUNT=3",
	  "19980309 19990308 20000313" },
	{ "19970525T090000", "FREQ=YEARLY;BYMONTH=5,10;BYDAY=-1SU;COUNT=4",
	  "19970525 19971026 19980531 19981025" },
	{ "19970113T090000", "FREQ=YEARLY;BYDAY=2MO;COUNT=3",
	  "19970113 19980112 19990111" },
	{ "20041231T090000", "FREQ=YEARLY;BYDAY=53FR;COUNT=3",
	  "20041231 20101231 20161230" },
	{ "20240129T090000", "FREQ=MONTHLY;BYDAY=5MO,-5MO;COUNT=4",
	  "20240129 20240401 20240429 20240701" },
	{ "20111120T100000", "FREQ=WEEKLY;COUNT=3;BYDAY=SU,TH,TH",
	  "20111120 20111124 20111127" },
	{ "20111120T100000", "FREQ=WEEKLY;COUNT=3;BYDAY=SU,TH,TH;WKST=SU",
	  "20111120 20111124 20111127" },
};

/* 3.3.10: BYSETPOS counts in the whole set of a period, times and all, of which
 * a part may lie before DTSTART: that is gone, and nothing moves up. */
static const struct example positions[] = {
	{ "20240809T090000", "FREQ=WEEKLY;BYDAY=SU,TU,WE;BYSETPOS=1;COUNT=3",
	  "20240809 20240813 20240820" },
	{ "20240102T143900",
	  "FREQ=MONTHLY;BYMINUTE=12,39;BYHOUR=8,14,15;BYDAY=1MO,1TU,2SA,3MO;"
	  "BYSETPOS=1,-5,3,-21,4,-8;COUNT=6",
	  "20240102T143900 20240113T151200 20240115T083900 20240205T081200 "
	  "20240205T141200 20240205T143900" },
	{ "19970930T090000",
	  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,-2;"
	  "COUNT=5",
	  "19970930 19971030 19971031 19971127 19971128" },
	{ "19970904T090000",
	  "FREQ=YEARLY;BYDAY=TU,TH;BYSETPOS=36,-1,366;COUNT=4",
	  "19970904 19971230 19980505 19981231" },
	{ "19970902T090000",
	  "FREQ=DAILY;BYHOUR=6,18;BYMINUTE=15,45;BYSETPOS=3,-3;COUNT=4",
	  "19970902T090000 19970902T181500 19970903T064500 19970903T181500" },
	{ "19970902T090000",
	  "FREQ=HOURLY;BYMINUTE=15,45;BYSECOND=15,45;BYSETPOS=3,-3;COUNT=4",
	  "19970902T090000 19970902T091545 19970902T094515 19970902T101545" },
};

/* 3.3.10: below a day the parts limit what INTERVAL finds. */
static const struct example limits[] = {
	{ "20251220T000000",
	  "FREQ=HOURLY;BYHOUR=0;BYYEARDAY=360,-2;UNTIL=20260101T000000",
	  "20251220 20251226 20251230" },
	{ "19970902T090000", "FREQ=HOURLY;INTERVAL=7;BYHOUR=6,18;COUNT=4",
	  "19970902T090000 19970903T060000 19970906T180000 19970910T060000" },
	{ "19970902T090000", "FREQ=MINUTELY;INTERVAL=501;COUNT=3",
	  "19970902T090000 19970902T172100 19970903T014200" },
	{ "19970902T090000",
	  "FREQ=DAILY;BYMONTH=1,3;BYMONTHDAY=1,3;BYDAY=TU,TH;"
	  "COUNT=4",
	  "19970902 19980101 19980303 20010301" },
	{ "19970902T090000", "FREQ=SECONDLY;INTERVAL=90061;COUNT=3",
	  "19970902T090000 19970903T100101 19970904T110202" },
};

static void dtstart_counts_whether_or_not_it_fits(void **state)
{
	(void)state;
	check_examples(started, ARRAY_SIZE(started));
}

static void weeks_are_of_the_year_with_four_of_their_days(void **state)
{
	(void)state;
	check_examples(weeks, ARRAY_SIZE(weeks));
}

static void days_of_months_and_years_come_when_they_are_there(void **state)
{
	(void)state;
	check_examples(days, ARRAY_SIZE(days));
}

static void ordinals_count_in_the_month_or_the_year(void **state)
{
	(void)state;
	check_examples(ordinals, ARRAY_SIZE(ordinals));
}

static void positions_count_in_the_whole_period(void **state)
{
	(void)state;
	check_examples(positions, ARRAY_SIZE(positions));
}

static void parts_above_a_short_frequency_limit_it(void **state)
{
	(void)state;
	check_examples(limits, ARRAY_SIZE(limits));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dtstart_counts_whether_or_not_it_fits),
		cmocka_unit_test(weeks_are_of_the_year_with_four_of_their_days),
		cmocka_unit_test(
			days_of_months_and_years_come_when_they_are_there),
		cmocka_unit_test(ordinals_count_in_the_month_or_the_year),
		cmocka_unit_test(positions_count_in_the_whole_period),
		cmocka_unit_test(parts_above_a_short_frequency_limit_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
