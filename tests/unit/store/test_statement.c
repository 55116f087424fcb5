#include "tests/unit/store/place_fixture.h"

#include "store/people.h"
#include "store/statement_private.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char NESTED[] = "SELECT id"
			     "  FROM person"
			     "  ORDER BY id";

static enum err add_person(struct transaction *tx, void *context)
{
	struct person person = { .name = "Ada Byron", .login = context };

	return store_person_insert(tx, &person);
}

static void parameters_and_columns_go_by_their_names(void **state)
{
	static const char sql[] = "SELECT $place AS place, $id AS id,"
				  "  $place || $note AS both";
	struct statement *st = statement(place_read(*state), sql);

	bind_text(st, "note", " 2");
	bind_text(st, "place", "Room");
	bind_int(st, "id", 7);
	assert_int_equal(statement_row(st), OK);
	assert_string_equal(column_text(st, "both"), "Room 2");
	assert_string_equal(column_text(st, "place"), "Room");
	assert_int_equal(column_int(st, "id"), 7);
	assert_int_equal(column_int(st, "id"), 7);
	assert_false(column_null(st, "place"));
	statement_done(st);
	/* Nothing stays bound. */
	st = statement(place_read(*state), sql);
	assert_int_equal(statement_row(st), OK);
	assert_true(column_null(st, "place"));
}

static void a_single_parameter_needs_no_name(void **state)
{
	static const char number[] = "SELECT $id + 1";
	static const char word[] = "SELECT $login || '!'";
	struct reader *reader = place_read(*state);
	const char *text;
	int64_t id;

	assert_int_equal(
		statement_one_int(statement_of_id(reader, number, 41), &id),
		OK);
	assert_int_equal(id, 42);
	assert_int_equal(statement_one_text(
				 statement_of_text(reader, word, "ada"), &text),
			 OK);
	assert_string_equal(text, "ada!");
}

/* A child process, for a name that is not there ends it. */
static void expect_abort(void (*ask)(struct statement *st),
			 struct statement *st)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct sigaction by_default = { .sa_handler = SIG_DFL };

		(void)sigaction(SIGABRT, &by_default, NULL);
		(void)close(STDERR_FILENO);
		ask(st);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void bind_unknown(struct statement *st)
{
	bind_int(st, "nobody", 1);
}

static void read_unknown(struct statement *st)
{
	(void)column_int(st, "nobody");
}

static void a_name_that_is_not_there_ends_the_process(void **state)
{
	struct statement *st = statement(place_read(*state), NESTED);

	expect_abort(bind_unknown, st);
	expect_abort(read_unknown, st);
	statement_done(st);
}

static void null_and_nothing_are_told_apart(void **state)
{
	static const char both[] = "SELECT $bytes AS bytes, $id AS id,"
				   "  $text AS text";
	struct statement *st = statement(place_read(*state), both);

	bind_blob(st, "bytes", NULL, 0);
	bind_id(st, "id", 0);
	bind_text(st, "text", NULL);
	assert_int_equal(statement_row(st), OK);
	assert_false(column_null(st, "bytes"));
	assert_int_equal(column_blob(st, "bytes").len, 0);
	assert_non_null(column_blob(st, "bytes").at);
	assert_true(column_null(st, "id"));
	assert_null(column_blob(st, "id").at);
	assert_null(column_text(st, "text"));
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
		assert_int_equal(column_int(outer, "id"), ++rows);
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

static const char MAKE_KINDS[] = "CREATE TEMP TABLE kind ("
				 "  id INTEGER PRIMARY KEY,"
				 "  name TEXT UNIQUE,"
				 "  parent INTEGER REFERENCES kind (id))";

static const char ADD_KIND[] = "INSERT INTO kind (name, parent)"
			       "  VALUES ($name, $parent)"
			       "  RETURNING id";

static const char ADD_IF_NEW[] = "INSERT INTO kind (name)"
				 "  VALUES ($name)"
				 "  ON CONFLICT DO NOTHING"
				 "  RETURNING id";

static const char RENAME_KIND[] = "UPDATE kind"
				  "  SET name = $name"
				  "  WHERE id = $id";

static const char REMOVE_KIND[] = "DELETE FROM kind"
				  "  WHERE id = $id";

static enum err add_kind(struct transaction *tx, const char *name,
			 int64_t parent, int64_t *id)
{
	struct statement *st = statement_tx(tx, ADD_KIND);

	bind_text(st, "name", name);
	bind_id(st, "parent", parent);
	return statement_insert(st, id);
}

static enum err rename_kind(struct transaction *tx, int64_t id,
			    const char *name)
{
	struct statement *st = statement_tx(tx, RENAME_KIND);

	bind_text(st, "name", name);
	bind_int(st, "id", id);
	return statement_change(st);
}

static enum err write_kinds(struct transaction *tx, void *context)
{
	struct reader *reader = store_tx_reader(tx);
	int64_t id = 0;

	(void)context;
	assert_int_equal(statement_run(statement_tx(tx, MAKE_KINDS)), OK);
	assert_int_equal(add_kind(tx, "first", 0, &id), OK);
	assert_int_equal(id, 1);
	assert_int_equal(add_kind(tx, "second", 1, &id), OK);
	assert_int_equal(id, 2);
	/* What is refused leaves the id alone. */
	assert_int_equal(add_kind(tx, "second", 1, &id), ERR_EXISTS);
	assert_int_equal(
		statement_insert(statement_of_text(reader, ADD_IF_NEW, "first"),
				 &id),
		ERR_EXISTS);
	assert_int_equal(add_kind(tx, "orphan", 99, &id), ERR_STORAGE);
	assert_int_equal(id, 2);
	assert_int_equal(rename_kind(tx, 2, "other"), OK);
	assert_int_equal(rename_kind(tx, 3, "nothing"), ERR_NOT_FOUND);
	assert_int_equal(statement_run_id(tx, REMOVE_KIND, 2), OK);
	assert_int_equal(statement_run_id(tx, REMOVE_KIND, 2), OK);
	return OK;
}

static void a_write_tells_what_it_made_and_met(void **state)
{
	place_write(*state, write_kinds, NULL, OK);
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
		IN_PLACE(parameters_and_columns_go_by_their_names),
		IN_PLACE(a_single_parameter_needs_no_name),
		IN_PLACE(a_name_that_is_not_there_ends_the_process),
		IN_PLACE(null_and_nothing_are_told_apart),
		IN_PLACE(a_statement_may_run_inside_itself),
		IN_PLACE(a_duplicate_is_told_from_other_failures),
		IN_PLACE(a_write_tells_what_it_made_and_met),
		IN_PLACE(a_broken_rule_of_the_database_is_a_storage_error),
		IN_PLACE(statements_left_open_are_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
