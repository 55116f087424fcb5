#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/people/credential.h"
#include "practice/names.h"

/* What people, their contacts and their credentials may not be. */

static struct person person_of(struct clinic *clinic, int64_t id)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(clinic->place), id, &person), OK);
	return person;
}

static enum err add(struct clinic *clinic, struct person person)
{
	operation_recover(clinic->op);
	return practice_person_add(clinic->op, clinic->store, &person);
}

static enum err change(struct clinic *clinic, struct person person)
{
	operation_recover(clinic->op);
	return whole_person_change(clinic->op, clinic->store, &person);
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
	struct clinic *clinic = *state;
	struct person person = client("Eli Oak");
	char longest[300];

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		person.email = wrong[i];
		assert_failed(clinic, add(clinic, person), ERR_INVALID);
		assert_true(clinic_field(clinic, "email", "email-invalid"));
	}
	memset(longest, 'x', sizeof(longest));
	memcpy(longest + 100, "@", 1);
	longest[254] = '\0';
	person.email = longest;
	assert_ok(clinic, add(clinic, person));
	/* 253 characters, but more bytes than a mail program takes */
	memcpy(longest, "\xC3\xA9\xC3\xA9", 4);
	longest[254] = 'x';
	longest[255] = '\0';
	assert_failed(clinic, add(clinic, person), ERR_INVALID);
	assert_true(clinic_field(clinic, "email", "email-invalid"));
}

static void a_code_has_at_most_16_letters_and_digits(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client("Eli Oak");

	person.code = "C234567890123456";
	assert_ok(clinic, add(clinic, person));
	person.code = "C2345678901234567";
	assert_failed(clinic, add(clinic, person), ERR_INVALID);
	assert_true(clinic_field(clinic, "code", "code-invalid"));
	person.code = "C-7";
	assert_failed(clinic, add(clinic, person), ERR_INVALID);
	assert_true(clinic_field(clinic, "code", "code-invalid"));
}

/* C0, DEL, C1, and what is no UTF-8 at all. */
static void a_name_of_control_characters_is_refused(void **state)
{
	static const char *const wrong[] = { "Ada\tBrown", "Ada\x7F",
					     "Ada\xC2\x80", "Ada\xFF" };
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_failed(clinic, add(clinic, client(wrong[i])),
			      ERR_INVALID);
		assert_true(clinic_field(clinic, "name", "name-invalid"));
	}
	assert_ok(clinic, add(clinic, client("Ada \xC2\xA1 \xC3\x80gnes")));
}

static void words_that_are_none_are_refused(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client("Eli Oak");

	person.notice = (enum notice)9;
	person.calendar_names = (enum calendar_names)9;
	person.roles = 1024;
	person.grants = 1024;
	person.may = 1024;
	assert_failed(clinic, add(clinic, person), ERR_INVALID);
	assert_true(clinic_field(clinic, "notice", "unknown-word"));
	assert_true(clinic_field(clinic, "calendar_names", "unknown-word"));
	assert_true(clinic_field(clinic, "roles", "unknown-word"));
	assert_true(clinic_field(clinic, "grants", "unknown-word"));
	assert_true(clinic_field(clinic, "may", "unknown-word"));
}

static void a_default_service_that_is_no_longer_given_is_refused(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client("Eli Oak");

	person.default_service = 4711;
	assert_failed(clinic, add(clinic, person), ERR_INVALID);
	assert_true(clinic_field(clinic, "default_service", "service-unknown"));
	place_sql(clinic->place, "UPDATE service SET active = 0");
	person.default_service = clinic->fixed;
	assert_failed(clinic, add(clinic, person), ERR_INVALID);
	assert_true(clinic_field(clinic, "default_service", "service-unknown"));
}

static void a_contact_is_judged_as_a_person_is(void **state)
{
	struct clinic *clinic = *state;
	struct contact contact = { .name = "Pat", .notice = (enum notice)9 };

	assert_failed(clinic,
		      practice_contacts_set(clinic->op, clinic->store,
					    clinic->clients[0], &contact, 1),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "contacts[0].notice", "unknown-word"));
}

static void a_person_has_at_most_20_contacts(void **state)
{
	struct clinic *clinic = *state;
	struct contact contacts[21];
	struct contact *list;
	size_t count;

	for (size_t i = 0; i < ARRAY_SIZE(contacts); i++)
		contacts[i] = (struct contact){ .name = "Pat" };
	assert_ok(clinic,
		  practice_contacts_set(clinic->op, clinic->store,
					clinic->clients[0], contacts, 20));
	assert_failed(clinic,
		      practice_contacts_set(clinic->op, clinic->store,
					    clinic->clients[0], contacts, 21),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "contacts", "contacts-too-many"));
	assert_int_equal(store_contact_list(place_read(clinic->place),
					    clinic->clients[0], &list, &count),
			 OK);
	assert_int_equal(count, 20);
}

/* S4 */
static void staff_add_nobody_without_a_role(void **state)
{
	struct clinic *clinic = *state;

	clinic_as(clinic, clinic->staff);
	assert_failed(clinic,
		      add(clinic,
			  (struct person){ .name = "Eli Oak", .active = true }),
		      ERR_FORBIDDEN);
}

static void staff_with_the_grant_give_logins(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client("Eli Oak");

	person.login = "eli";
	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	clinic->op->actor.grants = GRANT_LOGINS;
	assert_ok(clinic, add(clinic, person));
	person = person_of(clinic, clinic->maria);
	person.phone = "1";
	assert_ok(clinic, change(clinic, person));
}

/* S50 */
static void what_calendars_show_of_money_and_names_is_an_admins(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client("Eli Oak");

	clinic_as(clinic, clinic->staff);
	person.calendar_money = true;
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	person.calendar_money = false;
	person.calendar_names = NAMES_FULL;
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	person = person_of(clinic, clinic->clients[0]);
	person.calendar_money = true;
	assert_failed(clinic, change(clinic, person), ERR_FORBIDDEN);
	person = person_of(clinic, clinic->clients[0]);
	person.grants = GRANT_VOID;
	assert_failed(clinic, change(clinic, person), ERR_FORBIDDEN);
}

static void practitioners_with_a_login_are_for_those_who_manage_logins(void **s)
{
	struct clinic *clinic = *s;
	struct person maria = person_of(clinic, clinic->maria);
	struct person other = { .name = "Zoe Fry",
				.active = true,
				.roles = ROLE_PRACTITIONER };

	assert_ok(clinic,
		  practice_person_add(clinic->op, clinic->store, &other));
	other = person_of(clinic, other.id);
	clinic_as(clinic, clinic->staff);
	maria.phone = "1";
	assert_failed(clinic, change(clinic, maria), ERR_FORBIDDEN);
	other.phone = "1";
	assert_ok(clinic, change(clinic, other));
	other = person_of(clinic, clinic->clients[0]);
	other.login = "ada";
	assert_failed(clinic, change(clinic, other), ERR_FORBIDDEN);
}

static void who_is_deactivated_already_stays_so_without_a_trace(void **state)
{
	struct clinic *clinic = *state;
	size_t audits;

	assert_ok(clinic, practice_person_deactivate(clinic->op, clinic->store,
						     "c042"));
	audits = clinic_audits(clinic, "person", clinic->clients[0]);
	assert_ok(clinic, practice_person_deactivate(clinic->op, clinic->store,
						     "c042"));
	assert_int_equal(clinic_audits(clinic, "person", clinic->clients[0]),
			 audits);
	assert_failed(
		clinic,
		practice_person_deactivate(clinic->op, clinic->store, "nobody"),
		ERR_NOT_FOUND);
}

/* S3 */
static void initials_are_whole_characters(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;

	assert_string_equal(practice_initials(arena, "\u00c9lodie \u00d6zil"),
			    "\u00c9.\u00d6.");
	assert_string_equal(practice_initials(arena, "\u00c9"), "\u00c9.");
	assert_string_equal(practice_initials(arena, "  "), "");
}

static void a_password_must_be_text(void **state)
{
	struct clinic *clinic = *state;

	assert_failed(clinic,
		      practice_password_set(clinic->op, clinic->store, "maria",
					    "\xFF\xFE long enough"),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "password", "password-invalid"));
	assert_failed(clinic,
		      practice_password_set(clinic->op, clinic->store, "maria",
					    "short"),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "password", "password-too-short"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(an_address_that_no_mail_program_takes_is_refused),
		WITH_CLINIC(a_code_has_at_most_16_letters_and_digits),
		WITH_CLINIC(a_name_of_control_characters_is_refused),
		WITH_CLINIC(words_that_are_none_are_refused),
		WITH_CLINIC(
			a_default_service_that_is_no_longer_given_is_refused),
		WITH_CLINIC(a_contact_is_judged_as_a_person_is),
		WITH_CLINIC(a_person_has_at_most_20_contacts),
		WITH_CLINIC(staff_add_nobody_without_a_role),
		WITH_CLINIC(staff_with_the_grant_give_logins),
		WITH_CLINIC(
			what_calendars_show_of_money_and_names_is_an_admins),
		WITH_CLINIC(
			practitioners_with_a_login_are_for_those_who_manage_logins),
		WITH_CLINIC(
			who_is_deactivated_already_stays_so_without_a_trace),
		WITH_CLINIC(initials_are_whole_characters),
		WITH_CLINIC(a_password_must_be_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
