#include "practice/people/credential.h"

#include "practice/people/attempt.h"
#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/practice_fixture.h"

/* The old password, which is asked for before there is a new one. */

#define WRONG "not the password"
#define RIGHT "correct horse battery"

static void set_password(struct clinic *clinic)
{
	attempt_limits(10, 6);
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, practice_password_set(clinic->op, clinic->store,
						"maria", RIGHT));
}

static enum err old(struct clinic *clinic, const char *password)
{
	if (store_reader_operation(clinic->place->reader))
		store_reader_end(clinic->place->reader);
	operation_recover(clinic->op);
	return practice_password_old(clinic->op, clinic->place->reader,
				     "1.1.1.1", password);
}

static void only_the_password_that_one_has_is_the_old_one(void **state)
{
	struct clinic *clinic = *state;

	set_password(clinic);
	assert_ok(clinic, old(clinic, RIGHT));
	assert_int_equal(old(clinic, WRONG), ERR_INVALID);
	assert_true(clinic_field(clinic, "old", "wrong-password"));
}

static void who_has_no_password_has_no_old_one(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(10, 6);
	clinic_as(clinic, clinic->ben);
	assert_int_equal(old(clinic, RIGHT), ERR_INVALID);
	assert_true(clinic_field(clinic, "old", "wrong-password"));
}

static void the_old_password_is_not_guessed_at_will(void **state)
{
	struct clinic *clinic = *state;

	set_password(clinic);
	attempt_limits(2, 600);
	/* The right one costs nothing. */
	for (int i = 0; i < 3; i++)
		assert_ok(clinic, old(clinic, RIGHT));
	assert_int_equal(old(clinic, WRONG), ERR_INVALID);
	assert_int_equal(old(clinic, WRONG), ERR_INVALID);
	assert_int_equal(old(clinic, WRONG), ERR_BUSY);
	assert_true(clinic->op->failure.wait > 0);
}

static enum err asks(void *context)
{
	struct clinic *clinic = context;

	return practice_password_old(clinic->op, clinic->place->reader,
				     "1.1.1.1", RIGHT);
}

static void an_old_password_that_cannot_be_read_is_not_wrong(void **state)
{
	struct clinic *clinic = *state;
	const struct faults_case one = { .what = "an old password",
					 .run = asks };

	set_password(clinic);
	faults_sweep(clinic->place, clinic->op, &one, clinic);
}

static void several_get_the_same_password_or_none_a_wrong_one(void **state)
{
	struct clinic *clinic = *state;
	const char *const both[] = { "maria", "sam" };

	attempt_limits(10, 6);
	clinic_as(clinic, clinic->admin);
	assert_int_equal(practice_password_set_all(clinic->op, clinic->store,
						   both, 2, "short"),
			 ERR_INVALID);
	operation_recover(clinic->op);
	assert_ok(clinic, practice_password_set_all(clinic->op, clinic->store,
						    both, 2, RIGHT));
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, old(clinic, RIGHT));
	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, old(clinic, RIGHT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(only_the_password_that_one_has_is_the_old_one),
		WITH_CLINIC(who_has_no_password_has_no_old_one),
		WITH_CLINIC(the_old_password_is_not_guessed_at_will),
		WITH_CLINIC(an_old_password_that_cannot_be_read_is_not_wrong),
		WITH_CLINIC(several_get_the_same_password_or_none_a_wrong_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
