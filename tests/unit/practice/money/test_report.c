#include "tests/unit/practice/money_fixture.h"

#include "base/str.h"
#include "practice/money/report.h"
#include "practice/wall_time.h"

static struct aged aged_of(struct clinic *clinic, int64_t client)
{
	struct aged none = { .client = 0 };
	struct aged *list;
	size_t count;

	assert_int_equal(
		practice_report_aged(place_read(clinic->place), &list, &count),
		OK);
	for (size_t i = 0; i < count; i++) {
		if (list[i].client == client)
			return list[i];
	}
	return none;
}

static void check_aged(const struct aged *aged, int64_t due[AGED_BUCKETS],
		       int64_t not_invoiced, int64_t credit)
{
	int64_t balance = not_invoiced - credit;

	for (size_t i = 0; i < AGED_BUCKETS; i++) {
		assert_int_equal(aged->due[i].minor, due[i]);
		balance += due[i];
	}
	assert_int_equal(aged->not_invoiced.minor, not_invoiced);
	assert_int_equal(aged->credit.minor, credit);
	assert_int_equal(aged->balance.minor, balance);
}

static void s20_unsaved_are_past_open_sessions(void **state)
{
	struct clinic *clinic = *state;
	struct session past = clinic_session(clinic, "2026-06-09T14:00:00Z", 60,
					     clinic->fixed, 1);
	struct session *list;
	size_t count;

	clinic_session(clinic, "2026-06-12T14:00:00Z", 60, clinic->fixed, 1);
	billing_saved(clinic, 1, 1);
	assert_int_equal(practice_report_unsaved(place_read(clinic->place),
						 WHOLE_TIME, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, past.id);
}

static void attendance_counts_by_what_a_type_means(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 2);
	struct attendance *list;
	size_t count;

	billing_saved(clinic, 2, 1);
	assert_ok(clinic, clinic_save(clinic, session, "missed"));
	assert_int_equal(practice_report_attendance(place_read(clinic->place),
						    WHOLE_TIME, &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].client, clinic->clients[0]);
	assert_int_equal(list[0].completed, 1);
	assert_int_equal(list[0].missed, 1);
	assert_int_equal(list[0].canceled, 0);
	assert_int_equal(list[1].completed, 0);
	assert_int_equal(list[1].missed, 1);
}

static void revenue_is_what_the_ledger_says(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 3);
	struct revenue *list;
	size_t count;

	billing_saved_of(clinic, 2, clinic->hourly);
	assert_ok(clinic, clinic_save(clinic, session, "open"));
	assert_ok(clinic, clinic_save(clinic, session, "missed"));
	assert_int_equal(practice_report_revenue(place_read(clinic->place),
						 WHOLE_TIME, &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].service, "Hour");
	assert_int_equal(list[0].charge.minor, 4250);
	assert_string_equal(list[1].service, "Session");
	assert_int_equal(list[1].sessions, 1);
	assert_int_equal(list[1].charge.minor, 12750);
	assert_int_equal(list[1].tax.minor, 1659);
	assert_int_equal(billing_sum(clinic, ACCOUNT_INCOME, 0), -4250 - 12750);
}

static void wages_are_earned_and_paid_in_the_span(void **state)
{
	struct clinic *clinic = *state;
	struct payroll run;
	struct practice practice;
	struct earned *list;
	size_t count;

	clinic_at(clinic, "2026-06-02T18:00:00Z");
	billing_saved(clinic, 1, 1);
	clinic_at(clinic, "2026-06-09T18:00:00Z");
	billing_saved(clinic, 8, 1);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_payroll_add(clinic->op, clinic->store,
					       billing_june(5), &run));
	assert_ok(clinic, practice_payroll_close(clinic->op, clinic->store,
						 run.id, &run));
	assert_int_equal(
		store_practice_load(place_read(clinic->place), &practice), OK);
	assert_int_equal(
		practice_report_wages(place_read(clinic->place),
				      practice_days(&practice, billing_june(5),
						    billing_june(10)),
				      &list, &count),
		OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].practitioner, clinic->maria);
	assert_int_equal(list[0].before.minor, 3000);
	assert_int_equal(list[0].sessions, 1);
	assert_int_equal(list[0].wages.minor, 3000);
	assert_int_equal(list[0].paid.minor, 3000);
}

static void dues_are_sorted_by_their_age(void **state)
{
	struct clinic *clinic = *state;
	struct aged aged;

	billing_saved(clinic, 1, 1);
	billing_issued(clinic, 1);
	clinic_at(clinic, "2026-07-10T16:00:00Z"); /* 30 days later */
	aged = aged_of(clinic, clinic->clients[0]);
	check_aged(&aged, (int64_t[]){ 4803, 0, 0, 0 }, 0, 0);
	clinic_at(clinic, "2026-07-11T16:00:00Z");
	aged = aged_of(clinic, clinic->clients[0]);
	check_aged(&aged, (int64_t[]){ 0, 4803, 0, 0 }, 0, 0);
	billing_saved(clinic, 2, 1);
	billing_issued(clinic, 2);
	billing_saved(clinic, 3, 1);
	clinic_at(clinic, "2026-12-01T16:00:00Z");
	billing_pay(clinic, 3000);
	aged = aged_of(clinic, clinic->clients[0]);
	check_aged(&aged, (int64_t[]){ 0, 0, 0, 6606 }, 4803, 0);
}

static void the_balance_is_explained_whatever_happened(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct aged aged;

	billing_issued(clinic, 10);
	billing_pay(clinic, 10000);
	aged = aged_of(clinic, clinic->clients[0]);
	check_aged(&aged, (int64_t[]){ 0, 0, 0, 0 }, 0, 5197);
	billing_reopen(clinic, session);
	aged = aged_of(clinic, clinic->clients[0]);
	check_aged(&aged, (int64_t[]){ 0, 0, 0, 0 }, -4803, 5197);
	billing_issued(clinic, 10);
	aged = aged_of(clinic, clinic->clients[0]);
	check_aged(&aged, (int64_t[]){ 0, 0, 0, 0 }, 0, 10000);
	assert_int_equal(aged_of(clinic, clinic->clients[1]).client, 0);
}

static void each_client_has_dues_and_credit_of_their_own(void **state)
{
	struct clinic *clinic = *state;
	struct payment_entry ahead = { .client = clinic->clients[2],
				       .amount = { 1000 },
				       .method = "cash" };
	struct payment payment;
	struct invoice second;
	struct aged aged;

	billing_saved(clinic, 9, 2);
	billing_issued(clinic, 10);
	assert_ok(clinic, practice_invoice_draft(clinic->op, clinic->store,
						 clinic->clients[1],
						 billing_june(10), &second));
	assert_ok(clinic, practice_invoice_issue(clinic->op, clinic->store,
						 second.id, &second));
	assert_ok(clinic, practice_payment_add(clinic->op, clinic->store,
					       &ahead, &payment));
	/* Issued today: as young as can be. */
	aged = aged_of(clinic, clinic->clients[0]);
	check_aged(&aged, (int64_t[]){ 4803, 0, 0, 0 }, 0, 0);
	aged = aged_of(clinic, clinic->clients[1]);
	check_aged(&aged, (int64_t[]){ 4803, 0, 0, 0 }, 0, 0);
	aged = aged_of(clinic, clinic->clients[2]);
	check_aged(&aged, (int64_t[]){ 0, 0, 0, 0 }, 0, 1000);
}

static void who_owes_nothing_is_not_listed_by_age(void **state)
{
	struct clinic *clinic = *state;
	struct aged *list;
	size_t count;

	billing_saved(clinic, 1, 1);
	billing_issued(clinic, 10);
	billing_pay(clinic, 4803);
	assert_int_equal(
		practice_report_aged(place_read(clinic->place), &list, &count),
		OK);
	assert_int_equal(count, 0);
}

static void check_forbidden(struct clinic *clinic, int64_t person)
{
	struct reader *reader;
	struct aged *aged;
	struct revenue *revenue;
	struct session *unsaved;
	struct attendance *attendance;
	struct earned *earned;
	size_t count = 42;

	clinic_as(clinic, person);
	reader = place_read(clinic->place);
	assert_int_equal(practice_report_aged(reader, &aged, &count),
			 ERR_FORBIDDEN);
	assert_int_equal(
		practice_report_revenue(reader, WHOLE_TIME, &revenue, &count),
		ERR_FORBIDDEN);
	assert_int_equal(
		practice_report_unsaved(reader, WHOLE_TIME, &unsaved, &count),
		ERR_FORBIDDEN);
	assert_int_equal(practice_report_attendance(reader, WHOLE_TIME,
						    &attendance, &count),
			 ERR_FORBIDDEN);
	assert_int_equal(
		practice_report_wages(reader, WHOLE_TIME, &earned, &count),
		ERR_FORBIDDEN);
	assert_int_equal(count, 42);
}

static void reports_are_for_the_office(void **state)
{
	struct clinic *clinic = *state;

	billing_saved(clinic, 1, 1);
	check_forbidden(clinic, clinic->maria);
	check_forbidden(clinic, clinic->clients[0]);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(s20_unsaved_are_past_open_sessions),
		WITH_BILLING(attendance_counts_by_what_a_type_means),
		WITH_BILLING(revenue_is_what_the_ledger_says),
		WITH_BILLING(wages_are_earned_and_paid_in_the_span),
		WITH_BILLING(dues_are_sorted_by_their_age),
		WITH_BILLING(the_balance_is_explained_whatever_happened),
		WITH_BILLING(each_client_has_dues_and_credit_of_their_own),
		WITH_BILLING(who_owes_nothing_is_not_listed_by_age),
		WITH_BILLING(reports_are_for_the_office),
		WITH_BILLING(dues_of_many_clients_are_told_apart),
		WITH_BILLING(a_balance_of_zero_with_dues_and_credit_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
