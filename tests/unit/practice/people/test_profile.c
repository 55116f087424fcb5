#include "practice/people/profile.h"
#include "practice/people/person_known.h"
#include "tests/unit/practice/practice_fixture.h"

static const struct contact contacts[] = {
	{ .name = "Pat Brown",
	  .email = "pat@example.net",
	  .phone = "1",
	  .relation = "mother",
	  .notice = NOTICE_EMAIL },
	{ .name = "Kit Brown",
	  .phone = "2",
	  .relation = "payer",
	  .notice = NOTICE_TEXT },
};

static char green[] = "Ada Green";
static char grey[] = "Ada Grey";

static struct person person_of(struct clinic *clinic, int64_t id)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(clinic->place), id, &person), OK);
	return person;
}

static size_t contacts_of(struct clinic *clinic, int64_t id)
{
	struct contact *list;
	size_t count;

	assert_int_equal(store_contact_list(place_read(clinic->place), id,
					    &list, &count),
			 OK);
	return count;
}

/* What a form says: another name, and contacts. */
struct form {
	char *name;
	bool has_contacts;
	const struct contact *contacts;
	size_t count;
};

static enum err form_apply(void *row, void *context)
{
	const struct form *form = context;
	struct profile *profile = row;

	profile->person.name = form->name;
	profile->has_contacts = form->has_contacts;
	profile->contacts = form->contacts;
	profile->count = form->count;
	return OK;
}

static struct edit renaming(int64_t person, struct form *form)
{
	return (struct edit){ .id = person,
			      .apply = form_apply,
			      .context = form };
}

static void a_person_and_the_contacts_are_added_together(void **state)
{
	struct clinic *clinic = *state;
	struct person person = { .name = "Eli Oak",
				 .active = true,
				 .roles = ROLE_CLIENT };

	assert_ok(clinic, practice_profile_add(clinic->op, clinic->store,
					       &person, contacts, 2));
	assert_string_equal(person_of(clinic, person.id).name, "Eli Oak");
	assert_int_equal(contacts_of(clinic, person.id), 2);
}

static void a_wrong_contact_leaves_no_person(void **state)
{
	static const struct contact wrong = { .name = "Pat",
					      .email = "nowhere" };
	struct clinic *clinic = *state;
	struct person person = { .login = "eli",
				 .name = "Eli Oak",
				 .active = true,
				 .roles = ROLE_CLIENT };
	struct person found;

	assert_failed(clinic,
		      practice_profile_add(clinic->op, clinic->store, &person,
					   &wrong, 1),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "contacts[0].email", "email-invalid"));
	assert_int_equal(person.id, 0);
	assert_int_equal(store_person_find_login(place_read(clinic->place),
						 "eli", &found),
			 ERR_NOT_FOUND);
}

/* All that is wrong is said at once. */
static void a_wrong_person_with_contacts_is_told_of_both(void **state)
{
	static const struct contact wrong = { .name = "Pat",
					      .email = "nowhere" };
	struct clinic *clinic = *state;
	struct person person = { .name = "", .roles = ROLE_CLIENT };
	struct person unnamed = { .name = "", .roles = ROLE_CLIENT };

	assert_failed(clinic,
		      practice_profile_add(clinic->op, clinic->store, &person,
					   contacts, 2),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "name", "name-missing"));
	assert_failed(clinic,
		      practice_profile_add(clinic->op, clinic->store, &unnamed,
					   &wrong, 1),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "name", "name-missing"));
	assert_true(clinic_field(clinic, "contacts[0].email", "email-invalid"));
}

static void a_wrong_change_with_contacts_is_told_of_both(void **state)
{
	static const struct contact wrong = { .name = "Pat",
					      .email = "nowhere" };
	static char none[] = "";
	struct clinic *clinic = *state;
	struct form form = { none, true, &wrong, 1 };
	struct edit edit = renaming(clinic->clients[0], &form);

	assert_failed(clinic,
		      practice_profile_change(clinic->op, clinic->store, &edit),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "name", "name-missing"));
	assert_true(clinic_field(clinic, "contacts[0].email", "email-invalid"));
	assert_int_equal(contacts_of(clinic, clinic->clients[0]), 0);
}

static void a_change_without_contacts_lets_them_stand(void **state)
{
	struct clinic *clinic = *state;
	struct form form = { green, true, contacts, 2 };
	struct edit edit = renaming(clinic->clients[0], &form);

	assert_ok(clinic,
		  practice_profile_change(clinic->op, clinic->store, &edit));
	form = (struct form){ .name = grey };
	assert_ok(clinic,
		  practice_profile_change(clinic->op, clinic->store, &edit));
	assert_string_equal(person_of(clinic, clinic->clients[0]).name,
			    "Ada Grey");
	assert_int_equal(contacts_of(clinic, clinic->clients[0]), 2);
	form.has_contacts = true;
	assert_ok(clinic,
		  practice_profile_change(clinic->op, clinic->store, &edit));
	assert_int_equal(contacts_of(clinic, clinic->clients[0]), 0);
}

static void a_change_made_on_an_older_revision_is_a_conflict(void **state)
{
	struct clinic *clinic = *state;
	struct form form = { .name = green };
	struct edit edit = renaming(clinic->clients[0], &form);

	edit.revision = person_of(clinic, clinic->clients[0]).revision;
	assert_ok(clinic,
		  practice_profile_change(clinic->op, clinic->store, &edit));
	form.name = grey;
	assert_failed(clinic,
		      practice_profile_change(clinic->op, clinic->store, &edit),
		      ERR_CONFLICT);
	assert_string_equal(person_of(clinic, clinic->clients[0]).name,
			    "Ada Green");
}

static void nobody_cannot_be_changed(void **state)
{
	struct clinic *clinic = *state;
	struct form form = { .name = grey };
	struct edit edit = renaming(4711, &form);

	assert_failed(clinic,
		      practice_profile_change(clinic->op, clinic->store, &edit),
		      ERR_NOT_FOUND);
}

static enum acquaintance knows(struct clinic *clinic, int64_t id)
{
	struct person person = person_of(clinic, id);
	enum acquaintance how;
	struct reader *reader = place_read(clinic->place);

	clinic->place->op.actor = clinic->op->actor;
	assert_int_equal(practice_person_known(reader, &person, &how), OK);
	return how;
}

/* S4, S50 */
static void the_office_knows_everyone(void **state)
{
	struct clinic *clinic = *state;

	clinic_as(clinic, clinic->staff);
	assert_int_equal(knows(clinic, clinic->clients[0]), KNOWN);
	assert_int_equal(knows(clinic, clinic->admin), KNOWN);
}

static void a_practitioner_knows_the_clients_of_own_sessions_by_code(void **s)
{
	struct clinic *clinic = *s;

	clinic_session(clinic, "2026-06-09T14:00:00Z", 60, clinic->fixed, 1);
	clinic_as(clinic, clinic->maria);
	assert_int_equal(knows(clinic, clinic->maria), KNOWN);
	assert_int_equal(knows(clinic, clinic->clients[0]), KNOWN_BY_CODE);
	assert_int_equal(knows(clinic, clinic->clients[1]), STRANGER);
	clinic_as(clinic, clinic->ben);
	assert_int_equal(knows(clinic, clinic->clients[0]), STRANGER);
}

static enum err names_apply(void *row, void *context)
{
	struct profile *profile = row;

	profile->person.calendar_names = *(const enum calendar_names *)context;
	return OK;
}

static struct person_known known_to_maria(struct clinic *clinic,
					  enum calendar_names names)
{
	struct edit edit = { .id = clinic->maria,
			     .apply = names_apply,
			     .context = &names };
	struct person client;
	struct person_known known;

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic,
		  practice_profile_change(clinic->op, clinic->store, &edit));
	clinic_as(clinic, clinic->maria);
	client = person_of(clinic, clinic->clients[0]);
	clinic->place->op.actor = clinic->op->actor;
	assert_int_equal(person_known_to(clinic->place->reader, &client,
					 KNOWN_BY_CODE, &known),
			 OK);
	return known;
}

/* S50 */
static void a_client_is_shown_as_far_as_ones_calendars_name_them(void **state)
{
	struct clinic *clinic = *state;
	struct person_known known = known_to_maria(clinic, NAMES_CODE);
	json_t *json;

	assert_null(known.initials);
	assert_null(known.name);
	json = person_known_json(clinic->place->arena, 2, &known);
	assert_string_equal(json_string_value(json_object_get(json, "code")),
			    "C042");
	assert_null(json_object_get(json, "contacts"));
	known = known_to_maria(clinic, NAMES_INITIALS);
	assert_non_null(known.initials);
	assert_null(known.name);
	known = known_to_maria(clinic, NAMES_FULL);
	assert_non_null(known.initials);
	assert_string_equal(known.name, "Ada Maria Brown");
}

static void a_client_knows_oneself_alone(void **state)
{
	struct clinic *clinic = *state;

	clinic_session(clinic, "2026-06-09T14:00:00Z", 60, clinic->fixed, 2);
	clinic_as(clinic, clinic->clients[0]);
	assert_int_equal(knows(clinic, clinic->clients[0]), KNOWN);
	assert_int_equal(knows(clinic, clinic->clients[1]), STRANGER);
	assert_int_equal(knows(clinic, clinic->maria), STRANGER);
}

static bool met(struct clinic *clinic, int64_t actor, int64_t id)
{
	struct reader *reader;
	struct person person;
	unsigned char met = 2;

	clinic_as(clinic, actor);
	reader = place_read(clinic->place);
	assert_int_equal(store_person_load(reader, id, &person), OK);
	assert_int_equal(practice_person_met(reader, &person, (bool *)&met),
			 OK);
	return met == 1;
}

/* Whose sessions one may ask for: others answer as somebody unheard of. */
static void one_has_met_whom_one_shares_a_session_with(void **state)
{
	struct clinic *clinic = *state;

	clinic_session(clinic, "2026-06-09T10:00:00Z", 60, clinic->fixed, 1);
	assert_true(met(clinic, clinic->staff, clinic->clients[3]));
	assert_true(met(clinic, clinic->ben, clinic->ben));
	assert_true(met(clinic, clinic->ben, clinic->maria));
	assert_true(met(clinic, clinic->maria, clinic->clients[0]));
	assert_false(met(clinic, clinic->maria, clinic->clients[1]));
	assert_false(met(clinic, clinic->ben, clinic->clients[0]));
	assert_true(met(clinic, clinic->clients[0], clinic->maria));
	assert_false(met(clinic, clinic->clients[0], clinic->ben));
	assert_false(met(clinic, clinic->clients[0], clinic->clients[1]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_person_and_the_contacts_are_added_together),
		WITH_CLINIC(a_wrong_contact_leaves_no_person),
		WITH_CLINIC(a_wrong_person_with_contacts_is_told_of_both),
		WITH_CLINIC(a_wrong_change_with_contacts_is_told_of_both),
		WITH_CLINIC(a_change_without_contacts_lets_them_stand),
		WITH_CLINIC(a_change_made_on_an_older_revision_is_a_conflict),
		WITH_CLINIC(nobody_cannot_be_changed),
		WITH_CLINIC(the_office_knows_everyone),
		WITH_CLINIC(
			a_practitioner_knows_the_clients_of_own_sessions_by_code),
		WITH_CLINIC(
			a_client_is_shown_as_far_as_ones_calendars_name_them),
		WITH_CLINIC(a_client_knows_oneself_alone),
		WITH_CLINIC(one_has_met_whom_one_shares_a_session_with),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
