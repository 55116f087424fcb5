#include "tests/unit/practice/money_fixture.h"

#include "base/str.h"
#include "store/verify.h"

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

static struct ledger_proof proof_of(struct clinic *clinic)
{
	struct ledger_proof proof;

	assert_int_equal(store_ledger_verify(place_read(clinic->place), &proof),
			 OK);
	return proof;
}

static int put(struct clinic *clinic, const struct forgery *forgery,
	       const char *set)
{
	const char *sql =
		arena_printf(clinic->op->arena, "UPDATE %s SET %s WHERE %s",
			     forgery->table, set, forgery->where);

	return place_sql(clinic->place, sql);
}

static void assert_found(struct clinic *clinic, const struct forgery *forgery)
{
	struct ledger_proof proof;

	assert_int_equal(put(clinic, forgery, forgery->set), 0);
	proof = proof_of(clinic);
	if (proof.ok || !strstr(proof.fault, forgery->says))
		print_error("%s: %s\n", forgery->set,
			    proof.ok ? "ok" : proof.fault);
	assert_false(proof.ok);
	assert_non_null(strstr(proof.fault, forgery->says));
	assert_int_equal(put(clinic, forgery, forgery->back), 0);
	billing_verify(clinic);
}

static struct payment refunded(struct clinic *clinic)
{
	struct payment payment = billing_pay(clinic, 3000);

	assert_ok(clinic,
		  practice_refund_add(clinic->op, clinic->store, payment.id,
				      (struct money){ 1000 }, NULL, &payment));
	return payment;
}

static struct payment voided(struct clinic *clinic)
{
	struct payment payment = billing_pay(clinic, 2000);

	clinic->op->actor.grants = GRANT_VOID;
	assert_ok(clinic, practice_payment_void(clinic->op, clinic->store,
						payment.id, &payment));
	return payment;
}

static struct payroll closed_run(struct clinic *clinic)
{
	struct payroll run;

	assert_ok(clinic, practice_payroll_add(clinic->op, clinic->store,
					       billing_june(10), &run));
	clinic->op->actor.grants = GRANT_PAYROLL;
	assert_ok(clinic, practice_payroll_close(clinic->op, clinic->store,
						 run.id, &run));
	return run;
}

/* Payments 1 (100.00), 2 (of which 10.00 was given back) and 3 (void), invoices
 * 1 and 2, payroll runs 1 (closed) and 2 (open). */
static void fill(struct clinic *clinic)
{
	struct payroll run;

	billing_saved(clinic, 1, 2);
	assert_int_equal(billing_issued(clinic, 1).id, 1);
	billing_saved(clinic, 2, 1);
	assert_int_equal(billing_pay(clinic, 10000).id, 1);
	assert_int_equal(refunded(clinic).id, 2);
	assert_int_equal(voided(clinic).id, 3);
	assert_int_equal(billing_issued(clinic, 2).id, 2);
	assert_int_equal(closed_run(clinic).id, 1);
	billing_saved(clinic, 3, 1);
	assert_ok(clinic, practice_payroll_add(clinic->op, clinic->store,
					       billing_june(10), &run));
	billing_verify(clinic);
	assert_int_equal(place_sql(clinic->place, drop_triggers), 0);
	billing_verify(clinic);
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
	struct clinic *clinic = *state;

	fill(clinic);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(clinic, &forgeries[i]);
}

static void a_payment_void_in_name_only_is_found(void **state)
{
	static const struct forgery forgeries[] = {
		{ "payment", "voided = 253402300799",
		  "voided = (SELECT at FROM ledger_transaction"
		  "  WHERE payment = 3 AND reverses IS NOT NULL)",
		  "id = 3", "payment 3 is reversed, but not void" },
		{ "payment", "voided = 1781100000", "voided = 253402300799",
		  "id = 2", "payment 2 is reversed, but not void" },
		{ "payment", "reversal = 2",
		  "reversal = (SELECT id FROM ledger_transaction"
		  "  WHERE payment = 3 AND reverses IS NOT NULL)",
		  "id = 3", "payment 3 is reversed" },
	};
	struct clinic *clinic = *state;

	fill(clinic);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(clinic, &forgeries[i]);
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
	struct clinic *clinic = *state;

	fill(clinic);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(clinic, &forgeries[i]);
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
	struct clinic *clinic = *state;

	fill(clinic);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(clinic, &forgeries[i]);
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
	struct clinic *clinic = *state;

	fill(clinic);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(clinic, &forgeries[i]);
}

static void s36_every_figure_label_name_and_day_is_sealed(void **state)
{
	static const struct forgery forgeries[] = {
		{ "completion", "label = 'Missed'", "label = 'Completed'",
		  "id = 1", "completion 1 is not what was sealed" },
		{ "completion", "service_name = service_name || 'x'",
		  "service_name = rtrim(service_name, 'x')", "id = 1",
		  "completion 1 is not what was sealed" },
		{ "completion", "minutes = minutes + 1",
		  "minutes = minutes - 1", "id = 2",
		  "completion 2 is not what was sealed" },
		{ "completion_client", "label = 'Missed'",
		  "label = 'Completed'", "completion = 1 AND position = 1",
		  "completion 1 is not what was sealed" },
		{ "completion_client", "tax_bp = 1", "tax_bp = 1300",
		  "completion = 1 AND position = 0",
		  "completion 1 is not what was sealed" },
		{ "completion_practitioner", "rate = rate + 1",
		  "rate = rate - 1", "completion = 1",
		  "completion 1 is not what was sealed" },
		{ "payment", "day = day + 1", "day = day - 1", "id = 1",
		  "payment 1 is not what was sealed" },
		{ "payment", "method = method || 'x'",
		  "method = rtrim(method, 'x')", "id = 1",
		  "payment 1 is not what was sealed" },
		{ "payment", "voided = voided + 1", "voided = voided - 1",
		  "id = 3", "payment 3 is not what was sealed" },
		{ "refund", "day = day + 1", "day = day - 1", "id = 1",
		  "refund 1 is not what was sealed" },
		{ "allocation", "made = made + 1", "made = made - 1", "id = 1",
		  "allocation 1 is not what was sealed" },
		{ "invoice", "addressee = replace(addressee, 'Ada', 'Eva')",
		  "addressee = replace(addressee, 'Eva', 'Ada')", "id = 1",
		  "invoice 1 is not what was sealed" },
		{ "invoice", "issued = issued + 1", "issued = issued - 1",
		  "id = 1", "invoice 1 is not what was sealed" },
		{ "invoice_line", "day = day + 1", "day = day - 1",
		  "invoice = 1", "invoice 1 is not what was sealed" },
		{ "payroll", "to_day = to_day + 1", "to_day = to_day - 1",
		  "id = 1", "payroll run 1 is not what was sealed" },
		{ "payroll_line", "day = day + 1", "day = day - 1",
		  "payroll = 1", "payroll run 1 is not what was sealed" },
		{ "seal", "thing = thing + 1", "thing = thing - 1", "id = 3",
		  "seal 3 breaks the chain" },
	};
	struct clinic *clinic = *state;

	fill(clinic);
	assert_int_equal(place_sql(clinic->place,
				   "DROP TRIGGER completion_update;"
				   "DROP TRIGGER completion_client_update;"
				   "DROP TRIGGER"
				   "  completion_practitioner_update;"
				   "DROP TRIGGER seal_update"),
			 0);
	for (size_t i = 0; i < ARRAY_SIZE(forgeries); i++)
		assert_found(clinic, &forgeries[i]);
}

static void s36_seals_are_append_only(void **state)
{
	static const char *const tries[] = {
		"UPDATE seal SET thing = 7",
		"DELETE FROM seal",
		"INSERT OR REPLACE INTO seal SELECT * FROM seal WHERE id = 1",
	};
	struct clinic *clinic = *state;

	billing_saved(clinic, 1, 1);
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++)
		assert_int_not_equal(place_sql(clinic->place, tries[i]), 0);
	assert_int_equal(place_sql(clinic->place, "DROP TRIGGER seal_delete;"
						  "DELETE FROM seal"),
			 0);
	assert_non_null(
		strstr(proof_of(clinic).fault, "completion 1 has no seal"));
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
	struct clinic *clinic = *state;

	fill(clinic);
	assert_int_equal(place_sql(clinic->place, "DROP TRIGGER payroll_delete;"
						  "DROP TRIGGER refund_delete"),
			 0);
	for (size_t i = 0; i < ARRAY_SIZE(losses); i++) {
		struct ledger_proof proof;

		assert_int_equal(place_sql(clinic->place, losses[i].sql), 0);
		proof = proof_of(clinic);
		assert_false(proof.ok);
		assert_non_null(strstr(proof.fault, losses[i].says));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(a_payment_that_differs_from_the_ledger_is_found),
		WITH_BILLING(a_payment_void_in_name_only_is_found),
		WITH_BILLING(money_that_was_spent_twice_is_found),
		WITH_BILLING(a_payroll_run_that_differs_is_found),
		WITH_BILLING(an_invoice_that_differs_is_found),
		WITH_BILLING(a_posting_without_its_document_is_found),
		WITH_BILLING(s36_every_figure_label_name_and_day_is_sealed),
		WITH_BILLING(s36_seals_are_append_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
