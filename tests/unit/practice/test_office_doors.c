#include "tests/unit/practice/money_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/notice/document.h"
#include "practice/notice/run_known.h"
#include "practice/session/closure.h"
#include "practice/session/rate.h"
#include "practice/session/service.h"

/* What is the office's to do: whoever is not of the office is told so at the
 * door, and nothing is written (R2). */

struct doors {
	struct clinic *clinic;
	int64_t invoice, draft, payment, service;
};

typedef enum err door(struct doors *doors);

static enum err changes_a_person(struct doors *doors)
{
	struct clinic *clinic = doors->clinic;
	struct person person;

	assert_int_equal(store_person_find(place_read(clinic->place),
					   clinic->clients[0], &person),
			 OK);
	person.name = "Somebody";
	return whole_person_change(clinic->op, clinic->store, &person);
}

static enum err sets_contacts(struct doors *doors)
{
	const struct contact contact = { .name = "Guardian" };

	return practice_contacts_set(doors->clinic->op, doors->clinic->store,
				     doors->clinic->clients[0], &contact, 1);
}

static enum err sets_a_rate(struct doors *doors)
{
	const struct money cost = { 1 };

	return practice_rate_set(doors->clinic->op, doors->clinic->store,
				 doors->clinic->clients[0],
				 doors->clinic->fixed, &cost);
}

static enum err adds_a_service(struct doors *doors)
{
	struct service service = { .name = "Drums", .kind = SERVICE_FIXED };
	const struct price price = { .cost = { 1000 } };

	return practice_service_add(doors->clinic->op, doors->clinic->store,
				    &service, &price);
}

static enum err drafts_an_invoice(struct doors *doors)
{
	struct invoice invoice;

	return practice_invoice_draft(doors->clinic->op, doors->clinic->store,
				      doors->clinic->clients[0],
				      billing_june(10), &invoice);
}

static enum err issues_an_invoice(struct doors *doors)
{
	struct invoice invoice;

	return practice_invoice_issue(doors->clinic->op, doors->clinic->store,
				      doors->draft, &invoice);
}

static enum err voids_an_invoice(struct doors *doors)
{
	struct invoice invoice;

	return practice_invoice_void(doors->clinic->op, doors->clinic->store,
				     doors->invoice, &invoice);
}

static enum err sends_an_invoice(struct doors *doors)
{
	struct outbox row;

	return practice_invoice_send(doors->clinic->op, doors->clinic->store,
				     doors->invoice, &row);
}

static enum err sends_a_statement(struct doors *doors)
{
	struct outbox row;

	return practice_statement_send(doors->clinic->op, doors->clinic->store,
				       doors->clinic->clients[0],
				       billing_june(1), billing_june(9), &row);
}

static enum err takes_a_payment(struct doors *doors)
{
	const struct payment_entry entry = {
		.client = doors->clinic->clients[0],
		.amount = { 100 },
		.method = "cash",
	};
	struct payment payment;

	return practice_payment_add(doors->clinic->op, doors->clinic->store,
				    &entry, &payment);
}

static enum err refunds(struct doors *doors)
{
	struct payment payment;

	return practice_refund_add(doors->clinic->op, doors->clinic->store,
				   doors->payment, (struct money){ 100 }, NULL,
				   &payment);
}

static enum err voids_a_payment(struct doors *doors)
{
	struct payment payment;

	return practice_payment_void(doors->clinic->op, doors->clinic->store,
				     doors->payment, &payment);
}

static enum err looks_at_a_run(struct doors *doors)
{
	struct run_known known;

	return practice_run_known(place_read(doors->clinic->place), 1, 0, 10,
				  &known);
}

static enum err closes_a_day(struct doors *doors)
{
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = billing_june(20),
				   .to = billing_june(20) };

	return practice_closure_add(doors->clinic->op, doors->clinic->store,
				    &closure);
}

static enum err runs_the_payroll(struct doors *doors)
{
	struct payroll run;

	return practice_payroll_add(doors->clinic->op, doors->clinic->store,
				    billing_june(10), &run);
}

static const struct {
	const char *what;
	door *go;
} all[] = {
	{ "a person", changes_a_person },
	{ "contacts", sets_contacts },
	{ "a rate", sets_a_rate },
	{ "a service", adds_a_service },
	{ "a draft", drafts_an_invoice },
	{ "an invoice", issues_an_invoice },
	{ "no invoice", voids_an_invoice },
	{ "an invoice by mail", sends_an_invoice },
	{ "a statement by mail", sends_a_statement },
	{ "a payment", takes_a_payment },
	{ "a refund", refunds },
	{ "no payment", voids_a_payment },
	{ "a run", looks_at_a_run },
	{ "a closure", closes_a_day },
	{ "a payroll", runs_the_payroll },
};

/* The newest row of the audit log, of whatever it is. */
static int64_t last_audit(struct clinic *clinic)
{
	struct audit *list;
	size_t count;

	assert_int_equal(store_audit_list(place_read(clinic->place), NULL, 0, 0,
					  1, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list[0].id;
}

static void r2_nobody_else_does_what_is_the_offices(void **state)
{
	struct clinic *clinic = *state;
	struct doors doors = { .clinic = clinic };
	const int64_t others[] = { clinic->maria, clinic->clients[0] };
	int64_t last;

	billing_saved(clinic, 1, 1);
	doors.invoice = billing_issued(clinic, 5).id;
	billing_saved(clinic, 6, 1);
	doors.draft = billing_draft(clinic, 10).id;
	doors.payment = billing_pay(clinic, 500).id;
	last = last_audit(clinic);
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		for (size_t who = 0; who < ARRAY_SIZE(others); who++) {
			enum err err;

			clinic_as(clinic, others[who]);
			operation_recover(clinic->op);
			err = all[i].go(&doors);
			if (err != ERR_FORBIDDEN && err != ERR_REFUSED)
				print_error("%s: %s\n", all[i].what,
					    err_name(err));
			assert_true(err == ERR_FORBIDDEN || err == ERR_REFUSED);
			assert_non_null(clinic->op->failure.message);
			assert_int_equal(last_audit(clinic), last);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(r2_nobody_else_does_what_is_the_offices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
