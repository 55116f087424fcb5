#include "tests/unit/practice/practice_fixture.h"

#include "practice/session/session_rules.h"

static struct session draft(struct scene *scene)
{
	return scene_draft(scene, "2026-06-10T14:00:00Z", 50, scene->fixed, 1);
}

static enum err add(struct scene *scene, struct session session)
{
	return practice_session_add(scene->op, scene->store, &session);
}

static enum err change(struct scene *scene, struct session session)
{
	return practice_session_change(scene->op, scene->store, &session);
}

/** Refused for this field alone. */
static void refused(struct scene *scene, struct session session,
		    const char *field, const char *code)
{
	assert_failed(scene, add(scene, session), ERR_INVALID);
	assert_true(scene_field(scene, field, code));
	assert_int_equal(scene->op->failure.field_count, 1);
	scene->op->failure = (struct failure){ .code = OK };
}

static void s7_a_session_lies_within_the_years_that_there_are(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);

	session.span.start.s = INSTANT_MIN.s - 1;
	refused(scene, session, "start", "start-range");
	session = draft(scene);
	session.span.start.s = INSTANT_MAX.s + 1;
	session.span.end.s = INSTANT_MAX.s + 2;
	refused(scene, session, "start", "start-range");
	session.span =
		(struct span){ { INSTANT_MAX.s - 1 }, { INSTANT_MAX.s + 1 } };
	refused(scene, session, "start", "start-range");
}

static void s7_a_session_lasts_up_to_a_day(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);

	session.span.end = session.span.start;
	refused(scene, session, "end", "end-before-start");
	session.span.end.s = session.span.start.s + PRACTICE_SESSION_LONGEST;
	assert_ok(scene, add(scene, session));
	session.span.end.s++;
	refused(scene, session, "end", "end-too-long");
}

static void notes_are_text(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);

	session.terms.public_note = "\xff";
	refused(scene, session, "public_note", "note-invalid");
	session = draft(scene);
	session.terms.private_note = "\xc3";
	refused(scene, session, "private_note", "note-invalid");
	session.terms.private_note = "";
	assert_ok(scene, add(scene, session));
}

static void a_session_takes_a_bounded_number_of_people(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);
	size_t count = PRACTICE_PEOPLE_LIMIT + 1;
	int64_t *ids = arena_array(scene->op->arena, count, sizeof(*ids));

	for (size_t i = 0; i < count; i++)
		ids[i] = scene->clients[0];
	session.terms.clients = (struct ids){ ids, count };
	refused(scene, session, "clients", "people-too-many");
}

static void practitioners_create_for_themselves_alone(void **state)
{
	struct scene *scene = *state;
	int64_t both[] = { scene->maria, scene->ben };
	struct session session = draft(scene);

	scene_as(scene, scene->maria);
	assert_ok(scene, add(scene, session));
	session.terms.practitioners = (struct ids){ both, 2 };
	assert_failed(scene, add(scene, session), ERR_NOT_PERMITTED);
	session.terms.practitioners = (struct ids){ &scene->ben, 1 };
	assert_failed(scene, add(scene, session), ERR_NOT_PERMITTED);
	session.terms.practitioners = (struct ids){ &scene->maria, 1 };
	scene->op->actor.may = MAY_EDIT | MAY_COMPLETE;
	assert_failed(scene, add(scene, session), ERR_NOT_PERMITTED);
	scene_as(scene, scene->clients[0]);
	scene->op->actor.may = MAY_CREATE;
	assert_failed(scene, add(scene, session), ERR_NOT_PERMITTED);
}

static void practitioners_change_their_own_where_they_may_edit(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_session(scene, "2026-06-10T14:00:00Z",
					       50, scene->fixed, 1);

	session = scene_find(scene, session.id);
	session.terms.place = "Room 2";
	scene_as(scene, scene->maria);
	scene->op->actor.may = MAY_CREATE | MAY_COMPLETE;
	assert_failed(scene, change(scene, session), ERR_NOT_PERMITTED);
	scene->op->actor.may = MAY_EDIT;
	assert_ok(scene, change(scene, session));
	session = scene_find(scene, session.id);
	session.terms.service = scene->hourly;
	assert_failed(scene, change(scene, session), ERR_NOT_PERMITTED);
	assert_string_equal(scene_find(scene, session.id).terms.place,
			    "Room 2");
}

static void a_new_end_or_zone_alone_is_a_change_of_time(void **state)
{
	struct scene *scene = *state;
	struct session before = draft(scene), after = before;

	assert_int_equal(practice_session_differs(&before, &after), 0);
	after.span.end.s += 60;
	assert_int_equal(practice_session_differs(&before, &after), PART_TIME);
	after = before;
	after.zone = "Europe/Oslo";
	assert_int_equal(practice_session_differs(&before, &after), PART_TIME);
	after = before;
	after.span.start.s += 60;
	assert_int_equal(practice_session_differs(&before, &after), PART_TIME);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(s7_a_session_lies_within_the_years_that_there_are),
		WITH_SCENE(s7_a_session_lasts_up_to_a_day),
		WITH_SCENE(notes_are_text),
		WITH_SCENE(a_session_takes_a_bounded_number_of_people),
		WITH_SCENE(practitioners_create_for_themselves_alone),
		WITH_SCENE(practitioners_change_their_own_where_they_may_edit),
		WITH_SCENE(a_new_end_or_zone_alone_is_a_change_of_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
