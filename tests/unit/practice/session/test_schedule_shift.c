#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "ical/zone.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_shift.h"

/** Three Mondays at 16:00 from 8 June, and the first of them. */
struct series {
	struct schedule schedule;
	struct ids ids;
	struct session first;
};

static struct series series(struct clinic *clinic)
{
	struct series made = {
		.schedule = { .days = 1,
			      .repeat = REPEAT_WEEKLY,
			      .count = 3,
			      .enabled = true,
			      .minutes = 60,
			      .zone = CLINIC_ZONE,
			      .terms.service = clinic->fixed,
			      .terms.practitioners = { &clinic->maria, 1 },
			      .terms.clients = { clinic->clients, 1 } }
	};

	clinic_as(clinic, clinic->staff);
	assert_true(wall_parse("2026-06-08T16:00", &made.schedule.start));
	assert_ok(clinic, practice_schedule_add(clinic->op, clinic->store,
						&made.schedule, &made.ids));
	made.first = clinic_find(clinic, made.ids.at[0]);
	return made;
}

static void follow(struct clinic *clinic, struct session session,
		   enum schedule_scope scope)
{
	assert_ok(clinic, whole_session_change_scope(clinic->op, clinic->store,
						     &session, scope));
}

static struct session last(struct clinic *clinic, const struct series *of)
{
	return clinic_find(clinic, of->ids.at[2]);
}

static struct schedule row(struct clinic *clinic, const struct series *of)
{
	struct schedule schedule;

	assert_int_equal(store_schedule_find(place_read(clinic->place),
					     of->schedule.id, &schedule),
			 OK);
	return schedule;
}

static void notes_follow_each_by_itself(void **state)
{
	struct clinic *clinic = *state;
	struct series of = series(clinic);

	of.first.terms.public_note = "Bring the forms";
	follow(clinic, of.first, SCHEDULE_ALL);
	assert_string_equal(last(clinic, &of).terms.public_note,
			    "Bring the forms");
	assert_null(last(clinic, &of).terms.private_note);
	assert_string_equal(row(clinic, &of).terms.public_note,
			    "Bring the forms");
	of.first = clinic_find(clinic, of.ids.at[0]);
	of.first.terms.private_note = "Moves soon";
	follow(clinic, of.first, SCHEDULE_ALL);
	assert_string_equal(last(clinic, &of).terms.private_note, "Moves soon");
	assert_string_equal(last(clinic, &of).terms.public_note,
			    "Bring the forms");
	assert_string_equal(row(clinic, &of).terms.private_note, "Moves soon");
}

static void another_service_is_that_of_all(void **state)
{
	struct clinic *clinic = *state;
	struct series of = series(clinic);

	of.first.terms.service = clinic->hourly;
	follow(clinic, of.first, SCHEDULE_ALL);
	assert_int_equal(last(clinic, &of).terms.service, clinic->hourly);
	assert_int_equal(row(clinic, &of).terms.service, clinic->hourly);
	assert_int_equal(last(clinic, &of).span.start.s,
			 clinic_instant("2026-06-22T20:00:00Z").s);
}

static void people_follow_too(void **state)
{
	struct clinic *clinic = *state;
	struct series of = series(clinic);

	of.first.terms.practitioners = (struct ids){ &clinic->ben, 1 };
	of.first.terms.clients = (struct ids){ clinic->clients, 3 };
	follow(clinic, of.first, SCHEDULE_ALL);
	assert_int_equal(last(clinic, &of).terms.practitioners.at[0],
			 clinic->ben);
	assert_int_equal(last(clinic, &of).terms.clients.count, 3);
	assert_int_equal(row(clinic, &of).terms.practitioners.at[0],
			 clinic->ben);
	assert_int_equal(row(clinic, &of).terms.clients.count, 3);
}

static void what_differs_elsewhere_stays_different(void **state)
{
	struct clinic *clinic = *state;
	struct series of = series(clinic);
	struct session third = last(clinic, &of);

	third.terms.place = "Room 9";
	follow(clinic, third, SCHEDULE_THIS);
	of.first.terms.public_note = "Bring the forms";
	follow(clinic, of.first, SCHEDULE_ALL);
	assert_string_equal(last(clinic, &of).terms.place, "Room 9");
	assert_null(row(clinic, &of).terms.place);
}

static void a_schedule_that_moves_to_another_zone_keeps_its_wall_time(void **s)
{
	struct clinic *clinic = *s;
	struct series of = series(clinic);

	of.first.zone = "Europe/Oslo";
	of.first.span = (struct span){ clinic_instant("2026-06-08T14:00:00Z"),
				       clinic_instant("2026-06-08T15:00:00Z") };
	follow(clinic, of.first, SCHEDULE_ALL);
	assert_string_equal(last(clinic, &of).zone, "Europe/Oslo");
	assert_int_equal(last(clinic, &of).span.start.s,
			 clinic_instant("2026-06-22T14:00:00Z").s);
	assert_string_equal(row(clinic, &of).zone, "Europe/Oslo");
	assert_int_equal(row(clinic, &of).start.hour, 16);
}

static void nothing_changed_writes_to_no_schedule(void **state)
{
	struct clinic *clinic = *state;
	struct series of = series(clinic);

	follow(clinic, of.first, SCHEDULE_ALL);
	assert_int_equal(row(clinic, &of).revision, 1);
	assert_int_equal(last(clinic, &of).revision, 1);
}

static void a_session_of_its_own_has_nobody_to_follow_it(void **state)
{
	struct clinic *clinic = *state;
	struct session single = clinic_session(clinic, "2026-06-09T14:00:00Z",
					       50, clinic->fixed, 1);

	single = clinic_find(clinic, single.id);
	single.terms.place = "Room 2";
	follow(clinic, single, SCHEDULE_ALL);
	assert_string_equal(clinic_find(clinic, single.id).terms.place,
			    "Room 2");
}

static void a_practitioner_moves_none_that_another_has_taken_over(void **s)
{
	struct clinic *clinic = *s;
	struct series of = series(clinic);
	struct session third = last(clinic, &of);

	third.terms.practitioners = (struct ids){ &clinic->ben, 1 };
	follow(clinic, third, SCHEDULE_THIS);
	clinic_as(clinic, clinic->maria);
	of.first.terms.place = "Room 2";
	follow(clinic, of.first, SCHEDULE_ALL);
	assert_string_equal(clinic_find(clinic, of.ids.at[1]).terms.place,
			    "Room 2");
	assert_null(last(clinic, &of).terms.place);
}

static void no_session_leads_no_others(void **state)
{
	struct clinic *clinic = *state;
	struct session none = series(clinic).first;

	none.id = 999;
	assert_failed(clinic,
		      whole_session_change_scope(clinic->op, clinic->store,
						 &none, SCHEDULE_ALL),
		      ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(notes_follow_each_by_itself),
		WITH_CLINIC(another_service_is_that_of_all),
		WITH_CLINIC(people_follow_too),
		WITH_CLINIC(what_differs_elsewhere_stays_different),
		WITH_CLINIC(
			a_schedule_that_moves_to_another_zone_keeps_its_wall_time),
		WITH_CLINIC(nothing_changed_writes_to_no_schedule),
		WITH_CLINIC(a_session_of_its_own_has_nobody_to_follow_it),
		WITH_CLINIC(
			a_practitioner_moves_none_that_another_has_taken_over),
		WITH_CLINIC(no_session_leads_no_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
