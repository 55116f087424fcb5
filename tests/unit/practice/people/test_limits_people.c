#include "tests/unit/practice/practice_fixture.h"

#include "practice/names.h"

/* What people, their contacts and their credentials may not be. */

static struct person person_of(struct scene *scene, int64_t id)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(scene->place), id, &person), OK);
	return person;
}

static enum err add(struct scene *scene, struct person person)
{
	operation_recover(scene->op);
	return practice_person_add(scene->op, scene->store, &person);
}

static enum err change(struct scene *scene, struct person person)
{
	operation_recover(scene->op);
	return practice_person_change(scene->op, scene->store, &person);
}

static struct person client(const char *name)
{
	return (struct person){ .name = name,
				.active = true,
				.roles = ROLE_CLIENT };
}

static void an_address_that_no_mail_program_takes_is_refused(void **state)
{
	static const char *const wrong[] = {
		"nobody",      "@example.org",      "ada@",
		"ada@.org",    "ada@b@example.org", "ada b@example.org",
		"ada,b@x.org", "<ada@example.org>", "ada;@example.org",
		"ada\"@x.org", "ada\\@example.org",
	};
	struct scene *scene = *state;
	struct person person = client("Eli Oak");
	char longest[300];

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		person.email = wrong[i];
		assert_failed(scene, add(scene, person), ERR_INVALID);
		assert_true(scene_field(scene, "email", "email-invalid"));
	}
	memset(longest, 'x', sizeof(longest));
	memcpy(longest + 100, "@", 1);
	longest[254] = '\0';
	person.email = longest;
	assert_ok(scene, add(scene, person));
	/* 253 characters, but more bytes than a mail program takes */
	memcpy(longest, "\xC3\xA9\xC3\xA9", 4);
	longest[254] = 'x';
	longest[255] = '\0';
	assert_failed(scene, add(scene, person), ERR_INVALID);
	assert_true(scene_field(scene, "email", "email-invalid"));
}

static void a_code_has_at_most_16_letters_and_digits(void **state)
{
	struct scene *scene = *state;
	struct person person = client("Eli Oak");

	person.code = "C234567890123456";
	assert_ok(scene, add(scene, person));
	person.code = "C2345678901234567";
	assert_failed(scene, add(scene, person), ERR_INVALID);
	assert_true(scene_field(scene, "code", "code-invalid"));
	person.code = "C-7";
	assert_failed(scene, add(scene, person), ERR_INVALID);
	assert_true(scene_field(scene, "code", "code-invalid"));
}

/* C0, DEL, C1, and what is no UTF-8 at all. */
static void a_name_of_control_characters_is_refused(void **state)
{
	static const char *const wrong[] = { "Ada\tBrown", "Ada\x7F",
					     "Ada\xC2\x80", "Ada\xFF" };
	struct scene *scene = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_failed(scene, add(scene, client(wrong[i])), ERR_INVALID);
		assert_true(scene_field(scene, "name", "name-invalid"));
	}
	assert_ok(scene, add(scene, client("Ada \xC2\xA1 \xC3\x80gnes")));
}

static void words_that_are_none_are_refused(void **state)
{
	struct scene *scene = *state;
	struct person person = client("Eli Oak");

	person.notice = (enum notice)9;
	person.calendar_names = (enum calendar_names)9;
	person.roles = 1024;
	person.grants = 1024;
	person.may = 1024;
	assert_failed(scene, add(scene, person), ERR_INVALID);
	assert_true(scene_field(scene, "notice", "unknown-word"));
	assert_true(scene_field(scene, "calendar_names", "unknown-word"));
	assert_true(scene_field(scene, "roles", "unknown-word"));
	assert_true(scene_field(scene, "grants", "unknown-word"));
	assert_true(scene_field(scene, "may", "unknown-word"));
}

static void a_default_service_that_is_no_longer_given_is_refused(void **state)
{
	struct scene *scene = *state;
	struct person person = client("Eli Oak");

	person.default_service = 4711;
	assert_failed(scene, add(scene, person), ERR_INVALID);
	assert_true(scene_field(scene, "default_service", "service-unknown"));
	place_sql(scene->place, "UPDATE service SET active = 0");
	person.default_service = scene->fixed;
	assert_failed(scene, add(scene, person), ERR_INVALID);
	assert_true(scene_field(scene, "default_service", "service-unknown"));
}

static void a_contact_is_judged_as_a_person_is(void **state)
{
	struct scene *scene = *state;
	struct contact contact = { .name = "Pat", .notice = (enum notice)9 };

	assert_failed(scene,
		      practice_contacts_set(scene->op, scene->store,
					    scene->clients[0], &contact, 1),
		      ERR_INVALID);
	assert_true(scene_field(scene, "contacts[0].notice", "unknown-word"));
}

static void a_person_has_at_most_20_contacts(void **state)
{
	struct scene *scene = *state;
	struct contact contacts[21];
	struct contact *list;
	size_t count;

	for (size_t i = 0; i < ARRAY_SIZE(contacts); i++)
		contacts[i] = (struct contact){ .name = "Pat" };
	assert_ok(scene,
		  practice_contacts_set(scene->op, scene->store,
					scene->clients[0], contacts, 20));
	assert_failed(scene,
		      practice_contacts_set(scene->op, scene->store,
					    scene->clients[0], contacts, 21),
		      ERR_INVALID);
	assert_true(scene_field(scene, "contacts", "contacts-too-many"));
	assert_int_equal(store_contact_list(place_read(scene->place),
					    scene->clients[0], &list, &count),
			 OK);
	assert_int_equal(count, 20);
}

/* S4 */
static void staff_add_nobody_without_a_role(void **state)
{
	struct scene *scene = *state;

	scene_as(scene, scene->staff);
	assert_failed(scene,
		      add(scene,
			  (struct person){ .name = "Eli Oak", .active = true }),
		      ERR_FORBIDDEN);
}

static void staff_with_the_grant_give_logins(void **state)
{
	struct scene *scene = *state;
	struct person person = client("Eli Oak");

	person.login = "eli";
	scene_as(scene, scene->staff);
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	scene->op->actor.grants = GRANT_LOGINS;
	assert_ok(scene, add(scene, person));
	person = person_of(scene, scene->maria);
	person.phone = "1";
	assert_ok(scene, change(scene, person));
}

/* S50 */
static void what_calendars_show_of_money_and_names_is_an_admins(void **state)
{
	struct scene *scene = *state;
	struct person person = client("Eli Oak");

	scene_as(scene, scene->staff);
	person.calendar_money = true;
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	person.calendar_money = false;
	person.calendar_names = NAMES_FULL;
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	person = person_of(scene, scene->clients[0]);
	person.calendar_money = true;
	assert_failed(scene, change(scene, person), ERR_FORBIDDEN);
	person = person_of(scene, scene->clients[0]);
	person.grants = GRANT_VOID;
	assert_failed(scene, change(scene, person), ERR_FORBIDDEN);
}

static void practitioners_with_a_login_are_for_those_who_manage_logins(void **s)
{
	struct scene *scene = *s;
	struct person maria = person_of(scene, scene->maria);
	struct person other = { .name = "Zoe Fry",
				.active = true,
				.roles = ROLE_PRACTITIONER };

	assert_ok(scene, practice_person_add(scene->op, scene->store, &other));
	other = person_of(scene, other.id);
	scene_as(scene, scene->staff);
	maria.phone = "1";
	assert_failed(scene, change(scene, maria), ERR_FORBIDDEN);
	other.phone = "1";
	assert_ok(scene, change(scene, other));
	other = person_of(scene, scene->clients[0]);
	other.login = "ada";
	assert_failed(scene, change(scene, other), ERR_FORBIDDEN);
}

static void who_is_deactivated_already_stays_so_without_a_trace(void **state)
{
	struct scene *scene = *state;
	size_t audits;

	assert_ok(scene,
		  practice_person_deactivate(scene->op, scene->store, "c042"));
	audits = scene_audits(scene, "person", scene->clients[0]);
	assert_ok(scene,
		  practice_person_deactivate(scene->op, scene->store, "c042"));
	assert_int_equal(scene_audits(scene, "person", scene->clients[0]),
			 audits);
	assert_failed(
		scene,
		practice_person_deactivate(scene->op, scene->store, "nobody"),
		ERR_NOT_FOUND);
}

/* S3 */
static void initials_are_whole_characters(void **state)
{
	struct scene *scene = *state;
	struct arena *arena = scene->op->arena;

	assert_string_equal(practice_initials(arena, "\u00c9lodie \u00d6zil"),
			    "\u00c9.\u00d6.");
	assert_string_equal(practice_initials(arena, "\u00c9"), "\u00c9.");
	assert_string_equal(practice_initials(arena, "  "), "");
}

static void a_password_must_be_text(void **state)
{
	struct scene *scene = *state;

	assert_failed(scene,
		      practice_password_set(scene->op, scene->store, "maria",
					    "\xFF\xFE long enough"),
		      ERR_INVALID);
	assert_true(scene_field(scene, "password", "password-invalid"));
	assert_failed(scene,
		      practice_password_set(scene->op, scene->store, "maria",
					    "short"),
		      ERR_INVALID);
	assert_true(scene_field(scene, "password", "password-too-short"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(an_address_that_no_mail_program_takes_is_refused),
		WITH_SCENE(a_code_has_at_most_16_letters_and_digits),
		WITH_SCENE(a_name_of_control_characters_is_refused),
		WITH_SCENE(words_that_are_none_are_refused),
		WITH_SCENE(
			a_default_service_that_is_no_longer_given_is_refused),
		WITH_SCENE(a_contact_is_judged_as_a_person_is),
		WITH_SCENE(a_person_has_at_most_20_contacts),
		WITH_SCENE(staff_add_nobody_without_a_role),
		WITH_SCENE(staff_with_the_grant_give_logins),
		WITH_SCENE(what_calendars_show_of_money_and_names_is_an_admins),
		WITH_SCENE(
			practitioners_with_a_login_are_for_those_who_manage_logins),
		WITH_SCENE(who_is_deactivated_already_stays_so_without_a_trace),
		WITH_SCENE(initials_are_whole_characters),
		WITH_SCENE(a_password_must_be_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
