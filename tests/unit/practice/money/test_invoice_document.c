#include "tests/unit/practice/money_fixture.h"

#include "practice/money/invoice_document.h"

#define assert_holds(text, part) assert_non_null(strstr((text), (part)))
#define assert_lacks(text, part) assert_null(strstr((text), (part)))

static const char *document(struct scene *scene, const struct invoice *invoice)
{
	const char *text = NULL;

	assert_int_equal(practice_invoice_document(place_read(scene->place),
						   invoice, &text),
			 OK);
	return text;
}

static const char *addressee(struct scene *scene, const struct invoice *invoice)
{
	const char *text = NULL;

	assert_int_equal(practice_invoice_addressee(place_read(scene->place),
						    invoice, &text),
			 OK);
	return text;
}

static void a_draft_is_previewed_without_number_and_date(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice;
	const char *text;

	till_saved(scene, 1, 1);
	invoice = till_draft(scene, 10);
	text = document(scene, &invoice);
	assert_holds(text, "\"total\":\"48.03\"");
	assert_holds(text, "\"code\":\"C042\"");
	assert_holds(text, "\"tax_bp\":1300");
	assert_holds(text, "\"with\":\"Maria Lund\"");
	assert_lacks(text, "\"issued\"");
	assert_lacks(text, "Ada");
}

static void a_draft_without_lines_has_no_rate_of_tax(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice = till_draft(scene, 10);
	const char *text = document(scene, &invoice);

	assert_holds(text, "\"lines\":[]");
	assert_holds(text, "\"total\":\"0.00\"");
	assert_holds(text, "\"tax_bp\":null");
}

static void lines_of_two_rates_of_tax_are_told_by_amount_only(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice;
	const char *text;

	till_saved(scene, 1, 1);
	till_saved_of(scene, 2, scene->hourly);
	invoice = till_draft(scene, 10);
	text = document(scene, &invoice);
	assert_holds(text, "\"tax_bp\":null");
	assert_holds(text, "\"tax\":\"5.53\"");
}

static void all_who_led_a_session_are_named(void **state)
{
	struct scene *scene = *state;
	int64_t both[] = { scene->maria, scene->ben };
	struct session session =
		scene_draft(scene, "2026-06-02T14:00:00Z", 50, scene->fixed, 1);
	struct invoice invoice;

	session.terms.practitioners = (struct ids){ both, 2 };
	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
	assert_ok(scene, scene_save(scene, session.id, "completed"));
	invoice = till_draft(scene, 10);
	assert_holds(document(scene, &invoice), "Maria Lund, Ben Ode");
}

static void s38_an_issued_document_stays_as_it_was_printed(void **state)
{
	struct scene *scene = *state;
	struct practice_change wish = { .name = "Oak Street" };
	struct contact payer = { .name = "Eva Brown" };
	struct practice practice;
	struct invoice invoice;
	const char *before, *to;

	till_saved(scene, 1, 1);
	invoice = till_issued(scene, 10);
	before = document(scene, &invoice);
	to = addressee(scene, &invoice);
	assert_holds(before, "\"issued\":\"2026-06-10\"");
	assert_holds(before, "Willow Lane");
	scene_as(scene, scene->admin);
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &wish, &practice));
	assert_ok(scene, practice_contacts_set(scene->op, scene->store,
					       scene->clients[0], &payer, 1));
	invoice = till_invoice(scene, invoice.id);
	assert_string_equal(document(scene, &invoice), before);
	assert_string_equal(addressee(scene, &invoice), to);
}

static void a_draft_goes_to_the_first_payer_if_there_is_one(void **state)
{
	struct scene *scene = *state;
	struct contact payers[] = { { .name = "Eva Brown" },
				    { .name = "Jo Brown" } };
	struct invoice invoice = till_draft(scene, 10);
	const char *text = addressee(scene, &invoice);

	assert_holds(text, "\"name\":\"Ada Maria Brown\"");
	assert_lacks(text, "Eva");
	assert_ok(scene, practice_contacts_set(scene->op, scene->store,
					       scene->clients[0], payers, 2));
	text = addressee(scene, &invoice);
	assert_holds(text, "\"send_to\":\"Eva Brown\"");
	assert_lacks(text, "Jo");
}

static bool billed(struct scene *scene, int64_t session)
{
	return till_billed(place_read(scene->place), session);
}

static void a_session_is_billed_by_a_document_and_not_before(void **state)
{
	struct scene *scene = *state;
	struct session open = scene_session(scene, "2026-06-03T14:00:00Z", 50,
					    scene->fixed, 1);
	int64_t session = till_saved(scene, 1, 1);
	struct invoice invoice;

	assert_false(billed(scene, open.id));
	assert_false(billed(scene, session));
	invoice = till_issued(scene, 10);
	assert_true(billed(scene, session));
	till_void(scene, invoice.id);
	assert_false(billed(scene, session));
}

static void a_session_is_billed_once_its_wage_is_paid(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct payroll run;

	scene_as(scene, scene->admin);
	assert_ok(scene, practice_payroll_add(scene->op, scene->store,
					      till_june(5), &run));
	assert_ok(scene, practice_payroll_close(scene->op, scene->store, run.id,
						&run));
	assert_true(billed(scene, session));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(a_draft_is_previewed_without_number_and_date),
		WITH_TILL(a_draft_without_lines_has_no_rate_of_tax),
		WITH_TILL(lines_of_two_rates_of_tax_are_told_by_amount_only),
		WITH_TILL(all_who_led_a_session_are_named),
		WITH_TILL(s38_an_issued_document_stays_as_it_was_printed),
		WITH_TILL(a_draft_goes_to_the_first_payer_if_there_is_one),
		WITH_TILL(a_session_is_billed_by_a_document_and_not_before),
		WITH_TILL(a_session_is_billed_once_its_wage_is_paid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
