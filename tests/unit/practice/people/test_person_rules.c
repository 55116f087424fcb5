#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "base/str.h"

static struct person client(void)
{
	return (struct person){ .name = "New Client",
				.active = true,
				.roles = ROLE_CLIENT };
}

static enum err add(struct clinic *clinic, struct person person)
{
	return practice_person_add(clinic->op, clinic->store, &person);
}

static enum err change(struct clinic *clinic, struct person person)
{
	return whole_person_change(clinic->op, clinic->store, &person);
}

static struct person stored(struct clinic *clinic, int64_t id)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(clinic->place), id, &person), OK);
	return person;
}

/** Refused for this field alone. */
static void refused(struct clinic *clinic, struct person person,
		    const char *field, const char *code)
{
	assert_failed(clinic, add(clinic, person), ERR_INVALID);
	assert_true(clinic_field(clinic, field, code));
	assert_int_equal(clinic->op->failure.field_count, 1);
	operation_recover(clinic->op);
	clinic->op->failure = (struct failure){ .code = OK };
}

/** `count` times the letter. */
static char *letters(struct clinic *clinic, char letter, size_t count)
{
	char *text = arena_alloc(clinic->op->arena, count + 1);

	memset(text, letter, count);
	return text;
}

static void addresses_that_no_mail_program_takes_are_refused(void **state)
{
	static const char *const wrong[] = {
		"ada",
		"@example.org",
		"ada@",
		"ada@.org",
		"ada@ex@le.org",
		"ada b@example.org",
		"a,b@example.org",
		"a;b@example.org",
		"<ada@example.org>",
		"a\"b@example.org",
		"a\\b@example.org",
		"(a)@example.org",
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct person person = client();

		person.email = wrong[i];
		refused(clinic, person, "email", "email-invalid");
	}
}

static void texts_have_their_longest(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client();

	person.name = letters(clinic, 'n', 201);
	refused(clinic, person, "name", "name-too-long");
	person = client();
	person.email = arena_printf(clinic->op->arena, "%s@example.org",
				    letters(clinic, 'e', 250));
	refused(clinic, person, "email", "email-too-long");
	person = client();
	person.phone = letters(clinic, '5', 65);
	refused(clinic, person, "phone", "phone-too-long");
	person = client();
	person.code = letters(clinic, 'C', 17);
	refused(clinic, person, "code", "code-invalid");
	person.code = letters(clinic, 'C', 16);
	person.name = letters(clinic, 'n', 200);
	person.phone = letters(clinic, '5', 64);
	assert_ok(clinic, add(clinic, person));
}

static void an_address_is_measured_in_bytes_as_mail_has_it(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client();
	struct buf buf;

	/* 242 bytes of 121 letters, and 13: one byte too many. */
	buf_init(&buf, clinic->op->arena);
	for (int i = 0; i < 121; i++)
		buf_puts(&buf, "\xc3\xa9");
	buf_puts(&buf, "@examples.org");
	person.email = buf.at;
	refused(clinic, person, "email", "email-invalid");
}

static void words_that_are_none_are_refused(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client();

	person.notice = (enum notice)9;
	refused(clinic, person, "notice", "unknown-word");
	person = client();
	person.calendar_names = (enum calendar_names)9;
	refused(clinic, person, "calendar_names", "unknown-word");
	person = client();
	person.grants = 64;
	refused(clinic, person, "grants", "unknown-word");
	person = client();
	person.may = 64;
	refused(clinic, person, "may", "unknown-word");
}

static void texts_that_are_not_utf8_are_refused(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client();

	person.name = "\xff\xfe";
	refused(clinic, person, "name", "name-invalid");
	/* C1 control characters are control characters, too. */
	person.name = "Ada \xc2\x85 Brown";
	refused(clinic, person, "name", "name-invalid");
	person.name = "Ada \x7f Brown";
	refused(clinic, person, "name", "name-invalid");
	person.name = "Ada \xc2\xa7 Brown";
	assert_ok(clinic, add(clinic, person));
}

static void contacts_have_the_same_bounds(void **state)
{
	struct clinic *clinic = *state;
	struct contact both[] = { { .name = "Jo" },
				  { .name = "Eva Brown",
				    .email = "eva@",
				    .phone = letters(clinic, '5', 65),
				    .relation = letters(clinic, 'r', 201),
				    .notice = (enum notice)9 } };

	assert_failed(clinic,
		      practice_contacts_set(clinic->op, clinic->store,
					    clinic->clients[0], both, 2),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "contacts[1].email", "email-invalid"));
	assert_true(
		clinic_field(clinic, "contacts[1].phone", "phone-too-long"));
	assert_true(clinic_field(clinic, "contacts[1].relation",
				 "relation-too-long"));
	assert_true(clinic_field(clinic, "contacts[1].notice", "unknown-word"));
	assert_int_equal(clinic->op->failure.field_count, 4);
}

static void s4_staff_give_no_roles_grants_and_views(void **state)
{
	struct clinic *clinic = *state;
	struct person person = client();

	clinic_as(clinic, clinic->staff);
	person.roles |= ROLE_STAFF;
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	person.roles = 0;
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	person = client();
	person.grants = GRANT_VOID;
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	person = client();
	person.login = "newbie";
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	person = client();
	person.calendar_names = NAMES_FULL;
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	person = client();
	person.calendar_money = true;
	assert_failed(clinic, add(clinic, person), ERR_FORBIDDEN);
	person = client();
	assert_ok(clinic, add(clinic, person));
	/* With the grant a login is theirs to give. */
	clinic->op->actor.grants = GRANT_LOGINS;
	person.login = "newbie";
	assert_ok(clinic, add(clinic, person));
}

static void s4_staff_change_no_roles_grants_and_views(void **state)
{
	struct clinic *clinic = *state;
	struct person ada = stored(clinic, clinic->clients[0]);
	struct person person = ada;

	clinic_as(clinic, clinic->staff);
	person.roles |= ROLE_PRACTITIONER;
	assert_failed(clinic, change(clinic, person), ERR_FORBIDDEN);
	person = ada;
	person.grants = GRANT_VOID;
	assert_failed(clinic, change(clinic, person), ERR_FORBIDDEN);
	person = ada;
	person.calendar_names = NAMES_FULL;
	assert_failed(clinic, change(clinic, person), ERR_FORBIDDEN);
	person = ada;
	person.calendar_money = true;
	assert_failed(clinic, change(clinic, person), ERR_FORBIDDEN);
	person = ada;
	person.phone = "+1 416 555 0101";
	assert_ok(clinic, change(clinic, person));
	person = stored(clinic, clinic->admin);
	assert_failed(clinic, change(clinic, person), ERR_FORBIDDEN);
}

static void s4_logins_are_changed_where_that_is_granted(void **state)
{
	struct clinic *clinic = *state;
	struct person ada = stored(clinic, clinic->clients[0]);
	struct person maria = stored(clinic, clinic->maria);

	clinic_as(clinic, clinic->staff);
	ada.login = "ada";
	assert_failed(clinic, change(clinic, ada), ERR_FORBIDDEN);
	maria.phone = "+1 416 555 0102";
	assert_failed(clinic, change(clinic, maria), ERR_FORBIDDEN);
	clinic->op->actor.grants = GRANT_LOGINS;
	assert_ok(clinic, change(clinic, ada));
	assert_ok(clinic, change(clinic, maria));
	assert_string_equal(stored(clinic, ada.id).login, "ada");
	assert_string_equal(stored(clinic, maria.id).phone, maria.phone);
}

static void s4_a_role_with_sessions_stays(void **state)
{
	struct clinic *clinic = *state;
	struct person ada = stored(clinic, clinic->clients[0]);
	struct person maria = stored(clinic, clinic->maria);
	struct person ben = stored(clinic, clinic->ben);

	clinic_session(clinic, "2026-06-10T13:00:00Z", 50, clinic->fixed, 1);
	ada.roles = ROLE_PRACTITIONER;
	assert_failed(clinic, change(clinic, ada), ERR_CONFLICT);
	assert_non_null(
		strstr(clinic->op->failure.message, "person as a client"));
	operation_recover(clinic->op);
	maria.roles = ROLE_STAFF;
	assert_failed(clinic, change(clinic, maria), ERR_CONFLICT);
	assert_non_null(
		strstr(clinic->op->failure.message, "as a practitioner"));
	operation_recover(clinic->op);
	/* Of whom there is nothing it is taken. */
	ben.roles = ROLE_STAFF;
	assert_ok(clinic, change(clinic, ben));
}

static void s4_the_last_active_admin_stays(void **state)
{
	struct clinic *clinic = *state;
	struct person admin = stored(clinic, clinic->admin);
	struct person second = stored(clinic, clinic->staff);

	admin.active = false;
	assert_failed(clinic, change(clinic, admin), ERR_CONFLICT);
	assert_string_equal(clinic->op->failure.reason, "last-admin");
	operation_recover(clinic->op);
	/* One who is not active any more cannot do it either. */
	second.roles |= ROLE_ADMIN;
	second.active = false;
	assert_ok(clinic, change(clinic, second));
	assert_failed(clinic, change(clinic, admin), ERR_CONFLICT);
	operation_recover(clinic->op);
	second = stored(clinic, clinic->staff);
	second.active = true;
	assert_ok(clinic, change(clinic, second));
	assert_ok(clinic, change(clinic, admin));
}

static void s4_everybody_says_for_themselves_how_they_are_told(void **state)
{
	struct clinic *clinic = *state;
	int64_t revision = stored(clinic, clinic->maria).revision;

	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, practice_own_notice_set(clinic->op, clinic->store,
						  NOTICE_TEXT, revision));
	assert_int_equal(stored(clinic, clinic->maria).notice, NOTICE_TEXT);
	assert_failed(clinic,
		      practice_own_notice_set(clinic->op, clinic->store,
					      NOTICE_NONE, revision),
		      ERR_CONFLICT);
	operation_recover(clinic->op);
	assert_ok(clinic, practice_own_notice_set(clinic->op, clinic->store,
						  NOTICE_NONE, 0));
	assert_int_equal(stored(clinic, clinic->maria).notice, NOTICE_NONE);
	assert_failed(clinic,
		      practice_own_notice_set(clinic->op, clinic->store,
					      (enum notice)9, 0),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "notice", "unknown-word"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(addresses_that_no_mail_program_takes_are_refused),
		WITH_CLINIC(texts_have_their_longest),
		WITH_CLINIC(an_address_is_measured_in_bytes_as_mail_has_it),
		WITH_CLINIC(words_that_are_none_are_refused),
		WITH_CLINIC(texts_that_are_not_utf8_are_refused),
		WITH_CLINIC(contacts_have_the_same_bounds),
		WITH_CLINIC(s4_staff_give_no_roles_grants_and_views),
		WITH_CLINIC(s4_staff_change_no_roles_grants_and_views),
		WITH_CLINIC(s4_logins_are_changed_where_that_is_granted),
		WITH_CLINIC(s4_a_role_with_sessions_stays),
		WITH_CLINIC(s4_the_last_active_admin_stays),
		WITH_CLINIC(s4_everybody_says_for_themselves_how_they_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
