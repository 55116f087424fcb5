#include "tests/unit/practice/money_fixture.h"

#include "practice/transfer/erase.h"
#include "store/erasure.h"

/* The fixture's own reader would be in the way of emptying the log. */
static void end_reading(struct scene *scene)
{
	if (store_reader_operation(scene->place->reader))
		store_reader_end(scene->place->reader);
}

static enum err erase(struct scene *scene, const char *confirm)
{
	end_reading(scene);
	return practice_person_erase(scene->op, scene->store, scene->clients[0],
				     confirm);
}

static struct person ada(struct scene *scene)
{
	struct person person;

	assert_int_equal(store_person_load(place_read(scene->place),
					   scene->clients[0], &person),
			 OK);
	return person;
}

/* A past session with texts. */
static struct session noted(struct scene *scene, int day, size_t clients)
{
	struct session session = scene_draft(
		scene,
		arena_printf(scene->op->arena, "2026-06-%02dT10:00:00Z", day),
		60, scene->fixed, clients);

	session.terms.place = "Room";
	session.terms.public_note = "public";
	session.terms.private_note = "private";
	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
	return session;
}

static void s49_names_become_the_code_and_money_stays(void **state)
{
	struct scene *scene = *state;
	int64_t balance;

	till_saved(scene, 1, 1);
	till_issued(scene, 10);
	till_pay(scene, 100);
	balance = till_balance(scene).balance.minor;
	scene_as(scene, scene->admin);
	assert_ok(scene, erase(scene, NULL));
	assert_string_equal(ada(scene).name, "C042");
	assert_int_equal(till_balance(scene).balance.minor, balance);
	till_verify(scene);
	assert_string_equal(
		scene_audit(scene, "person", scene->clients[0]).action,
		"person.erase");
}

static void only_an_admin_erases(void **state)
{
	struct scene *scene = *state;

	assert_failed(scene, erase(scene, NULL), ERR_FORBIDDEN);
	scene_as(scene, scene->clients[0]);
	assert_failed(scene, erase(scene, NULL), ERR_FORBIDDEN);
	assert_string_not_equal(ada(scene).name, "C042");
}

static void who_is_no_client_or_more_than_one_is_refused(void **state)
{
	struct scene *scene = *state;
	int64_t both;

	scene_as(scene, scene->admin);
	both = scene_person(scene, "both", "Both Roles",
			    ROLE_CLIENT | ROLE_PRACTITIONER);
	assert_failed(scene,
		      practice_person_erase(scene->op, scene->store,
					    scene->maria, NULL),
		      ERR_NOT_FOUND);
	assert_failed(
		scene,
		practice_person_erase(scene->op, scene->store, 9999, NULL),
		ERR_NOT_FOUND);
	assert_failed(
		scene,
		practice_person_erase(scene->op, scene->store, both, NULL),
		ERR_CONFLICT);
	assert_string_equal(scene->op->failure.reason, "not-only-client");
}

static void a_code_that_is_confirmed_must_be_the_clients(void **state)
{
	struct scene *scene = *state;

	scene_as(scene, scene->admin);
	assert_failed(scene, erase(scene, "C051"), ERR_INVALID);
	assert_true(scene_field(scene, "confirm", "confirm-differs"));
	assert_ok(scene, erase(scene, "c042"));
}

static void coming_sessions_are_in_the_way_and_past_ones_not(void **state)
{
	struct scene *scene = *state;
	struct session coming;

	noted(scene, 1, 1); /* to save */
	coming = noted(scene, 20, 2);
	scene_as(scene, scene->admin);
	assert_failed(scene, erase(scene, NULL), ERR_CONFLICT);
	assert_string_equal(scene->op->failure.reason, "sessions-open");
	assert_ok(scene,
		  practice_session_remove(scene->op, scene->store, coming.id));
	assert_ok(scene, erase(scene, NULL));
	assert_null(scene_find(scene, coming.id - 1).terms.public_note);
}

static void a_session_that_lost_its_only_client_loses_its_notes(void **state)
{
	struct scene *scene = *state;
	struct session session = noted(scene, 1, 1);
	struct session_version *list;
	size_t count;

	session = scene_find(scene, session.id);
	session.terms.clients.count = 0;
	assert_ok(scene,
		  practice_session_change(scene->op, scene->store, &session));
	scene_as(scene, scene->admin);
	assert_ok(scene, erase(scene, NULL));
	session = scene_find(scene, session.id);
	assert_null(session.terms.place);
	assert_null(session.terms.private_note);
	assert_int_equal(store_session_version_list(place_read(scene->place),
						    session.id, &list, &count),
			 OK);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		assert_null(strstr(list[i].json, "private\""));
}

static void groups_keep_their_notes_in_every_version(void **state)
{
	struct scene *scene = *state;
	struct session session = noted(scene, 1, 2);
	struct session_version *list;
	size_t count;

	scene_as(scene, scene->admin);
	assert_ok(scene, erase(scene, NULL));
	assert_string_equal(scene_find(scene, session.id).terms.private_note,
			    "private");
	assert_int_equal(store_session_version_list(place_read(scene->place),
						    session.id, &list, &count),
			 OK);
	assert_non_null(strstr(list[0].json, "\"private_note\":\"private\""));
}

static void a_history_that_cannot_be_read_stops_it_whole(void **state)
{
	struct scene *scene = *state;
	struct session session = noted(scene, 1, 1);
	const char *sql =
		arena_printf(scene->op->arena,
			     "UPDATE session_version SET json = json || 'x'"
			     "  WHERE session = %lld",
			     (long long)session.id);

	assert_int_equal(place_sql(scene->place, sql), 0);
	scene_as(scene, scene->admin);
	assert_failed(scene, erase(scene, NULL), ERR_STORAGE);
	assert_string_not_equal(ada(scene).name, "C042");
	assert_string_equal(scene_find(scene, session.id).terms.public_note,
			    "public");
}

static void nothing_is_written_about_an_erased_person(void **state)
{
	struct scene *scene = *state;
	struct person person;
	struct contact contact = { .name = "Somebody" };

	scene_as(scene, scene->admin);
	assert_ok(scene, erase(scene, NULL));
	person = ada(scene);
	person.name = "Ada again";
	assert_failed(scene,
		      practice_person_change(scene->op, scene->store, &person),
		      ERR_CONFLICT);
	assert_failed(scene,
		      practice_contacts_set(scene->op, scene->store, person.id,
					    &contact, 1),
		      ERR_CONFLICT);
	assert_ok(scene, erase(scene, NULL));
}

static void a_reader_in_the_way_is_told_and_erasing_again_ends_it(void **state)
{
	struct scene *scene = *state;

	scene_as(scene, scene->admin);
	place_read(scene->place);
	ada(scene); /* it reads now */
	assert_failed(scene,
		      practice_person_erase(scene->op, scene->store,
					    scene->clients[0], NULL),
		      ERR_UNAVAILABLE);
	assert_non_null(strstr(scene->op->failure.message, "erase again"));
	assert_string_equal(ada(scene).name, "C042");
	assert_ok(scene, erase(scene, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(s49_names_become_the_code_and_money_stays),
		WITH_TILL(only_an_admin_erases),
		WITH_TILL(who_is_no_client_or_more_than_one_is_refused),
		WITH_TILL(a_code_that_is_confirmed_must_be_the_clients),
		WITH_TILL(coming_sessions_are_in_the_way_and_past_ones_not),
		WITH_TILL(a_session_that_lost_its_only_client_loses_its_notes),
		WITH_TILL(groups_keep_their_notes_in_every_version),
		WITH_TILL(a_history_that_cannot_be_read_stops_it_whole),
		WITH_TILL(nothing_is_written_about_an_erased_person),
		WITH_TILL(
			a_reader_in_the_way_is_told_and_erasing_again_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
