#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "base/str.h"
#include "ical/zone.h"
#include "practice/session/closure.h"
#include "practice/session/schedule.h"

/* Schedules that are made anew in the less usual ways (S14, S16). */

#define MON 1u
#define WED 4u
#define TODAY ((struct day){ 0 })

static struct schedule made(struct clinic *clinic, int count, struct ids *ids)
{
	struct schedule schedule = {
		.days = MON,
		.repeat = REPEAT_WEEKLY,
		.count = count,
		.enabled = true,
		.minutes = 60,
		.zone = CLINIC_ZONE,
		.terms.service = clinic->fixed,
		.terms.practitioners = { &clinic->maria, 1 },
		.terms.clients = { clinic->clients, 1 },
	};

	assert_true(wall_parse("2026-06-15T16:00", &schedule.start));
	assert_ok(clinic, practice_schedule_add(clinic->op, clinic->store,
						&schedule, ids));
	return schedule;
}

/* "06-15 06-22": the days of the sessions that it has after the change. */
static const char *changed(struct clinic *clinic, struct schedule schedule)
{
	struct arena *arena = clinic->op->arena;
	struct ids ids;
	struct buf buf;

	schedule.revision = 0;
	assert_ok(clinic, whole_schedule_change(clinic->op, clinic->store,
						&schedule, TODAY, &ids));
	buf_init(&buf, arena);
	for (size_t i = 0; i < ids.count; i++) {
		struct session session = clinic_find(clinic, ids.at[i]);
		struct day day = cal_zone_day(cal_zone_iana(CLINIC_ZONE),
					      session.span.start);

		buf_printf(&buf, "%s%s", i ? " " : "",
			   day_text(arena, day) + 5);
	}
	return buf.at;
}

static void s14_new_days_and_a_new_start_begin_at_the_start(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 3, &ids);

	schedule.days = WED;
	assert_true(wall_parse("2026-07-01T16:00", &schedule.start));
	assert_string_equal(changed(clinic, schedule), "07-01 07-08 07-15");
}

static void s14_a_start_in_the_past_begins_today(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 2, &ids);

	schedule.days = WED;
	assert_true(wall_parse("2026-06-03T16:00", &schedule.start));
	assert_string_equal(changed(clinic, schedule), "06-10 06-17");
}

static void s16_to_skip_closures_later_makes_others_instead(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure = { .title = "Closed",
				   .all_day = true,
				   .from = day_of(2026, 6, 22),
				   .to = day_of(2026, 6, 22) };
	struct ids ids;
	struct schedule schedule = made(clinic, 3, &ids);

	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &closure));
	schedule.skip_closures = true;
	assert_string_equal(changed(clinic, schedule), "06-15 06-29 07-06");
}

static void s14_another_last_date_makes_more_or_fewer(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 3, &ids);

	schedule.count = 0;
	schedule.until = day_of(2026, 6, 22);
	assert_string_equal(changed(clinic, schedule), "06-15 06-22");
	schedule.until = day_of(2026, 7, 6);
	assert_string_equal(changed(clinic, schedule),
			    "06-15 06-22 06-29 07-06");
}

/* S14: what is saved counts and stays on its day. */
static void s14_new_days_of_a_schedule_that_is_saved_whole(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 2, &ids);

	for (size_t i = 0; i < ids.count; i++)
		assert_ok(clinic, clinic_save(clinic, ids.at[i], "canceled"));
	schedule.days = WED;
	assert_string_equal(changed(clinic, schedule), "06-15 06-22");
	schedule.days = MON | WED;
	schedule.count = 3;
	assert_string_equal(changed(clinic, schedule), "06-15 06-17 06-22");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s14_new_days_and_a_new_start_begin_at_the_start),
		WITH_CLINIC(s14_a_start_in_the_past_begins_today),
		WITH_CLINIC(s16_to_skip_closures_later_makes_others_instead),
		WITH_CLINIC(s14_another_last_date_makes_more_or_fewer),
		WITH_CLINIC(s14_new_days_of_a_schedule_that_is_saved_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
