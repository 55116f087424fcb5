#include "store/ledger.h"
#include "store/verify.h"

#include "tests/unit/store/ledger_fixture.h"

#include "base/digest.h"
#include "base/str.h"

#include <string.h>

static void assert_posting(const struct posting *a, const struct posting *b)
{
	assert_int_equal(a->id, b->id);
	assert_int_equal(a->at.s, b->at.s);
	assert_string_equal(a->kind, b->kind);
	assert_int_equal(a->session, b->session);
	assert_int_equal(a->completion, b->completion);
	assert_int_equal(a->invoice, b->invoice);
	assert_int_equal(a->payment, b->payment);
	assert_int_equal(a->payroll, b->payroll);
	assert_int_equal(a->reverses, b->reverses);
	assert_int_equal(a->actor, b->actor);
	assert_true(digest_equal(&a->previous, &b->previous));
	assert_true(digest_equal(&a->hash, &b->hash));
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++) {
		assert_int_equal(a->entries[i].account, b->entries[i].account);
		assert_int_equal(a->entries[i].person, b->entries[i].person);
		assert_int_equal(a->entries[i].amount.minor,
				 b->entries[i].amount.minor);
	}
}

static void postings_are_chained_without_a_gap(void **state)
{
	struct tx_fixture *fix = *state;
	const struct digest zeros = { 0 };
	struct small_ledger ledger;
	struct posting found;

	ledger_fill(fix, &ledger);
	assert_int_equal(ledger.save.id, 1);
	assert_int_equal(ledger.reopen.id, 2);
	assert_int_equal(ledger.resave.id, 3);
	assert_int_equal(ledger.payment.id, 4);
	assert_true(digest_equal(&ledger.save.previous, &zeros));
	assert_true(digest_equal(&ledger.reopen.previous, &ledger.save.hash));
	assert_true(
		digest_equal(&ledger.payment.previous, &ledger.resave.hash));
	assert_int_equal(store_posting_find(fix->reader, 1, &found), OK);
	assert_posting(&ledger.save, &found);
	assert_int_equal(store_posting_find(fix->reader, 2, &found), OK);
	assert_posting(&ledger.reopen, &found);
	assert_int_equal(store_posting_find(fix->reader, 4, &found), OK);
	assert_posting(&ledger.payment, &found);
	assert_int_equal(store_posting_find(fix->reader, 5, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_posting_find(fix->reader, 0, &found),
			 ERR_NOT_FOUND);
}

static void what_was_rolled_back_leaves_no_gap(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;
	struct posting posting;

	ledger_fill(fix, &ledger);
	posting = ledger.payment;
	assert_int_equal(tx_exec(fix, "SAVEPOINT try"), SQLITE_OK);
	assert_int_equal(store_posting_insert(fix->tx, &posting), OK);
	assert_int_equal(posting.id, 5);
	assert_int_equal(tx_exec(fix, "ROLLBACK TO try"), SQLITE_OK);
	posting = ledger.payment;
	assert_int_equal(store_posting_insert(fix->tx, &posting), OK);
	assert_int_equal(posting.id, 5);
	assert_true(digest_equal(&posting.previous, &ledger.payment.hash));
}

static void a_posting_is_reversed_once(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;
	struct posting again;

	ledger_fill(fix, &ledger);
	again = ledger.reopen;
	assert_int_equal(store_posting_insert(fix->tx, &again), ERR_EXISTS);
	assert_int_equal(again.id, ledger.reopen.id);
}

static void postings_are_listed_in_pages(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;
	struct posting *list;
	size_t count;

	ledger_fill(fix, &ledger);
	assert_int_equal(store_posting_list(fix->reader, 0, 3, &list, &count),
			 OK);
	assert_int_equal(count, 3);
	assert_posting(&ledger.save, &list[0]);
	assert_posting(&ledger.resave, &list[2]);
	assert_int_equal(store_posting_list(fix->reader, 3, 3, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_posting(&ledger.payment, &list[0]);
	assert_int_equal(store_posting_list(fix->reader, 4, 3, &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void assert_sum(struct tx_fixture *fix, enum account_kind account,
		       int64_t person, int64_t before, int64_t sum)
{
	struct money found;

	assert_int_equal(store_account_sum(fix->reader, account, person,
					   (struct instant){ START + before },
					   &found),
			 OK);
	assert_int_equal(found.minor, sum);
}

static void an_account_sums_what_was_posted_before(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;

	ledger_fill(fix, &ledger);
	assert_sum(fix, ACCOUNT_RECEIVABLE, ledger.ada, HOUR, 0);
	assert_sum(fix, ACCOUNT_RECEIVABLE, ledger.ada, HOUR + 1, 4803);
	assert_sum(fix, ACCOUNT_RECEIVABLE, ledger.ada, 2 * HOUR + 1, 0);
	assert_sum(fix, ACCOUNT_RECEIVABLE, ledger.ada, 3 * HOUR + 1, 2401);
	assert_sum(fix, ACCOUNT_RECEIVABLE, ledger.ada, 9 * HOUR, -7599);
	assert_sum(fix, ACCOUNT_RECEIVABLE, ledger.bob, 9 * HOUR, 4803);
	assert_sum(fix, ACCOUNT_RECEIVABLE, 0, 9 * HOUR, -2796);
	assert_sum(fix, ACCOUNT_RECEIVABLE, 99, 9 * HOUR, 0);
	assert_sum(fix, ACCOUNT_INCOME, 0, 9 * HOUR, -6375);
	assert_sum(fix, ACCOUNT_TAX, 0, 9 * HOUR, -829);
	assert_sum(fix, ACCOUNT_WAGES, 0, 9 * HOUR, 3000);
	assert_sum(fix, ACCOUNT_PAYABLE, ledger.maria, 9 * HOUR, -3000);
	assert_sum(fix, ACCOUNT_CASH, 0, 9 * HOUR, 10000);
}

static void the_ledger_is_append_only(void **state)
{
	static const char *const attempts[] = {
		"UPDATE ledger_transaction SET at = at",
		"UPDATE OR REPLACE ledger_transaction SET id = 1 WHERE id = 2",
		"DELETE FROM ledger_transaction WHERE id = 4",
		"UPDATE ledger_entry SET amount = amount",
		"DELETE FROM ledger_entry WHERE posting = 4",
		"DELETE FROM ledger_head",
		/* A row in the place of another. */
		"INSERT OR REPLACE INTO ledger_transaction"
		"  SELECT id, at + 1, kind, session, completion, invoice,"
		"    payment, payroll, reverses, actor, previous, hash"
		"  FROM ledger_transaction WHERE id = 4",
		"INSERT OR REPLACE INTO ledger_entry"
		"  SELECT posting, position, account, person, amount + 1"
		"  FROM ledger_entry WHERE posting = 4",
		/* A row that is late, or leaves a gap. */
		"INSERT INTO ledger_entry (posting, position, account, amount)"
		"  VALUES (3, 9, 1, 0)",
		"INSERT INTO ledger_transaction (id, at, kind, previous, hash)"
		"  SELECT 6, at, kind, previous, hash"
		"  FROM ledger_transaction WHERE id = 4",
		"INSERT INTO ledger_transaction (at, kind, previous, hash)"
		"  SELECT at, kind, previous, hash"
		"  FROM ledger_transaction WHERE id = 4",
		/* An account that is somebody's has a name to it. */
		"INSERT INTO ledger_entry (posting, position, account, amount)"
		"  VALUES (4, 9, 0, 0)",
	};
	struct tx_fixture *fix = *state;
	struct ledger_proof proof;
	struct small_ledger ledger;

	ledger_fill(fix, &ledger);
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
		if (tx_exec(fix, attempts[i]) != SQLITE_CONSTRAINT)
			print_error("%s\n", attempts[i]);
		assert_int_equal(tx_exec(fix, attempts[i]), SQLITE_CONSTRAINT);
	}
	assert_int_equal(store_ledger_verify(fix->reader, &proof), OK);
	assert_true(proof.ok);
}

static const char *hash_of(void **state, const struct posting *posting)
{
	struct tx_fixture *fix = *state;
	struct digest hash = store_posting_hash(fix->arena, posting);

	return hex_encode(fix->arena, hash.bytes, DIGEST_SIZE);
}

/* The example in the header, by sha256sum. */
static void a_hash_is_sha_256_of_the_documented_text(void **state)
{
	struct entry entries[] = {
		{ ACCOUNT_RECEIVABLE, 12, { 4803 } },
		{ ACCOUNT_INCOME, 0, { -4250 } },
		{ ACCOUNT_TAX, 0, { -553 } },
	};
	struct posting posting = {
		.id = 17,
		.at = { 1780948800 },
		.kind = "save",
		.session = 5,
		.completion = 9,
		.actor = 2,
		.entries = entries,
		.count = 3,
	};

	assert_string_equal(hash_of(state, &posting),
			    "f3b4c31e1f270bb8b5329fc27de6e80d"
			    "c4eeca355781e745fdeeed54d02ca10e");
	/* Its own hash is no part of it. */
	posting.hash.bytes[0] = 1;
	assert_string_equal(hash_of(state, &posting),
			    "f3b4c31e1f270bb8b5329fc27de6e80d"
			    "c4eeca355781e745fdeeed54d02ca10e");
}

static void every_field_changes_the_hash(void **state)
{
	struct entry entries[2] = { { ACCOUNT_CASH, 0, { 1 } },
				    { ACCOUNT_RECEIVABLE, 5, { -1 } } };
	const struct posting posting = {
		.id = 1, .kind = "save", .entries = entries, .count = 2
	};
	struct posting others[12];
	const char *hash = hash_of(state, &posting);

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		others[i] = posting;
	others[0].id = 2;
	others[1].at.s = 1;
	others[2].kind = "save\nsession 0";
	others[3].session = 1;
	others[4].completion = 1;
	others[5].invoice = 1;
	others[6].payment = 1;
	others[7].payroll = 1;
	others[8].reverses = 1;
	others[9].actor = 1;
	others[10].previous.bytes[31] = 1;
	others[11].count = 1;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		assert_string_not_equal(hash_of(state, &others[i]), hash);
	entries[0].account = ACCOUNT_INCOME;
	assert_string_not_equal(hash_of(state, &posting), hash);
	entries[0] = (struct entry){ ACCOUNT_CASH, 0, { 1 } };
	assert_string_equal(hash_of(state, &posting), hash);
	entries[1].person = 6;
	assert_string_not_equal(hash_of(state, &posting), hash);
	entries[1] = (struct entry){ ACCOUNT_RECEIVABLE, 5, { -2 } };
	assert_string_not_equal(hash_of(state, &posting), hash);
}

static void accounts_have_names(void **state)
{
	(void)state;
	assert_string_equal(store_account_name(ACCOUNT_RECEIVABLE),
			    "receivable");
	assert_string_equal(store_account_name(ACCOUNT_CASH), "cash");
	assert_string_equal(store_account_name((enum account_kind)77),
			    "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(postings_are_chained_without_a_gap),
		WITH_TX(what_was_rolled_back_leaves_no_gap),
		WITH_TX(a_posting_is_reversed_once),
		WITH_TX(postings_are_listed_in_pages),
		WITH_TX(an_account_sums_what_was_posted_before),
		WITH_TX(the_ledger_is_append_only),
		WITH_TX(a_hash_is_sha_256_of_the_documented_text),
		WITH_TX(every_field_changes_the_hash),
		cmocka_unit_test(accounts_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
