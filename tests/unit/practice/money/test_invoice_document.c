#include "tests/unit/practice/money_fixture.h"
#include "tests/unit/practice/small_practice.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/money/invoice_document.h"
#include "practice/people/person.h"
#include "practice/people/settings.h"

#define assert_holds(text, part) assert_non_null(strstr((text), (part)))
#define assert_lacks(text, part) assert_null(strstr((text), (part)))

static const char *document(struct clinic *clinic,
			    const struct invoice *invoice)
{
	const char *text = NULL;

	assert_int_equal(practice_invoice_document(place_read(clinic->place),
						   invoice, &text),
			 OK);
	return text;
}

static const char *addressee(struct clinic *clinic,
			     const struct invoice *invoice)
{
	const char *text = NULL;

	assert_int_equal(practice_invoice_addressee(place_read(clinic->place),
						    invoice, &text),
			 OK);
	return text;
}

static void a_draft_is_previewed_without_number_and_date(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice;
	const char *text;

	billing_saved(clinic, 1, 1);
	invoice = billing_draft(clinic, 10);
	text = document(clinic, &invoice);
	assert_holds(text, "\"total\":\"48.03\"");
	assert_holds(text, "\"code\":\"C042\"");
	assert_holds(text, "\"tax_bp\":1300");
	assert_holds(text, "\"with\":\"Maria Lund\"");
	assert_lacks(text, "\"issued\"");
	assert_lacks(text, "Ada");
}

static void a_draft_without_lines_has_no_rate_of_tax(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice = billing_draft(clinic, 10);
	const char *text = document(clinic, &invoice);

	assert_holds(text, "\"lines\":[]");
	assert_holds(text, "\"total\":\"0.00\"");
	assert_holds(text, "\"tax_bp\":null");
}

static void lines_of_two_rates_of_tax_are_told_by_amount_only(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice;
	const char *text;

	billing_saved(clinic, 1, 1);
	billing_saved_of(clinic, 2, clinic->hourly);
	invoice = billing_draft(clinic, 10);
	text = document(clinic, &invoice);
	assert_holds(text, "\"tax_bp\":null");
	assert_holds(text, "\"tax\":\"5.53\"");
}

static void all_who_led_a_session_are_named(void **state)
{
	struct clinic *clinic = *state;
	int64_t both[] = { clinic->maria, clinic->ben };
	struct session session = clinic_draft(clinic, "2026-06-02T14:00:00Z",
					      50, clinic->fixed, 1);
	struct invoice invoice;

	session.terms.practitioners = (struct ids){ both, 2 };
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	invoice = billing_draft(clinic, 10);
	assert_holds(document(clinic, &invoice), "Maria Lund, Ben Ode");
}

static void s38_an_issued_document_stays_as_it_was_printed(void **state)
{
	struct clinic *clinic = *state;
	struct settings wish = { .name = "Oak Street" };
	struct contact payer = { .name = "Eva Brown", .payer = true };
	struct practice practice;
	struct invoice invoice;
	const char *before, *to;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 10);
	before = document(clinic, &invoice);
	to = addressee(clinic, &invoice);
	assert_holds(before, "\"issued\":\"2026-06-10\"");
	assert_holds(before, "Willow Lane");
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &wish, &practice));
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], &payer, 1));
	invoice = billing_invoice(clinic, invoice.id);
	assert_string_equal(document(clinic, &invoice), before);
	assert_string_equal(addressee(clinic, &invoice), to);
}

static void a_draft_goes_to_the_first_payer_if_there_is_one(void **state)
{
	struct clinic *clinic = *state;
	struct contact payers[] = {
		{ .name = "Guardian" },
		{ .name = "Eva Brown", .payer = true, .address = "2 Elm St" },
		{ .name = "Jo Brown", .payer = true },
	};
	struct invoice invoice = billing_draft(clinic, 10);
	const char *text = addressee(clinic, &invoice);

	assert_holds(text, "\"name\":\"Ada Maria Brown\"");
	assert_lacks(text, "Eva");
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], payers, 3));
	text = addressee(clinic, &invoice);
	assert_holds(text, "\"send_to\":\"Eva Brown\"");
	assert_holds(text, "\"address\":\"2 Elm St\"");
	assert_lacks(text, "Jo");
}

static bool billed(struct clinic *clinic, int64_t session)
{
	return billing_billed(place_read(clinic->place), session);
}

static void a_session_is_billed_by_a_document_and_not_before(void **state)
{
	struct clinic *clinic = *state;
	struct session open = clinic_session(clinic, "2026-06-03T14:00:00Z", 50,
					     clinic->fixed, 1);
	int64_t session = billing_saved(clinic, 1, 1);
	struct invoice invoice;

	assert_false(billed(clinic, open.id));
	assert_false(billed(clinic, session));
	invoice = billing_issued(clinic, 10);
	assert_true(billed(clinic, session));
	billing_void(clinic, invoice.id);
	assert_false(billed(clinic, session));
}

static void a_session_is_billed_once_its_wage_is_paid(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct payroll run;

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_payroll_add(clinic->op, clinic->store,
					       billing_june(5), &run));
	assert_ok(clinic, practice_payroll_close(clinic->op, clinic->store,
						 run.id, &run));
	assert_true(billed(clinic, session));
}

static void rename_ada(struct clinic *clinic, const char *name)
{
	struct person ada;

	assert_int_equal(store_person_find(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	ada.name = name;
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &ada));
}

static void a_draft_is_printed_as_things_are_now(void **state)
{
	struct clinic *clinic = *state;
	static const struct contact payer = { .name = "Pat Brown",
					      .payer = true };
	struct invoice draft;

	billing_saved(clinic, 1, 1);
	draft = billing_draft(clinic, 10);
	assert_holds(document(clinic, &draft), "\"number\":null");
	rename_ada(clinic, "Ada Green");
	assert_holds(addressee(clinic, &draft), "Ada Green");
	assert_holds(addressee(clinic, &draft), "\"send_to\":null");
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], &payer, 1));
	assert_holds(addressee(clinic, &draft), "\"send_to\":\"Pat Brown\"");
}

/* S28, S38 */
static void an_issued_document_keeps_the_name_of_then(void **state)
{
	struct clinic *clinic = *state;
	const char *before, *to;
	struct invoice invoice;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 10);
	before = document(clinic, &invoice);
	to = addressee(clinic, &invoice);
	assert_holds(to, "Ada Maria Brown");
	rename_ada(clinic, "Ada Green");
	invoice = billing_invoice(clinic, invoice.id);
	assert_string_equal(document(clinic, &invoice), before);
	assert_string_equal(addressee(clinic, &invoice), to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(a_draft_is_previewed_without_number_and_date),
		WITH_BILLING(a_draft_without_lines_has_no_rate_of_tax),
		WITH_BILLING(lines_of_two_rates_of_tax_are_told_by_amount_only),
		WITH_BILLING(all_who_led_a_session_are_named),
		WITH_BILLING(s38_an_issued_document_stays_as_it_was_printed),
		WITH_BILLING(a_draft_goes_to_the_first_payer_if_there_is_one),
		WITH_BILLING(a_session_is_billed_by_a_document_and_not_before),
		WITH_BILLING(a_session_is_billed_once_its_wage_is_paid),
		WITH_BILLING(a_draft_is_printed_as_things_are_now),
		WITH_BILLING(an_issued_document_keeps_the_name_of_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
