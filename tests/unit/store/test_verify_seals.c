#include "store/verify.h"

#include "tests/unit/store/ledger_fixture.h"

#include <string.h>

static const char drop_triggers[] = "DROP TRIGGER completion_update;"
				    "DROP TRIGGER seal_delete;";

/* What is wrong with the ledger, or NULL. */
static const char *fault(struct tx_fixture *fix)
{
	struct reader *reader = place_read(fix->place);
	struct ledger_proof proof;

	assert_int_equal(store_ledger_verify(reader, &proof), OK);
	store_reader_end(reader);
	return proof.fault;
}

/* The ledger of the books, committed and open to a stranger. */
static void fill(struct tx_fixture *fix)
{
	struct small_ledger ledger;

	ledger_fill(fix, &ledger);
	tx_commit(fix);
	tx_raw_exec(fix, drop_triggers);
	assert_null(fault(fix));
}

/* SQL of a stranger is found, with this in the sentence. */
static void assert_found(struct tx_fixture *fix, const char *sql,
			 const char *words)
{
	tx_raw_exec(fix, sql);
	assert_non_null(fault(fix));
	assert_non_null(strstr(fault(fix), words));
}

static void the_time_of_a_saved_session_is_sealed(void **state)
{
	struct tx_fixture *fix = *state;

	fill(fix);
	assert_found(fix,
		     "UPDATE session SET starts = starts + 86400,"
		     "    ends = ends + 86400",
		     "completion 2 is not what was sealed");
	tx_raw_exec(fix, "UPDATE session SET starts = starts - 86400,"
			 "    ends = ends - 86400");
	assert_null(fault(fix));
	assert_found(fix, "UPDATE session SET ends = ends + 60",
		     "completion 2 is not what was sealed");
}

/* The seals of this ledger as the first version made them. */
static void a_seal_without_the_time_holds_as_it_was_made(void **state)
{
	static const struct {
		int kind, thing;
		const char *digest, *hash;
	} seals[] = {
		{ 0, 1,
		  "384dabcbc7dae425be3b98acc583c99a"
		  "0fc8df6bb1bef64e27c917cc20320f83",
		  "b469faecd57961071c9e0eb3b8264e7c"
		  "e259662398853ff60be4a8a9ae9d8b5b" },
		{ 0, 1,
		  "de121f88b273bed3dd3853e0ce413d49"
		  "b3c92d04ff0bd01512db48853c153237",
		  "ebdda3f9bd899c57e4ba08e41e39fb42"
		  "882ad989311c4594fc59b4c2cf20e31d" },
		{ 0, 2,
		  "2bc57c6b23e3c85cec3f05533735b093"
		  "30dcdb5a9feda5b5e50c27a6c34813ae",
		  "5a77cdb912021c77690c51f90ab49171"
		  "700f85a41d0ccfe52909cdafcb4df2dd" },
		{ 1, 1,
		  "f6c3b81080ec3fcb0c60aa28ad6cbba5"
		  "34e25d3d26de9652e40e78fdd8cfa35e",
		  "9a9d20852e0fa56966f331505efe9a32"
		  "50fdbb2703fd76c4e9cc31849652826c" },
	};
	struct tx_fixture *fix = *state;

	fill(fix);
	tx_raw_exec(fix, "DELETE FROM seal");
	for (size_t i = 0; i < ARRAY_SIZE(seals); i++)
		tx_raw_exec(fix,
			    arena_printf(
				    fix->arena,
				    "INSERT INTO seal SELECT %zu, %d, %d,"
				    "  x'%s', coalesce((SELECT hash FROM seal"
				    "    WHERE id = %zu), zeroblob(32)), x'%s'",
				    i + 1, seals[i].kind, seals[i].thing,
				    seals[i].digest, i, seals[i].hash));
	assert_null(fault(fix));
	assert_found(fix, "UPDATE completion SET label = 'Late' WHERE id = 2",
		     "completion 2 is not what was sealed");
}

static void a_session_that_names_another_completion_is_found(void **state)
{
	struct tx_fixture *fix = *state;

	fill(fix);
	assert_found(fix, "UPDATE session SET state = 2, completion = 1",
		     "names the completion of another");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(the_time_of_a_saved_session_is_sealed),
		WITH_TX(a_seal_without_the_time_holds_as_it_was_made),
		WITH_TX(a_session_that_names_another_completion_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
