#include "tests/unit/practice/practice_fixture.h"

#include "practice/booking/review.h"

struct item {
	const char *kind;
	int64_t session, person;
	int64_t id;
};

static enum err add_item(struct transaction *tx, void *context)
{
	struct item *item = context;
	struct review review = { .kind = item->kind,
				 .session = item->session,
				 .person = item->person,
				 .text = "Look at this." };
	enum err err = store_review_add(tx, &review);

	item->id = review.id;
	return err;
}

static int64_t item(struct scene *scene, const char *kind, int64_t session)
{
	struct item made = { kind, session, scene->maria, 0 };

	place_write(scene->place, add_item, &made, OK);
	return made.id;
}

static const char *state_of(struct scene *scene, int64_t id)
{
	struct review review;

	assert_int_equal(
		store_review_find(place_read(scene->place), id, &review), OK);
	return review.state;
}

static void accepting_changes_nothing_but_the_item(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_session(scene, "2026-06-10T20:00:00Z",
					       50, scene->fixed, 1);
	int64_t id = item(scene, "deletes", session.id);

	scene_as(scene, scene->maria);
	assert_ok(scene,
		  practice_session_remove(scene->op, scene->store, session.id));
	scene_as(scene, scene->admin);
	assert_ok(scene,
		  practice_review_settle(scene->op, scene->store, id, false));
	assert_int_equal(scene_find(scene, session.id).state, SESSION_SAVED);
	assert_string_equal(state_of(scene, id), "accepted");
	assert_string_equal(scene_audit(scene, "review", id).action,
			    "review.settle");
}

static void an_item_is_settled_once_and_by_the_office(void **state)
{
	struct scene *scene = *state;
	int64_t id = item(scene, "refused", 0);

	scene_as(scene, scene->maria);
	assert_failed(
		scene,
		practice_review_settle(scene->op, scene->store, id, false),
		ERR_FORBIDDEN);
	scene_as(scene, scene->staff);
	assert_failed(
		scene,
		practice_review_settle(scene->op, scene->store, id + 1, false),
		ERR_NOT_FOUND);
	assert_ok(scene,
		  practice_review_settle(scene->op, scene->store, id, true));
	assert_failed(
		scene,
		practice_review_settle(scene->op, scene->store, id, false),
		ERR_CONFLICT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(accepting_changes_nothing_but_the_item),
		WITH_SCENE(an_item_is_settled_once_and_by_the_office),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
