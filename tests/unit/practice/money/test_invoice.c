#include "tests/unit/practice/money_fixture.h"

#include "base/str.h"
#include "practice/session/service.h"

static void check_line(const struct invoice_line *line, int64_t session,
		       bool credit, int64_t charge, int64_t tax)
{
	assert_int_equal(line->session, session);
	assert_int_equal(line->credit, credit);
	assert_int_equal(line->charge.minor, charge);
	assert_int_equal(line->tax.minor, tax);
}

static bool billed(struct scene *scene, int64_t session)
{
	return till_billed(place_read(scene->place), session);
}

static void s35_three_lines_of_42_50_at_13_percent_have_16_59_tax(void **state)
{
	struct scene *scene = *state;
	int64_t second;
	struct invoice draft;

	till_saved(scene, 3, 1);
	second = till_saved(scene, 1, 1);
	till_saved(scene, 5, 1);
	draft = till_draft(scene, 10);
	assert_int_equal(draft.status, INVOICE_DRAFT);
	assert_null(draft.number);
	assert_int_equal(draft.line_count, 3);
	assert_int_equal(draft.charge.minor, 12750);
	assert_int_equal(draft.tax.minor, 1659);
	check_line(&draft.lines[0], second, false, 4250, 553);
	assert_int_equal(draft.lines[0].day.n, till_june(1).n);
	assert_string_equal(draft.lines[0].service, "Session");
	assert_string_equal(draft.lines[0].label, "Completed");
	assert_string_equal(scene_audit(scene, "invoice", draft.id).action,
			    "invoice.draft");
}

static void s40_a_draft_takes_sessions_up_to_and_with_its_day(void **state)
{
	struct scene *scene = *state;
	/* 23:30 of 5 June in Toronto is 6 June in UTC */
	struct session late = scene_session(scene, "2026-06-06T03:30:00Z", 30,
					    scene->fixed, 1);
	struct invoice draft;

	assert_ok(scene, scene_save(scene, late.id, "completed"));
	till_saved(scene, 6, 1);
	draft = till_draft(scene, 4);
	assert_int_equal(draft.line_count, 0);
	draft = till_draft(scene, 5);
	assert_int_equal(draft.line_count, 1);
	check_line(&draft.lines[0], late.id, false, 4250, 553);
	assert_int_equal(draft.lines[0].day.n, till_june(5).n);
}

static void s38_a_draft_holds_its_charges(void **state)
{
	struct scene *scene = *state;
	struct invoice first, second;

	till_saved(scene, 3, 2);
	first = till_draft(scene, 10);
	assert_int_equal(first.line_count, 1);
	second = till_draft(scene, 10);
	assert_int_equal(second.line_count, 0);
	till_void(scene, first.id);
	second = till_draft(scene, 10);
	assert_int_equal(second.line_count, 1);
}

static void s20_unsaved_sessions_are_on_no_invoice(void **state)
{
	struct scene *scene = *state;

	for (int day = 1; day <= 5; day++)
		scene_session(scene,
			      arena_printf(scene->op->arena,
					   "2026-06-%02dT14:00:00Z", day),
			      60, scene->fixed, 1);
	assert_int_equal(till_draft(scene, 10).line_count, 0);
	assert_int_equal(till_balance(scene).balance.minor, 0);
}

static void s38_reopening_takes_the_line_off_a_draft(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 3, 1);
	struct invoice draft = till_draft(scene, 10);

	assert_false(billed(scene, session));
	assert_ok(scene, scene_save(scene, session, "open"));
	draft = till_invoice(scene, draft.id);
	assert_int_equal(draft.line_count, 0);
	assert_failed(scene,
		      practice_invoice_issue(scene->op, scene->store, draft.id,
					     &draft),
		      ERR_CONFLICT);
	assert_ok(scene, scene_save(scene, session, "missed"));
	draft = till_draft(scene, 10);
	assert_int_equal(draft.line_count, 1);
	assert_string_equal(draft.lines[0].label, "Missed");
}

static void zero_lines_come_where_the_practice_wants_them(void **state)
{
	struct scene *scene = *state;
	struct session canceled = scene_session(scene, "2026-06-02T14:00:00Z",
						60, scene->fixed, 1);
	struct practice_change change = { .invoice_zero_lines =
						  &(bool){ true } };
	struct practice practice;
	struct invoice draft;

	assert_ok(scene, scene_save(scene, canceled.id, "canceled"));
	till_saved(scene, 3, 1);
	draft = till_draft(scene, 10);
	assert_int_equal(draft.line_count, 1);
	till_void(scene, draft.id);
	scene_as(scene, scene->admin);
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &change, &practice));
	draft = till_draft(scene, 10);
	assert_int_equal(draft.line_count, 2);
	check_line(&draft.lines[0], canceled.id, false, 0, 0);
	assert_int_equal(draft.lines[0].map, MAP_CANCELED);
}

static void a_draft_is_made_of_clients_by_the_office(void **state)
{
	struct scene *scene = *state;
	struct invoice draft;

	assert_failed(scene,
		      practice_invoice_draft(scene->op, scene->store,
					     scene->maria, till_june(10),
					     &draft),
		      ERR_INVALID);
	assert_true(scene_field(scene, "client", "client-unknown"));
	assert_failed(scene,
		      practice_invoice_draft(scene->op, scene->store, 999,
					     till_june(10), &draft),
		      ERR_INVALID);
	scene_as(scene, scene->maria);
	assert_failed(scene,
		      practice_invoice_draft(scene->op, scene->store,
					     scene->clients[0], till_june(10),
					     &draft),
		      ERR_FORBIDDEN);
}

static void s38_numbers_are_given_at_issue_and_have_no_gaps(void **state)
{
	struct scene *scene = *state;
	struct practice_change change = { .invoice_prefix = "INV-" };
	struct practice practice;
	struct invoice first, second, third;

	scene_as(scene, scene->admin);
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &change, &practice));
	scene_as(scene, scene->staff);
	till_saved(scene, 1, 1);
	first = till_draft(scene, 1);
	till_saved(scene, 2, 1);
	second = till_issued(scene, 2);
	assert_string_equal(second.number, "INV-0001");
	till_void(scene, first.id); /* never issued: no number is lost */
	first = till_issued(scene, 2);
	assert_string_equal(first.number, "INV-0002");
	till_void(scene, second.id);
	second = till_invoice(scene, second.id);
	assert_string_equal(second.number, "INV-0001");
	third = till_issued(scene, 2);
	assert_string_equal(third.number, "INV-0003");
	assert_int_equal(third.line_count, 1);
}

static void s38_an_issued_invoice_is_issued_once(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice;

	till_saved(scene, 1, 1);
	invoice = till_issued(scene, 10);
	assert_int_equal(invoice.issued.s, scene->op->now.s);
	assert_failed(scene,
		      practice_invoice_issue(scene->op, scene->store,
					     invoice.id, &invoice),
		      ERR_CONFLICT);
	till_void(scene, invoice.id);
	assert_failed(scene,
		      practice_invoice_issue(scene->op, scene->store,
					     invoice.id, &invoice),
		      ERR_CONFLICT);
	assert_failed(
		scene,
		practice_invoice_issue(scene->op, scene->store, 999, &invoice),
		ERR_NOT_FOUND);
}

static void s28_what_was_issued_never_changes(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_session(scene, "2026-06-03T14:00:00Z",
					       50, scene->hourly, 1);
	struct practice_change change = { .name = "Another Lane" };
	struct completion_type type = { .client = 80,
					.practitioner = 80,
					.label = "Very late",
					.enabled = true };
	struct practice practice;
	struct invoice invoice;
	const char *document;

	scene_as(scene, scene->admin);
	type.id = scene_type(scene, "Late cancel", MAP_CANCELED,
			     MODIFIER_PERCENTAGE, 50, 50);
	assert_ok(scene, scene_save(scene, session.id, "late-cancel"));
	invoice = till_issued(scene, 10);
	document = invoice.document;
	assert_non_null(strstr(document, "\"charge\":\"17.71\""));
	assert_non_null(strstr(document, "Late cancel"));
	assert_non_null(strstr(document, "Willow Lane"));
	assert_null(strstr(document, "Ada"));
	assert_non_null(strstr(invoice.addressee, "Ada Maria Brown"));
	assert_ok(scene, practice_type_change(scene->op, scene->store, &type));
	assert_ok(scene,
		  practice_type_archive(scene->op, scene->store, type.id));
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &change, &practice));
	till_pay(scene, 1771);
	invoice = till_invoice(scene, invoice.id);
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
	struct scene *scene = *state;

	till_saved(scene, 1, 1);
	till_issued(scene, 10);
	till_pay(scene, 1000);
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++) {
		if (place_sql(scene->place, tries[i]) == 0)
			print_error("%s\n", tries[i]);
		assert_int_not_equal(place_sql(scene->place, tries[i]), 0);
	}
	assert_int_equal(
		place_sql(scene->place, "UPDATE invoice SET addressee = '{}'"),
		0); /* erasure may */
}

static void s39_credit_is_used_by_the_next_invoice_when_issued(void **state)
{
	struct scene *scene = *state;
	struct payment payment;
	struct invoice invoice;

	till_saved(scene, 1, 1);
	invoice = till_issued(scene, 1);
	payment = till_pay(scene, 10000);
	assert_int_equal(payment.allocated.minor, 4803);
	till_saved(scene, 2, 1);
	invoice = till_draft(scene, 2);
	assert_int_equal(till_payment(scene, payment.id).allocated.minor, 4803);
	assert_ok(scene, practice_invoice_issue(scene->op, scene->store,
						invoice.id, &invoice));
	assert_int_equal(invoice.settled.minor, 4803);
	assert_int_equal(till_payment(scene, payment.id).allocated.minor, 9606);
	till_saved(scene, 3, 1);
	invoice = till_issued(scene, 3);
	assert_int_equal(invoice.settled.minor, 394);
	assert_int_equal(till_balance(scene).balance.minor, 3 * 4803 - 10000);
}

static void s4_staff_void_issued_ones_only_where_granted(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice;

	till_saved(scene, 1, 1);
	invoice = till_issued(scene, 10);
	assert_failed(scene,
		      practice_invoice_void(scene->op, scene->store, invoice.id,
					    &invoice),
		      ERR_FORBIDDEN);
	scene->op->actor.grants = GRANT_VOID;
	assert_ok(scene, practice_invoice_void(scene->op, scene->store,
					       invoice.id, &invoice));
	assert_failed(scene,
		      practice_invoice_void(scene->op, scene->store, invoice.id,
					    &invoice),
		      ERR_CONFLICT);
	assert_string_equal(scene_audit(scene, "invoice", invoice.id).action,
			    "invoice.void");
}

static void s38_void_frees_the_lines_and_the_money(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct invoice invoice = till_issued(scene, 10);
	struct payment payment = till_pay(scene, 4803);

	assert_true(billed(scene, session));
	till_void(scene, invoice.id);
	assert_false(billed(scene, session));
	assert_int_equal(till_payment(scene, payment.id).allocated.minor, 0);
	assert_int_equal(till_balance(scene).balance.minor, 0);
	invoice = till_issued(scene, 10);
	assert_int_equal(invoice.line_count, 1);
	assert_int_equal(invoice.settled.minor, 4803);
}

static void s25_staff_reopen_until_invoiced_and_admins_always(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);

	till_draft(scene, 10);
	assert_ok(scene, scene_save(scene, session, "open"));
	assert_ok(scene, scene_save(scene, session, "completed"));
	till_issued(scene, 10);
	assert_failed(scene, scene_save(scene, session, "open"),
		      ERR_SESSION_SAVED);
	scene_as(scene, scene->maria);
	assert_failed(scene, scene_save(scene, session, "missed"),
		      ERR_SESSION_SAVED);
	till_reopen(scene, session);
	assert_int_equal(till_sum(scene, ACCOUNT_RECEIVABLE, 0), 0);
}

static void s38_the_credit_goes_on_the_next_invoice(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct invoice first = till_issued(scene, 10), next;

	till_pay(scene, 4803);
	till_reopen(scene, session);
	assert_int_equal(till_balance(scene).balance.minor, -4803);
	assert_int_equal(till_balance(scene).credit.minor, 0);
	assert_ok(scene, scene_save(scene, session, "missed"));
	next = till_draft(scene, 10);
	assert_int_equal(next.line_count, 2);
	check_line(&next.lines[0], session, false, 4250, 553);
	assert_string_equal(next.lines[0].label, "Missed");
	check_line(&next.lines[1], session, true, -4250, -553);
	assert_int_equal(next.lines[1].day.n, till_june(1).n);
	assert_int_equal(till_draft(scene, 10).line_count, 0);
	assert_ok(scene, practice_invoice_issue(scene->op, scene->store,
						next.id, &next));
	assert_int_equal(next.charge.minor + next.tax.minor, 0);
	assert_int_equal(till_balance(scene).balance.minor, 0);
	assert_int_equal(till_invoice(scene, first.id).settled.minor, 4803);
	till_verify(scene);
}

static void s38_a_credit_alone_pays_what_is_due(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct invoice first = till_issued(scene, 1), credit, later;

	till_reopen(scene, session);
	credit = till_issued(scene, 10);
	assert_int_equal(credit.charge.minor + credit.tax.minor, -4803);
	assert_int_equal(till_invoice(scene, first.id).settled.minor, 4803);
	assert_failed(scene,
		      practice_invoice_void(scene->op, scene->store, first.id,
					    &first),
		      ERR_FORBIDDEN);
	scene_as(scene, scene->admin);
	assert_failed(scene,
		      practice_invoice_void(scene->op, scene->store, first.id,
					    &first),
		      ERR_CONFLICT);
	till_void(scene, credit.id);
	assert_int_equal(till_invoice(scene, first.id).settled.minor, 0);
	later = till_draft(scene, 10); /* holds the credit again */
	assert_int_equal(later.line_count, 1);
	till_void(scene, first.id); /* never charged: nothing to credit */
	assert_int_equal(till_invoice(scene, later.id).line_count, 0);
	assert_int_equal(till_balance(scene).balance.minor, 0);
}

static void an_unused_credit_pays_the_next_invoice(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct invoice credit, next;

	till_issued(scene, 1);
	till_pay(scene, 4803);
	till_reopen(scene, session);
	credit = till_issued(scene, 10);
	till_saved(scene, 4, 1);
	next = till_issued(scene, 10);
	assert_int_equal(next.line_count, 1);
	assert_int_equal(next.settled.minor, 4803);
	assert_int_equal(till_balance(scene).balance.minor, 0);
	till_void(scene, credit.id);
	assert_int_equal(till_invoice(scene, next.id).settled.minor, 0);
}

static void s34_each_client_of_a_group_has_an_invoice_of_their_own(void **state)
{
	struct scene *scene = *state;
	struct invoice first, second;

	till_saved(scene, 1, 3);
	first = till_issued(scene, 10);
	assert_ok(scene, practice_invoice_draft(scene->op, scene->store,
						scene->clients[1],
						till_june(10), &second));
	assert_int_equal(first.line_count, 1);
	assert_int_equal(second.line_count, 1);
	assert_int_equal(first.charge.minor, 4250);
	assert_int_equal(second.charge.minor, 4250);
}

static void clients_know_their_own_issued_invoices_only(void **state)
{
	struct scene *scene = *state;
	struct reader *reader;
	struct invoice draft, issued, found;

	till_saved(scene, 1, 1);
	issued = till_issued(scene, 10);
	till_saved(scene, 2, 1);
	draft = till_draft(scene, 10);
	scene_as(scene, scene->clients[0]);
	reader = place_read(scene->place);
	assert_int_equal(practice_invoice_find(reader, issued.id, &found), OK);
	assert_int_equal(practice_invoice_find(reader, draft.id, &found),
			 ERR_NOT_FOUND);
	scene_as(scene, scene->clients[1]);
	reader = place_read(scene->place);
	assert_int_equal(practice_invoice_find(reader, issued.id, &found),
			 ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(
			s35_three_lines_of_42_50_at_13_percent_have_16_59_tax),
		WITH_TILL(s40_a_draft_takes_sessions_up_to_and_with_its_day),
		WITH_TILL(s38_a_draft_holds_its_charges),
		WITH_TILL(s20_unsaved_sessions_are_on_no_invoice),
		WITH_TILL(s38_reopening_takes_the_line_off_a_draft),
		WITH_TILL(zero_lines_come_where_the_practice_wants_them),
		WITH_TILL(a_draft_is_made_of_clients_by_the_office),
		WITH_TILL(s38_numbers_are_given_at_issue_and_have_no_gaps),
		WITH_TILL(s38_an_issued_invoice_is_issued_once),
		WITH_TILL(s28_what_was_issued_never_changes),
		WITH_TILL(the_database_itself_keeps_what_was_issued),
		WITH_TILL(s39_credit_is_used_by_the_next_invoice_when_issued),
		WITH_TILL(s4_staff_void_issued_ones_only_where_granted),
		WITH_TILL(s38_void_frees_the_lines_and_the_money),
		WITH_TILL(s25_staff_reopen_until_invoiced_and_admins_always),
		WITH_TILL(s38_the_credit_goes_on_the_next_invoice),
		WITH_TILL(s38_a_credit_alone_pays_what_is_due),
		WITH_TILL(an_unused_credit_pays_the_next_invoice),
		WITH_TILL(
			s34_each_client_of_a_group_has_an_invoice_of_their_own),
		WITH_TILL(clients_know_their_own_issued_invoices_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
