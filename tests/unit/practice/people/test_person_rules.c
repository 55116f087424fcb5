#include "tests/unit/practice/practice_fixture.h"

#include "base/str.h"

static struct person client(void)
{
	return (struct person){ .name = "New Client",
				.active = true,
				.roles = ROLE_CLIENT };
}

static enum err add(struct scene *scene, struct person person)
{
	return practice_person_add(scene->op, scene->store, &person);
}

static enum err change(struct scene *scene, struct person person)
{
	return practice_person_change(scene->op, scene->store, &person);
}

static struct person stored(struct scene *scene, int64_t id)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(scene->place), id, &person), OK);
	return person;
}

/** Refused for this field alone. */
static void refused(struct scene *scene, struct person person,
		    const char *field, const char *code)
{
	assert_failed(scene, add(scene, person), ERR_INVALID);
	assert_true(scene_field(scene, field, code));
	assert_int_equal(scene->op->failure.field_count, 1);
	operation_recover(scene->op);
	scene->op->failure = (struct failure){ .code = OK };
}

/** `count` times the letter. */
static char *letters(struct scene *scene, char letter, size_t count)
{
	char *text = arena_alloc(scene->op->arena, count + 1);

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
	struct scene *scene = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct person person = client();

		person.email = wrong[i];
		refused(scene, person, "email", "email-invalid");
	}
}

static void texts_have_their_longest(void **state)
{
	struct scene *scene = *state;
	struct person person = client();

	person.name = letters(scene, 'n', 201);
	refused(scene, person, "name", "name-too-long");
	person = client();
	person.email = arena_printf(scene->op->arena, "%s@example.org",
				    letters(scene, 'e', 250));
	refused(scene, person, "email", "email-too-long");
	person = client();
	person.phone = letters(scene, '5', 65);
	refused(scene, person, "phone", "phone-too-long");
	person = client();
	person.code = letters(scene, 'C', 17);
	refused(scene, person, "code", "code-invalid");
	person.code = letters(scene, 'C', 16);
	person.name = letters(scene, 'n', 200);
	person.phone = letters(scene, '5', 64);
	assert_ok(scene, add(scene, person));
}

static void an_address_is_measured_in_bytes_as_mail_has_it(void **state)
{
	struct scene *scene = *state;
	struct person person = client();
	struct buf buf;

	/* 242 bytes of 121 letters, and 13: one byte too many. */
	buf_init(&buf, scene->op->arena);
	for (int i = 0; i < 121; i++)
		buf_puts(&buf, "\xc3\xa9");
	buf_puts(&buf, "@examples.org");
	person.email = buf.at;
	refused(scene, person, "email", "email-invalid");
}

static void words_that_are_none_are_refused(void **state)
{
	struct scene *scene = *state;
	struct person person = client();

	person.notice = (enum notice)9;
	refused(scene, person, "notice", "unknown-word");
	person = client();
	person.calendar_names = (enum calendar_names)9;
	refused(scene, person, "calendar_names", "unknown-word");
	person = client();
	person.grants = 64;
	refused(scene, person, "grants", "unknown-word");
	person = client();
	person.may = 64;
	refused(scene, person, "may", "unknown-word");
}

static void texts_that_are_not_utf8_are_refused(void **state)
{
	struct scene *scene = *state;
	struct person person = client();

	person.name = "\xff\xfe";
	refused(scene, person, "name", "name-invalid");
	/* C1 control characters are control characters, too. */
	person.name = "Ada \xc2\x85 Brown";
	refused(scene, person, "name", "name-invalid");
	person.name = "Ada \x7f Brown";
	refused(scene, person, "name", "name-invalid");
	person.name = "Ada \xc2\xa7 Brown";
	assert_ok(scene, add(scene, person));
}

static void contacts_have_the_same_bounds(void **state)
{
	struct scene *scene = *state;
	struct contact both[] = { { .name = "Jo" },
				  { .name = "Eva Brown",
				    .email = "eva@",
				    .phone = letters(scene, '5', 65),
				    .relation = letters(scene, 'r', 201),
				    .notice = (enum notice)9 } };

	assert_failed(scene,
		      practice_contacts_set(scene->op, scene->store,
					    scene->clients[0], both, 2),
		      ERR_INVALID);
	assert_true(scene_field(scene, "contacts[1].email", "email-invalid"));
	assert_true(scene_field(scene, "contacts[1].phone", "phone-too-long"));
	assert_true(scene_field(scene, "contacts[1].relation",
				"relation-too-long"));
	assert_true(scene_field(scene, "contacts[1].notice", "unknown-word"));
	assert_int_equal(scene->op->failure.field_count, 4);
}

static void s4_staff_give_no_roles_grants_and_views(void **state)
{
	struct scene *scene = *state;
	struct person person = client();

	scene_as(scene, scene->staff);
	person.roles |= ROLE_STAFF;
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	person.roles = 0;
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	person = client();
	person.grants = GRANT_VOID;
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	person = client();
	person.login = "newbie";
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	person = client();
	person.calendar_names = NAMES_FULL;
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	person = client();
	person.calendar_money = true;
	assert_failed(scene, add(scene, person), ERR_FORBIDDEN);
	person = client();
	assert_ok(scene, add(scene, person));
	/* With the grant a login is theirs to give. */
	scene->op->actor.grants = GRANT_LOGINS;
	person.login = "newbie";
	assert_ok(scene, add(scene, person));
}

static void s4_staff_change_no_roles_grants_and_views(void **state)
{
	struct scene *scene = *state;
	struct person ada = stored(scene, scene->clients[0]);
	struct person person = ada;

	scene_as(scene, scene->staff);
	person.roles |= ROLE_PRACTITIONER;
	assert_failed(scene, change(scene, person), ERR_FORBIDDEN);
	person = ada;
	person.grants = GRANT_VOID;
	assert_failed(scene, change(scene, person), ERR_FORBIDDEN);
	person = ada;
	person.calendar_names = NAMES_FULL;
	assert_failed(scene, change(scene, person), ERR_FORBIDDEN);
	person = ada;
	person.calendar_money = true;
	assert_failed(scene, change(scene, person), ERR_FORBIDDEN);
	person = ada;
	person.phone = "+1 416 555 0101";
	assert_ok(scene, change(scene, person));
	person = stored(scene, scene->admin);
	assert_failed(scene, change(scene, person), ERR_FORBIDDEN);
}

static void s4_logins_are_changed_where_that_is_granted(void **state)
{
	struct scene *scene = *state;
	struct person ada = stored(scene, scene->clients[0]);
	struct person maria = stored(scene, scene->maria);

	scene_as(scene, scene->staff);
	ada.login = "ada";
	assert_failed(scene, change(scene, ada), ERR_FORBIDDEN);
	maria.phone = "+1 416 555 0102";
	assert_failed(scene, change(scene, maria), ERR_FORBIDDEN);
	scene->op->actor.grants = GRANT_LOGINS;
	assert_ok(scene, change(scene, ada));
	assert_ok(scene, change(scene, maria));
	assert_string_equal(stored(scene, ada.id).login, "ada");
	assert_string_equal(stored(scene, maria.id).phone, maria.phone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(addresses_that_no_mail_program_takes_are_refused),
		WITH_SCENE(texts_have_their_longest),
		WITH_SCENE(an_address_is_measured_in_bytes_as_mail_has_it),
		WITH_SCENE(words_that_are_none_are_refused),
		WITH_SCENE(texts_that_are_not_utf8_are_refused),
		WITH_SCENE(contacts_have_the_same_bounds),
		WITH_SCENE(s4_staff_give_no_roles_grants_and_views),
		WITH_SCENE(s4_staff_change_no_roles_grants_and_views),
		WITH_SCENE(s4_logins_are_changed_where_that_is_granted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
