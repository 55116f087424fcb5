#include "tests/unit/store/transaction_fixture.h"

#include "store/rows.h"

/* Rows taken by somebody who then writes against the rules. */

static enum err keep(void *context, struct slice bytes)
{
	buf_slice(context, bytes);
	return OK;
}

static void audit_add(struct tx_fixture *fix)
{
	assert_int_equal(
		tx_exec(fix,
			"INSERT INTO audit (at, channel, action, object_kind,"
			"    object)"
			"  VALUES (5, 'page', 'session.add', 'session', 1)"),
		SQLITE_OK);
}

static void assert_ruled(struct tx_fixture *fix)
{
	assert_int_equal(tx_exec(fix, "UPDATE audit SET action = 'other'"),
			 SQLITE_CONSTRAINT);
}

static void the_databases_own_rules_hold_behind_rows(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t count = 7;
	struct buf rows;

	audit_add(fix);
	assert_ruled(fix);
	buf_init(&rows, fix->arena);
	assert_int_equal(store_rows_write(fix->reader, keep, &rows), OK);
	assert_int_equal(store_rows_load(fix->tx, buf_view(&rows), &count), OK);
	assert_true(count > 0);
	assert_ruled(fix);
}

static void
the_databases_own_rules_hold_behind_rows_that_were_refused(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t count = 7;

	assert_int_equal(store_rows_load(fix->tx, slice_of("[1]"), &count),
			 ERR_INVALID);
	assert_int_equal(count, 7);
	audit_add(fix);
	assert_ruled(fix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(the_databases_own_rules_hold_behind_rows),
		WITH_TX(the_databases_own_rules_hold_behind_rows_that_were_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
