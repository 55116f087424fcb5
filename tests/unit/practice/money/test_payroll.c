#include "tests/unit/practice/money_fixture.h"

static struct payroll run_to(struct clinic *clinic, int day)
{
	struct payroll payroll;

	assert_ok(clinic, practice_payroll_add(clinic->op, clinic->store,
					       billing_june(day), &payroll));
	return payroll;
}

static enum err close_run(struct clinic *clinic, int64_t id)
{
	struct payroll payroll;

	return practice_payroll_close(clinic->op, clinic->store, id, &payroll);
}

/* What maria gets by the run: one line, or none. */
static struct payroll_sum line_of(struct clinic *clinic, int64_t payroll)
{
	struct payroll_sum *sums;
	size_t count;

	assert_int_equal(practice_payroll_sums(place_read(clinic->place),
					       payroll, &sums, &count),
			 OK);
	if (count == 0)
		return (struct payroll_sum){ 0 };
	assert_int_equal(count, 1);
	assert_int_equal(sums[0].practitioner, clinic->maria);
	return sums[0];
}

static struct wages wages_of(struct clinic *clinic)
{
	struct wages wages;

	assert_int_equal(practice_wages(place_read(clinic->place),
					clinic->maria, WHOLE_TIME, &wages),
			 OK);
	return wages;
}

static void a_run_takes_unpaid_wages_to_its_day(void **state)
{
	struct clinic *clinic = *state;
	struct payroll_sum line;
	struct payroll run;

	billing_saved(clinic, 1, 1);
	billing_saved(clinic, 5, 3);
	billing_saved(clinic, 6, 1);
	run = run_to(clinic, 5);
	assert_false(run.closed);
	line = line_of(clinic, run.id);
	assert_int_equal(line.sessions, 2);
	assert_int_equal(line.minutes, 120);
	assert_int_equal(line.amount.minor, 6000);
	assert_int_equal(wages_of(clinic).unpaid.minor, 9000);
	assert_string_equal(clinic_audit(clinic, "payroll", run.id).action,
			    "payroll.add");
}

static void s20_unsaved_sessions_pay_nothing(void **state)
{
	struct clinic *clinic = *state;

	for (int day = 1; day <= 5; day++)
		clinic_session(clinic,
			       arena_printf(clinic->op->arena,
					    "2026-06-%02dT14:00:00Z", day),
			       60, clinic->fixed, 1);
	assert_int_equal(line_of(clinic, run_to(clinic, 10).id).sessions, 0);
	assert_int_equal(wages_of(clinic).unpaid.minor, 0);
	assert_int_equal(wages_of(clinic).count, 0);
}

static void s40_closing_a_run_pays_it_from_cash(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct payroll run = run_to(clinic, 10);
	struct wages wages;

	assert_failed(clinic, close_run(clinic, run.id), ERR_FORBIDDEN);
	clinic->op->actor.grants = GRANT_PAYROLL;
	assert_ok(clinic, close_run(clinic, run.id));
	assert_int_equal(billing_sum(clinic, ACCOUNT_PAYABLE, clinic->maria),
			 0);
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), -3000);
	wages = wages_of(clinic);
	assert_int_equal(wages.unpaid.minor, 0);
	assert_int_equal(wages.count, 1);
	assert_true(wages.list[0].paid);
	assert_int_equal(wages.list[0].payroll, run.id);
	assert_int_equal(wages.list[0].session, session);
	assert_int_equal(wages.list[0].day.n, billing_june(1).n);
	assert_failed(clinic, close_run(clinic, run.id), ERR_CONFLICT);
	assert_failed(clinic, close_run(clinic, 99), ERR_NOT_FOUND);
	assert_int_equal(line_of(clinic, run_to(clinic, 10).id).sessions, 0);
	billing_verify(clinic);
}

static void s40_what_is_saved_later_goes_into_the_next(void **state)
{
	struct clinic *clinic = *state;
	struct payroll first, second;

	billing_saved(clinic, 1, 1);
	first = run_to(clinic, 10);
	billing_saved(clinic, 2, 1);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, close_run(clinic, first.id));
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), -3000);
	second = run_to(clinic, 10);
	assert_int_equal(line_of(clinic, second.id).amount.minor, 3000);
}

static void s40_later_reversals_enter_the_next_run(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct payroll first = run_to(clinic, 10), second;
	struct payroll_sum line;
	struct wages wages;

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, close_run(clinic, first.id));
	billing_reopen(clinic, session);
	assert_int_equal(wages_of(clinic).unpaid.minor, -3000);
	assert_ok(clinic, clinic_save(clinic, session, "missed"));
	billing_saved(clinic, 9, 1);
	/* whatever the day of the session that was re-opened */
	second = run_to(clinic, 9);
	line = line_of(clinic, second.id);
	assert_int_equal(line.sessions, 2);
	assert_int_equal(line.wages.minor, 6000);
	assert_int_equal(line.reversals.minor, -3000);
	assert_int_equal(line.amount.minor, 3000);
	assert_int_equal(line_of(clinic, first.id).amount.minor, 3000);
	assert_ok(clinic, close_run(clinic, second.id));
	wages = wages_of(clinic);
	assert_int_equal(wages.unpaid.minor, 0);
	assert_int_equal(wages.count, 4);
	assert_true(wages.list[1].reversal);
	assert_int_equal(wages.list[1].amount.minor, -3000);
	assert_int_equal(wages.list[1].payroll, second.id);
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), -6000);
	assert_int_equal(line_of(clinic, run_to(clinic, 10).id).sessions, 0);
	billing_verify(clinic);
}

static void a_reversal_alone_is_given_back(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct payroll run = run_to(clinic, 10);

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, close_run(clinic, run.id));
	billing_reopen(clinic, session);
	run = run_to(clinic, 10);
	assert_int_equal(line_of(clinic, run.id).amount.minor, -3000);
	assert_ok(clinic, close_run(clinic, run.id));
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), 0);
	assert_int_equal(wages_of(clinic).unpaid.minor, 0);
}

static void s25_paid_out_is_for_an_admin_to_reopen(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct payroll run = run_to(clinic, 10);

	assert_ok(clinic, clinic_save(clinic, session, "open"));
	assert_int_equal(line_of(clinic, run.id).sessions, 0);
	assert_ok(clinic, clinic_save(clinic, session, "completed"));
	clinic->op->actor.grants = GRANT_PAYROLL;
	assert_ok(clinic, close_run(clinic, run.id));
	run = run_to(clinic, 10);
	assert_ok(clinic, close_run(clinic, run.id));
	assert_true(billing_billed(place_read(clinic->place), session));
	assert_failed(clinic, clinic_save(clinic, session, "open"),
		      REFUSED(SESSION_SAVED));
	billing_reopen(clinic, session);
}

static void s40_one_run_is_open_at_a_time(void **state)
{
	struct clinic *clinic = *state;
	struct payroll first, open = { .id = 0 };

	billing_saved(clinic, 1, 1);
	billing_saved(clinic, 8, 1);
	first = run_to(clinic, 10);
	assert_failed(clinic,
		      practice_payroll_add(clinic->op, clinic->store,
					   billing_june(5), &open),
		      ERR_CONFLICT);
	assert_int_equal(open.id, first.id);
	assert_int_equal(line_of(clinic, first.id).sessions, 2);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, close_run(clinic, first.id));
	assert_int_equal(line_of(clinic, run_to(clinic, 10).id).sessions, 0);
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), -6000);
}

static void a_canceled_session_counts_and_pays_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-02T14:00:00Z",
						60, clinic->fixed, 1);
	struct payroll run;

	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	run = run_to(clinic, 10);
	assert_int_equal(line_of(clinic, run.id).sessions, 1);
	assert_int_equal(line_of(clinic, run.id).amount.minor, 0);
	clinic->op->actor.grants = GRANT_PAYROLL;
	assert_ok(clinic, close_run(clinic, run.id));
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_int_equal(line_of(clinic, run_to(clinic, 10).id).sessions, 0);
}

static void the_database_itself_keeps_a_closed_run(void **state)
{
	static const char *const tries[] = {
		"UPDATE payroll SET status = 0, closed = 253402300799",
		"UPDATE payroll SET to_day = 1",
		"DELETE FROM payroll",
		"UPDATE payroll_line SET amount = 1",
		"DELETE FROM payroll_line",
		"INSERT INTO payroll_line VALUES (1, 3, 1, 1, 0, -1)",
	};
	struct clinic *clinic = *state;
	struct payroll run;

	billing_saved(clinic, 1, 1);
	run = run_to(clinic, 10);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, close_run(clinic, run.id));
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++)
		assert_int_not_equal(place_sql(clinic->place, tries[i]), 0);
}

static void runs_are_for_the_office(void **state)
{
	struct clinic *clinic = *state;
	struct payroll run = run_to(clinic, 10), found;

	clinic_as(clinic, clinic->maria);
	assert_failed(clinic,
		      practice_payroll_add(clinic->op, clinic->store,
					   billing_june(10), &found),
		      ERR_FORBIDDEN);
	assert_int_equal(practice_payroll_find(place_read(clinic->place),
					       run.id, &found),
			 ERR_FORBIDDEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(a_run_takes_unpaid_wages_to_its_day),
		WITH_BILLING(s20_unsaved_sessions_pay_nothing),
		WITH_BILLING(s40_closing_a_run_pays_it_from_cash),
		WITH_BILLING(s40_what_is_saved_later_goes_into_the_next),
		WITH_BILLING(s40_later_reversals_enter_the_next_run),
		WITH_BILLING(a_reversal_alone_is_given_back),
		WITH_BILLING(s25_paid_out_is_for_an_admin_to_reopen),
		WITH_BILLING(s40_one_run_is_open_at_a_time),
		WITH_BILLING(a_canceled_session_counts_and_pays_nothing),
		WITH_BILLING(the_database_itself_keeps_a_closed_run),
		WITH_BILLING(runs_are_for_the_office),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
