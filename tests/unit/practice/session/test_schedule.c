#include "tests/unit/practice/practice_fixture.h"

#include "base/str.h"
#include "ical/zone.h"
#include "practice/session/closure.h"
#include "practice/session/schedule.h"

#define MON 1u
#define TUE 2u
#define WED 4u
#define FRI 16u

static enum err plan(struct clinic *clinic, const struct schedule *schedule,
		     struct schedule_plan *planned)
{
	return practice_schedule_plan(place_read(clinic->place), schedule,
				      planned);
}

/* The local dates of a plan: "2026-06-08 2026-06-10". */
static const char *dates(struct clinic *clinic, const struct schedule *schedule)
{
	const struct cal_zone *zone = cal_zone_iana(schedule->zone);
	struct arena *arena = clinic->op->arena;
	struct schedule_plan planned;
	struct buf buf;

	assert_ok(clinic, plan(clinic, schedule, &planned));
	buf_init(&buf, arena);
	for (size_t i = 0; i < planned.count; i++)
		buf_printf(&buf, "%s%s", i ? " " : "",
			   day_text(arena,
				    cal_zone_day(zone,
						 planned.items[i].span.start)));
	return buf.at;
}

static void close_days(struct clinic *clinic, struct day from, struct day to)
{
	struct closure closure = {
		.title = "Closed", .all_day = true, .from = from, .to = to
	};

	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &closure));
}

static void s11_mon_wed_fri_x10_from_8_june_ends_mon_29_june(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s =
		clinic_weekly(clinic, "2026-06-08T16:00", MON | WED | FRI, 10);

	assert_string_equal(dates(clinic, &s),
			    "2026-06-08 2026-06-10 2026-06-12 2026-06-15 "
			    "2026-06-17 2026-06-19 2026-06-22 2026-06-24 "
			    "2026-06-26 2026-06-29");
}

static void s11_mon_wed_x6_monthly_keeps_the_second_ones(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s =
		clinic_weekly(clinic, "2026-06-08T16:00", MON | WED, 6);

	s.repeat = REPEAT_MONTHLY;
	assert_string_equal(dates(clinic, &s),
			    "2026-06-08 2026-06-10 2026-07-08 2026-07-13 "
			    "2026-08-10 2026-08-12");
}

static void s11_a_fifth_monday_becomes_the_last(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-29T16:00", MON, 4);

	s.repeat = REPEAT_MONTHLY;
	assert_string_equal(dates(clinic, &s),
			    "2026-06-29 2026-07-27 2026-08-31 2026-09-28");
}

static void s11_days_whose_first_dates_are_in_two_months(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s =
		clinic_weekly(clinic, "2026-06-29T16:00", MON | WED, 5);

	s.repeat = REPEAT_MONTHLY;
	assert_string_equal(dates(clinic, &s),
			    "2026-06-29 2026-07-01 2026-07-27 2026-08-05 "
			    "2026-08-31");
}

static void s11_monthly_goes_over_the_year(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-12-08T16:00", TUE, 3);

	s.repeat = REPEAT_MONTHLY;
	assert_string_equal(dates(clinic, &s),
			    "2026-12-08 2027-01-12 2027-02-09");
}

static void s12_a_start_on_another_day_moves_forward(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s =
		clinic_weekly(clinic, "2026-06-09T16:00", MON | FRI, 3);
	struct schedule_plan planned;

	assert_string_equal(dates(clinic, &s),
			    "2026-06-12 2026-06-15 2026-06-19");
	assert_ok(clinic, plan(clinic, &s, &planned));
	assert_true(planned.moved);
	assert_string_equal(wall_text(clinic->op->arena, planned.start),
			    "2026-06-12T16:00");
	s.days |= TUE;
	assert_ok(clinic, plan(clinic, &s, &planned));
	assert_false(planned.moved);
	assert_string_equal(wall_text(clinic->op->arena, planned.start),
			    "2026-06-09T16:00");
}

static void s10_the_last_date_is_inclusive(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", MON, 0);

	s.until = day_of(2026, 6, 22);
	assert_string_equal(dates(clinic, &s),
			    "2026-06-08 2026-06-15 2026-06-22");
	s.until = day_of(2026, 6, 21);
	assert_string_equal(dates(clinic, &s), "2026-06-08 2026-06-15");
	s.until = day_of(2026, 6, 8);
	assert_string_equal(dates(clinic, &s), "2026-06-08");
}

static void s10_the_last_date_is_one_of_the_practices_zone(void **state)
{
	struct clinic *clinic = *state;
	/* Monday 07:00 in Tokyo is Sunday in Toronto. */
	struct schedule s = clinic_weekly(clinic, "2026-06-08T07:00", MON, 0);

	s.zone = "Asia/Tokyo";
	s.until = day_of(2026, 6, 14);
	assert_string_equal(dates(clinic, &s), "2026-06-08 2026-06-15");
}

static void s10_count_or_last_date_not_both_and_not_neither(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", MON, 0);
	struct schedule_plan planned;

	assert_failed(clinic, plan(clinic, &s, &planned), ERR_INVALID);
	assert_true(clinic_field(clinic, "count", "count-or-until"));
	s.count = 3;
	s.until = day_of(2026, 7, 1);
	assert_failed(clinic, plan(clinic, &s, &planned), ERR_INVALID);
	assert_true(clinic_field(clinic, "count", "count-or-until"));
}

static void s10_at_most_366_sessions(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", MON, 366);
	struct schedule_plan planned;

	assert_ok(clinic, plan(clinic, &s, &planned));
	assert_int_equal(planned.count, 366);
	s.count = 367;
	assert_failed(clinic, plan(clinic, &s, &planned), ERR_INVALID);
	assert_true(clinic_field(clinic, "count", "count-range"));
	s.count = -1;
	assert_failed(clinic, plan(clinic, &s, &planned), ERR_INVALID);
	s.count = 0;
	s.days = 0x7f;
	s.until = day_of(2027, 6, 8);
	assert_ok(clinic, plan(clinic, &s, &planned));
	assert_int_equal(planned.count, 366);
	s.until = day_of(2027, 6, 9);
	assert_failed(clinic, plan(clinic, &s, &planned), ERR_INVALID);
	assert_true(clinic_field(clinic, "until", "until-too-late"));
}

static void all_wrong_fields_are_named_at_once(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", 0, 400);
	int64_t nobody = 999;
	struct ids sessions;

	s.minutes = 1441;
	s.zone = "Mars/Olympus";
	s.terms.clients = (struct ids){ &nobody, 1 };
	assert_failed(
		clinic,
		practice_schedule_add(clinic->op, clinic->store, &s, &sessions),
		ERR_INVALID);
	assert_true(clinic_field(clinic, "days", "days-missing"));
	assert_true(clinic_field(clinic, "count", "count-range"));
	assert_true(clinic_field(clinic, "end", "end-before-start"));
	assert_true(clinic_field(clinic, "tzid", "zone-unknown"));
	assert_true(clinic_field(clinic, "clients", "person-unknown"));
	assert_int_equal(clinic->op->failure.field_count, 5);
}

static void a_last_date_before_the_start_is_refused(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-09T16:00", MON, 0);
	struct schedule_plan planned;

	s.until = day_of(2026, 6, 14); /* the first is on the 15th */
	assert_failed(clinic, plan(clinic, &s, &planned), ERR_INVALID);
	assert_true(clinic_field(clinic, "until", "until-before-start"));
}

static void s15_16_00_in_toronto_stays_16_00_over_1_november(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-10-26T16:00", MON, 2);
	struct schedule_plan planned;

	assert_ok(clinic, plan(clinic, &s, &planned));
	assert_int_equal(planned.items[0].span.start.s,
			 clinic_instant("2026-10-26T20:00:00Z").s);
	assert_int_equal(planned.items[1].span.start.s,
			 clinic_instant("2026-11-02T21:00:00Z").s);
	assert_int_equal(planned.items[1].span.end.s,
			 clinic_instant("2026-11-02T22:00:00Z").s);
}

static void s15_a_wall_time_in_the_gap_moves_forward_by_it(void **state)
{
	struct clinic *clinic = *state;
	/* 2:30 on Sunday 8 March 2026 does not exist in Toronto. */
	struct schedule s = clinic_weekly(clinic, "2026-03-01T02:30", 64, 3);
	struct schedule_plan planned;

	assert_ok(clinic, plan(clinic, &s, &planned));
	assert_int_equal(planned.items[0].span.start.s,
			 clinic_instant("2026-03-01T07:30:00Z").s);
	assert_int_equal(planned.items[1].span.start.s,
			 clinic_instant("2026-03-08T07:30:00Z").s);
	assert_int_equal(planned.items[2].span.start.s,
			 clinic_instant("2026-03-15T06:30:00Z").s);
}

static void s15_a_wall_time_that_comes_twice_means_the_first(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-11-01T01:30", 64, 1);
	struct schedule_plan planned;

	assert_ok(clinic, plan(clinic, &s, &planned));
	assert_int_equal(planned.items[0].span.start.s,
			 clinic_instant("2026-11-01T05:30:00Z").s);
}

static void s16_sessions_on_closures_are_made_and_flagged(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", MON, 3);
	struct schedule_plan planned;

	close_days(clinic, day_of(2026, 6, 15), day_of(2026, 6, 15));
	assert_ok(clinic, plan(clinic, &s, &planned));
	assert_int_equal(planned.count, 3);
	assert_null(planned.items[0].closure);
	assert_non_null(planned.items[1].closure);
	assert_null(planned.items[2].closure);
}

static void s16_skipping_closures_still_makes_the_full_number(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", MON, 3);

	close_days(clinic, day_of(2026, 6, 15), day_of(2026, 6, 16));
	s.skip_closures = true;
	assert_string_equal(dates(clinic, &s),
			    "2026-06-08 2026-06-22 2026-06-29");
}

static void s16_with_a_last_date_none_beyond_it(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", MON, 0);
	struct schedule_plan planned;

	close_days(clinic, day_of(2026, 6, 15), day_of(2026, 6, 16));
	s.skip_closures = true;
	s.until = day_of(2026, 6, 22);
	assert_string_equal(dates(clinic, &s), "2026-06-08 2026-06-22");
	s.start.day = 15;
	s.until = day_of(2026, 6, 15);
	assert_failed(clinic, plan(clinic, &s, &planned), ERR_INVALID);
	assert_true(clinic_field(clinic, "skip_closures", "all-closed"));
}

static void a_closure_of_ten_years_ends_the_search(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s =
		clinic_weekly(clinic, "2026-06-08T16:00", 0x7f, 366);
	struct schedule_plan planned;

	close_days(clinic, day_of(2026, 6, 8), day_of(2036, 6, 7));
	s.skip_closures = true;
	assert_failed(clinic, plan(clinic, &s, &planned), ERR_INVALID);
	assert_true(clinic_field(clinic, "skip_closures", "all-closed"));
}

static void s14_every_session_is_one_of_its_own(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s =
		clinic_weekly(clinic, "2026-06-09T16:00", MON | WED, 4);
	struct session first, second;
	struct ids sessions;

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, practice_schedule_add(clinic->op, clinic->store, &s,
						&sessions));
	assert_int_equal(sessions.count, 4);
	assert_int_not_equal(s.id, 0);
	assert_int_equal(s.start.day, 10);
	first = clinic_find(clinic, sessions.at[0]);
	second = clinic_find(clinic, sessions.at[1]);
	assert_int_equal(first.schedule, s.id);
	assert_int_equal(second.schedule, s.id);
	assert_int_equal(first.state, SESSION_OPEN);
	assert_string_not_equal(first.uid, second.uid);
	assert_int_equal(first.span.start.s,
			 clinic_instant("2026-06-10T20:00:00Z").s);
	assert_int_equal(clinic_audits(clinic, "schedule", s.id), 1);
	assert_int_equal(clinic_audits(clinic, "session", first.id), 1);
}

static void s13_a_schedule_that_is_not_enabled_makes_one_session(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", MON, 4);
	struct schedule kept;
	struct ids sessions;

	s.enabled = false;
	assert_ok(clinic, practice_schedule_add(clinic->op, clinic->store, &s,
						&sessions));
	assert_int_equal(sessions.count, 1);
	assert_int_equal(
		store_schedule_find(place_read(clinic->place), s.id, &kept),
		OK);
	assert_false(kept.enabled);
	assert_int_equal(kept.count, 4);
}

static void practitioners_make_schedules_for_themselves_only(void **state)
{
	struct clinic *clinic = *state;
	struct schedule s = clinic_weekly(clinic, "2026-06-08T16:00", MON, 2);
	struct ids sessions;

	clinic_as(clinic, clinic->ben);
	assert_failed(
		clinic,
		practice_schedule_add(clinic->op, clinic->store, &s, &sessions),
		REFUSED(NOT_PERMITTED));
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, practice_schedule_add(clinic->op, clinic->store, &s,
						&sessions));
	clinic_as(clinic, clinic->clients[0]);
	assert_failed(
		clinic,
		practice_schedule_add(clinic->op, clinic->store, &s, &sessions),
		REFUSED(NOT_PERMITTED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s11_mon_wed_fri_x10_from_8_june_ends_mon_29_june),
		WITH_CLINIC(s11_mon_wed_x6_monthly_keeps_the_second_ones),
		WITH_CLINIC(s11_a_fifth_monday_becomes_the_last),
		WITH_CLINIC(s11_days_whose_first_dates_are_in_two_months),
		WITH_CLINIC(s11_monthly_goes_over_the_year),
		WITH_CLINIC(s12_a_start_on_another_day_moves_forward),
		WITH_CLINIC(s10_the_last_date_is_inclusive),
		WITH_CLINIC(s10_the_last_date_is_one_of_the_practices_zone),
		WITH_CLINIC(s10_count_or_last_date_not_both_and_not_neither),
		WITH_CLINIC(s10_at_most_366_sessions),
		WITH_CLINIC(all_wrong_fields_are_named_at_once),
		WITH_CLINIC(a_last_date_before_the_start_is_refused),
		WITH_CLINIC(s15_16_00_in_toronto_stays_16_00_over_1_november),
		WITH_CLINIC(s15_a_wall_time_in_the_gap_moves_forward_by_it),
		WITH_CLINIC(s15_a_wall_time_that_comes_twice_means_the_first),
		WITH_CLINIC(s16_sessions_on_closures_are_made_and_flagged),
		WITH_CLINIC(s16_skipping_closures_still_makes_the_full_number),
		WITH_CLINIC(s16_with_a_last_date_none_beyond_it),
		WITH_CLINIC(a_closure_of_ten_years_ends_the_search),
		WITH_CLINIC(s14_every_session_is_one_of_its_own),
		WITH_CLINIC(
			s13_a_schedule_that_is_not_enabled_makes_one_session),
		WITH_CLINIC(practitioners_make_schedules_for_themselves_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
