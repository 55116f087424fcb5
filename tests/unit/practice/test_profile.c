#include "tests/unit/practice/scene.h"

#include "base/str.h"
#include "practice/profile.h"

static const struct contact mother = { .name = "Eva Brown",
				       .email = "eva@example.org",
				       .relation = "mother",
				       .notice = NOTICE_EMAIL };

static char white[] = "Ada White", black[] = "Ada Black";

static struct person person_of(struct scene *scene, int64_t id)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(scene->place), id, &person), OK);
	return person;
}

static size_t contacts_of(struct scene *scene, int64_t id,
			  struct contact **list)
{
	size_t count;

	assert_int_equal(
		store_contact_list(place_read(scene->place), id, list, &count),
		OK);
	return count;
}

static void set_name(struct person *person, void *context)
{
	person->name = context;
}

static struct profile_edit renamed(int64_t person, char *name)
{
	return (struct profile_edit){ .person = person,
				      .apply = set_name,
				      .context = name };
}

static enum err change(struct scene *scene, const struct profile_edit *edit)
{
	return practice_profile_change(scene->op, scene->store, edit);
}

static void a_client_is_added_together_with_contacts(void **state)
{
	struct scene *scene = *state;
	struct person person = { .name = "New Client",
				 .active = true,
				 .roles = ROLE_CLIENT };
	struct contact *list;

	assert_ok(scene, practice_profile_add(scene->op, scene->store, &person,
					      &mother, 1));
	assert_string_equal(person.code, "C062");
	assert_int_equal(contacts_of(scene, person.id, &list), 1);
	assert_string_equal(list[0].name, "Eva Brown");
	assert_string_equal(list[0].relation, "mother");
	person = (struct person){ .name = "Other",
				  .active = true,
				  .roles = ROLE_CLIENT };
	assert_ok(scene, practice_profile_add(scene->op, scene->store, &person,
					      NULL, 0));
	assert_int_equal(contacts_of(scene, person.id, &list), 0);
}

static void nobody_is_added_where_a_contact_is_wrong(void **state)
{
	struct scene *scene = *state;
	struct contact wrong[] = { mother, { .email = "no address" } };
	struct person person = { .name = "New Client",
				 .active = true,
				 .roles = ROLE_CLIENT };
	struct person *list;
	size_t before, after;

	assert_int_equal(
		store_person_list(place_read(scene->place), 0, &list, &before),
		OK);
	assert_failed(scene,
		      practice_profile_add(scene->op, scene->store, &person,
					   wrong, 2),
		      ERR_INVALID);
	assert_int_equal(person.id, 0);
	assert_null(person.code);
	assert_int_equal(
		store_person_list(place_read(scene->place), 0, &list, &after),
		OK);
	assert_int_equal(after, before);
}

static void contacts_stay_unless_the_form_has_them(void **state)
{
	struct scene *scene = *state;
	int64_t ada = scene->clients[0];
	struct profile_edit edit = renamed(ada, white);
	struct contact *list;

	edit.has_contacts = true;
	edit.contacts = &mother;
	edit.count = 1;
	assert_ok(scene, change(scene, &edit));
	assert_string_equal(person_of(scene, ada).name, white);
	assert_int_equal(contacts_of(scene, ada, &list), 1);
	edit = renamed(ada, black);
	assert_ok(scene, change(scene, &edit));
	assert_string_equal(person_of(scene, ada).name, black);
	assert_int_equal(contacts_of(scene, ada, &list), 1);
	edit.has_contacts = true;
	assert_ok(scene, change(scene, &edit));
	assert_int_equal(contacts_of(scene, ada, &list), 0);
}

static void a_wrong_contact_leaves_the_name_as_it_was(void **state)
{
	struct scene *scene = *state;
	struct contact nobody = { .name = " " };
	struct profile_edit edit = renamed(scene->clients[0], white);

	edit.has_contacts = true;
	edit.contacts = &nobody;
	edit.count = 1;
	assert_failed(scene, change(scene, &edit), ERR_INVALID);
	assert_string_equal(person_of(scene, scene->clients[0]).name,
			    "Ada Maria Brown");
}

static void a_form_on_a_stale_revision_conflicts(void **state)
{
	struct scene *scene = *state;
	int64_t ada = scene->clients[0];
	struct profile_edit edit = renamed(ada, white);

	edit.revision = person_of(scene, ada).revision;
	assert_ok(scene, change(scene, &edit));
	edit.context = black;
	assert_failed(scene, change(scene, &edit), ERR_CONFLICT);
	assert_string_equal(person_of(scene, ada).name, white);
}

static void nobody_cannot_be_changed(void **state)
{
	struct scene *scene = *state;
	struct profile_edit edit = renamed(999, white);

	assert_failed(scene, change(scene, &edit), ERR_NOT_FOUND);
}

static void s4_practitioners_change_no_clients(void **state)
{
	struct scene *scene = *state;
	struct profile_edit edit = renamed(scene->clients[0], white);

	scene_as(scene, scene->maria);
	assert_failed(scene, change(scene, &edit), ERR_FORBIDDEN);
	assert_string_equal(person_of(scene, scene->clients[0]).name,
			    "Ada Maria Brown");
}

static enum acquaintance known(struct scene *scene, int64_t by, int64_t person)
{
	struct person whom = person_of(scene, person);
	enum acquaintance how;

	scene_as(scene, by);
	assert_int_equal(
		practice_person_known(place_read(scene->place), &whom, &how),
		OK);
	scene_as(scene, 0);
	return how;
}

static void s4_the_office_knows_all_and_others_themselves(void **state)
{
	struct scene *scene = *state;
	int64_t ada = scene->clients[0];

	assert_int_equal(known(scene, 0, ada), KNOWN);
	assert_int_equal(known(scene, scene->admin, ada), KNOWN);
	assert_int_equal(known(scene, scene->staff, scene->maria), KNOWN);
	assert_int_equal(known(scene, scene->maria, scene->maria), KNOWN);
	assert_int_equal(known(scene, ada, ada), KNOWN);
	assert_int_equal(known(scene, ada, scene->clients[1]), STRANGER);
	assert_int_equal(known(scene, ada, scene->maria), STRANGER);
}

static void s50_practitioners_know_clients_of_their_sessions_by_code(void **s)
{
	struct scene *scene = *s;
	int64_t ada = scene->clients[0];
	struct session session;

	assert_int_equal(known(scene, scene->maria, ada), STRANGER);
	session = scene_session(scene, "2026-06-10T12:00:00Z", 50, scene->fixed,
				1);
	assert_int_equal(known(scene, scene->maria, ada), KNOWN_BY_CODE);
	assert_int_equal(known(scene, scene->ben, ada), STRANGER);
	assert_int_equal(known(scene, scene->maria, scene->clients[1]),
			 STRANGER);
	assert_int_equal(known(scene, scene->maria, scene->ben), STRANGER);
	/* Nor does a client know the others of the group, or who leads it. */
	assert_int_equal(known(scene, ada, scene->maria), STRANGER);
	assert_ok(scene,
		  practice_session_remove(scene->op, scene->store, session.id));
	assert_int_equal(known(scene, scene->maria, ada), STRANGER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(a_client_is_added_together_with_contacts),
		WITH_SCENE(nobody_is_added_where_a_contact_is_wrong),
		WITH_SCENE(contacts_stay_unless_the_form_has_them),
		WITH_SCENE(a_wrong_contact_leaves_the_name_as_it_was),
		WITH_SCENE(a_form_on_a_stale_revision_conflicts),
		WITH_SCENE(nobody_cannot_be_changed),
		WITH_SCENE(s4_practitioners_change_no_clients),
		WITH_SCENE(s4_the_office_knows_all_and_others_themselves),
		WITH_SCENE(
			s50_practitioners_know_clients_of_their_sessions_by_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
