#include "store/completion.h"
#include "store/ledger.h"
#include "store/verify.h"

#include "tests/unit/store/ledger_fixture.h"

#include "base/str.h"

#include <string.h>

#define TRANSACTIONS 4

/* All that keeps a stranger's SQL from the ledger. */
static const char drop_triggers[] =
	"DROP TRIGGER ledger_transaction_update;"
	"DROP TRIGGER ledger_transaction_delete;"
	"DROP TRIGGER ledger_transaction_insert;"
	"DROP TRIGGER ledger_entry_update;"
	"DROP TRIGGER ledger_entry_delete;"
	"DROP TRIGGER ledger_entry_insert;"
	"DROP TRIGGER ledger_head_delete;"
	"DROP TRIGGER completion_update;"
	"DROP TRIGGER completion_delete;"
	"DROP TRIGGER completion_client_update;"
	"DROP TRIGGER completion_client_delete;"
	"DROP TRIGGER completion_practitioner_update;"
	"DROP TRIGGER completion_practitioner_delete;";

static struct ledger_proof verify(struct tx_fixture *fix)
{
	struct reader *reader = place_read(fix->place);
	struct ledger_proof proof;

	assert_int_equal(store_ledger_verify(reader, &proof), OK);
	assert_int_equal(proof.ok, proof.fault == NULL);
	store_reader_end(reader);
	return proof;
}

static void assert_good(struct tx_fixture *fix)
{
	struct ledger_proof proof = verify(fix);

	if (proof.fault)
		print_error("%s\n", proof.fault);
	assert_true(proof.ok);
}

/* The ledger of the books, committed and open to a stranger. */
static void fill(struct tx_fixture *fix, struct small_ledger *ledger)
{
	ledger_fill(fix, ledger);
	tx_commit(fix);
	tx_raw_exec(fix, drop_triggers);
	assert_good(fix);
}

/* SQL of a stranger is found, with this in the sentence; the other undoes it.
 */
static void assert_found(struct tx_fixture *fix, const char *sql,
			 const char *undo, const char *words)
{
	struct ledger_proof proof;

	tx_raw_exec(fix, sql);
	proof = verify(fix);
	if (proof.ok || !strstr(proof.fault, words))
		print_error("%s: %s\n", sql, proof.ok ? "ok" : proof.fault);
	assert_false(proof.ok);
	assert_non_null(strstr(proof.fault, words));
	if (!undo)
		return;
	tx_raw_exec(fix, undo);
	assert_good(fix);
}

static void an_empty_ledger_is_good(void **state)
{
	struct tx_fixture *fix = *state;
	const struct digest zeros = { 0 };
	struct ledger_proof proof;

	assert_int_equal(store_ledger_verify(fix->reader, &proof), OK);
	assert_true(proof.ok);
	assert_int_equal(proof.transactions, 0);
	assert_true(digest_equal(&proof.head, &zeros));
}

static void a_proof_tells_count_and_head(void **state)
{
	struct tx_fixture *fix = *state;
	struct ledger_proof proof;
	struct small_ledger ledger;

	fill(fix, &ledger);
	proof = verify(fix);
	assert_int_equal(proof.transactions, TRANSACTIONS);
	assert_true(digest_equal(&proof.head, &ledger.payment.hash));
	tx_raw_exec(fix, "UPDATE ledger_transaction SET at = 0"
			 "  WHERE id = 3");
	proof = verify(fix);
	assert_false(proof.ok);
	assert_int_equal(proof.transactions, 2);
	assert_true(digest_equal(&proof.head, &ledger.reopen.hash));
}

static void an_altered_number_of_a_transaction_is_found(void **state)
{
	static const char *const columns[] = {
		"at",      "session", "completion", "invoice",
		"payment", "payroll", "reverses",   "actor",
	};
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	tx_raw_exec(fix, "CREATE TABLE was AS"
			 "  SELECT * FROM ledger_transaction");
	for (size_t i = 0; i < ARRAY_SIZE(columns) * TRANSACTIONS; i++) {
		const char *column = columns[i / TRANSACTIONS];
		int id = (int)(i % TRANSACTIONS) + 1;

		assert_found(fix,
			     arena_printf(fix->arena,
					  "UPDATE ledger_transaction"
					  "  SET %s = coalesce(%s, 0) + 7"
					  "  WHERE id = %d",
					  column, column, id),
			     arena_printf(fix->arena,
					  "UPDATE ledger_transaction"
					  "  SET %s = (SELECT %s FROM was"
					  "    WHERE id = %d)"
					  "  WHERE id = %d",
					  column, column, id, id),
			     arena_printf(fix->arena,
					  "ledger transaction %d has "
					  "another hash",
					  id));
	}
}

static void none_written_as_0_is_found(void **state)
{
	static const char *const columns[] = { "invoice", "payment", "payroll",
					       "reverses" };
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		assert_found(
			fix,
			arena_printf(fix->arena,
				     "UPDATE ledger_transaction SET %s = 0"
				     "  WHERE id = 1",
				     columns[i]),
			arena_printf(fix->arena,
				     "UPDATE ledger_transaction SET %s = NULL"
				     "  WHERE id = 1",
				     columns[i]),
			"ledger transaction 1");
	assert_found(fix,
		     "UPDATE ledger_entry SET person = 0 WHERE account = 5",
		     "UPDATE ledger_entry SET person = NULL WHERE account = 5",
		     "ledger transaction 4");
}

static void an_altered_kind_is_found(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	assert_found(fix,
		     "UPDATE ledger_transaction SET kind = 'tave' WHERE id = 1",
		     "UPDATE ledger_transaction SET kind = 'save' WHERE id = 1",
		     "ledger transaction 1");
	assert_found(fix,
		     "UPDATE ledger_transaction"
		     "  SET kind = 'save' || char(0) || 'd' WHERE id = 3",
		     "UPDATE ledger_transaction SET kind = 'save' WHERE id = 3",
		     "ledger transaction 3");
	assert_found(fix,
		     "UPDATE ledger_transaction SET kind = '' WHERE id = 4",
		     "UPDATE ledger_transaction SET kind = 'payment'"
		     "  WHERE id = 4",
		     "ledger transaction 4");
}

/* Write a hash into a column of a row. */
static void put_hash(struct tx_fixture *fix, const char *sql, int64_t id,
		     const struct digest *hash, int len)
{
	sqlite3 *raw = tx_raw(fix);
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL),
			 SQLITE_OK);
	sqlite3_bind_blob(stmt, 1, hash->bytes, len, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 2, id);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	sqlite3_finalize(stmt);
}

static void flip_each_byte(struct tx_fixture *fix, const char *sql, int64_t id,
			   const struct digest *hash)
{
	for (int i = 0; i < DIGEST_SIZE; i++) {
		struct digest other = *hash;

		other.bytes[i] ^= 1;
		put_hash(fix, sql, id, &other, DIGEST_SIZE);
		assert_false(verify(fix).ok);
	}
	put_hash(fix, sql, id, hash, DIGEST_SIZE - 1);
	assert_false(verify(fix).ok);
	put_hash(fix, sql, id, hash, DIGEST_SIZE);
	assert_good(fix);
}

static void an_altered_byte_of_a_hash_is_found(void **state)
{
	static const char previous[] =
		"UPDATE ledger_transaction SET previous = ?1 WHERE id = ?2";
	static const char hash[] =
		"UPDATE ledger_transaction SET hash = ?1 WHERE id = ?2";
	static const char head[] =
		"UPDATE ledger_head SET hash = ?1 WHERE id = ?2";
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	flip_each_byte(fix, previous, 1, &ledger.save.previous);
	flip_each_byte(fix, hash, 1, &ledger.save.hash);
	flip_each_byte(fix, previous, 4, &ledger.payment.previous);
	flip_each_byte(fix, hash, 4, &ledger.payment.hash);
	flip_each_byte(fix, head, 1, &ledger.payment.hash);
}

static void an_altered_entry_is_found(void **state)
{
	static const char *const changes[] = {
		"amount = amount + 1",
		"amount = amount - 1",
		"amount = amount + 4294967296",
		"account = (account + 1) % 6",
		"account = account + 4294967296",
		"account = -1",
		"person = coalesce(person, 0) + 1",
		"position = position + 100",
		"posting = posting + 1, position = position + 100",
		"posting = 77, position = position + 100",
	};
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	for (int64_t id = 1; id <= TRANSACTIONS; id++) {
		for (size_t i = 0; i < ARRAY_SIZE(changes); i++)
			assert_found(
				fix,
				arena_printf(fix->arena,
					     "CREATE TABLE was AS"
					     "  SELECT * FROM ledger_entry;"
					     "UPDATE ledger_entry SET %s"
					     "  WHERE posting = %lld"
					     "    AND position = 1;",
					     changes[i], (long long)id),
				"DELETE FROM ledger_entry;"
				"INSERT INTO ledger_entry"
				"  SELECT * FROM was;"
				"DROP TABLE was;",
				"ledger transaction");
	}
}

static void swapped_entries_are_found_but_not_swapped_rows(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	/* Written backwards: the positions are the same. */
	tx_raw_exec(fix, "CREATE TABLE was AS SELECT * FROM ledger_entry;"
			 "DELETE FROM ledger_entry;"
			 "INSERT INTO ledger_entry SELECT * FROM was"
			 "  ORDER BY posting DESC, position DESC;");
	assert_good(fix);
	assert_found(fix,
		     "UPDATE ledger_entry SET position = -1"
		     "  WHERE posting = 4 AND position = 0;"
		     "UPDATE ledger_entry SET position = 0"
		     "  WHERE posting = 4 AND position = 1;"
		     "UPDATE ledger_entry SET position = 1"
		     "  WHERE posting = 4 AND position = -1;",
		     NULL, "ledger transaction 4");
}

static void a_shifted_position_is_found_though_the_order_stays(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	assert_found(fix,
		     "UPDATE ledger_entry SET position = 2"
		     "  WHERE posting = 4 AND position = 1",
		     "UPDATE ledger_entry SET position = 1"
		     "  WHERE posting = 4 AND position = 2",
		     "ledger transaction 4 has entries in wrong positions");
}

static void a_missing_row_is_found(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	tx_raw_exec(fix, "CREATE TABLE t AS SELECT * FROM"
			 "  ledger_transaction;"
			 "CREATE TABLE e AS SELECT * FROM ledger_entry;");
	for (int64_t id = 1; id <= TRANSACTIONS; id++) {
		const char *undo =
			"DELETE FROM ledger_transaction;"
			"DELETE FROM ledger_entry;"
			"INSERT INTO ledger_transaction SELECT * FROM t;"
			"INSERT INTO ledger_entry SELECT * FROM e;";

		assert_found(fix,
			     arena_printf(fix->arena,
					  "DELETE FROM ledger_transaction"
					  "  WHERE id = %lld",
					  (long long)id),
			     undo, "ledger transaction");
		assert_found(fix,
			     arena_printf(fix->arena,
					  "DELETE FROM ledger_transaction"
					  "  WHERE id = %lld;"
					  "DELETE FROM ledger_entry"
					  "  WHERE posting = %lld;",
					  (long long)id, (long long)id),
			     undo, "ledger transaction");
		assert_found(fix,
			     arena_printf(fix->arena,
					  "DELETE FROM ledger_entry"
					  "  WHERE posting = %lld"
					  "    AND position = 0",
					  (long long)id),
			     undo, "ledger transaction");
	}
	assert_found(fix,
		     "DELETE FROM ledger_transaction;"
		     "DELETE FROM ledger_entry;",
		     NULL, "their count says otherwise");
}

static void a_head_that_is_missing_is_found(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	assert_found(fix, "DELETE FROM ledger_head", NULL,
		     "their count says otherwise");
}

static void an_extra_row_is_found(void **state)
{
	static const int64_t ids[] = { 5, 6, 0, -1, INT64_MIN };
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		assert_found(
			fix,
			arena_printf(fix->arena,
				     "INSERT INTO ledger_transaction"
				     "  (id, at, kind, previous, hash)"
				     "  SELECT %lld, at, kind, previous, hash"
				     "  FROM ledger_transaction WHERE id = 4",
				     (long long)ids[i]),
			"DELETE FROM ledger_transaction"
			"  WHERE id NOT BETWEEN 1 AND 4",
			"ledger transaction");
	assert_found(fix,
		     "INSERT INTO ledger_entry"
		     "  (posting, position, account, amount)"
		     "  VALUES (2, 6, 1, 0)",
		     "DELETE FROM ledger_entry"
		     "  WHERE posting = 2 AND position = 6",
		     "ledger transaction 2");
	assert_found(fix,
		     "INSERT INTO ledger_entry"
		     "  (posting, position, account, amount)"
		     "  VALUES (9, 0, 1, 0)",
		     NULL, "ledger transaction 9 is missing");
}

/* Whoever makes a new chain must still balance the books. */
static void a_forged_posting_that_does_not_balance_is_found(void **state)
{
	struct tx_fixture *fix = *state;
	struct posting forged;
	struct digest hash;
	struct small_ledger ledger;

	fill(fix, &ledger);
	forged = ledger.payment;
	forged.entries[0].amount.minor++;
	hash = store_posting_hash(fix->arena, &forged);
	put_hash(fix, "UPDATE ledger_transaction SET hash = ?1 WHERE id = ?2",
		 4, &hash, DIGEST_SIZE);
	put_hash(fix, "UPDATE ledger_head SET hash = ?1 WHERE id = ?2", 1,
		 &hash, DIGEST_SIZE);
	assert_found(fix,
		     "UPDATE ledger_entry SET amount = amount + 1"
		     "  WHERE posting = 4 AND position = 0",
		     NULL, "ledger transaction 4 does not sum to zero");
}

static void a_completion_that_differs_from_its_posting_is_found(void **state)
{
	static const char *const changes[] = {
		"completion_client SET charge = charge + 1"
		"  WHERE completion = 2 AND position = 0",
		"completion_client SET tax = tax - 1"
		"  WHERE completion = 2 AND position = 1",
		"completion_client SET charge = charge + 1, tax = tax - 1"
		"  WHERE completion = 2 AND position = 1",
		"completion_practitioner SET wage = wage + 1"
		"  WHERE completion = 2",
		/* What was undone must be what was done. */
		"completion_practitioner SET wage = 0 WHERE completion = 1",
		/* The same sum, of others. */
		"completion_client SET client = client + 10"
		"  WHERE completion = 2 AND position = 0",
		"completion_practitioner SET practitioner = 2"
		"  WHERE completion = 2",
	};
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	tx_raw_exec(fix, "CREATE TABLE c AS"
			 "  SELECT * FROM completion_client;"
			 "CREATE TABLE p AS"
			 "  SELECT * FROM completion_practitioner;");
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++)
		assert_found(fix,
			     arena_printf(fix->arena, "UPDATE %s", changes[i]),
			     "DELETE FROM completion_client;"
			     "DELETE FROM completion_practitioner;"
			     "INSERT INTO completion_client SELECT * FROM c;"
			     "INSERT INTO completion_practitioner"
			     "  SELECT * FROM p;",
			     "has amounts that differ");
	assert_found(fix,
		     "DELETE FROM completion_client"
		     "  WHERE completion = 2 AND position = 1",
		     NULL, "completion 2 has amounts that differ");
}

static void a_completion_with_a_wrong_posting_is_found(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	fill(fix, &ledger);
	assert_found(fix, "UPDATE completion SET posting = 77 WHERE id = 2",
		     "UPDATE completion SET posting = 3 WHERE id = 2",
		     "completion 2 names a ledger transaction that does not");
	assert_found(fix, "UPDATE completion SET posting = NULL WHERE id = 2",
		     "UPDATE completion SET posting = 3 WHERE id = 2",
		     "completion 2 has amounts that differ");
	assert_found(fix, "UPDATE completion SET posting = 4 WHERE id = 2",
		     "UPDATE completion SET posting = 3 WHERE id = 2",
		     "completion 2 has amounts that differ");
	assert_found(fix, "UPDATE completion SET reversal = 77 WHERE id = 1",
		     "UPDATE completion SET reversal = 2 WHERE id = 1",
		     "completion 1 names a ledger transaction that does not");
	assert_found(fix, "UPDATE completion SET reversal = NULL WHERE id = 1",
		     "UPDATE completion SET reversal = 2 WHERE id = 1",
		     "completion 1 is reversed, but not reopened");
	assert_found(fix, "UPDATE completion SET reversal = 4 WHERE id = 1",
		     "UPDATE completion SET reversal = 2 WHERE id = 1",
		     "completion 1 is not reversed exactly");
	assert_found(fix,
		     "UPDATE completion SET reversal = NULL WHERE id = 1;"
		     "UPDATE completion SET reversal = 2 WHERE id = 2;",
		     "UPDATE completion SET reversal = NULL WHERE id = 2;"
		     "UPDATE completion SET reversal = 2 WHERE id = 1;",
		     "completion 2 names the ledger transaction of another");
	assert_found(fix, "DELETE FROM completion WHERE id = 2", NULL,
		     "ledger transaction 3 names a completion that does not");
}

/* S34: nothing is due, nothing is posted. */
static void a_free_completion_needs_no_posting(void **state)
{
	struct tx_fixture *fix = *state;
	struct completion completion;
	struct small_ledger ledger;

	ledger_open(fix, &ledger);
	completion = ledger_completion(fix, &ledger);
	for (size_t i = 0; i < completion.client_count; i++) {
		completion.clients[i].charge.minor = 0;
		completion.clients[i].tax.minor = 0;
	}
	completion.practitioners[0].wage.minor = 0;
	assert_int_equal(store_completion_insert(fix->tx, &completion), OK);
	tx_commit(fix);
	assert_good(fix);
	tx_raw_exec(fix, drop_triggers);
	assert_found(fix, "UPDATE completion_practitioner SET wage = 1", NULL,
		     "completion 1 has amounts that differ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(an_empty_ledger_is_good),
		WITH_TX(a_proof_tells_count_and_head),
		WITH_TX(an_altered_number_of_a_transaction_is_found),
		WITH_TX(none_written_as_0_is_found),
		WITH_TX(an_altered_kind_is_found),
		WITH_TX(an_altered_byte_of_a_hash_is_found),
		WITH_TX(an_altered_entry_is_found),
		WITH_TX(swapped_entries_are_found_but_not_swapped_rows),
		WITH_TX(a_shifted_position_is_found_though_the_order_stays),
		WITH_TX(a_missing_row_is_found),
		WITH_TX(a_head_that_is_missing_is_found),
		WITH_TX(an_extra_row_is_found),
		WITH_TX(a_forged_posting_that_does_not_balance_is_found),
		WITH_TX(a_completion_that_differs_from_its_posting_is_found),
		WITH_TX(a_completion_with_a_wrong_posting_is_found),
		WITH_TX(a_free_completion_needs_no_posting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
