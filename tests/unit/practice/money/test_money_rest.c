#include "tests/unit/practice/money_fixture.h"

#include "practice/money/invoice_document.h"
#include "practice/people/person.h"
#include "practice/money/report.h"

/* What papers and reports say of the less usual. */

#define ALWAYS ((struct span){ INSTANT_MIN, INSTANT_MAX })

static const char *document(struct clinic *clinic, int64_t id)
{
	struct invoice invoice = billing_invoice(clinic, id);
	const char *text;

	assert_int_equal(practice_invoice_document(clinic->place->reader,
						   &invoice, &text),
			 OK);
	return text;
}

static const char *addressee(struct clinic *clinic, int64_t id)
{
	struct invoice invoice = billing_invoice(clinic, id);
	const char *text;

	assert_int_equal(practice_invoice_addressee(clinic->place->reader,
						    &invoice, &text),
			 OK);
	return text;
}

static void rename_ada(struct clinic *clinic, const char *name)
{
	struct person ada;

	assert_int_equal(store_person_find(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	ada.name = name;
	assert_ok(clinic,
		  practice_person_change(clinic->op, clinic->store, &ada));
}

/* S28, S38 */
static void an_issued_invoice_stays_as_it_was_printed(void **state)
{
	struct clinic *clinic = *state;
	const char *before, *to;
	struct invoice invoice;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 10);
	before = document(clinic, invoice.id);
	to = addressee(clinic, invoice.id);
	assert_non_null(strstr(to, "Ada Maria Brown"));
	rename_ada(clinic, "Ada Green");
	assert_string_equal(document(clinic, invoice.id), before);
	assert_string_equal(addressee(clinic, invoice.id), to);
}

static void a_draft_is_printed_as_things_are_now(void **state)
{
	struct clinic *clinic = *state;
	static const struct contact payer = { .name = "Pat Brown",
					      .relation = "payer" };
	struct invoice draft;

	billing_saved(clinic, 1, 1);
	draft = billing_draft(clinic, 10);
	assert_non_null(strstr(document(clinic, draft.id), "\"number\":null"));
	rename_ada(clinic, "Ada Green");
	assert_non_null(strstr(addressee(clinic, draft.id), "Ada Green"));
	assert_non_null(
		strstr(addressee(clinic, draft.id), "\"send_to\":null"));
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], &payer, 1));
	assert_non_null(strstr(addressee(clinic, draft.id),
			       "\"send_to\":\"Pat Brown\""));
}

static void an_invoice_without_a_line_has_no_tax(void **state)
{
	struct clinic *clinic = *state;
	struct invoice draft = billing_draft(clinic, 10);

	assert_non_null(strstr(document(clinic, draft.id), "\"lines\":[]"));
	assert_non_null(strstr(document(clinic, draft.id), "\"tax_bp\":null"));
}

static void a_payment_says_how_and_by_whom_it_came(void **state)
{
	struct clinic *clinic = *state;
	struct payment_entry entry = { .client = clinic->clients[0],
				       .amount = { 100 },
				       .method = "ca\x01sh" };
	struct payment payment;

	assert_failed(clinic,
		      practice_payment_add(clinic->op, clinic->store, &entry,
					   &payment),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "method", "method-invalid"));
	entry.method = NULL;
	entry.client = clinic->maria;
	assert_failed(clinic,
		      practice_payment_add(clinic->op, clinic->store, &entry,
					   &payment),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "client", "client-unknown"));
}

static void no_report_is_anyone_elses(void **state)
{
	struct clinic *clinic = *state;
	struct reader *reader;
	struct session *sessions;
	struct attendance *attendance;
	struct revenue *revenue;
	struct earned *earned;
	struct aged *aged;
	size_t count;

	clinic_as(clinic, clinic->maria);
	reader = place_read(clinic->place);
	assert_int_equal(
		practice_report_unsaved(reader, ALWAYS, &sessions, &count),
		ERR_FORBIDDEN);
	assert_int_equal(
		practice_report_attendance(reader, ALWAYS, &attendance, &count),
		ERR_FORBIDDEN);
	assert_int_equal(
		practice_report_revenue(reader, ALWAYS, &revenue, &count),
		ERR_FORBIDDEN);
	assert_int_equal(practice_report_wages(reader, ALWAYS, &earned, &count),
			 ERR_FORBIDDEN);
	assert_int_equal(practice_report_aged(reader, &aged, &count),
			 ERR_FORBIDDEN);
}

/* Of three clients the second has paid and is left out. */
static void dues_of_many_clients_are_told_apart(void **state)
{
	struct clinic *clinic = *state;
	struct aged *list;
	size_t count;

	billing_saved(clinic, 1, 3);
	for (size_t i = 0; i < 3; i++) {
		struct payment_entry entry = { .client = clinic->clients[i],
					       .amount = { i == 1 ? 4803 : 3 },
					       .method = "card" };
		struct invoice invoice;
		struct payment payment;

		assert_ok(clinic,
			  practice_invoice_draft(clinic->op, clinic->store,
						 clinic->clients[i],
						 billing_june(10), &invoice));
		assert_ok(clinic,
			  practice_invoice_issue(clinic->op, clinic->store,
						 invoice.id, &invoice));
		assert_ok(clinic,
			  practice_payment_add(clinic->op, clinic->store,
					       &entry, &payment));
	}
	assert_int_equal(
		practice_report_aged(place_read(clinic->place), &list, &count),
		OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].client, clinic->clients[0]);
	assert_int_equal(list[0].due[0].minor, 4800);
	assert_int_equal(list[1].client, clinic->clients[2]);
	assert_int_equal(list[1].due[0].minor, 4800);
}

/* A credit and a charge that make zero together are not nothing. */
static void a_balance_of_zero_with_dues_and_credit_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct aged *list;
	size_t count;

	billing_pay(clinic, 4803);
	billing_saved(clinic, 1, 1);
	assert_int_equal(billing_balance(clinic).balance.minor, 0);
	assert_int_equal(
		practice_report_aged(place_read(clinic->place), &list, &count),
		OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].credit.minor, 4803);
	assert_int_equal(list[0].not_invoiced.minor, 4803);
	assert_int_equal(list[0].balance.minor, 0);
}

/* A session of a type that has no service any more is still told. */
static void a_statement_tells_re_openings_by_their_service(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct account_statement statement;

	billing_reopen(clinic, session);
	assert_int_equal(practice_statement(place_read(clinic->place),
					    clinic->clients[0], ALWAYS,
					    &statement),
			 OK);
	assert_int_equal(statement.count, 2);
	assert_string_equal(statement.entries[0].text, "Session: Completed");
	assert_string_equal(statement.entries[1].text, "Session: re-opened");
	assert_int_equal(statement.closing.minor, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(an_issued_invoice_stays_as_it_was_printed),
		WITH_BILLING(a_draft_is_printed_as_things_are_now),
		WITH_BILLING(an_invoice_without_a_line_has_no_tax),
		WITH_BILLING(a_payment_says_how_and_by_whom_it_came),
		WITH_BILLING(no_report_is_anyone_elses),
		WITH_BILLING(dues_of_many_clients_are_told_apart),
		WITH_BILLING(a_balance_of_zero_with_dues_and_credit_is_told),
		WITH_BILLING(a_statement_tells_re_openings_by_their_service),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
