#include "tests/unit/practice/money_fixture.h"
#include "tests/unit/practice/whole_edit.h"
#include "tests/unit/practice/small_practice.h"

#include "base/str.h"
#include "practice/people/settings.h"
#include "practice/session/service.h"

static void check_line(const struct invoice_line *line, int64_t session,
		       bool credit, int64_t charge, int64_t tax)
{
	assert_int_equal(line->session, session);
	assert_int_equal(line->credit, credit);
	assert_int_equal(line->charge.minor, charge);
	assert_int_equal(line->tax.minor, tax);
}

static bool billed(struct clinic *clinic, int64_t session)
{
	return billing_billed(place_read(clinic->place), session);
}

static void s35_three_lines_of_42_50_at_13_percent_have_16_59_tax(void **state)
{
	struct clinic *clinic = *state;
	int64_t second;
	struct invoice draft;

	billing_saved(clinic, 3, 1);
	second = billing_saved(clinic, 1, 1);
	billing_saved(clinic, 5, 1);
	draft = billing_draft(clinic, 10);
	assert_int_equal(draft.status, INVOICE_DRAFT);
	assert_null(draft.number);
	assert_int_equal(draft.line_count, 3);
	assert_int_equal(draft.charge.minor, 12750);
	assert_int_equal(draft.tax.minor, 1659);
	check_line(&draft.lines[0], second, false, 4250, 553);
	assert_int_equal(draft.lines[0].day.n, billing_june(1).n);
	assert_string_equal(draft.lines[0].service, "Session");
	assert_string_equal(draft.lines[0].label, "Completed");
	assert_string_equal(clinic_audit(clinic, "invoice", draft.id).action,
			    "invoice.draft");
}

static void s40_a_draft_takes_sessions_up_to_and_with_its_day(void **state)
{
	struct clinic *clinic = *state;
	/* 23:30 of 5 June in Toronto is 6 June in UTC */
	struct session late = clinic_session(clinic, "2026-06-06T03:30:00Z", 30,
					     clinic->fixed, 1);
	struct invoice draft;

	assert_ok(clinic, clinic_save(clinic, late.id, "completed"));
	billing_saved(clinic, 6, 1);
	draft = billing_draft(clinic, 4);
	assert_int_equal(draft.line_count, 0);
	draft = billing_draft(clinic, 5);
	assert_int_equal(draft.line_count, 1);
	check_line(&draft.lines[0], late.id, false, 4250, 553);
	assert_int_equal(draft.lines[0].day.n, billing_june(5).n);
}

static void s38_a_draft_holds_its_charges(void **state)
{
	struct clinic *clinic = *state;
	struct invoice first, second;

	billing_saved(clinic, 3, 2);
	first = billing_draft(clinic, 10);
	assert_int_equal(first.line_count, 1);
	second = billing_draft(clinic, 10);
	assert_int_equal(second.line_count, 0);
	billing_void(clinic, first.id);
	second = billing_draft(clinic, 10);
	assert_int_equal(second.line_count, 1);
}

static void s20_unsaved_sessions_are_on_no_invoice(void **state)
{
	struct clinic *clinic = *state;

	for (int day = 1; day <= 5; day++)
		clinic_session(clinic,
			       arena_printf(clinic->op->arena,
					    "2026-06-%02dT14:00:00Z", day),
			       60, clinic->fixed, 1);
	assert_int_equal(billing_draft(clinic, 10).line_count, 0);
	assert_int_equal(billing_balance(clinic).balance.minor, 0);
}

static void s38_reopening_takes_the_line_off_a_draft(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 3, 1);
	struct invoice draft = billing_draft(clinic, 10);

	assert_false(billed(clinic, session));
	assert_ok(clinic, clinic_save(clinic, session, "open"));
	draft = billing_invoice(clinic, draft.id);
	assert_int_equal(draft.line_count, 0);
	assert_failed(clinic,
		      practice_invoice_issue(clinic->op, clinic->store,
					     draft.id, &draft),
		      ERR_CONFLICT);
	assert_ok(clinic, clinic_save(clinic, session, "missed"));
	draft = billing_draft(clinic, 10);
	assert_int_equal(draft.line_count, 1);
	assert_string_equal(draft.lines[0].label, "Missed");
}

static void zero_lines_come_where_the_practice_wants_them(void **state)
{
	struct clinic *clinic = *state;
	struct session canceled = clinic_session(clinic, "2026-06-02T14:00:00Z",
						 60, clinic->fixed, 1);
	struct settings change = { .invoice_zero_lines = &(bool){ true } };
	struct practice practice;
	struct invoice draft;

	assert_ok(clinic, clinic_save(clinic, canceled.id, "canceled"));
	billing_saved(clinic, 3, 1);
	draft = billing_draft(clinic, 10);
	assert_int_equal(draft.line_count, 1);
	billing_void(clinic, draft.id);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &change, &practice));
	draft = billing_draft(clinic, 10);
	assert_int_equal(draft.line_count, 2);
	check_line(&draft.lines[0], canceled.id, false, 0, 0);
	assert_int_equal(draft.lines[0].map, MAP_CANCELED);
}

static void a_draft_is_made_of_clients_by_the_office(void **state)
{
	struct clinic *clinic = *state;
	struct invoice draft;

	assert_failed(clinic,
		      practice_invoice_draft(clinic->op, clinic->store,
					     clinic->maria, billing_june(10),
					     &draft),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "client", "client-unknown"));
	assert_failed(clinic,
		      practice_invoice_draft(clinic->op, clinic->store, 999,
					     billing_june(10), &draft),
		      ERR_INVALID);
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic,
		      practice_invoice_draft(clinic->op, clinic->store,
					     clinic->clients[0],
					     billing_june(10), &draft),
		      ERR_FORBIDDEN);
}

static void s38_numbers_are_given_at_issue_and_have_no_gaps(void **state)
{
	struct clinic *clinic = *state;
	struct settings change = { .invoice_prefix = "INV-" };
	struct practice practice;
	struct invoice first, second, third;

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &change, &practice));
	clinic_as(clinic, clinic->staff);
	billing_saved(clinic, 1, 1);
	first = billing_draft(clinic, 1);
	billing_saved(clinic, 2, 1);
	second = billing_issued(clinic, 2);
	assert_string_equal(second.number, "INV-0001");
	billing_void(clinic, first.id); /* never issued: no number is lost */
	first = billing_issued(clinic, 2);
	assert_string_equal(first.number, "INV-0002");
	billing_void(clinic, second.id);
	second = billing_invoice(clinic, second.id);
	assert_string_equal(second.number, "INV-0001");
	third = billing_issued(clinic, 2);
	assert_string_equal(third.number, "INV-0003");
	assert_int_equal(third.line_count, 1);
}

/* A session of it was re-opened while somebody looked at it. */
static void a_draft_is_issued_only_as_it_was_seen(void **state)
{
	struct clinic *clinic = *state;
	int64_t first = billing_saved(clinic, 1, 1);
	struct invoice draft, invoice;

	billing_saved(clinic, 3, 1);
	draft = billing_draft(clinic, 10);
	billing_reopen(clinic, first);
	assert_failed(clinic,
		      practice_invoice_issue_seen(clinic->op, clinic->store,
						  draft.id, "96.06", &invoice),
		      ERR_CONFLICT);
	assert_non_null(strstr(clinic->op->failure.message, "48.03"));
	assert_int_equal(billing_invoice(clinic, draft.id).status,
			 INVOICE_DRAFT);
	assert_ok(clinic,
		  practice_invoice_issue_seen(clinic->op, clinic->store,
					      draft.id, "48.03", &invoice));
	assert_int_equal(invoice.status, INVOICE_ISSUED);
}

static void s38_an_issued_invoice_is_issued_once(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 10);
	assert_int_equal(invoice.issued.s, clinic->op->now.s);
	assert_failed(clinic,
		      practice_invoice_issue(clinic->op, clinic->store,
					     invoice.id, &invoice),
		      ERR_CONFLICT);
	billing_void(clinic, invoice.id);
	assert_failed(clinic,
		      practice_invoice_issue(clinic->op, clinic->store,
					     invoice.id, &invoice),
		      ERR_CONFLICT);
	assert_failed(clinic,
		      practice_invoice_issue(clinic->op, clinic->store, 999,
					     &invoice),
		      ERR_NOT_FOUND);
}

static void s28_what_was_issued_never_changes(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-03T14:00:00Z",
						50, clinic->hourly, 1);
	struct settings change = { .name = "Another Lane" };
	struct completion_type type = { .client = 80,
					.practitioner = 80,
					.label = "Very late",
					.enabled = true };
	struct practice practice;
	struct invoice invoice;
	const char *document;

	clinic_as(clinic, clinic->admin);
	type.id = clinic_type(clinic, "Late cancel", MAP_CANCELED,
			      MODIFIER_PERCENTAGE, 50, 50);
	assert_ok(clinic, clinic_save(clinic, session.id, "late-cancel"));
	invoice = billing_issued(clinic, 10);
	document = invoice.document;
	assert_non_null(strstr(document, "\"charge\":\"17.71\""));
	assert_non_null(strstr(document, "Late cancel"));
	assert_non_null(strstr(document, "Willow Lane"));
	assert_null(strstr(document, "Ada"));
	assert_non_null(strstr(invoice.addressee, "Ada Maria Brown"));
	assert_ok(clinic, whole_type_change(clinic->op, clinic->store, &type));
	assert_ok(clinic,
		  practice_type_archive(clinic->op, clinic->store, type.id));
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &change, &practice));
	billing_pay(clinic, 1771);
	invoice = billing_invoice(clinic, invoice.id);
	assert_string_equal(invoice.document, document);
	assert_int_equal(invoice.lines[0].charge.minor, 1771);
	assert_string_equal(invoice.lines[0].label, "Late cancel");
}

static void the_database_itself_keeps_what_was_issued(void **state)
{
	static const char *const tries[] = {
		"UPDATE invoice SET document = '{}' WHERE status = 1",
		"UPDATE invoice SET number = 'X' WHERE status = 1",
		"UPDATE invoice SET status = 0 WHERE status = 1",
		"UPDATE invoice SET client = client + 1 WHERE status = 1",
		"DELETE FROM invoice",
		"UPDATE invoice_line SET charge = 1",
		"UPDATE invoice_line SET live = 0",
		"DELETE FROM invoice_line",
		"INSERT INTO invoice_line VALUES (1, 7, 1, 1, 0, 0, 1, 0, 0)",
		"UPDATE payment SET amount = 1",
		"DELETE FROM payment",
		"DELETE FROM allocation",
	};
	struct clinic *clinic = *state;

	billing_saved(clinic, 1, 1);
	billing_issued(clinic, 10);
	billing_pay(clinic, 1000);
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++) {
		if (place_sql(clinic->place, tries[i]) == 0)
			print_error("%s\n", tries[i]);
		assert_int_not_equal(place_sql(clinic->place, tries[i]), 0);
	}
	assert_int_equal(
		place_sql(clinic->place, "UPDATE invoice SET addressee = '{}'"),
		0); /* erasure may */
}

static void s39_credit_is_used_by_the_next_invoice_when_issued(void **state)
{
	struct clinic *clinic = *state;
	struct payment payment;
	struct invoice invoice;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 1);
	payment = billing_pay(clinic, 10000);
	assert_int_equal(payment.allocated.minor, 4803);
	billing_saved(clinic, 2, 1);
	invoice = billing_draft(clinic, 2);
	assert_int_equal(billing_payment(clinic, payment.id).allocated.minor,
			 4803);
	assert_ok(clinic, practice_invoice_issue(clinic->op, clinic->store,
						 invoice.id, &invoice));
	assert_int_equal(invoice.settled.minor, 4803);
	assert_int_equal(billing_payment(clinic, payment.id).allocated.minor,
			 9606);
	billing_saved(clinic, 3, 1);
	invoice = billing_issued(clinic, 3);
	assert_int_equal(invoice.settled.minor, 394);
	assert_int_equal(billing_balance(clinic).balance.minor,
			 3 * 4803 - 10000);
}

static void s4_staff_void_issued_ones_only_where_granted(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 10);
	assert_failed(clinic,
		      practice_invoice_void(clinic->op, clinic->store,
					    invoice.id, &invoice),
		      ERR_FORBIDDEN);
	clinic->op->actor.grants = GRANT_VOID;
	assert_ok(clinic, practice_invoice_void(clinic->op, clinic->store,
						invoice.id, &invoice));
	assert_failed(clinic,
		      practice_invoice_void(clinic->op, clinic->store,
					    invoice.id, &invoice),
		      ERR_CONFLICT);
	assert_string_equal(clinic_audit(clinic, "invoice", invoice.id).action,
			    "invoice.void");
}

static void s38_void_frees_the_lines_and_the_money(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct invoice invoice = billing_issued(clinic, 10);
	struct payment payment = billing_pay(clinic, 4803);

	assert_true(billed(clinic, session));
	billing_void(clinic, invoice.id);
	assert_false(billed(clinic, session));
	assert_int_equal(billing_payment(clinic, payment.id).allocated.minor,
			 0);
	assert_int_equal(billing_balance(clinic).balance.minor, 0);
	invoice = billing_issued(clinic, 10);
	assert_int_equal(invoice.line_count, 1);
	assert_int_equal(invoice.settled.minor, 4803);
}

static void s25_staff_reopen_until_invoiced_and_admins_always(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);

	billing_draft(clinic, 10);
	assert_ok(clinic, clinic_save(clinic, session, "open"));
	assert_ok(clinic, clinic_save(clinic, session, "completed"));
	billing_issued(clinic, 10);
	assert_failed(clinic, clinic_save(clinic, session, "open"),
		      REFUSED(SESSION_SAVED));
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, clinic_save(clinic, session, "missed"),
		      REFUSED(SESSION_SAVED));
	billing_reopen(clinic, session);
	assert_int_equal(billing_sum(clinic, ACCOUNT_RECEIVABLE, 0), 0);
}

static void s38_the_credit_goes_on_the_next_invoice(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct invoice first = billing_issued(clinic, 10), next;

	billing_pay(clinic, 4803);
	billing_reopen(clinic, session);
	assert_int_equal(billing_balance(clinic).balance.minor, -4803);
	assert_int_equal(billing_balance(clinic).credit.minor, 0);
	assert_ok(clinic, clinic_save(clinic, session, "missed"));
	next = billing_draft(clinic, 10);
	assert_int_equal(next.line_count, 2);
	check_line(&next.lines[0], session, false, 4250, 553);
	assert_string_equal(next.lines[0].label, "Missed");
	check_line(&next.lines[1], session, true, -4250, -553);
	assert_int_equal(next.lines[1].day.n, billing_june(1).n);
	assert_int_equal(billing_draft(clinic, 10).line_count, 0);
	assert_ok(clinic, practice_invoice_issue(clinic->op, clinic->store,
						 next.id, &next));
	assert_int_equal(next.charge.minor + next.tax.minor, 0);
	assert_int_equal(billing_balance(clinic).balance.minor, 0);
	assert_int_equal(billing_invoice(clinic, first.id).settled.minor, 4803);
	billing_verify(clinic);
}

static void s38_a_credit_alone_pays_what_is_due(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct invoice first = billing_issued(clinic, 1), credit, later;

	billing_reopen(clinic, session);
	credit = billing_issued(clinic, 10);
	assert_int_equal(credit.charge.minor + credit.tax.minor, -4803);
	assert_int_equal(billing_invoice(clinic, first.id).settled.minor, 4803);
	assert_failed(clinic,
		      practice_invoice_void(clinic->op, clinic->store, first.id,
					    &first),
		      ERR_FORBIDDEN);
	clinic_as(clinic, clinic->admin);
	assert_failed(clinic,
		      practice_invoice_void(clinic->op, clinic->store, first.id,
					    &first),
		      ERR_CONFLICT);
	billing_void(clinic, credit.id);
	assert_int_equal(billing_invoice(clinic, first.id).settled.minor, 0);
	later = billing_draft(clinic, 10); /* holds the credit again */
	assert_int_equal(later.line_count, 1);
	billing_void(clinic, first.id); /* never charged: nothing to credit */
	assert_int_equal(billing_invoice(clinic, later.id).line_count, 0);
	assert_int_equal(billing_balance(clinic).balance.minor, 0);
}

static void an_unused_credit_pays_the_next_invoice(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct invoice credit, next;

	billing_issued(clinic, 1);
	billing_pay(clinic, 4803);
	billing_reopen(clinic, session);
	credit = billing_issued(clinic, 10);
	billing_saved(clinic, 4, 1);
	next = billing_issued(clinic, 10);
	assert_int_equal(next.line_count, 1);
	assert_int_equal(next.settled.minor, 4803);
	assert_int_equal(billing_balance(clinic).balance.minor, 0);
	billing_void(clinic, credit.id);
	assert_int_equal(billing_invoice(clinic, next.id).settled.minor, 0);
}

static void s34_each_client_of_a_group_has_an_invoice_of_their_own(void **state)
{
	struct clinic *clinic = *state;
	struct invoice first, second;

	billing_saved(clinic, 1, 3);
	first = billing_issued(clinic, 10);
	assert_ok(clinic, practice_invoice_draft(clinic->op, clinic->store,
						 clinic->clients[1],
						 billing_june(10), &second));
	assert_int_equal(first.line_count, 1);
	assert_int_equal(second.line_count, 1);
	assert_int_equal(first.charge.minor, 4250);
	assert_int_equal(second.charge.minor, 4250);
}

static void clients_know_their_own_issued_invoices_only(void **state)
{
	struct clinic *clinic = *state;
	struct reader *reader;
	struct invoice draft, issued, found;

	billing_saved(clinic, 1, 1);
	issued = billing_issued(clinic, 10);
	billing_saved(clinic, 2, 1);
	draft = billing_draft(clinic, 10);
	clinic_as(clinic, clinic->clients[0]);
	reader = place_read(clinic->place);
	assert_int_equal(practice_invoice_find(reader, issued.id, &found), OK);
	assert_int_equal(practice_invoice_find(reader, draft.id, &found),
			 ERR_NOT_FOUND);
	clinic_as(clinic, clinic->clients[1]);
	reader = place_read(clinic->place);
	assert_int_equal(practice_invoice_find(reader, issued.id, &found),
			 ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(
			s35_three_lines_of_42_50_at_13_percent_have_16_59_tax),
		WITH_BILLING(s40_a_draft_takes_sessions_up_to_and_with_its_day),
		WITH_BILLING(s38_a_draft_holds_its_charges),
		WITH_BILLING(s20_unsaved_sessions_are_on_no_invoice),
		WITH_BILLING(s38_reopening_takes_the_line_off_a_draft),
		WITH_BILLING(zero_lines_come_where_the_practice_wants_them),
		WITH_BILLING(a_draft_is_made_of_clients_by_the_office),
		WITH_BILLING(s38_numbers_are_given_at_issue_and_have_no_gaps),
		WITH_BILLING(a_draft_is_issued_only_as_it_was_seen),
		WITH_BILLING(s38_an_issued_invoice_is_issued_once),
		WITH_BILLING(s28_what_was_issued_never_changes),
		WITH_BILLING(the_database_itself_keeps_what_was_issued),
		WITH_BILLING(
			s39_credit_is_used_by_the_next_invoice_when_issued),
		WITH_BILLING(s4_staff_void_issued_ones_only_where_granted),
		WITH_BILLING(s38_void_frees_the_lines_and_the_money),
		WITH_BILLING(s25_staff_reopen_until_invoiced_and_admins_always),
		WITH_BILLING(s38_the_credit_goes_on_the_next_invoice),
		WITH_BILLING(s38_a_credit_alone_pays_what_is_due),
		WITH_BILLING(an_unused_credit_pays_the_next_invoice),
		WITH_BILLING(
			s34_each_client_of_a_group_has_an_invoice_of_their_own),
		WITH_BILLING(clients_know_their_own_issued_invoices_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
