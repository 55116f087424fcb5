#include "practice/people/sign_in.h"
#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/practice_fixture.h"

/* Browsers in which somebody is signed in to the pages. */

#define HOURS_12 PRACTICE_SIGN_IN_SECONDS

static const char *signed_in(struct clinic *clinic, const char *program,
			     const struct sign_in *before)
{
	const char *secret = NULL;

	assert_ok(clinic,
		  practice_sign_in_add(clinic->op, clinic->store, clinic->maria,
				       program, before, &secret));
	assert_non_null(secret);
	return secret;
}

static enum err find(struct clinic *clinic, const char *secret,
		     struct sign_in *found)
{
	struct person person;
	enum err err = practice_sign_in_find(place_read(clinic->place), secret,
					     found, &person);

	if (!err)
		assert_int_equal(person.id, clinic->maria);
	return err;
}

static struct sign_in found(struct clinic *clinic, const char *secret)
{
	struct sign_in sign_in;

	assert_int_equal(find(clinic, secret, &sign_in), OK);
	return sign_in;
}

static size_t sign_ins(struct clinic *clinic)
{
	struct sign_in *list;
	size_t count;

	assert_int_equal(store_sign_in_list(place_read(clinic->place),
					    clinic->maria, &list, &count),
			 OK);
	return count;
}

static void a_secret_finds_whose_browser_it_is(void **state)
{
	struct clinic *clinic = *state;
	const char *secret = signed_in(clinic, "Firefox", NULL);
	struct sign_in row = found(clinic, secret);

	assert_int_equal(strlen(secret), 64);
	assert_string_equal(row.program, "Firefox");
	assert_int_equal(row.person, clinic->maria);
	assert_int_equal(find(clinic, "another", &row), ERR_UNAUTHENTICATED);
}

static void twelve_hours_unused_it_has_ended(void **state)
{
	struct clinic *clinic = *state;
	const char *secret = signed_in(clinic, NULL, NULL);
	struct sign_in row;

	clinic->op->now.s += HOURS_12 - 1;
	row = found(clinic, secret);
	assert_null(row.program);
	clinic->op->now.s += 1;
	assert_int_equal(find(clinic, secret, &row), ERR_UNAUTHENTICATED);
	/* It goes when the next one signs in. */
	clinic->op->now.s += 1;
	signed_in(clinic, NULL, NULL);
	assert_int_equal(sign_ins(clinic), 1);
}

static void use_is_noted_once_a_minute_and_lengthens_it(void **state)
{
	struct clinic *clinic = *state;
	const char *secret = signed_in(clinic, NULL, NULL);
	struct sign_in row = found(clinic, secret);

	clinic->op->now.s += 59;
	assert_ok(clinic,
		  practice_sign_in_used(clinic->op, clinic->store, &row));
	assert_int_equal(found(clinic, secret).last_used.s, FIXTURE_NOW.s);
	clinic->op->now.s += 1;
	assert_ok(clinic,
		  practice_sign_in_used(clinic->op, clinic->store, &row));
	assert_int_equal(found(clinic, secret).last_used.s, FIXTURE_NOW.s + 60);
	clinic->op->now.s += HOURS_12 - 1;
	found(clinic, secret);
}

static void who_is_not_active_any_more_is_not_signed_in(void **state)
{
	struct clinic *clinic = *state;
	const char *secret = signed_in(clinic, NULL, NULL);
	struct sign_in row;

	place_sql(clinic->place,
		  "UPDATE person SET active = 0 WHERE login = 'maria'");
	assert_int_equal(find(clinic, secret, &row), ERR_UNAUTHENTICATED);
}

static void a_browsers_name_is_kept_as_text_of_a_bound(void **state)
{
	struct clinic *clinic = *state;
	char name[400];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(
		strlen(found(clinic, signed_in(clinic, name, NULL)).program),
		300);
	/* No character is cut. */
	memcpy(name + 298, "\u20ac", 3);
	assert_int_equal(
		strlen(found(clinic, signed_in(clinic, name, NULL)).program),
		298);
	assert_null(found(clinic, signed_in(clinic, "\xff", NULL)).program);
}

static void what_the_browser_had_before_ends(void **state)
{
	struct clinic *clinic = *state;
	struct sign_in before = found(clinic, signed_in(clinic, NULL, NULL));

	signed_in(clinic, NULL, &before);
	assert_int_equal(sign_ins(clinic), 1);
	/* It is gone by now: that is no reason to stay outside. */
	signed_in(clinic, NULL, &before);
	assert_int_equal(sign_ins(clinic), 2);
}

static void of_fifty_one_the_oldest_gives_way(void **state)
{
	struct clinic *clinic = *state;
	const char *oldest = signed_in(clinic, NULL, NULL);
	struct sign_in row;

	for (int i = 0; i < 49; i++)
		signed_in(clinic, NULL, NULL);
	found(clinic, oldest);
	signed_in(clinic, NULL, NULL);
	assert_int_equal(sign_ins(clinic), 50);
	assert_int_equal(find(clinic, oldest, &row), ERR_UNAUTHENTICATED);
}

static void only_ones_own_are_ended(void **state)
{
	struct clinic *clinic = *state;
	const char *secret = signed_in(clinic, NULL, NULL);
	struct sign_in row = found(clinic, secret);

	clinic_as(clinic, clinic->ben);
	assert_failed(clinic,
		      practice_sign_in_end(clinic->op, clinic->store, row.id),
		      ERR_NOT_FOUND);
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic,
		  practice_sign_in_end(clinic->op, clinic->store, row.id));
	assert_int_equal(find(clinic, secret, &row), ERR_UNAUTHENTICATED);
}

static void what_is_told_next_is_told_once(void **state)
{
	struct clinic *clinic = *state;
	const char *secret = signed_in(clinic, NULL, NULL);
	struct sign_in row = found(clinic, secret);

	assert_ok(clinic, practice_sign_in_tell(clinic->op, clinic->store,
						row.id, "[1]", "{}"));
	assert_string_equal(found(clinic, secret).flash, "[1]");
	assert_ok(clinic,
		  practice_sign_in_told(clinic->op, clinic->store, row.id));
	row = found(clinic, secret);
	assert_null(row.flash);
	assert_string_equal(row.undo, "{}");
}

/* What the cases of a disk that fails have in common. */
struct swept {
	struct clinic *clinic;
	struct sign_in row;
	const char *secret;
};

static enum err enters(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	const char *secret;
	enum err err;

	faults_fill(secret);
	err = practice_sign_in_add(clinic->op, clinic->store, clinic->maria,
				   "Firefox", &swept->row, &secret);
	err = faults_kept(err, secret);
	if (!err)
		swept->secret = secret;
	return err;
}

static enum err shows(void *context)
{
	struct swept *swept = context;
	struct sign_in row;
	struct person person;
	enum err err;

	faults_fill(row);
	faults_fill(person);
	err = practice_sign_in_find(swept->clinic->place->reader, swept->secret,
				    &row, &person);
	err = faults_kept(faults_kept(err, row), person);
	if (!err)
		swept->row = row;
	return err;
}

static enum err uses(void *context)
{
	struct swept *swept = context;
	struct sign_in row = swept->row;

	row.last_used.s -= 60;
	return practice_sign_in_used(swept->clinic->op, swept->clinic->store,
				     &row);
}

static enum err tells(void *context)
{
	struct swept *swept = context;

	return practice_sign_in_tell(swept->clinic->op, swept->clinic->store,
				     swept->row.id, "[]", NULL);
}

static enum err told(void *context)
{
	struct swept *swept = context;

	return practice_sign_in_told(swept->clinic->op, swept->clinic->store,
				     swept->row.id);
}

static enum err leaves(void *context)
{
	struct swept *swept = context;

	return practice_sign_in_end(swept->clinic->op, swept->clinic->store,
				    swept->row.id);
}

static void nobody_is_half_signed_in(void **state)
{
	static const struct faults_case cases[] = {
		{ "signing in", enters, false, false },
		{ "whose secret it is", shows, true, false },
		{ "a use", uses, false, false },
		{ "what is told next", tells, false, false },
		{ "that it was told", told, false, false },
		{ "signing out", leaves, false, false },
	};
	struct clinic *clinic = *state;
	struct swept swept = { .clinic = clinic };

	swept.row = found(clinic, signed_in(clinic, NULL, NULL));
	clinic_as(clinic, clinic->maria);
	faults_sweep_all(clinic->place, clinic->op, cases, ARRAY_SIZE(cases),
			 &swept);
	assert_int_equal(sign_ins(clinic), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_secret_finds_whose_browser_it_is),
		WITH_CLINIC(twelve_hours_unused_it_has_ended),
		WITH_CLINIC(use_is_noted_once_a_minute_and_lengthens_it),
		WITH_CLINIC(who_is_not_active_any_more_is_not_signed_in),
		WITH_CLINIC(a_browsers_name_is_kept_as_text_of_a_bound),
		WITH_CLINIC(what_the_browser_had_before_ends),
		WITH_CLINIC(of_fifty_one_the_oldest_gives_way),
		WITH_CLINIC(only_ones_own_are_ended),
		WITH_CLINIC(what_is_told_next_is_told_once),
		WITH_CLINIC(nobody_is_half_signed_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
