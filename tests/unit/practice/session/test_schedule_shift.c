#include "tests/unit/practice/practice_fixture.h"

#include "ical/zone.h"
#include "practice/session/schedule.h"

/** Three Mondays at 16:00 from 8 June, and the first of them. */
struct series {
	struct schedule schedule;
	struct ids ids;
	struct session first;
};

static struct series series(struct scene *scene)
{
	struct series made = {
		.schedule = { .days = 1,
			      .repeat = REPEAT_WEEKLY,
			      .count = 3,
			      .enabled = true,
			      .minutes = 60,
			      .zone = SCENE_ZONE,
			      .terms.service = scene->fixed,
			      .terms.practitioners = { &scene->maria, 1 },
			      .terms.clients = { scene->clients, 1 } }
	};

	scene_as(scene, scene->staff);
	assert_true(wall_parse("2026-06-08T16:00", &made.schedule.start));
	assert_ok(scene, practice_schedule_add(scene->op, scene->store,
					       &made.schedule, &made.ids));
	made.first = scene_find(scene, made.ids.at[0]);
	return made;
}

static void follow(struct scene *scene, struct session session,
		   enum schedule_scope scope)
{
	assert_ok(scene, practice_session_change_scope(scene->op, scene->store,
						       &session, scope));
}

static struct session last(struct scene *scene, const struct series *of)
{
	return scene_find(scene, of->ids.at[2]);
}

static struct schedule row(struct scene *scene, const struct series *of)
{
	struct schedule schedule;

	assert_int_equal(store_schedule_find(place_read(scene->place),
					     of->schedule.id, &schedule),
			 OK);
	return schedule;
}

static void notes_follow_each_by_itself(void **state)
{
	struct scene *scene = *state;
	struct series of = series(scene);

	of.first.terms.public_note = "Bring the forms";
	follow(scene, of.first, SCHEDULE_ALL);
	assert_string_equal(last(scene, &of).terms.public_note,
			    "Bring the forms");
	assert_null(last(scene, &of).terms.private_note);
	assert_string_equal(row(scene, &of).terms.public_note,
			    "Bring the forms");
	of.first = scene_find(scene, of.ids.at[0]);
	of.first.terms.private_note = "Moves soon";
	follow(scene, of.first, SCHEDULE_ALL);
	assert_string_equal(last(scene, &of).terms.private_note, "Moves soon");
	assert_string_equal(last(scene, &of).terms.public_note,
			    "Bring the forms");
	assert_string_equal(row(scene, &of).terms.private_note, "Moves soon");
}

static void another_service_is_that_of_all(void **state)
{
	struct scene *scene = *state;
	struct series of = series(scene);

	of.first.terms.service = scene->hourly;
	follow(scene, of.first, SCHEDULE_ALL);
	assert_int_equal(last(scene, &of).terms.service, scene->hourly);
	assert_int_equal(row(scene, &of).terms.service, scene->hourly);
	assert_int_equal(last(scene, &of).span.start.s,
			 scene_instant("2026-06-22T20:00:00Z").s);
}

static void people_follow_too(void **state)
{
	struct scene *scene = *state;
	struct series of = series(scene);

	of.first.terms.practitioners = (struct ids){ &scene->ben, 1 };
	of.first.terms.clients = (struct ids){ scene->clients, 3 };
	follow(scene, of.first, SCHEDULE_ALL);
	assert_int_equal(last(scene, &of).terms.practitioners.at[0],
			 scene->ben);
	assert_int_equal(last(scene, &of).terms.clients.count, 3);
	assert_int_equal(row(scene, &of).terms.practitioners.at[0], scene->ben);
	assert_int_equal(row(scene, &of).terms.clients.count, 3);
}

static void what_differs_elsewhere_stays_different(void **state)
{
	struct scene *scene = *state;
	struct series of = series(scene);
	struct session third = last(scene, &of);

	third.terms.place = "Room 9";
	follow(scene, third, SCHEDULE_THIS);
	of.first.terms.public_note = "Bring the forms";
	follow(scene, of.first, SCHEDULE_ALL);
	assert_string_equal(last(scene, &of).terms.place, "Room 9");
	assert_null(row(scene, &of).terms.place);
}

static void a_schedule_that_moves_to_another_zone_keeps_its_wall_time(void **s)
{
	struct scene *scene = *s;
	struct series of = series(scene);

	of.first.zone = "Europe/Oslo";
	of.first.span = (struct span){ scene_instant("2026-06-08T14:00:00Z"),
				       scene_instant("2026-06-08T15:00:00Z") };
	follow(scene, of.first, SCHEDULE_ALL);
	assert_string_equal(last(scene, &of).zone, "Europe/Oslo");
	assert_int_equal(last(scene, &of).span.start.s,
			 scene_instant("2026-06-22T14:00:00Z").s);
	assert_string_equal(row(scene, &of).zone, "Europe/Oslo");
	assert_int_equal(row(scene, &of).start.hour, 16);
}

static void nothing_changed_writes_to_no_schedule(void **state)
{
	struct scene *scene = *state;
	struct series of = series(scene);

	follow(scene, of.first, SCHEDULE_ALL);
	assert_int_equal(row(scene, &of).revision, 1);
	assert_int_equal(last(scene, &of).revision, 1);
}

static void a_session_of_its_own_has_nobody_to_follow_it(void **state)
{
	struct scene *scene = *state;
	struct session single = scene_session(scene, "2026-06-09T14:00:00Z", 50,
					      scene->fixed, 1);

	single = scene_find(scene, single.id);
	single.terms.place = "Room 2";
	follow(scene, single, SCHEDULE_ALL);
	assert_string_equal(scene_find(scene, single.id).terms.place, "Room 2");
}

static void a_practitioner_moves_none_that_another_has_taken_over(void **s)
{
	struct scene *scene = *s;
	struct series of = series(scene);
	struct session third = last(scene, &of);

	third.terms.practitioners = (struct ids){ &scene->ben, 1 };
	follow(scene, third, SCHEDULE_THIS);
	scene_as(scene, scene->maria);
	of.first.terms.place = "Room 2";
	follow(scene, of.first, SCHEDULE_ALL);
	assert_string_equal(scene_find(scene, of.ids.at[1]).terms.place,
			    "Room 2");
	assert_null(last(scene, &of).terms.place);
}

static void no_session_leads_no_others(void **state)
{
	struct scene *scene = *state;
	struct session none = series(scene).first;

	none.id = 999;
	assert_failed(scene,
		      practice_session_change_scope(scene->op, scene->store,
						    &none, SCHEDULE_ALL),
		      ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(notes_follow_each_by_itself),
		WITH_SCENE(another_service_is_that_of_all),
		WITH_SCENE(people_follow_too),
		WITH_SCENE(what_differs_elsewhere_stays_different),
		WITH_SCENE(
			a_schedule_that_moves_to_another_zone_keeps_its_wall_time),
		WITH_SCENE(nothing_changed_writes_to_no_schedule),
		WITH_SCENE(a_session_of_its_own_has_nobody_to_follow_it),
		WITH_SCENE(
			a_practitioner_moves_none_that_another_has_taken_over),
		WITH_SCENE(no_session_leads_no_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
