#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "base/str.h"
#include "ical/zone.h"
#include "practice/session/closure.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_shift.h"
#include "store/session_list.h"

#define MON 1u
#define TUE 2u
#define WED 4u
#define FRI 16u

#define TODAY ((struct day){ 0 })

/* Made by the staff at the clinic's now, Monday 8 June 2026 08:00. */
static struct schedule made(struct clinic *clinic, const char *start,
			    unsigned days, int count, struct ids *sessions)
{
	struct schedule schedule = clinic_weekly(clinic, start, days, count);

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, practice_schedule_add(clinic->op, clinic->store,
						&schedule, sessions));
	return schedule;
}

/* "06-08T16:00 06-10T16:00": what the schedule has now, on its wall. */
static const char *times(struct clinic *clinic, int64_t schedule)
{
	struct session_filter filter = { .schedule = schedule };
	struct arena *arena = clinic->op->arena;
	struct session *list;
	struct buf buf;
	size_t count;

	assert_int_equal(store_session_list(place_read(clinic->place), &filter,
					    &list, &count),
			 OK);
	buf_init(&buf, arena);
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s", i ? " " : "",
			   wall_text(arena,
				     cal_zone_wall(cal_zone_iana(list[i].zone),
						   list[i].span.start)) +
				   5);
	return buf.at;
}

static enum err change(struct clinic *clinic, struct schedule *schedule,
		       struct day from)
{
	struct ids sessions;

	return whole_schedule_change(clinic->op, clinic->store, schedule, from,
				     &sessions);
}

static enum err change_scope(struct clinic *clinic, struct session *session,
			     enum schedule_scope scope)
{
	return whole_session_change_scope(clinic->op, clinic->store, session,
					  scope);
}

static struct schedule stored(struct clinic *clinic, int64_t id)
{
	struct schedule schedule;

	assert_int_equal(
		store_schedule_find(place_read(clinic->place), id, &schedule),
		OK);
	return schedule;
}

static void s14_this_one_moves_alone(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 3, &ids);
	struct session session = clinic_find(clinic, ids.at[1]);

	session.span.start.s += 3600;
	session.span.end.s += 3600;
	assert_ok(clinic, change_scope(clinic, &session, SCHEDULE_THIS));
	assert_string_equal(times(clinic, s.id),
			    "06-08T16:00 06-15T17:00 06-22T16:00");
	assert_int_equal(stored(clinic, s.id).revision, 1);
}

static void s14_following_ones_move_by_the_same_amount(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 4, &ids);
	struct session session = clinic_find(clinic, ids.at[1]);

	session.span.start.s += 86400 + 1800;
	session.span.end.s = session.span.start.s + 5400;
	session.terms.place = "Room 2";
	assert_ok(clinic, change_scope(clinic, &session, SCHEDULE_FOLLOWING));
	assert_string_equal(times(clinic, s.id), "06-08T16:00 06-16T16:30 "
						 "06-23T16:30 06-30T16:30");
	session = clinic_find(clinic, ids.at[3]);
	assert_string_equal(session.terms.place, "Room 2");
	assert_int_equal(session.span.end.s - session.span.start.s, 5400);
	assert_null(clinic_find(clinic, ids.at[0]).terms.place);
	s = stored(clinic, s.id);
	assert_int_equal(s.days, TUE);
	assert_int_equal(s.minutes, 90);
	assert_int_equal(s.start.minute, 30);
}

static void s14_all_may_last_less_than_a_minute(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 2, &ids);
	struct session session = clinic_find(clinic, ids.at[0]);

	session.span.end.s = session.span.start.s + 30;
	assert_ok(clinic, change_scope(clinic, &session, SCHEDULE_ALL));
	session = clinic_find(clinic, ids.at[1]);
	assert_int_equal(session.span.end.s - session.span.start.s, 30);
	assert_int_equal(stored(clinic, s.id).minutes, 1);
}

static void s14_saved_ones_never_move(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s =
		made(clinic, "2026-06-08T16:00", MON | WED, 4, &ids);
	struct session session = clinic_find(clinic, ids.at[2]);

	assert_ok(clinic, clinic_save(clinic, ids.at[1], "canceled"));
	session.span.start.s -= 3600;
	session.span.end.s -= 3600;
	assert_ok(clinic, change_scope(clinic, &session, SCHEDULE_ALL));
	assert_string_equal(times(clinic, s.id), "06-08T15:00 06-10T16:00 "
						 "06-15T15:00 06-17T15:00");
	session = clinic_find(clinic, ids.at[1]);
	assert_failed(clinic,
		      (session.terms.place = "X",
		       change_scope(clinic, &session, SCHEDULE_ALL)),
		      REFUSED(SESSION_SAVED));
}

static void s15_a_shift_keeps_wall_time_over_a_change_of_clocks(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-10-26T16:00", MON, 2, &ids);
	struct session session = clinic_find(clinic, ids.at[0]);

	session.span.start.s -= 3600;
	session.span.end.s -= 3600;
	assert_ok(clinic, change_scope(clinic, &session, SCHEDULE_ALL));
	assert_string_equal(times(clinic, s.id), "10-26T15:00 11-02T15:00");
	assert_int_equal(clinic_find(clinic, ids.at[1]).span.start.s,
			 clinic_instant("2026-11-02T20:00:00Z").s);
}

static void practitioners_move_theirs_and_change_nobody(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 2, &ids);
	struct session session = clinic_find(clinic, ids.at[0]);

	clinic_as(clinic, clinic->maria);
	session.span.start.s += 600;
	assert_ok(clinic, change_scope(clinic, &session, SCHEDULE_ALL));
	assert_string_equal(times(clinic, s.id), "06-08T16:10 06-15T16:10");
	session.terms.clients = (struct ids){ clinic->clients, 2 };
	assert_failed(clinic, change_scope(clinic, &session, SCHEDULE_ALL),
		      REFUSED(NOT_PERMITTED));
	clinic_as(clinic, clinic->ben);
	assert_failed(clinic, change_scope(clinic, &session, SCHEDULE_ALL),
		      ERR_NOT_FOUND);
	assert_failed(clinic, change(clinic, &s, TODAY), ERR_NOT_FOUND);
}

static void s13_enabling_later_makes_the_rest(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 3, &ids);
	int64_t first = ids.at[0];

	s.enabled = false;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id), "06-08T16:00");
	s.enabled = true;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id),
			    "06-08T16:00 06-15T16:00 06-22T16:00");
	/* The first is the one that was there. */
	assert_int_equal(clinic_find(clinic, first).removed.s, INSTANT_MAX.s);
}

static void s14_a_new_time_moves_the_open_ones_from_the_day_on(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s =
		made(clinic, "2026-06-08T16:00", MON | WED, 4, &ids);

	s.start.hour = 10;
	s.minutes = 45;
	assert_ok(clinic, change(clinic, &s, day_of(2026, 6, 10)));
	assert_string_equal(times(clinic, s.id), "06-08T16:00 06-10T10:00 "
						 "06-15T10:00 06-17T10:00");
	assert_int_equal(stored(clinic, s.id).minutes, 45);
	assert_int_equal(stored(clinic, s.id).days, MON | WED);
}

static void s14_new_days_begin_in_that_days_week(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-10T16:00", WED, 4, &ids);

	/* From the 17th on; Tuesday the 16th lies before it. */
	s.days = TUE | FRI;
	assert_ok(clinic, change(clinic, &s, day_of(2026, 6, 17)));
	assert_string_equal(times(clinic, s.id), "06-10T16:00 06-19T16:00 "
						 "06-23T16:00 06-26T16:00");
}

static void s14_new_days_of_a_coming_schedule_begin_in_its_week(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-07-10T16:00", FRI, 3, &ids);

	s.days = WED;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id),
			    "07-08T16:00 07-15T16:00 07-22T16:00");
}

static void s14_a_count_includes_saved_ones(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 3, &ids);
	struct session kept;

	assert_ok(clinic, clinic_save(clinic, ids.at[0], "completed"));
	assert_ok(clinic, clinic_save(clinic, ids.at[2], "canceled"));
	s.count = 4;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id), "06-08T16:00 06-15T16:00 "
						 "06-22T16:00 06-29T16:00");
	kept = clinic_find(clinic, ids.at[1]);
	assert_int_equal(kept.removed.s, INSTANT_MAX.s);
	assert_int_equal(kept.revision, 1);
	s.count = 2;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id), "06-08T16:00 06-22T16:00");
}

static void s14_a_last_date_replaces_the_count_and_the_other_way(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 4, &ids);

	s.until = day_of(2026, 6, 15);
	assert_failed(clinic, change(clinic, &s, TODAY), ERR_INVALID);
	assert_true(clinic_field(clinic, "count", "count-or-until"));
	s.count = 0;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_int_equal(stored(clinic, s.id).count, 0);
	assert_string_equal(times(clinic, s.id), "06-08T16:00 06-15T16:00");
	s.count = 3;
	s.until.n = 0;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_int_equal(stored(clinic, s.id).until.n, 0);
	assert_string_equal(times(clinic, s.id),
			    "06-08T16:00 06-15T16:00 06-22T16:00");
}

static void s14_more_of_a_monthly_one_keeps_its_nth(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s =
		made(clinic, "2026-06-08T16:00", MON | WED, 6, &ids);

	s.repeat = REPEAT_MONTHLY;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id),
			    "06-08T16:00 06-10T16:00 07-08T16:00 07-13T16:00 "
			    "08-10T16:00 08-12T16:00");
	clinic_at(clinic, "2026-07-07T12:00:00Z");
	s.count = 7;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id),
			    "06-08T16:00 06-10T16:00 07-08T16:00 07-13T16:00 "
			    "08-10T16:00 08-12T16:00 09-09T16:00");
}

static void a_change_of_nothing_changes_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 2, &ids);

	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_int_equal(stored(clinic, s.id).revision, 1);
	assert_int_equal(clinic_find(clinic, ids.at[0]).revision, 1);
}

static void wrong_changes_are_refused_whole(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 2, &ids);
	struct schedule stale = s;

	s.days = 0;
	assert_failed(clinic, change(clinic, &s, TODAY), ERR_INVALID);
	assert_true(clinic_field(clinic, "days", "days-missing"));
	s.days = MON;
	s.count = 367;
	assert_failed(clinic, change(clinic, &s, TODAY), ERR_INVALID);
	s.count = 3;
	assert_failed(clinic, change(clinic, &s, day_of(2200, 1, 1)),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "from", "from-range"));
	assert_ok(clinic, change(clinic, &s, TODAY));
	stale.count = 5;
	assert_failed(clinic, change(clinic, &stale, TODAY), ERR_CONFLICT);
	stale.id = 999;
	assert_failed(clinic, change(clinic, &stale, TODAY), ERR_NOT_FOUND);
}

/* What its sessions are once it was changed, whatever its revision. */
static const char *changed(struct clinic *clinic, struct schedule schedule)
{
	schedule.revision = 0;
	assert_ok(clinic, change(clinic, &schedule, TODAY));
	return times(clinic, schedule.id);
}

static void s14_new_days_and_a_new_start_begin_at_the_start(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule =
		made(clinic, "2026-06-15T16:00", MON, 3, &ids);

	schedule.days = WED;
	assert_true(wall_parse("2026-07-01T16:00", &schedule.start));
	assert_string_equal(changed(clinic, schedule),
			    "07-01T16:00 07-08T16:00 07-15T16:00");
}

static void s14_a_start_in_the_past_begins_today(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule =
		made(clinic, "2026-06-15T16:00", MON, 2, &ids);

	schedule.days = WED;
	assert_true(wall_parse("2026-06-03T16:00", &schedule.start));
	assert_string_equal(changed(clinic, schedule),
			    "06-10T16:00 06-17T16:00");
}

static void s16_to_skip_closures_later_makes_others_instead(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure = { .title = "Closed",
				   .all_day = true,
				   .from = day_of(2026, 6, 22),
				   .to = day_of(2026, 6, 22) };
	struct ids ids;
	struct schedule schedule =
		made(clinic, "2026-06-15T16:00", MON, 3, &ids);

	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &closure));
	schedule.skip_closures = true;
	assert_string_equal(changed(clinic, schedule),
			    "06-15T16:00 06-29T16:00 07-06T16:00");
}

static void s14_another_last_date_makes_more_or_fewer(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule =
		made(clinic, "2026-06-15T16:00", MON, 3, &ids);

	schedule.count = 0;
	schedule.until = day_of(2026, 6, 22);
	assert_string_equal(changed(clinic, schedule),
			    "06-15T16:00 06-22T16:00");
	schedule.until = day_of(2026, 7, 6);
	assert_string_equal(changed(clinic, schedule),
			    "06-15T16:00 06-22T16:00 06-29T16:00 07-06T16:00");
}

/* S14: what is saved counts and stays on its day. */
/* It counts as one of them, as long as the plan reaches it. */
static void s14_a_date_that_was_removed_by_hand_stays_empty(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule s = made(clinic, "2026-06-08T16:00", MON, 4, &ids);

	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  ids.at[1]));
	s.count = 5;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id),
			    "06-08T16:00 06-22T16:00 06-29T16:00 07-06T16:00");
	/* It moves along, and stays empty where it has gone. */
	s.start.hour = 17;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id),
			    "06-08T17:00 06-22T17:00 06-29T17:00 07-06T17:00");
	assert_true(wall_parse("2026-06-09T17:00", &s.start));
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id),
			    "06-09T17:00 06-23T17:00 06-30T17:00 07-07T17:00");
	s.count = 2;
	assert_ok(clinic, change(clinic, &s, TODAY));
	assert_string_equal(times(clinic, s.id), "06-09T17:00");
	/* All of it is asked for anew, from its first day on. */
	s.count = 3;
	assert_ok(clinic, change(clinic, &s, day_of(2026, 6, 9)));
	assert_string_equal(times(clinic, s.id),
			    "06-09T17:00 06-16T17:00 06-23T17:00");
}

static void s14_new_days_of_a_schedule_that_is_saved_whole(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule =
		made(clinic, "2026-06-15T16:00", MON, 2, &ids);

	for (size_t i = 0; i < ids.count; i++)
		assert_ok(clinic, clinic_save(clinic, ids.at[i], "canceled"));
	schedule.days = WED;
	assert_string_equal(changed(clinic, schedule),
			    "06-15T16:00 06-22T16:00");
	schedule.days = MON | WED;
	schedule.count = 3;
	assert_string_equal(changed(clinic, schedule),
			    "06-15T16:00 06-17T16:00 06-22T16:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s14_this_one_moves_alone),
		WITH_CLINIC(s14_following_ones_move_by_the_same_amount),
		WITH_CLINIC(s14_all_may_last_less_than_a_minute),
		WITH_CLINIC(s14_saved_ones_never_move),
		WITH_CLINIC(
			s15_a_shift_keeps_wall_time_over_a_change_of_clocks),
		WITH_CLINIC(practitioners_move_theirs_and_change_nobody),
		WITH_CLINIC(s13_enabling_later_makes_the_rest),
		WITH_CLINIC(s14_a_new_time_moves_the_open_ones_from_the_day_on),
		WITH_CLINIC(s14_new_days_begin_in_that_days_week),
		WITH_CLINIC(
			s14_new_days_of_a_coming_schedule_begin_in_its_week),
		WITH_CLINIC(s14_a_count_includes_saved_ones),
		WITH_CLINIC(
			s14_a_last_date_replaces_the_count_and_the_other_way),
		WITH_CLINIC(s14_more_of_a_monthly_one_keeps_its_nth),
		WITH_CLINIC(a_change_of_nothing_changes_nothing),
		WITH_CLINIC(wrong_changes_are_refused_whole),
		WITH_CLINIC(s14_new_days_and_a_new_start_begin_at_the_start),
		WITH_CLINIC(s14_a_start_in_the_past_begins_today),
		WITH_CLINIC(s16_to_skip_closures_later_makes_others_instead),
		WITH_CLINIC(s14_another_last_date_makes_more_or_fewer),
		WITH_CLINIC(s14_a_date_that_was_removed_by_hand_stays_empty),
		WITH_CLINIC(s14_new_days_of_a_schedule_that_is_saved_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
