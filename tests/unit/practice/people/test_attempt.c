#include "practice/people/attempt.h"

#include "tests/unit/practice/practice_fixture.h"

#include "base/digest.h"

#include <pthread.h>

#define BURST 3

static enum err try_once(struct clinic *clinic, const char *login,
			 const char *address, bool right)
{
	struct attempt attempt;
	enum err err = attempt_begin(clinic->op, login, address, &attempt);

	if (!err && right)
		attempt_right(&attempt);
	return err;
}

static void use_up(struct clinic *clinic, const char *login,
		   const char *address)
{
	for (int i = 0; i < BURST; i++)
		assert_int_equal(try_once(clinic, login, address, false), OK);
	assert_int_equal(try_once(clinic, login, address, false), ERR_BUSY);
}

static void guesses_are_charged_before_they_are_tried(void **state)
{
	struct clinic *clinic = *state;
	struct attempt attempt;

	attempt_limits(BURST, 600);
	for (int i = 0; i < BURST; i++)
		assert_int_equal(
			attempt_begin(clinic->op, "maria", "1.1.1.1", &attempt),
			OK);
	/* None has come out yet. */
	assert_int_equal(
		attempt_begin(clinic->op, "maria", "1.1.1.1", &attempt),
		ERR_BUSY);
	attempt_right(&attempt);
	assert_int_equal(try_once(clinic, "maria", "1.1.1.1", true), OK);
}

static void nobody_waits_longer_than_one_refill(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(BURST, 600);
	use_up(clinic, "maria", "1.1.1.1");
	for (int i = 0; i < 1000; i++)
		assert_int_equal(try_once(clinic, "maria", "1.1.1.1", false),
				 ERR_BUSY);
	assert_in_range(clinic->op->failure.wait, 1, 600);
}

static void right_passwords_cost_nothing(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(BURST, 600);
	for (int i = 0; i < 100; i++)
		assert_int_equal(try_once(clinic, "maria", "1.1.1.1", true),
				 OK);
}

static void an_address_is_charged_for_all_its_logins(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(BURST, 600);
	assert_int_equal(try_once(clinic, "a", "1.1.1.1", false), OK);
	assert_int_equal(try_once(clinic, "b", "1.1.1.1", false), OK);
	assert_int_equal(try_once(clinic, "c", "1.1.1.1", false), OK);
	assert_int_equal(try_once(clinic, "d", "1.1.1.1", false), ERR_BUSY);
	assert_int_equal(try_once(clinic, "d", "1.1.1.2", false), OK);
}

static void a_network_of_ipv6_is_one_address(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(BURST, 600);
	use_up(clinic, "a", "2001:db8::1");
	assert_int_equal(try_once(clinic, "b", "2001:db8::2", false), ERR_BUSY);
	assert_int_equal(try_once(clinic, "b", "2001:db8:0:1::2", false), OK);
}

static void an_unknown_address_charges_the_login_alone(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(BURST, 600);
	use_up(clinic, "stranger", "");
	assert_int_equal(try_once(clinic, "maria", "", false), OK);
}

static void case_makes_no_other_login(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(BURST, 600);
	use_up(clinic, "maria", "");
	assert_int_equal(try_once(clinic, "MARIA", "", false), ERR_BUSY);
}

static void one_stranger_does_not_use_up_a_login(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(BURST, 600);
	for (int i = 1; i <= 7; i++) {
		use_up(clinic, "maria",
		       arena_printf(clinic->op->arena, "9.9.9.%d", i));
		assert_int_equal(
			try_once(clinic, "maria",
				 arena_printf(clinic->op->arena, "1.1.1.%d", i),
				 true),
			OK);
	}
}

static void guesses_from_many_addresses_are_bounded_together(void **state)
{
	struct clinic *clinic = *state;
	int tried = 0;

	attempt_limits(BURST, 600);
	assert_int_equal(try_once(clinic, "maria", "1.1.1.1", true), OK);
	for (int i = 0; i < 200; i++)
		tried +=
			try_once(clinic, i % 2 ? "Maria" : "maria",
				 arena_printf(clinic->op->arena, "9.9.9.%d", i),
				 false) == OK;
	assert_int_equal(tried, 8 * BURST);
	assert_in_range(clinic->op->failure.wait, 1, 600 / 8);
	assert_int_equal(try_once(clinic, "maria", "1.1.1.1", true), OK);
	assert_int_equal(try_once(clinic, "ben", "1.1.1.2", true), OK);
}

static void strangers_do_not_lock_out_who_has_signed_in_here(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(BURST, 600);
	assert_int_equal(try_once(clinic, "maria", "1.1.1.1", true), OK);
	use_up(clinic, "maria", "2.2.2.2");
	use_up(clinic, "stranger", "1.1.1.1");
	assert_int_equal(try_once(clinic, "maria", "1.1.1.1", true), OK);
	/* Her own mistakes are counted there too. */
	use_up(clinic, "maria", "1.1.1.1");
}

static void what_was_not_tried_is_given_back(void **state)
{
	struct clinic *clinic = *state;
	struct attempt attempt;

	attempt_limits(1, 600);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(
			attempt_begin(clinic->op, "maria", "1.1.1.1", &attempt),
			OK);
		attempt_void(&attempt);
	}
}

/* All at once, however slowly they are started. */
static pthread_barrier_t all_there;

static void *check_one(void *context)
{
	struct arena *arena = arena_new();
	struct operation op;
	enum err *err = context;
	bool right = true;

	operation_init(&op, arena, (struct instant){ 0 });
	pthread_barrier_wait(&all_there);
	*err = attempt_password(&op, NULL, "guess", &right);
	if (!*err && right)
		*err = ERR_INTERNAL;
	arena_free(arena);
	return NULL;
}

static void only_so_many_callers_wait_for_a_hash(void **state)
{
	pthread_t threads[24];
	enum err results[24];
	size_t tried = 0, busy = 0;

	(void)state;
	assert_int_equal(
		pthread_barrier_init(&all_there, NULL, ARRAY_SIZE(threads)), 0);
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, check_one,
						&results[i]),
				 0);
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++) {
		pthread_join(threads[i], NULL);
		tried += results[i] == OK;
		busy += results[i] == ERR_BUSY;
	}
	pthread_barrier_destroy(&all_there);
	assert_int_equal(tried + busy, ARRAY_SIZE(threads));
	assert_true(tried >= 2);
	assert_true(busy > 0);
}

static void a_hash_that_was_made_in_turn_matches(void **state)
{
	struct clinic *clinic = *state;
	const char *hash;
	bool right;

	assert_int_equal(attempt_hash(clinic->op, "correct horse", &hash), OK);
	assert_int_equal(
		attempt_password(clinic->op, hash, "correct horse", &right),
		OK);
	assert_true(right);
	assert_true(attempt_password_wait(hash, "correct horse"));
	assert_false(attempt_password_wait(hash, "correct hors"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(guesses_are_charged_before_they_are_tried),
		WITH_CLINIC(nobody_waits_longer_than_one_refill),
		WITH_CLINIC(right_passwords_cost_nothing),
		WITH_CLINIC(an_address_is_charged_for_all_its_logins),
		WITH_CLINIC(a_network_of_ipv6_is_one_address),
		WITH_CLINIC(an_unknown_address_charges_the_login_alone),
		WITH_CLINIC(case_makes_no_other_login),
		WITH_CLINIC(one_stranger_does_not_use_up_a_login),
		WITH_CLINIC(guesses_from_many_addresses_are_bounded_together),
		WITH_CLINIC(strangers_do_not_lock_out_who_has_signed_in_here),
		WITH_CLINIC(what_was_not_tried_is_given_back),
		WITH_CLINIC(only_so_many_callers_wait_for_a_hash),
		WITH_CLINIC(a_hash_that_was_made_in_turn_matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
