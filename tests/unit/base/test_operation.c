#include "base/operation.h"

#include "tests/unit/base/arena_fixture.h"

static struct operation start(void **state)
{
	struct operation op;

	operation_init(&op, *state, (struct instant){ 42 });
	return op;
}

static void an_operation_starts_as_the_system(void **state)
{
	struct operation op = start(state);

	assert_int_equal(op.now.s, 42);
	assert_ptr_equal(op.arena, *state);
	assert_int_equal(op.actor.person, 0);
	assert_int_equal(op.actor.channel, 0);
	assert_int_equal(op.failure.code, OK);
}

static void a_recovered_operation_has_no_failure(void **state)
{
	struct operation op = start(state);

	assert_int_equal(fail_field(&op, "a", "b", "c"), ERR_INVALID);
	op.failure.href = "/x";
	operation_recover(&op);
	assert_int_equal(op.failure.code, OK);
	assert_null(op.failure.message);
	assert_null(op.failure.href);
	assert_int_equal(op.failure.field_count, 0);
}

static void an_operation_without_bounds_is_never_spent(void **state)
{
	struct operation op = start(state);

	for (int i = 0; i < 1000; i++)
		assert_true(operation_spend(&op, 1000000000));
	assert_int_equal(operation_check(&op), OK);
	assert_int_equal(op.budget.work, INT64_C(1000000000000));
}

static void work_is_refused_once_its_budget_is_spent(void **state)
{
	struct operation op = start(state);

	assert_true(operation_spend(&op, 5000));
	operation_bound(&op, 100, SIZE_MAX / 2);
	assert_true(operation_spend(&op, 99));
	assert_int_equal(operation_check(&op), OK);
	assert_false(operation_spend(&op, 1));
	assert_int_equal(operation_check(&op), ERR_MATCHES_LIMIT);
	assert_non_null(strstr(op.failure.message, "ask for less"));
	operation_recover(&op);
	assert_int_equal(operation_check(&op), ERR_MATCHES_LIMIT);
	assert_false(operation_spend(&op, 0));
}

static void memory_is_part_of_the_budget(void **state)
{
	struct operation op = start(state);

	operation_bound(&op, INT64_MAX / 2, 100000);
	arena_alloc(op.arena, 90000);
	assert_true(operation_spend(&op, 2000000));
	arena_alloc(op.arena, 90000);
	assert_false(operation_spend(&op, 2000000));
	assert_int_equal(operation_check(&op), ERR_MATCHES_LIMIT);
}

static void who_has_left_is_not_worked_for(void **state)
{
	struct operation op = start(state);
	atomic_bool gone = false;

	op.budget.gone = &gone;
	assert_true(operation_spend(&op, 2000000));
	atomic_store(&gone, true);
	assert_false(operation_spend(&op, 2000000));
	assert_int_equal(operation_check(&op), ERR_MATCHES_LIMIT);
}

static void a_write_goes_on_to_its_end(void **state)
{
	struct operation op = start(state);

	operation_bound(&op, 100, SIZE_MAX / 2);
	operation_write_begin(&op);
	assert_true(operation_spend(&op, 1000));
	assert_int_equal(operation_check(&op), OK);
	operation_write_end(&op);
	assert_true(operation_spend(&op, 99));
	assert_false(operation_spend(&op, 1));
	assert_int_equal(operation_check(&op), ERR_MATCHES_LIMIT);
}

static void what_a_write_took_is_not_held_against_its_answer(void **state)
{
	struct operation op = start(state);

	operation_bound(&op, 3000000, 100000);
	operation_write_begin(&op);
	operation_write_begin(&op);
	assert_true(operation_spend(&op, 90000000));
	arena_alloc(op.arena, 900000);
	operation_write_end(&op);
	operation_write_end(&op);
	arena_alloc(op.arena, 50000);
	assert_true(operation_spend(&op, 2000000));
	assert_int_equal(operation_check(&op), OK);
	arena_alloc(op.arena, 90000);
	assert_false(operation_spend(&op, 2000000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(an_operation_without_bounds_is_never_spent),
		WITH_ARENA(work_is_refused_once_its_budget_is_spent),
		WITH_ARENA(memory_is_part_of_the_budget),
		WITH_ARENA(who_has_left_is_not_worked_for),
		WITH_ARENA(a_write_goes_on_to_its_end),
		WITH_ARENA(what_a_write_took_is_not_held_against_its_answer),
		WITH_ARENA(an_operation_starts_as_the_system),
		WITH_ARENA(a_recovered_operation_has_no_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
