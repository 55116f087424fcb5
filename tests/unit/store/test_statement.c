#include "tests/unit/store/fixture.h"

#include "store/people.h"
#include "store/statement.h"

#include <string.h>

static const char BACKWARDS[] = "SELECT $2, $1, $2";

static const char NESTED[] = "SELECT id"
			     "  FROM person"
			     "  ORDER BY id";

static enum err add_person(struct transaction *tx, void *context)
{
	struct person person = { .name = "Ada Byron", .login = context };

	return store_person_insert(tx, &person);
}

static void parameters_go_by_their_number(void **state)
{
	struct statement *st = statement(place_read(*state), BACKWARDS);

	bind_int(st, 1, 11);
	bind_text(st, 2, "two");
	assert_int_equal(statement_row(st), OK);
	assert_string_equal(column_text(st, 0), "two");
	assert_int_equal(column_int(st, 1), 11);
	assert_string_equal(column_text(st, 2), "two");
	statement_done(st);
	/* Nothing stays bound. */
	assert_int_equal(
		statement_row(statement(place_read(*state), BACKWARDS)), OK);
}

static void null_and_nothing_are_told_apart(void **state)
{
	static const char both[] = "SELECT $1, $2, $3";
	struct statement *st = statement(place_read(*state), both);

	bind_blob(st, 1, NULL, 0);
	bind_id(st, 2, 0);
	bind_text(st, 3, NULL);
	assert_int_equal(statement_row(st), OK);
	assert_false(column_null(st, 0));
	assert_int_equal(column_blob(st, 0).len, 0);
	assert_non_null(column_blob(st, 0).at);
	assert_true(column_null(st, 1));
	assert_null(column_blob(st, 1).at);
	assert_null(column_text(st, 2));
	statement_done(st);
	statement_done(st); /* harmless */
}

static void a_statement_may_run_inside_itself(void **state)
{
	struct place *place = *state;
	char ada[] = "ada", bob[] = "bob", cyd[] = "cyd";
	struct statement *outer;
	struct ids inner;
	int rows = 0;

	place_write(place, add_person, ada, OK);
	place_write(place, add_person, bob, OK);
	place_write(place, add_person, cyd, OK);
	outer = statement(place_read(place), NESTED);
	while (statement_row(outer) == OK) {
		assert_int_equal(column_int(outer, 0), ++rows);
		assert_int_equal(
			statement_ids(statement(place->reader, NESTED), &inner),
			OK);
		assert_int_equal(inner.count, 3);
		assert_int_equal(inner.at[2], 3);
	}
	assert_int_equal(rows, 3);
}

static void a_duplicate_is_told_from_other_failures(void **state)
{
	struct place *place = *state;
	char login[] = "ada";

	place_write(place, add_person, login, OK);
	place_write(place, add_person, login, ERR_EXISTS);
}

static enum err break_rule(struct transaction *tx, void *context)
{
	static const char no_name[] = "UPDATE practice"
				      "  SET name = NULL";
	enum err err = statement_run(statement_tx(tx, no_name));

	(void)context;
	assert_non_null(strstr(store_tx_operation(tx)->failure.message,
			       "practice.name"));
	return err;
}

static void a_broken_rule_of_the_database_is_a_storage_error(void **state)
{
	place_write(*state, break_rule, NULL, ERR_STORAGE);
}

/* A work may leave statements open; the next job must not trip over them. */
static enum err leave_open(struct transaction *tx, void *context)
{
	struct statement *st = statement_tx(tx, NESTED);

	assert_int_equal(statement_row(st), OK);
	(void)context;
	return fail(store_tx_operation(tx), ERR_INVALID, "half way");
}

static void statements_left_open_are_closed(void **state)
{
	char ada[] = "ada", bob[] = "bob";

	place_write(*state, add_person, ada, OK);
	place_write(*state, leave_open, NULL, ERR_INVALID);
	place_write(*state, add_person, bob, OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(parameters_go_by_their_number),
		IN_PLACE(null_and_nothing_are_told_apart),
		IN_PLACE(a_statement_may_run_inside_itself),
		IN_PLACE(a_duplicate_is_told_from_other_failures),
		IN_PLACE(a_broken_rule_of_the_database_is_a_storage_error),
		IN_PLACE(statements_left_open_are_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
