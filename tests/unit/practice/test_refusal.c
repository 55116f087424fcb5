#include "practice/refusal.h"

#include "tests/unit/base/arena_fixture.h"

static struct operation start(void **state)
{
	struct operation op;

	operation_init(&op, *state, (struct instant){ 42 });
	return op;
}

static void a_refusal_has_its_word_and_its_sentence(void **state)
{
	struct operation op = start(state);
	enum err err = refuse(&op, REFUSAL_PAST_OPEN, "'%s' is past", "x");

	assert_int_equal(err, ERR_REFUSED);
	assert_int_equal(op.failure.code, ERR_REFUSED);
	assert_string_equal(op.failure.message, "'x' is past");
	assert_null(op.failure.reason);
	assert_int_equal(refusal_of(&op, err), REFUSAL_PAST_OPEN);
	assert_string_equal(failure_name(&op.failure, err), "past-open");
}

static void a_reason_tells_more(void **state)
{
	struct operation op = start(state);
	enum err err = refuse_reason(&op, REFUSAL_NOT_PERMITTED, "before-start",
				     "wait");

	assert_int_equal(refusal_of(&op, err), REFUSAL_NOT_PERMITTED);
	assert_string_equal(op.failure.reason, "before-start");
}

static void another_failure_is_no_refusal(void **state)
{
	struct operation op = start(state);

	assert_int_equal(refuse(&op, REFUSAL_READ_ONLY, "no"), ERR_REFUSED);
	assert_int_equal((fail)(&op, ERR_CONFLICT, "stale"), ERR_CONFLICT);
	assert_null(op.failure.refusal);
	assert_int_equal(refusal_of(&op, ERR_CONFLICT), REFUSAL_COUNT);
	assert_string_equal(failure_name(&op.failure, ERR_CONFLICT),
			    "conflict");
}

static void wrong_fields_become_a_refusal_that_keeps_the_sentence(void **state)
{
	struct operation op = start(state);
	enum err err = fail_field(&op, "charge", "missing", "no charge");

	assert_int_equal(err, ERR_INVALID);
	err = refuse_instead(&op, REFUSAL_OVERRIDE_DENIED);
	assert_int_equal(refusal_of(&op, err), REFUSAL_OVERRIDE_DENIED);
	assert_int_equal(op.failure.field_count, 0);
	assert_string_equal(op.failure.message, "no charge");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(a_refusal_has_its_word_and_its_sentence),
		WITH_ARENA(a_reason_tells_more),
		WITH_ARENA(another_failure_is_no_refusal),
		WITH_ARENA(
			wrong_fields_become_a_refusal_that_keeps_the_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
