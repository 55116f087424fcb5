#include "base/operation.h"

#include "tests/unit/base/arena_fixture.h"

/* cmocka has a macro fail(): (fail)(...) is the function. */
static struct operation start(void **state)
{
	struct operation op;

	operation_init(&op, *state, (struct instant){ 42 });
	return op;
}

static void a_failure_keeps_its_sentence(void **state)
{
	struct operation op = start(state);

	assert_int_equal(
		(fail)(&op, ERR_CONFLICT, "session '%s' is saved", "x"),
		ERR_CONFLICT);
	assert_int_equal(op.failure.code, ERR_CONFLICT);
	assert_string_equal(op.failure.message, "session 'x' is saved");
	assert_null(op.failure.reason);
}

static void a_later_failure_may_quote_the_earlier(void **state)
{
	struct operation op = start(state);

	assert_int_equal(fail_reason(&op, ERR_INVALID, "too-long", "no"),
			 ERR_INVALID);
	assert_string_equal(op.failure.reason, "too-long");
	assert_int_equal(
		(fail)(&op, ERR_STORAGE, "import: %s", op.failure.message),
		ERR_STORAGE);
	assert_string_equal(op.failure.message, "import: no");
	assert_null(op.failure.reason);
}

static void wrong_fields_are_gathered(void **state)
{
	struct operation op = start(state);

	for (int i = 0; i < 20; i++)
		assert_int_equal(fail_field(&op, "label", "too-long",
					    "the label has %d letters", i),
				 ERR_INVALID);
	assert_int_equal(op.failure.code, ERR_INVALID);
	assert_string_equal(op.failure.message, "the label has 0 letters");
	assert_string_equal(op.failure.reason, "too-long");
	assert_int_equal(op.failure.field_count, 20);
	assert_string_equal(op.failure.fields[19].message,
			    "the label has 19 letters");
	assert_int_equal((fail)(&op, ERR_INVALID, "20 fields are wrong"),
			 ERR_INVALID);
	assert_int_equal(op.failure.field_count, 20);
	assert_string_equal(op.failure.message, "20 fields are wrong");
}

static void every_code_has_a_name_of_its_own(UNUSED void **state)
{
	for (int a = 0; a < ERR_COUNT; a++) {
		assert_non_null(err_name((enum err)a));
		for (int b = 0; b < a; b++)
			assert_string_not_equal(err_name((enum err)a),
						err_name((enum err)b));
	}
	assert_string_equal(err_name(ERR_UID_CONFLICT), "uid-conflict");
	assert_string_equal(err_name(ERR_COUNT), "unknown");
}

/* Of the others some are the request's, and one is a bug. */
static void an_outage_may_be_over_at_the_next_try(UNUSED void **state)
{
	assert_true(err_is_outage(ERR_STORAGE));
	assert_true(err_is_outage(ERR_FULL));
	assert_true(err_is_outage(ERR_UNAVAILABLE));
	assert_false(err_is_outage(OK));
	assert_false(err_is_outage(ERR_REFUSED));
	assert_false(err_is_outage(ERR_INTERNAL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(a_failure_keeps_its_sentence),
		WITH_ARENA(a_later_failure_may_quote_the_earlier),
		WITH_ARENA(wrong_fields_are_gathered),
		WITH_ARENA(every_code_has_a_name_of_its_own),
		WITH_ARENA(an_outage_may_be_over_at_the_next_try),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
