#include "tests/unit/practice/practice_fixture.h"

#define AFTER "2026-06-08T21:00:00Z" /* the session is over */

/* A past session of maria's at 42.50 and 13 %, the staff acting. */
static struct session past(struct scene *scene, size_t clients)
{
	struct session session = scene_session(scene, "2026-06-08T20:00:00Z",
					       50, scene->fixed, clients);

	scene_at(scene, AFTER);
	scene_as(scene, scene->staff);
	return session;
}

static enum err save_as(struct scene *scene, const struct save *save)
{
	struct session saved;

	return practice_session_save(scene->op, scene->store, save, &saved);
}

static void a_draft_cannot_be_saved_and_the_answer_says_why(void **state)
{
	struct scene *scene = *state;
	struct session draft = past(scene, 0);
	struct session no_service =
		scene_session(scene, "2026-06-08T20:00:00Z", 50, 0, 1);

	assert_failed(scene, scene_save(scene, draft.id, "completed"),
		      ERR_CONFLICT);
	assert_non_null(strstr(scene->op->failure.message, "no client"));
	assert_failed(scene, scene_save(scene, no_service.id, "completed"),
		      ERR_CONFLICT);
	assert_non_null(strstr(scene->op->failure.message, "no service"));
}

static void section_10_who_may_save(void **state)
{
	struct scene *scene = *state;
	struct session session = past(scene, 1);
	struct person maria;

	scene_as(scene, scene->ben);
	assert_failed(scene, scene_save(scene, session.id, "completed"),
		      ERR_NOT_FOUND);
	scene_as(scene, scene->clients[0]);
	assert_failed(scene, scene_save(scene, session.id, "completed"),
		      ERR_NOT_PERMITTED);
	scene_as(scene, 0);
	assert_int_equal(store_person_find(place_read(scene->place),
					   scene->maria, &maria),
			 OK);
	maria.may = MAY_CREATE | MAY_EDIT;
	assert_ok(scene,
		  practice_person_change(scene->op, scene->store, &maria));
	scene_as(scene, scene->maria);
	assert_failed(scene, scene_save(scene, session.id, "completed"),
		      ERR_NOT_PERMITTED);
	assert_failed(scene, scene_save(scene, 999, "completed"),
		      ERR_NOT_FOUND);
}

static void s25_a_practitioner_reopens_within_24_hours(void **state)
{
	struct scene *scene = *state;
	struct session session = past(scene, 1);

	scene_as(scene, scene->maria);
	assert_ok(scene, scene_save(scene, session.id, "completed"));
	scene_at(scene, "2026-06-09T20:59:59Z");
	assert_ok(scene, scene_save(scene, session.id, "missed"));
	scene_at(scene, "2026-06-10T20:59:59Z");
	assert_failed(scene, scene_save(scene, session.id, "open"),
		      ERR_SESSION_SAVED);
	assert_failed(scene, scene_save(scene, session.id, "completed"),
		      ERR_SESSION_SAVED);
	/* What it is already is no change. */
	assert_ok(scene, scene_save(scene, session.id, "missed"));
	scene_as(scene, scene->staff);
	assert_ok(scene, scene_save(scene, session.id, "open"));
}

static void s25_the_window_is_the_practices_reopen_hours(void **state)
{
	struct scene *scene = *state;
	struct session session = past(scene, 1);
	struct practice_change change = { .reopen_hours = &(int){ 1 } };
	struct practice practice;

	scene_as(scene, 0);
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &change, &practice));
	scene_as(scene, scene->maria);
	assert_ok(scene, scene_save(scene, session.id, "completed"));
	scene_at(scene, "2026-06-08T22:00:00Z");
	assert_failed(scene, scene_save(scene, session.id, "open"),
		      ERR_SESSION_SAVED);
}

static void s25_before_the_start_only_canceled_but_for_the_office(void **state)
{
	struct scene *scene = *state;
	struct session session = past(scene, 2);
	struct save_client exception = { .client = scene->clients[1],
					 .type = "completed" };
	struct save save = { .session = session.id,
			     .type = "canceled",
			     .clients = &exception,
			     .client_count = 1 };

	scene_at(scene, "2026-06-08T19:59:59Z");
	scene_as(scene, scene->maria);
	assert_failed(scene, scene_save(scene, session.id, "completed"),
		      ERR_NOT_PERMITTED);
	assert_failed(scene, save_as(scene, &save), ERR_NOT_PERMITTED);
	assert_ok(scene, scene_save(scene, session.id, "canceled"));
	scene_as(scene, scene->staff);
	assert_ok(scene, scene_save(scene, session.id, "completed"));
	scene_at(scene, "2026-06-08T20:00:00Z");
	scene_as(scene, scene->maria);
	assert_ok(scene, scene_save(scene, session.id, "missed"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(a_draft_cannot_be_saved_and_the_answer_says_why),
		WITH_SCENE(section_10_who_may_save),
		WITH_SCENE(s25_a_practitioner_reopens_within_24_hours),
		WITH_SCENE(s25_the_window_is_the_practices_reopen_hours),
		WITH_SCENE(
			s25_before_the_start_only_canceled_but_for_the_office),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
