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

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(an_operation_starts_as_the_system),
		WITH_ARENA(a_recovered_operation_has_no_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
