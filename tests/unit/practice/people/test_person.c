#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/small_practice.h"
#include "tests/unit/practice/whole_edit.h"

#include "base/str.h"
#include "practice/people/credential.h"
#include "practice/people/settings.h"
#include "practice/names.h"
#include "store/calendar.h"
#include "store/credential.h"

static struct person person_of(struct clinic *clinic, int64_t id)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(clinic->place), id, &person), OK);
	return person;
}

static enum err add(struct clinic *clinic, struct person *person)
{
	return practice_person_add(clinic->op, clinic->store, person);
}

static enum err change(struct clinic *clinic, const struct person *person)
{
	return whole_person_change(clinic->op, clinic->store, person);
}

static enum err settings(struct clinic *clinic, const struct settings *wish)
{
	struct practice result;

	return settings_set(clinic->op, clinic->store, wish, &result);
}

static struct practice practice_of(struct clinic *clinic)
{
	struct practice practice;

	assert_int_equal(
		store_practice_load(place_read(clinic->place), &practice), OK);
	return practice;
}

static void a_new_place_becomes_a_practice_once(void **state)
{
	struct clinic *clinic = *state;
	struct practice practice = practice_of(clinic);

	assert_string_equal(practice.name, "Willow Lane");
	assert_string_equal(practice.zone, CLINIC_ZONE);
	assert_int_equal(practice.created.s, FIXTURE_NOW.s);
	assert_int_equal(practice.reopen_hours, 24);
	assert_ok(clinic,
		  practice_setup(clinic->op, clinic->store, "Asia/Tokyo"));
	assert_string_equal(practice_of(clinic).zone, CLINIC_ZONE);
}

static void settings_are_an_admins(void **state)
{
	struct clinic *clinic = *state;
	struct settings wish = { .phone = "+1 416 555 0142" };

	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, settings(clinic, &wish), ERR_FORBIDDEN);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, settings(clinic, &wish));
	assert_string_equal(practice_of(clinic).phone, wish.phone);
	assert_string_equal(practice_of(clinic).name, "Willow Lane");
}

static void all_wrong_settings_are_named_at_once(void **state)
{
	struct clinic *clinic = *state;
	int64_t service = 999;
	int hours = -1;
	struct settings wish = {
		.name = "  ",
		.zone = "Eastern Standard Time",
		.currency = "cad",
		.default_service = &service,
		.reopen_hours = &hours,
		.reminder_hours = "24,x",
	};

	assert_failed(clinic, settings(clinic, &wish), ERR_INVALID);
	assert_true(clinic_field(clinic, "name", "name-missing"));
	assert_true(clinic_field(clinic, "zone", "zone-unknown"));
	assert_true(clinic_field(clinic, "currency", "currency-unknown"));
	assert_true(clinic_field(clinic, "default_service", "service-unknown"));
	assert_true(clinic_field(clinic, "reopen_hours", "reopen_hours-range"));
	assert_true(clinic_field(clinic, "reminder_hours",
				 "reminder_hours-invalid"));
	wish = (struct settings){ .reminder_hours = "24,2" };
	assert_ok(clinic, settings(clinic, &wish));
	assert_string_equal(practice_of(clinic).reminder_hours, "24,2");
}

static void s30_the_currency_is_fixed_by_the_first_posting(void **state)
{
	struct clinic *clinic = *state;
	struct settings wish = { .currency = "USD" };
	struct session session = clinic_session(clinic, "2026-06-08T11:00:00Z",
						50, clinic->fixed, 1);

	assert_ok(clinic, settings(clinic, &wish));
	/* Prices of two decimals are not yen. */
	wish.currency = "JPY";
	assert_failed(clinic, settings(clinic, &wish), ERR_CONFLICT);
	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	wish.currency = "CAD";
	assert_failed(clinic, settings(clinic, &wish), ERR_CONFLICT);
	assert_string_equal(clinic->op->failure.reason, "currency-fixed");
	wish.currency = "USD";
	assert_ok(clinic, settings(clinic, &wish));
}

static void stale_settings_conflict(void **state)
{
	struct clinic *clinic = *state;
	struct settings wish = { .phone = "1" };

	wish.revision = practice_of(clinic).revision;
	assert_ok(clinic, settings(clinic, &wish));
	wish.phone = "2";
	assert_failed(clinic, settings(clinic, &wish), ERR_CONFLICT);
}

static void a_client_gets_the_next_code(void **state)
{
	struct clinic *clinic = *state;
	struct person person = { .name = "New Client",
				 .active = true,
				 .roles = ROLE_CLIENT };

	assert_ok(clinic, add(clinic, &person));
	assert_string_equal(person.code, "C062");
	assert_null(person.login);
	assert_int_not_equal(person.id, 0);
}

static void wrong_logins_are_refused(void **state)
{
	static const char *const wrong[] = {
		"a",        "-ab",
		"Ab",       "a b",
		"a@b",      "sessions",
		"closures", "inbox",
		"to-save",  "outbox",
		"calendar", ".ab",
		"å1",       "abcdefghijklmnopqrstuvwxyz1234567", /* 33 */
	};
	static const char *const right[] = {
		"ab", "0a", "a.b-c_d", "abcdefghijklmnopqrstuvwxyz123456"
	};
	struct clinic *clinic = *state;
	struct person person = { .name = "N", .active = true };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		person.login = wrong[i];
		assert_failed(clinic, add(clinic, &person), ERR_INVALID);
		assert_true(clinic_field(clinic, "login", "login-invalid") ||
			    clinic_field(clinic, "login", "login-reserved"));
	}
	for (size_t i = 0; i < ARRAY_SIZE(right); i++) {
		person.login = right[i];
		assert_ok(clinic, add(clinic, &person));
	}
}

static void all_wrong_fields_are_named_at_once(void **state)
{
	struct clinic *clinic = *state;
	struct person person = {
		.name = "\x01",
		.login = "X",
		.code = "C-42",
		.email = "ada at example.org",
		.phone = "12\n34",
		.hourly = { -1 },
		.bonus = { MONEY_LIMIT + 1 },
		.roles = 64,
		.default_service = 999,
	};

	assert_failed(clinic, add(clinic, &person), ERR_INVALID);
	assert_true(clinic_field(clinic, "name", "name-invalid"));
	assert_true(clinic_field(clinic, "login", "login-invalid"));
	assert_true(clinic_field(clinic, "code", "code-invalid"));
	assert_true(clinic_field(clinic, "email", "email-invalid"));
	assert_true(clinic_field(clinic, "phone", "phone-invalid"));
	assert_true(clinic_field(clinic, "hourly", "hourly-range"));
	assert_true(clinic_field(clinic, "bonus", "bonus-range"));
	assert_true(clinic_field(clinic, "roles", "unknown-word"));
	assert_true(clinic_field(clinic, "default_service", "service-unknown"));
	assert_int_equal(clinic->op->failure.field_count, 9);
}

static void logins_and_codes_are_taken_once(void **state)
{
	struct clinic *clinic = *state;
	struct person person = { .name = "N",
				 .active = true,
				 .login = "maria",
				 .roles = ROLE_CLIENT };

	assert_failed(clinic, add(clinic, &person), ERR_EXISTS);
	assert_string_equal(clinic->op->failure.reason, "login-taken");
	person.login = NULL;
	person.code = "c042";
	assert_failed(clinic, add(clinic, &person), ERR_EXISTS);
	assert_string_equal(clinic->op->failure.reason, "code-taken");
	person = person_of(clinic, clinic->clients[1]);
	person.code = "C042";
	assert_failed(clinic, change(clinic, &person), ERR_EXISTS);
	/* One's own is free. */
	person.code = "c051";
	assert_ok(clinic, change(clinic, &person));
}

static void texts_are_trimmed_and_empty_ones_are_none(void **state)
{
	struct clinic *clinic = *state;
	struct person person = { .name = "  Ada Brown ",
				 .login = "",
				 .email = " ada@example.org ",
				 .phone = " ",
				 .active = true };

	assert_ok(clinic, add(clinic, &person));
	person = person_of(clinic, person.id);
	assert_string_equal(person.name, "Ada Brown");
	assert_string_equal(person.email, "ada@example.org");
	assert_null(person.login);
	assert_null(person.phone);
}

static void s4_staff_add_clients_and_practitioners_without_login(void **state)
{
	struct clinic *clinic = *state;
	struct person client = { .name = "C",
				 .active = true,
				 .roles = ROLE_CLIENT };
	struct person other = { .name = "P",
				.active = true,
				.roles = ROLE_PRACTITIONER };

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, add(clinic, &client));
	assert_ok(clinic, add(clinic, &other));
	other.login = "newone";
	assert_failed(clinic, add(clinic, &other), ERR_FORBIDDEN);
	other.login = NULL;
	other.roles |= ROLE_STAFF;
	assert_failed(clinic, add(clinic, &other), ERR_FORBIDDEN);
	other.roles = ROLE_ADMIN;
	assert_failed(clinic, add(clinic, &other), ERR_FORBIDDEN);
	client.code = NULL;
	client.grants = GRANT_LOGINS;
	assert_failed(clinic, add(clinic, &client), ERR_FORBIDDEN);
	clinic_as(clinic, clinic->maria);
	client.grants = 0;
	assert_failed(clinic, add(clinic, &client), ERR_FORBIDDEN);
}

static void
s4_staff_change_clients_and_practitioners_without_login(void **state)
{
	struct clinic *clinic = *state;
	struct person client = person_of(clinic, clinic->clients[0]);
	struct person maria = person_of(clinic, clinic->maria);
	struct person admin = person_of(clinic, clinic->admin);

	clinic_as(clinic, clinic->staff);
	client.phone = "5";
	assert_ok(clinic, change(clinic, &client));
	client.revision = 0;
	client.roles |= ROLE_PRACTITIONER;
	assert_failed(clinic, change(clinic, &client), ERR_FORBIDDEN);
	client.roles = ROLE_CLIENT;
	client.login = "another";
	assert_failed(clinic, change(clinic, &client), ERR_FORBIDDEN);
	maria.phone = "5";
	assert_failed(clinic, change(clinic, &maria), ERR_FORBIDDEN);
	admin.phone = "5";
	assert_failed(clinic, change(clinic, &admin), ERR_FORBIDDEN);
	clinic->op->actor.grants = GRANT_LOGINS;
	assert_ok(clinic, change(clinic, &maria));
	assert_ok(clinic, change(clinic, &client));
	assert_failed(clinic, change(clinic, &admin), ERR_FORBIDDEN);
}

static void s50_what_calendars_show_is_an_admins(void **state)
{
	struct clinic *clinic = *state;
	struct person client = person_of(clinic, clinic->clients[0]);

	client.calendar_names = NAMES_FULL;
	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, change(clinic, &client), ERR_FORBIDDEN);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, change(clinic, &client));
	assert_non_null(strstr(clinic_audit(clinic, "person", client.id).after,
			       "\"calendar_names\":\"full\""));
}

static void a_stale_change_conflicts(void **state)
{
	struct clinic *clinic = *state;
	struct person first = person_of(clinic, clinic->clients[0]);
	struct person second = first;

	first.phone = "1";
	assert_ok(clinic, change(clinic, &first));
	second.phone = "2";
	assert_failed(clinic, change(clinic, &second), ERR_CONFLICT);
	second.id = 999;
	assert_failed(clinic, change(clinic, &second), ERR_NOT_FOUND);
}

static void s48_audit_rows_hold_no_names_and_contacts(void **state)
{
	struct clinic *clinic = *state;
	struct person person = person_of(clinic, clinic->clients[0]);
	struct contact contact = { .name = "Eva Brown",
				   .email = "eva@example.org",
				   .relation = "mother",
				   .notice = NOTICE_EMAIL };
	struct audit audit;

	clinic_as(clinic, clinic->staff);
	person.name = "Ada Green";
	person.email = "green@example.org";
	assert_ok(clinic, change(clinic, &person));
	audit = clinic_audit(clinic, "person", person.id);
	assert_int_equal(audit.who, clinic->staff);
	assert_null(strstr(audit.after, "Green"));
	assert_null(strstr(audit.before, "Brown"));
	assert_null(strstr(audit.after, "example"));
	assert_non_null(strstr(audit.after, "\"name_changed\":true"));
	assert_non_null(strstr(audit.after, "\"email_changed\":true"));
	assert_null(strstr(audit.after, "phone_changed"));
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						person.id, &contact, 1));
	audit = clinic_audit(clinic, "person", person.id);
	assert_string_equal(audit.after, "{\"contacts_changed\":true}");
}

static void contacts_are_checked_and_replaced(void **state)
{
	struct clinic *clinic = *state;
	struct contact two[] = { { .name = " Eva " }, { .name = "Otto" } };
	struct contact wrong = { .name = "", .email = "nope" };
	struct contact *list;
	size_t count;

	assert_failed(clinic,
		      practice_contacts_set(clinic->op, clinic->store,
					    clinic->clients[0], &wrong, 1),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "contacts[0].name", "name-missing"));
	assert_true(clinic_field(clinic, "contacts[0].email", "email-invalid"));
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], two, 2));
	assert_int_equal(store_contact_list(place_read(clinic->place),
					    clinic->clients[0], &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].name, "Eva");
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], NULL, 0));
	assert_int_equal(store_contact_list(place_read(clinic->place),
					    clinic->clients[0], &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void s2_people_are_deactivated_and_their_logins_end(void **state)
{
	struct clinic *clinic = *state;
	int64_t before = person_of(clinic, clinic->maria).generation;

	clinic_as(clinic, clinic->maria);
	assert_failed(
		clinic,
		practice_person_deactivate(clinic->op, clinic->store, "ben"),
		ERR_FORBIDDEN);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_person_deactivate(clinic->op, clinic->store,
						     "maria"));
	assert_false(person_of(clinic, clinic->maria).active);
	assert_true(person_of(clinic, clinic->maria).generation > before);
	assert_failed(
		clinic,
		practice_person_deactivate(clinic->op, clinic->store, "nobody"),
		ERR_NOT_FOUND);
}

static void a_new_login_renames_the_offices_calendar(void **state)
{
	struct clinic *clinic = *state;
	struct person maria = person_of(clinic, clinic->maria);
	struct collection found;

	maria.login = "mlund";
	assert_ok(clinic, change(clinic, &maria));
	assert_int_equal(store_collection_find(place_read(clinic->place),
					       clinic->admin, "mlund", &found),
			 OK);
	assert_int_equal(found.subject, clinic->maria);
	assert_int_equal(store_collection_find(clinic->place->reader,
					       clinic->admin, "maria", &found),
			 ERR_NOT_FOUND);
}

static void passwords_have_bounds(void **state)
{
	struct clinic *clinic = *state;
	char *longest = arena_alloc(clinic->op->arena, 1026);

	memset(longest, 'p', 1025);
	assert_failed(clinic, practice_password_check(clinic->op, "1234567"),
		      ERR_INVALID);
	assert_failed(clinic, practice_password_check(clinic->op, longest),
		      ERR_INVALID);
	longest[1024] = '\0';
	operation_recover(clinic->op);
	assert_ok(clinic, practice_password_check(clinic->op, longest));
	assert_ok(clinic, practice_password_check(clinic->op, "åäöåäöåä"));
}

static enum err set_password(struct clinic *clinic, const char *login)
{
	return practice_password_set(clinic->op, clinic->store, login,
				     "correct horse");
}

static void s4_who_may_set_whose_password(void **state)
{
	struct clinic *clinic = *state;
	const char *hash;

	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, set_password(clinic, "maria"));
	assert_failed(clinic, set_password(clinic, "ben"), ERR_NOT_FOUND);
	assert_failed(clinic, set_password(clinic, "nobody"), ERR_NOT_FOUND);
	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, set_password(clinic, "maria"), ERR_FORBIDDEN);
	clinic->op->actor.grants = GRANT_LOGINS;
	assert_ok(clinic, set_password(clinic, "maria"));
	assert_ok(clinic, set_password(clinic, "c042"));
	assert_failed(clinic, set_password(clinic, "olga"), ERR_FORBIDDEN);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, set_password(clinic, "sam"));
	assert_int_equal(store_password_find(place_read(clinic->place),
					     clinic->staff, &hash),
			 OK);
	assert_true(password_matches(hash, "correct horse"));
	assert_null(clinic_audit(clinic, "person", clinic->staff).after);
}

static void a_token_is_shown_once_and_kept_as_a_hash(void **state)
{
	struct clinic *clinic = *state;
	const char *secret;
	struct digest digest;
	struct token token;
	int64_t id;

	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, practice_token_add(clinic->op, clinic->store, "maria",
					     "iPhone", &secret, &id));
	assert_true(strlen(secret) >= 32);
	digest = digest_sha256(secret, strlen(secret));
	assert_int_equal(
		store_token_find(place_read(clinic->place), &digest, &token),
		OK);
	assert_int_equal(token.id, id);
	assert_string_equal(token.label, "iPhone");
	assert_null(strstr(clinic_audit(clinic, "person", clinic->maria).after,
			   secret));
	assert_ok(clinic,
		  practice_token_used(clinic->op, clinic->store, id, NULL));
	clinic_as(clinic, clinic->ben);
	assert_failed(
		clinic,
		practice_token_revoke(clinic->op, clinic->store, "maria", id),
		ERR_NOT_FOUND);
	assert_failed(
		clinic,
		practice_token_revoke(clinic->op, clinic->store, "ben", id),
		ERR_NOT_FOUND);
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, practice_token_revoke(clinic->op, clinic->store,
						"maria", id));
	assert_int_equal(
		store_token_find(place_read(clinic->place), &digest, &token),
		ERR_NOT_FOUND);
	assert_failed(clinic,
		      practice_token_add(clinic->op, clinic->store, "maria",
					 " ", &secret, &id),
		      ERR_INVALID);
}

static void s3_initials_are_of_the_first_and_last_word(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;

	assert_string_equal(practice_initials(arena, "Ada Maria Brown"),
			    "A.B.");
	assert_string_equal(practice_initials(arena, "Ada"), "A.");
	assert_string_equal(practice_initials(arena, " Åsa  Öberg "), "Å.Ö.");
	assert_string_equal(practice_initials(arena, ""), "");
	assert_string_equal(practice_first_name(arena, "Ada Maria Brown"),
			    "Ada");
	assert_string_equal(practice_first_name(arena, "  Åsa "), "Åsa");
	assert_string_equal(practice_first_name(arena, ""), "");
}

static void roles_are_read_from_words(void **state)
{
	struct clinic *clinic = *state;
	unsigned roles = 99;

	assert_ok(clinic, practice_roles_parse(clinic->op,
					       "admin, practitioner", &roles));
	assert_int_equal(roles, ROLE_ADMIN | ROLE_PRACTITIONER);
	assert_failed(clinic,
		      practice_roles_parse(clinic->op, "admin,boss", &roles),
		      ERR_INVALID);
	assert_failed(clinic, practice_roles_parse(clinic->op, "", &roles),
		      ERR_INVALID);
	assert_int_equal(roles, ROLE_ADMIN | ROLE_PRACTITIONER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_new_place_becomes_a_practice_once),
		WITH_CLINIC(settings_are_an_admins),
		WITH_CLINIC(all_wrong_settings_are_named_at_once),
		WITH_CLINIC(s30_the_currency_is_fixed_by_the_first_posting),
		WITH_CLINIC(stale_settings_conflict),
		WITH_CLINIC(a_client_gets_the_next_code),
		WITH_CLINIC(wrong_logins_are_refused),
		WITH_CLINIC(all_wrong_fields_are_named_at_once),
		WITH_CLINIC(logins_and_codes_are_taken_once),
		WITH_CLINIC(texts_are_trimmed_and_empty_ones_are_none),
		WITH_CLINIC(
			s4_staff_add_clients_and_practitioners_without_login),
		WITH_CLINIC(
			s4_staff_change_clients_and_practitioners_without_login),
		WITH_CLINIC(s50_what_calendars_show_is_an_admins),
		WITH_CLINIC(a_stale_change_conflicts),
		WITH_CLINIC(s48_audit_rows_hold_no_names_and_contacts),
		WITH_CLINIC(contacts_are_checked_and_replaced),
		WITH_CLINIC(s2_people_are_deactivated_and_their_logins_end),
		WITH_CLINIC(a_new_login_renames_the_offices_calendar),
		WITH_CLINIC(passwords_have_bounds),
		WITH_CLINIC(s4_who_may_set_whose_password),
		WITH_CLINIC(a_token_is_shown_once_and_kept_as_a_hash),
		WITH_CLINIC(s3_initials_are_of_the_first_and_last_word),
		WITH_CLINIC(roles_are_read_from_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
