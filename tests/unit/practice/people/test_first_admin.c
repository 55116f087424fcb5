#include "practice/people/first_admin.h"
#include "practice/people/person.h"
#include "practice/people/settings.h"
#include "tests/unit/practice/faults.h"
#include "tests/unit/store/place_fixture.h"

#include "store/credential.h"

#include <string.h>

/* The link by which a new place's first admin is made. */

static void begin_practice(struct place *place)
{
	assert_int_equal(practice_setup(&place->op, place->store, "UTC"), OK);
}

static const char *offered(struct place *place)
{
	const char *secret = "unset";

	assert_int_equal(
		practice_first_admin_offer(&place->op, place->store, &secret),
		OK);
	return secret;
}

static enum err check(struct place *place, const char *secret)
{
	return practice_first_admin_check(place_read(place), secret);
}

static bool waits(struct place *place)
{
	bool found = false;

	assert_int_equal(practice_first_admin_waits(place_read(place), &found),
			 OK);
	return found;
}

static enum err add(struct place *place, const char *secret, const char *login,
		    const char *password)
{
	struct person person = { .name = "Joan Pellerin", .login = login };

	store_reader_end(place->reader);
	operation_recover(&place->op);
	return practice_first_admin_add(&place->op, place->store, place->reader,
					secret, password, &person);
}

static void the_one_with_the_secret_becomes_an_admin(void **state)
{
	struct place *place = *state;
	struct person person;
	const char *secret, *hash;

	begin_practice(place);
	secret = offered(place);
	assert_int_equal(strlen(secret), 32);
	assert_true(waits(place));
	assert_int_equal(check(place, secret), OK);
	assert_int_equal(check(place, "0123456789abcdef0123456789abcdef"),
			 ERR_NOT_FOUND);
	assert_int_equal(add(place, secret, "joan", "correct horse"), OK);
	assert_int_equal(
		store_person_find_login(place_read(place), "joan", &person),
		OK);
	assert_int_equal(person.roles, ROLE_ADMIN);
	assert_true(person.active);
	assert_int_equal(
		store_password_find(place_read(place), person.id, &hash), OK);
	/* It was there once. */
	assert_false(waits(place));
	assert_int_equal(check(place, secret), ERR_NOT_FOUND);
	assert_int_equal(add(place, secret, "eve", "correct horse"),
			 ERR_NOT_FOUND);
	assert_null(offered(place));
}

static void an_admin_made_elsewhere_ends_the_secret(void **state)
{
	struct place *place = *state;
	struct person person = { .name = "Joan",
				 .login = "joan",
				 .active = true,
				 .roles = ROLE_ADMIN };
	const char *secret;

	begin_practice(place);
	secret = offered(place);
	assert_int_equal(practice_person_add(&place->op, place->store, &person),
			 OK);
	assert_false(waits(place));
	assert_int_equal(check(place, secret), ERR_NOT_FOUND);
	assert_int_equal(add(place, secret, "eve", "correct horse"),
			 ERR_NOT_FOUND);
}

static void a_secret_made_again_ends_the_one_before(void **state)
{
	struct place *place = *state;
	const char *first, *second;

	begin_practice(place);
	first = offered(place);
	second = offered(place);
	assert_string_not_equal(first, second);
	assert_int_equal(check(place, first), ERR_NOT_FOUND);
	assert_int_equal(check(place, second), OK);
}

static void practitioners_and_clients_are_no_admins(void **state)
{
	struct place *place = *state;
	struct person person = { .name = "Maria",
				 .login = "maria",
				 .active = true,
				 .roles = ROLE_PRACTITIONER };

	begin_practice(place);
	assert_int_equal(practice_person_add(&place->op, place->store, &person),
			 OK);
	assert_non_null(offered(place));
	assert_true(waits(place));
}

static void every_wrong_field_is_told_and_the_secret_stays(void **state)
{
	struct place *place = *state;
	struct person person = { .name = "", .login = "" };
	const char *secret;

	begin_practice(place);
	secret = offered(place);
	assert_int_equal(practice_first_admin_add(&place->op, place->store,
						  place->reader, secret,
						  "short", &person),
			 ERR_INVALID);
	assert_int_equal(place->op.failure.field_count, 3);
	operation_recover(&place->op);
	assert_int_equal(check(place, secret), OK);
	assert_int_equal(add(place, secret, "joan", "correct horse"), OK);
}

static void an_admin_who_was_deactivated_is_none(void **state)
{
	struct place *place = *state;
	struct person person = { .name = "Joan",
				 .login = "joan",
				 .active = true,
				 .roles = ROLE_ADMIN };

	begin_practice(place);
	assert_int_equal(practice_person_add(&place->op, place->store, &person),
			 OK);
	assert_null(offered(place));
	/* As only a hand in the file can do it. */
	place_sql(place, "UPDATE person SET active = 0");
	assert_non_null(offered(place));
	assert_true(waits(place));
	person = (struct person){ .name = "Ann",
				  .login = "ann",
				  .active = true,
				  .roles = ROLE_ADMIN };
	assert_int_equal(practice_person_add(&place->op, place->store, &person),
			 OK);
	assert_false(waits(place));
}

struct swept {
	struct place *place;
	const char *secret, *login;
};

static enum err is_offered(void *context)
{
	struct place *place = ((struct swept *)context)->place;
	const char *secret;
	enum err err;

	faults_fill(secret);
	err = practice_first_admin_offer(&place->op, place->store, &secret);
	return faults_kept(err, secret);
}

static enum err is_waited_for(void *context)
{
	struct place *place = ((struct swept *)context)->place;
	bool found;
	enum err err;

	faults_fill(found);
	err = practice_first_admin_waits(place->reader, &found);
	return faults_kept(err, found);
}

static void a_disk_that_fails_makes_no_secret(void **state)
{
	static const struct faults_case cases[] = {
		{ "an offer", is_offered, false, false },
		{ "whether one waits", is_waited_for, true, false },
	};
	struct place *place = *state;
	struct swept swept = { .place = place };

	begin_practice(place);
	faults_sweep_all(place, &place->op, cases, ARRAY_SIZE(cases), &swept);
	assert_true(waits(place));
}

static enum err is_made(void *context)
{
	struct swept *swept = context;
	struct place *place = swept->place;
	struct person person = { .name = "Joan", .login = swept->login };
	enum err err = practice_first_admin_add(&place->op, place->store,
						place->reader, swept->secret,
						"correct horse", &person);

	assert_true(err || person.id);
	return err;
}

static enum err is_refused(void *context)
{
	enum err err = is_made(context);

	assert_int_not_equal(err, OK);
	return err == ERR_INVALID ? OK : err;
}

/* Whoever has the link tries again with it. */
static void no_first_admin_is_half_made(void **state)
{
	static const struct faults_case refusal = { "an admin without a login",
						    is_refused, false, false };
	static const struct faults_case one = { "an admin", is_made, false,
						false };
	struct place *place = *state;
	struct swept swept = { .place = place };
	struct person person;
	const char *hash;

	begin_practice(place);
	swept.secret = offered(place);
	faults_sweep(place, &place->op, &refusal, &swept);
	assert_true(waits(place));
	swept.login = "joan";
	faults_sweep(place, &place->op, &one, &swept);
	assert_false(waits(place));
	assert_int_equal(
		store_person_find_login(place_read(place), "joan", &person),
		OK);
	assert_int_equal(
		store_password_find(place_read(place), person.id, &hash), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(the_one_with_the_secret_becomes_an_admin),
		IN_PLACE(an_admin_made_elsewhere_ends_the_secret),
		IN_PLACE(a_secret_made_again_ends_the_one_before),
		IN_PLACE(practitioners_and_clients_are_no_admins),
		IN_PLACE(every_wrong_field_is_told_and_the_secret_stays),
		IN_PLACE(an_admin_who_was_deactivated_is_none),
		IN_PLACE(a_disk_that_fails_makes_no_secret),
		IN_PLACE(no_first_admin_is_half_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
