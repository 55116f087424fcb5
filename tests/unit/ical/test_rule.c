/* Reading and writing recurrence rules (RFC 5545 3.3.10). */
#include "recur_help.h"
#include "tests/unit/ical/rule_text.h"

static enum err parse(const char *text, struct cal_rule *rule)
{
	struct fixture f;
	enum err err;

	fixture_init(&f);
	err = cal_rule_parse(&f.op, slice_of(text), rule);
	if (err)
		assert_true(f.op.failure.message && f.op.failure.message[0]);
	arena_free(f.arena);
	return err;
}

static void check_text(const char *text, const char *canonical)
{
	struct fixture f;

	fixture_init(&f);
	assert_int_equal(cal_rule_parse(&f.op, slice_of(text), &f.rule), OK);
	assert_string_equal(rule_text(f.arena, &f.rule), canonical);
	arena_free(f.arena);
}

static void a_rule_is_written_in_one_canonical_form(void **state)
{
	(void)state;
	check_text("FREQ=DAILY", "FREQ=DAILY");
	check_text("freq=weekly;interval=1;wkst=mo", "FREQ=WEEKLY");
	check_text("BYDAY=FR,MO,MO;FREQ=WEEKLY;COUNT=10;WKST=SU",
		   "FREQ=WEEKLY;COUNT=10;BYDAY=MO,FR;WKST=SU");
	check_text("FREQ=MONTHLY;BYDAY=+1MO,-1FR;BYSETPOS=3,-1,3",
		   "FREQ=MONTHLY;BYSETPOS=-1,3;BYDAY=-1FR,1MO");
	check_text("FREQ=YEARLY;UNTIL=20261231", "FREQ=YEARLY;UNTIL=20261231");
	check_text("FREQ=YEARLY;UNTIL=20261231T160000",
		   "FREQ=YEARLY;UNTIL=20261231T160000");
	check_text("FREQ=YEARLY;UNTIL=20261231T210000Z;",
		   "FREQ=YEARLY;UNTIL=20261231T210000Z");
	check_text("freq=yearly;until=20261231t210000z",
		   "FREQ=YEARLY;UNTIL=20261231T210000Z");
	check_text("FREQ=MINUTELY;BYSECOND=60,0;BYMINUTE=59;BYHOUR=23,0",
		   "FREQ=MINUTELY;BYSECOND=0,60;BYMINUTE=59;BYHOUR=0,23");
	check_text("FREQ=YEARLY;BYMONTHDAY=-31,31;BYYEARDAY=366,-366;"
		   "BYMONTH=12;INTERVAL=2",
		   "FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=-31,31;"
		   "BYYEARDAY=-366,366;BYMONTH=12");
	check_text("RSCALE=GREGORIAN;FREQ=DAILY;SKIP=OMIT", "FREQ=DAILY");
}

static const char *const wrong[] = {
	"",
	";",
	"FREQ",
	"FREQ=",
	"FREQ=FORTNIGHTLY",
	"COUNT=3",
	"FREQ=DAILY;FREQ=DAILY",
	"FREQ=DAILY;COUNT=3;UNTIL=20261231",
	"FREQ=DAILY;;COUNT=3",
	"FREQ=DAILY;COLOUR=3",
	"FREQ=DAILY;COUNT=0",
	"FREQ=DAILY;COUNT=-1",
	"FREQ=DAILY;COUNT=99999999999",
	"FREQ=DAILY;COUNT=3 ;WKST=SU",
	"FREQ=DAILY;INTERVAL=0",
	"FREQ=DAILY;INTERVAL=2147483648",
	"FREQ=DAILY;UNTIL=20260229",
	"FREQ=DAILY;UNTIL=2026-12-31",
	"FREQ=DAILY;UNTIL=20261231T250000Z",
	"FREQ=DAILY;UNTIL=20261231T160000X",
	"FREQ=DAILY;UNTIL=20261231 160000Z",
	"FREQ=DAILY;WKST=XX",
	"FREQ=DAILY;BYSECOND=61",
	"FREQ=DAILY;BYSECOND=-1",
	"FREQ=DAILY;BYMINUTE=60",
	"FREQ=DAILY;BYHOUR=24",
	"FREQ=DAILY;BYHOUR=",
	"FREQ=DAILY;BYHOUR=1,,2",
	"FREQ=DAILY;BYMONTH=0",
	"FREQ=DAILY;BYMONTH=13",
	"FREQ=DAILY;BYMONTH=-1",
	"FREQ=DAILY;BYMONTHDAY=32",
	"FREQ=DAILY;BYMONTHDAY=0",
	"FREQ=YEARLY;BYYEARDAY=367",
	"FREQ=YEARLY;BYYEARDAY=0",
	"FREQ=YEARLY;BYWEEKNO=54",
	"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
	"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
	"FREQ=MONTHLY;BYSETPOS=1",
	"FREQ=MONTHLY;BYDAY=",
	"FREQ=MONTHLY;BYDAY=M",
	"FREQ=MONTHLY;BYDAY=1",
	"FREQ=MONTHLY;BYDAY=0MO",
	"FREQ=MONTHLY;BYDAY=+MO",
	"FREQ=MONTHLY;BYDAY=54MO",
	"FREQ=MONTHLY;BYDAY=1.MO",
	"FREQ=WEEKLY;BYDAY=1MO",
	"FREQ=DAILY;BYDAY=-1MO",
	"FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO",
	"FREQ=WEEKLY;BYMONTHDAY=1",
	"FREQ=DAILY;BYYEARDAY=1",
	"FREQ=WEEKLY;BYYEARDAY=1",
	"FREQ=MONTHLY;BYYEARDAY=1",
	"FREQ=MONTHLY;BYWEEKNO=1",
	"FREQ=SECONDLY;BYWEEKNO=1",
	"RSCALE=HEBREW;FREQ=YEARLY",
	"RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=SIDEWAYS",
	"RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=",
	"FREQ=YEARLY;SKIP=FORWARD",
	"FREQ=YEARLY;SKIP=OMIT",
};

static void wrong_rules_are_refused(void **state)
{
	struct cal_rule rule = { .count = 77 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (parse(wrong[i], &rule) != ERR_CALENDAR_DATA)
			fail_msg("'%s' was taken", wrong[i]);
		assert_int_equal(rule.count, 77);
	}
}

static void the_parts_of_a_rule_are_found(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(cal_rule_parse(&f.op,
					slice_of("FREQ=MONTHLY;INTERVAL=2;"
						 "BYDAY=2TU,-1SU;"
						 "UNTIL=20261231T210000Z"),
					&f.rule),
			 OK);
	assert_int_equal(f.rule.frequency, CAL_MONTHLY);
	assert_int_equal(f.rule.interval, 2);
	assert_int_equal(f.rule.count, 0);
	assert_true(f.rule.has_until && f.rule.until_utc);
	assert_false(f.rule.until_date);
	assert_int_equal(f.rule.until.hour, 21);
	assert_int_equal(f.rule.by_day_count, 2);
	assert_int_equal(f.rule.by_day[0].nth, -1);
	assert_int_equal(f.rule.by_day[0].day, SUNDAY);
	assert_int_equal(f.rule.by_day[1].nth, 2);
	assert_int_equal(f.rule.by_day[1].day, TUESDAY);
	assert_int_equal(f.rule.week_start, MONDAY);
	arena_free(f.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_is_written_in_one_canonical_form),
		cmocka_unit_test(wrong_rules_are_refused),
		cmocka_unit_test(the_parts_of_a_rule_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
