#include "tests/unit/practice/practice_fixture.h"

#include "base/str.h"
#include "practice/names.h"
#include "store/calendar.h"

static struct person person_of(struct scene *scene, int64_t id)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(scene->place), id, &person), OK);
	return person;
}

static enum err add(struct scene *scene, struct person *person)
{
	return practice_person_add(scene->op, scene->store, person);
}

static enum err change(struct scene *scene, const struct person *person)
{
	return practice_person_change(scene->op, scene->store, person);
}

static enum err settings(struct scene *scene,
			 const struct practice_change *wish)
{
	struct practice result;

	return practice_change(scene->op, scene->store, wish, &result);
}

static struct practice practice_of(struct scene *scene)
{
	struct practice practice;

	assert_int_equal(
		store_practice_load(place_read(scene->place), &practice), OK);
	return practice;
}

static void a_new_place_becomes_a_practice_once(void **state)
{
	struct scene *scene = *state;
	struct practice practice = practice_of(scene);

	assert_string_equal(practice.name, "Willow Lane");
	assert_string_equal(practice.zone, SCENE_ZONE);
	assert_int_equal(practice.created.s, FIXTURE_NOW.s);
	assert_int_equal(practice.reopen_hours, 24);
	assert_ok(scene, practice_setup(scene->op, scene->store, "Asia/Tokyo"));
	assert_string_equal(practice_of(scene).zone, SCENE_ZONE);
}

static void settings_are_an_admins(void **state)
{
	struct scene *scene = *state;
	struct practice_change wish = { .phone = "+1 416 555 0142" };

	scene_as(scene, scene->staff);
	assert_failed(scene, settings(scene, &wish), ERR_FORBIDDEN);
	scene_as(scene, scene->admin);
	assert_ok(scene, settings(scene, &wish));
	assert_string_equal(practice_of(scene).phone, wish.phone);
	assert_string_equal(practice_of(scene).name, "Willow Lane");
}

static void all_wrong_settings_are_named_at_once(void **state)
{
	struct scene *scene = *state;
	int64_t service = 999;
	int hours = -1;
	struct practice_change wish = {
		.name = "  ",
		.zone = "Eastern Standard Time",
		.currency = "cad",
		.default_service = &service,
		.reopen_hours = &hours,
		.reminder_hours = "24,x",
	};

	assert_failed(scene, settings(scene, &wish), ERR_INVALID);
	assert_true(scene_field(scene, "name", "name-missing"));
	assert_true(scene_field(scene, "zone", "zone-unknown"));
	assert_true(scene_field(scene, "currency", "currency-unknown"));
	assert_true(scene_field(scene, "default_service", "service-unknown"));
	assert_true(scene_field(scene, "reopen_hours", "reopen_hours-range"));
	assert_true(
		scene_field(scene, "reminder_hours", "reminder_hours-invalid"));
	wish = (struct practice_change){ .reminder_hours = "24,2" };
	assert_ok(scene, settings(scene, &wish));
	assert_string_equal(practice_of(scene).reminder_hours, "24,2");
}

static void s30_the_currency_is_fixed_by_the_first_posting(void **state)
{
	struct scene *scene = *state;
	struct practice_change wish = { .currency = "USD" };
	struct session session = scene_session(scene, "2026-06-08T11:00:00Z",
					       50, scene->fixed, 1);

	assert_ok(scene, settings(scene, &wish));
	/* Prices of two decimals are not yen. */
	wish.currency = "JPY";
	assert_failed(scene, settings(scene, &wish), ERR_CONFLICT);
	assert_ok(scene, scene_save(scene, session.id, "completed"));
	wish.currency = "CAD";
	assert_failed(scene, settings(scene, &wish), ERR_CONFLICT);
	assert_string_equal(scene->op->failure.reason, "currency-fixed");
	wish.currency = "USD";
	assert_ok(scene, settings(scene, &wish));
}

static void stale_settings_conflict(void **state)
{
	struct scene *scene = *state;
	struct practice_change wish = { .phone = "1" };

	wish.revision = practice_of(scene).revision;
	assert_ok(scene, settings(scene, &wish));
	wish.phone = "2";
	assert_failed(scene, settings(scene, &wish), ERR_CONFLICT);
}

static void a_client_gets_the_next_code(void **state)
{
	struct scene *scene = *state;
	struct person person = { .name = "New Client",
				 .active = true,
				 .roles = ROLE_CLIENT };

	assert_ok(scene, add(scene, &person));
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
	struct scene *scene = *state;
	struct person person = { .name = "N", .active = true };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		person.login = wrong[i];
		assert_failed(scene, add(scene, &person), ERR_INVALID);
		assert_true(scene_field(scene, "login", "login-invalid") ||
			    scene_field(scene, "login", "login-reserved"));
	}
	for (size_t i = 0; i < ARRAY_SIZE(right); i++) {
		person.login = right[i];
		assert_ok(scene, add(scene, &person));
	}
}

static void all_wrong_fields_are_named_at_once(void **state)
{
	struct scene *scene = *state;
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

	assert_failed(scene, add(scene, &person), ERR_INVALID);
	assert_true(scene_field(scene, "name", "name-invalid"));
	assert_true(scene_field(scene, "login", "login-invalid"));
	assert_true(scene_field(scene, "code", "code-invalid"));
	assert_true(scene_field(scene, "email", "email-invalid"));
	assert_true(scene_field(scene, "phone", "phone-invalid"));
	assert_true(scene_field(scene, "hourly", "hourly-range"));
	assert_true(scene_field(scene, "bonus", "bonus-range"));
	assert_true(scene_field(scene, "roles", "unknown-word"));
	assert_true(scene_field(scene, "default_service", "service-unknown"));
	assert_int_equal(scene->op->failure.field_count, 9);
}

static void logins_and_codes_are_taken_once(void **state)
{
	struct scene *scene = *state;
	struct person person = { .name = "N",
				 .active = true,
				 .login = "maria",
				 .roles = ROLE_CLIENT };

	assert_failed(scene, add(scene, &person), ERR_EXISTS);
	assert_string_equal(scene->op->failure.reason, "login-taken");
	person.login = NULL;
	person.code = "c042";
	assert_failed(scene, add(scene, &person), ERR_EXISTS);
	assert_string_equal(scene->op->failure.reason, "code-taken");
	person = person_of(scene, scene->clients[1]);
	person.code = "C042";
	assert_failed(scene, change(scene, &person), ERR_EXISTS);
	/* One's own is free. */
	person.code = "c051";
	assert_ok(scene, change(scene, &person));
}

static void texts_are_trimmed_and_empty_ones_are_none(void **state)
{
	struct scene *scene = *state;
	struct person person = { .name = "  Ada Brown ",
				 .login = "",
				 .email = " ada@example.org ",
				 .phone = " ",
				 .active = true };

	assert_ok(scene, add(scene, &person));
	person = person_of(scene, person.id);
	assert_string_equal(person.name, "Ada Brown");
	assert_string_equal(person.email, "ada@example.org");
	assert_null(person.login);
	assert_null(person.phone);
}

static void s4_staff_add_clients_and_practitioners_without_login(void **state)
{
	struct scene *scene = *state;
	struct person client = { .name = "C",
				 .active = true,
				 .roles = ROLE_CLIENT };
	struct person other = { .name = "P",
				.active = true,
				.roles = ROLE_PRACTITIONER };

	scene_as(scene, scene->staff);
	assert_ok(scene, add(scene, &client));
	assert_ok(scene, add(scene, &other));
	other.login = "newone";
	assert_failed(scene, add(scene, &other), ERR_FORBIDDEN);
	other.login = NULL;
	other.roles |= ROLE_STAFF;
	assert_failed(scene, add(scene, &other), ERR_FORBIDDEN);
	other.roles = ROLE_ADMIN;
	assert_failed(scene, add(scene, &other), ERR_FORBIDDEN);
	client.code = NULL;
	client.grants = GRANT_LOGINS;
	assert_failed(scene, add(scene, &client), ERR_FORBIDDEN);
	scene_as(scene, scene->maria);
	client.grants = 0;
	assert_failed(scene, add(scene, &client), ERR_FORBIDDEN);
}

static void
s4_staff_change_clients_and_practitioners_without_login(void **state)
{
	struct scene *scene = *state;
	struct person client = person_of(scene, scene->clients[0]);
	struct person maria = person_of(scene, scene->maria);
	struct person admin = person_of(scene, scene->admin);

	scene_as(scene, scene->staff);
	client.phone = "5";
	assert_ok(scene, change(scene, &client));
	client.revision = 0;
	client.roles |= ROLE_PRACTITIONER;
	assert_failed(scene, change(scene, &client), ERR_FORBIDDEN);
	client.roles = ROLE_CLIENT;
	client.login = "another";
	assert_failed(scene, change(scene, &client), ERR_FORBIDDEN);
	maria.phone = "5";
	assert_failed(scene, change(scene, &maria), ERR_FORBIDDEN);
	admin.phone = "5";
	assert_failed(scene, change(scene, &admin), ERR_FORBIDDEN);
	scene->op->actor.grants = GRANT_LOGINS;
	assert_ok(scene, change(scene, &maria));
	assert_ok(scene, change(scene, &client));
	assert_failed(scene, change(scene, &admin), ERR_FORBIDDEN);
}

static void s50_what_calendars_show_is_an_admins(void **state)
{
	struct scene *scene = *state;
	struct person client = person_of(scene, scene->clients[0]);

	client.calendar_names = NAMES_FULL;
	scene_as(scene, scene->staff);
	assert_failed(scene, change(scene, &client), ERR_FORBIDDEN);
	scene_as(scene, scene->admin);
	assert_ok(scene, change(scene, &client));
	assert_non_null(strstr(scene_audit(scene, "person", client.id).after,
			       "\"calendar_names\":\"full\""));
}

static void a_stale_change_conflicts(void **state)
{
	struct scene *scene = *state;
	struct person first = person_of(scene, scene->clients[0]);
	struct person second = first;

	first.phone = "1";
	assert_ok(scene, change(scene, &first));
	second.phone = "2";
	assert_failed(scene, change(scene, &second), ERR_CONFLICT);
	second.id = 999;
	assert_failed(scene, change(scene, &second), ERR_NOT_FOUND);
}

static void s48_audit_rows_hold_no_names_and_contacts(void **state)
{
	struct scene *scene = *state;
	struct person person = person_of(scene, scene->clients[0]);
	struct contact contact = { .name = "Eva Brown",
				   .email = "eva@example.org",
				   .relation = "mother",
				   .notice = NOTICE_EMAIL };
	struct audit audit;

	scene_as(scene, scene->staff);
	person.name = "Ada Green";
	person.email = "green@example.org";
	assert_ok(scene, change(scene, &person));
	audit = scene_audit(scene, "person", person.id);
	assert_int_equal(audit.who, scene->staff);
	assert_null(strstr(audit.after, "Green"));
	assert_null(strstr(audit.before, "Brown"));
	assert_null(strstr(audit.after, "example"));
	assert_non_null(strstr(audit.after, "\"name_changed\":true"));
	assert_non_null(strstr(audit.after, "\"email_changed\":true"));
	assert_null(strstr(audit.after, "phone_changed"));
	assert_ok(scene, practice_contacts_set(scene->op, scene->store,
					       person.id, &contact, 1));
	audit = scene_audit(scene, "person", person.id);
	assert_string_equal(audit.after, "{\"contacts_changed\":true}");
}

static void contacts_are_checked_and_replaced(void **state)
{
	struct scene *scene = *state;
	struct contact two[] = { { .name = " Eva " }, { .name = "Otto" } };
	struct contact wrong = { .name = "", .email = "nope" };
	struct contact *list;
	size_t count;

	assert_failed(scene,
		      practice_contacts_set(scene->op, scene->store,
					    scene->clients[0], &wrong, 1),
		      ERR_INVALID);
	assert_true(scene_field(scene, "contacts[0].name", "name-missing"));
	assert_true(scene_field(scene, "contacts[0].email", "email-invalid"));
	assert_ok(scene, practice_contacts_set(scene->op, scene->store,
					       scene->clients[0], two, 2));
	assert_int_equal(store_contact_list(place_read(scene->place),
					    scene->clients[0], &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].name, "Eva");
	assert_ok(scene, practice_contacts_set(scene->op, scene->store,
					       scene->clients[0], NULL, 0));
	assert_int_equal(store_contact_list(place_read(scene->place),
					    scene->clients[0], &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void s2_people_are_deactivated_and_their_logins_end(void **state)
{
	struct scene *scene = *state;
	int64_t before = person_of(scene, scene->maria).generation;

	scene_as(scene, scene->maria);
	assert_failed(
		scene,
		practice_person_deactivate(scene->op, scene->store, "ben"),
		ERR_FORBIDDEN);
	scene_as(scene, scene->admin);
	assert_ok(scene,
		  practice_person_deactivate(scene->op, scene->store, "maria"));
	assert_false(person_of(scene, scene->maria).active);
	assert_true(person_of(scene, scene->maria).generation > before);
	assert_failed(
		scene,
		practice_person_deactivate(scene->op, scene->store, "nobody"),
		ERR_NOT_FOUND);
}

static void a_new_login_renames_the_offices_calendar(void **state)
{
	struct scene *scene = *state;
	struct person maria = person_of(scene, scene->maria);
	struct collection found;

	maria.login = "mlund";
	assert_ok(scene, change(scene, &maria));
	assert_int_equal(store_collection_find(place_read(scene->place),
					       scene->admin, "mlund", &found),
			 OK);
	assert_int_equal(found.subject, scene->maria);
	assert_int_equal(store_collection_find(scene->place->reader,
					       scene->admin, "maria", &found),
			 ERR_NOT_FOUND);
}

static void passwords_have_bounds(void **state)
{
	struct scene *scene = *state;
	char *longest = arena_alloc(scene->op->arena, 1026);

	memset(longest, 'p', 1025);
	assert_failed(scene, practice_password_check(scene->op, "1234567"),
		      ERR_INVALID);
	assert_failed(scene, practice_password_check(scene->op, longest),
		      ERR_INVALID);
	longest[1024] = '\0';
	operation_recover(scene->op);
	assert_ok(scene, practice_password_check(scene->op, longest));
	assert_ok(scene, practice_password_check(scene->op, "åäöåäöåä"));
}

static enum err set_password(struct scene *scene, const char *login)
{
	return practice_password_set(scene->op, scene->store, login,
				     "correct horse");
}

static void s4_who_may_set_whose_password(void **state)
{
	struct scene *scene = *state;
	const char *hash;

	scene_as(scene, scene->maria);
	assert_ok(scene, set_password(scene, "maria"));
	assert_failed(scene, set_password(scene, "ben"), ERR_NOT_FOUND);
	assert_failed(scene, set_password(scene, "nobody"), ERR_NOT_FOUND);
	scene_as(scene, scene->staff);
	assert_failed(scene, set_password(scene, "maria"), ERR_FORBIDDEN);
	scene->op->actor.grants = GRANT_LOGINS;
	assert_ok(scene, set_password(scene, "maria"));
	assert_ok(scene, set_password(scene, "c042"));
	assert_failed(scene, set_password(scene, "olga"), ERR_FORBIDDEN);
	scene_as(scene, scene->admin);
	assert_ok(scene, set_password(scene, "sam"));
	assert_int_equal(store_password_find(place_read(scene->place),
					     scene->staff, &hash),
			 OK);
	assert_true(password_matches(hash, "correct horse"));
	assert_null(scene_audit(scene, "person", scene->staff).after);
}

static void a_token_is_shown_once_and_kept_as_a_hash(void **state)
{
	struct scene *scene = *state;
	const char *secret;
	struct digest digest;
	struct token token;
	int64_t id;

	scene_as(scene, scene->maria);
	assert_ok(scene, practice_token_add(scene->op, scene->store, "maria",
					    "iPhone", &secret, &id));
	assert_true(strlen(secret) >= 32);
	digest = digest_sha256(secret, strlen(secret));
	assert_int_equal(
		store_token_find(place_read(scene->place), &digest, &token),
		OK);
	assert_int_equal(token.id, id);
	assert_string_equal(token.label, "iPhone");
	assert_null(strstr(scene_audit(scene, "person", scene->maria).after,
			   secret));
	assert_ok(scene, practice_token_used(scene->op, scene->store, id));
	scene_as(scene, scene->ben);
	assert_failed(
		scene,
		practice_token_revoke(scene->op, scene->store, "maria", id),
		ERR_NOT_FOUND);
	assert_failed(scene,
		      practice_token_revoke(scene->op, scene->store, "ben", id),
		      ERR_NOT_FOUND);
	scene_as(scene, scene->maria);
	assert_ok(scene,
		  practice_token_revoke(scene->op, scene->store, "maria", id));
	assert_int_equal(
		store_token_find(place_read(scene->place), &digest, &token),
		ERR_NOT_FOUND);
	assert_failed(scene,
		      practice_token_add(scene->op, scene->store, "maria", " ",
					 &secret, &id),
		      ERR_INVALID);
}

static void s3_initials_are_of_the_first_and_last_word(void **state)
{
	struct scene *scene = *state;
	struct arena *arena = scene->op->arena;

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
	struct scene *scene = *state;
	unsigned roles = 99;

	assert_ok(scene, practice_roles_parse(scene->op, "admin, practitioner",
					      &roles));
	assert_int_equal(roles, ROLE_ADMIN | ROLE_PRACTITIONER);
	assert_failed(scene,
		      practice_roles_parse(scene->op, "admin,boss", &roles),
		      ERR_INVALID);
	assert_failed(scene, practice_roles_parse(scene->op, "", &roles),
		      ERR_INVALID);
	assert_int_equal(roles, ROLE_ADMIN | ROLE_PRACTITIONER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(a_new_place_becomes_a_practice_once),
		WITH_SCENE(settings_are_an_admins),
		WITH_SCENE(all_wrong_settings_are_named_at_once),
		WITH_SCENE(s30_the_currency_is_fixed_by_the_first_posting),
		WITH_SCENE(stale_settings_conflict),
		WITH_SCENE(a_client_gets_the_next_code),
		WITH_SCENE(wrong_logins_are_refused),
		WITH_SCENE(all_wrong_fields_are_named_at_once),
		WITH_SCENE(logins_and_codes_are_taken_once),
		WITH_SCENE(texts_are_trimmed_and_empty_ones_are_none),
		WITH_SCENE(
			s4_staff_add_clients_and_practitioners_without_login),
		WITH_SCENE(
			s4_staff_change_clients_and_practitioners_without_login),
		WITH_SCENE(s50_what_calendars_show_is_an_admins),
		WITH_SCENE(a_stale_change_conflicts),
		WITH_SCENE(s48_audit_rows_hold_no_names_and_contacts),
		WITH_SCENE(contacts_are_checked_and_replaced),
		WITH_SCENE(s2_people_are_deactivated_and_their_logins_end),
		WITH_SCENE(a_new_login_renames_the_offices_calendar),
		WITH_SCENE(passwords_have_bounds),
		WITH_SCENE(s4_who_may_set_whose_password),
		WITH_SCENE(a_token_is_shown_once_and_kept_as_a_hash),
		WITH_SCENE(s3_initials_are_of_the_first_and_last_word),
		WITH_SCENE(roles_are_read_from_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
