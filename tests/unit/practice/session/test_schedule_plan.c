#include "tests/unit/practice/practice_fixture.h"

#include "practice/session/schedule.h"

static struct schedule weekly(void)
{
	struct schedule schedule = { .days = 1,
				     .repeat = REPEAT_WEEKLY,
				     .count = 3,
				     .enabled = true,
				     .minutes = 60,
				     .zone = CLINIC_ZONE };

	assert_true(wall_parse("2026-06-08T16:00", &schedule.start));
	return schedule;
}

static enum err planned(struct clinic *clinic, const struct schedule *schedule)
{
	struct schedule_plan plan;

	return practice_schedule_plan(place_read(clinic->place), schedule,
				      &plan);
}

/** Refused for this field alone. */
static void refused(struct clinic *clinic, struct schedule schedule,
		    const char *field, const char *code)
{
	clinic->op->failure = (struct failure){ .code = OK };
	assert_failed(clinic, planned(clinic, &schedule), ERR_INVALID);
	assert_true(clinic_field(clinic, field, code));
}

static void a_plan_has_days_of_the_week_only(void **state)
{
	struct clinic *clinic = *state;
	struct schedule schedule = weekly();

	assert_int_equal(planned(clinic, &schedule), OK);
	schedule.days = 0;
	refused(clinic, schedule, "days", "days-missing");
	schedule.days = 128 | 1;
	refused(clinic, schedule, "days", "days-missing");
}

static void a_plan_repeats_by_week_or_month(void **state)
{
	struct clinic *clinic = *state;
	struct schedule schedule = weekly();

	schedule.repeat = (enum repeat)9;
	refused(clinic, schedule, "repeat", "unknown-word");
	schedule.repeat = REPEAT_MONTHLY;
	assert_int_equal(planned(clinic, &schedule), OK);
}

static void a_plan_starts_at_a_time_that_there_is(void **state)
{
	struct clinic *clinic = *state;
	struct schedule schedule = weekly();

	schedule.start.day = 31; /* of June */
	refused(clinic, schedule, "start", "start-range");
	schedule = weekly();
	schedule.start.year = 9999;
	refused(clinic, schedule, "start", "start-range");
	schedule = weekly();
	schedule.zone = NULL;
	refused(clinic, schedule, "tzid", "zone-unknown");
	schedule.zone = "Mars/Olympus";
	refused(clinic, schedule, "tzid", "zone-unknown");
}

static void s7_a_planned_session_has_a_length_up_to_a_day(void **state)
{
	struct clinic *clinic = *state;
	struct schedule schedule = weekly();

	schedule.minutes = 0;
	refused(clinic, schedule, "end", "end-before-start");
	schedule.minutes = 24 * 60 + 1;
	refused(clinic, schedule, "end", "end-before-start");
	schedule.minutes = 24 * 60;
	assert_int_equal(planned(clinic, &schedule), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_plan_has_days_of_the_week_only),
		WITH_CLINIC(a_plan_repeats_by_week_or_month),
		WITH_CLINIC(a_plan_starts_at_a_time_that_there_is),
		WITH_CLINIC(s7_a_planned_session_has_a_length_up_to_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
