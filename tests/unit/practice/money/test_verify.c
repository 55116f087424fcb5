#include "tests/unit/practice/money_fixture.h"

#include "base/str.h"

/* All that keeps a stranger's SQL from the documents. */
static const char drop_triggers[] =
	"DROP TRIGGER invoice_update; DROP TRIGGER invoice_insert;"
	"DROP TRIGGER invoice_line_update; DROP TRIGGER payment_update;"
	"DROP TRIGGER refund_insert; DROP TRIGGER refund_update;"
	"DROP TRIGGER allocation_update; DROP TRIGGER payroll_update;"
	"DROP TRIGGER payroll_line_update; DROP TRIGGER payroll_line_delete;";

/* What a stranger did, what takes it back, what verify says. */
struct forgery {
	const char *table, *set, *back, *where;
	const char *says;
};

static struct ledger_proof proof_of(struct scene *scene)
{
	struct ledger_proof proof;

	assert_int_equal(store_ledger_verify(place_read(scene->place), &proof),
			 OK);
	return proof;
}

static int put(struct scene *scene, const struct forgery *forgery,
	       const char *set)
{
	const char *sql =
		arena_printf(scene->op->arena, "UPDATE %s SET %s WHERE %s",
			     forgery->table, set, forgery->where);

	return place_sql(scene->place, sql);
}

static void assert_found(struct scene *scene, const struct forgery *forgery)
{
	struct ledger_proof proof;

	assert_int_equal(put(scene, forgery, forgery->set), 0);
	proof = proof_of(scene);
	if (proof.ok || !strstr(proof.fault, forgery->says))
		print_error("%s: %s\n", forgery->set,
			    proof.ok ? "ok" : proof.fault);
	assert_false(proof.ok);
	assert_non_null(strstr(proof.fault, forgery->says));
	assert_int_equal(put(scene, forgery, forgery->back), 0);
	till_verify(scene);
}

static struct payment refunded(struct scene *scene)
{
	struct payment payment = till_pay(scene, 3000);

	assert_ok(scene,
		  practice_refund_add(scene->op, scene->store, payment.id,
				      (struct money){ 1000 }, NULL, &payment));
	return payment;
}

static struct payment voided(struct scene *scene)
{
	struct payment payment = till_pay(scene, 2000);

	scene->op->actor.grants = GRANT_VOID;
	assert_ok(scene, practice_payment_void(scene->op, scene->store,
					       payment.id, &payment));
	return payment;
}

static struct payroll closed_run(struct scene *scene)
{
	struct payroll run;

	assert_ok(scene, practice_payroll_add(scene->op, scene->store,
					      till_june(10), &run));
	scene->op->actor.grants = GRANT_PAYROLL;
	assert_ok(scene, practice_payroll_close(scene->op, scene->store, run.id,
						&run));
	return run;
}

/* Payments 1 (100.00), 2 (of which 10.00 was given back) and 3 (void), invoices
 * 1 and 2, payroll runs 1 (closed) and 2 (open). */
static void fill(struct scene *scene)
{
	struct payroll run;

	till_saved(scene, 1, 2);
	assert_int_equal(till_issued(scene, 1).id, 1);
	till_saved(scene, 2, 1);
	assert_int_equal(till_pay(scene, 10000).id, 1);
	assert_int_equal(refunded(scene).id, 2);
	assert_int_equal(voided(scene).id, 3);
	assert_int_equal(till_issued(scene, 2).id, 2);
	assert_int_equal(closed_run(scene).id, 1);
	till_saved(scene, 3, 1);
	assert_ok(scene, practice_payroll_add(scene->op, scene->store,
					      till_june(10), &run));
	till_verify(scene);
	assert_int_equal(place_sql(scene->place, drop_triggers), 0);
	till_verify(scene);
}

static void a_payment_that_differs_from_the_ledger_is_found(void **state)
{
	static const struct forgery forgeries[] = {
		{ "payment", "amount = 10001", "amount = 10000", "id = 1",
		  "payment 1 has an amount that differs" },
		{ "payment", "client = client + 1", "client = client - 1",
		  "id = 1", "payment 1 has an amount that differs" },
		{ "payment", "posting = NULL",
		  "posting = (SELECT min(id) FROM ledger_transaction"
		  "  WHERE payment = 1)",
		  "id = 1", "payment 1 has an amount that differs" },
		{ "refund", "amount = 999", "amount = 1000", "id = 1",
		  "refund 1 has an amount that differs" },
		{ "refund", "payment = 1", "payment = 2", "id = 1",
		  "names a payment that is not its own" },
	};
	struct scene *scene = *state;

	fill(scene);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(scene, &forgeries[i]);
}

static void a_payment_void_in_name_only_is_found(void **state)
{
	static const struct forgery forgeries[] = {
		{ "payment", "voided = 253402300799", "voided = 1781100000",
		  "id = 3", "payment 3 is reversed, but not void" },
		{ "payment", "voided = 1781100000", "voided = 253402300799",
		  "id = 2", "payment 2 is reversed, but not void" },
		{ "payment", "reversal = 2",
		  "reversal = (SELECT id FROM ledger_transaction"
		  "  WHERE payment = 3 AND reverses IS NOT NULL)",
		  "id = 3", "payment 3 is reversed" },
	};
	struct scene *scene = *state;

	fill(scene);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(scene, &forgeries[i]);
}

static void money_that_was_spent_twice_is_found(void **state)
{
	static const struct forgery forgeries[] = {
		{ "allocation", "amount = amount + 10000",
		  "amount = amount - 10000",
		  "id = (SELECT min(id) FROM allocation WHERE payment = 1)",
		  "payment 1 was spent more than once" },
		{ "allocation", "amount = amount + 300",
		  "amount = amount - 300",
		  "id = (SELECT min(id) FROM allocation WHERE payment = 1"
		  "  AND released = 253402300799)",
		  "was paid more than it asks for" },
	};
	struct scene *scene = *state;

	fill(scene);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(scene, &forgeries[i]);
}

static void a_payroll_run_that_differs_is_found(void **state)
{
	static const struct forgery forgeries[] = {
		{ "payroll_line", "amount = amount + 1", "amount = amount - 1",
		  "payroll = 1 AND day = (SELECT min(day) FROM payroll_line)",
		  "payroll run 1 has amounts that differ" },
		{ "payroll_line", "payroll = 2", "payroll = 1",
		  "day = (SELECT min(day) FROM payroll_line)",
		  "payroll run 1 has amounts that differ" },
		{ "payroll_line", "amount = amount + 1", "amount = amount - 1",
		  "payroll = 2", "payroll run 2 pays another wage" },
		{ "payroll", "posting = NULL",
		  "posting = (SELECT id FROM ledger_transaction"
		  "  WHERE payroll = 1)",
		  "id = 1", "payroll run 1 has amounts that differ" },
	};
	struct scene *scene = *state;

	fill(scene);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(scene, &forgeries[i]);
}

static void an_invoice_that_differs_is_found(void **state)
{
	static const struct forgery forgeries[] = {
		{ "invoice_line", "charge = charge + 1", "charge = charge - 1",
		  "invoice = 2", "invoice 2 asks for another charge" },
		{ "invoice_line", "tax = tax - 1", "tax = tax + 1",
		  "invoice = 1", "invoice 1 asks for another charge" },
		{ "invoice_line", "completion = completion + 90",
		  "completion = completion - 90", "invoice = 1",
		  "invoice 1 asks for another charge" },
		{ "invoice", "counter = 3", "counter = 2", "id = 2",
		  "invoice number 3 is the last, but one is missing" },
	};
	struct scene *scene = *state;

	fill(scene);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(scene, &forgeries[i]);
}

/* A chain that fits does not help a posting which no document has. */
static void a_posting_without_its_document_is_found(void **state)
{
	static const struct {
		const char *sql, *says;
	} losses[] = {
		{ "DELETE FROM payroll WHERE id = 1",
		  "names a payroll run that is not its own" },
		{ "DELETE FROM refund WHERE id = 1",
		  "names a payment that is not its own" },
	};
	struct scene *scene = *state;

	fill(scene);
	assert_int_equal(place_sql(scene->place, "DROP TRIGGER payroll_delete;"
						 "DROP TRIGGER refund_delete"),
			 0);
	for (size_t i = 0; i < ARRAY_SIZE(losses); i++) {
		struct ledger_proof proof;

		assert_int_equal(place_sql(scene->place, losses[i].sql), 0);
		proof = proof_of(scene);
		assert_false(proof.ok);
		assert_non_null(strstr(proof.fault, losses[i].says));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(a_payment_that_differs_from_the_ledger_is_found),
		WITH_TILL(a_payment_void_in_name_only_is_found),
		WITH_TILL(money_that_was_spent_twice_is_found),
		WITH_TILL(a_payroll_run_that_differs_is_found),
		WITH_TILL(an_invoice_that_differs_is_found),
		WITH_TILL(a_posting_without_its_document_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
