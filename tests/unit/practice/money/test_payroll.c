#include "tests/unit/practice/money_fixture.h"

static struct payroll run_to(struct scene *scene, int day)
{
	struct payroll payroll;

	assert_ok(scene, practice_payroll_add(scene->op, scene->store,
					      till_june(day), &payroll));
	return payroll;
}

static enum err close_run(struct scene *scene, int64_t id)
{
	struct payroll payroll;

	return practice_payroll_close(scene->op, scene->store, id, &payroll);
}

/* What maria gets by the run: one line, or none. */
static struct payroll_sum line_of(struct scene *scene, int64_t payroll)
{
	struct payroll_sum *sums;
	size_t count;

	assert_int_equal(practice_payroll_sums(place_read(scene->place),
					       payroll, &sums, &count),
			 OK);
	if (count == 0)
		return (struct payroll_sum){ 0 };
	assert_int_equal(count, 1);
	assert_int_equal(sums[0].practitioner, scene->maria);
	return sums[0];
}

static struct wages wages_of(struct scene *scene)
{
	struct wages wages;

	assert_int_equal(
		practice_wages(place_read(scene->place), scene->maria,
			       (struct span){ INSTANT_MIN, INSTANT_MAX },
			       &wages),
		OK);
	return wages;
}

static void a_run_takes_unpaid_wages_to_its_day(void **state)
{
	struct scene *scene = *state;
	struct payroll_sum line;
	struct payroll run;

	till_saved(scene, 1, 1);
	till_saved(scene, 5, 3);
	till_saved(scene, 6, 1);
	run = run_to(scene, 5);
	assert_false(run.closed);
	line = line_of(scene, run.id);
	assert_int_equal(line.sessions, 2);
	assert_int_equal(line.minutes, 120);
	assert_int_equal(line.amount.minor, 6000);
	assert_int_equal(wages_of(scene).unpaid.minor, 9000);
	assert_string_equal(scene_audit(scene, "payroll", run.id).action,
			    "payroll.add");
}

static void s20_unsaved_sessions_pay_nothing(void **state)
{
	struct scene *scene = *state;

	for (int day = 1; day <= 5; day++)
		scene_session(scene,
			      arena_printf(scene->op->arena,
					   "2026-06-%02dT14:00:00Z", day),
			      60, scene->fixed, 1);
	assert_int_equal(line_of(scene, run_to(scene, 10).id).sessions, 0);
	assert_int_equal(wages_of(scene).unpaid.minor, 0);
	assert_int_equal(wages_of(scene).count, 0);
}

static void s40_closing_a_run_pays_it_from_cash(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct payroll run = run_to(scene, 10);
	struct wages wages;

	assert_failed(scene, close_run(scene, run.id), ERR_FORBIDDEN);
	scene->op->actor.grants = GRANT_PAYROLL;
	assert_ok(scene, close_run(scene, run.id));
	assert_int_equal(till_sum(scene, ACCOUNT_PAYABLE, scene->maria), 0);
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), -3000);
	wages = wages_of(scene);
	assert_int_equal(wages.unpaid.minor, 0);
	assert_int_equal(wages.count, 1);
	assert_true(wages.list[0].paid);
	assert_int_equal(wages.list[0].payroll, run.id);
	assert_int_equal(wages.list[0].session, session);
	assert_int_equal(wages.list[0].day.n, till_june(1).n);
	assert_failed(scene, close_run(scene, run.id), ERR_CONFLICT);
	assert_failed(scene, close_run(scene, 99), ERR_NOT_FOUND);
	assert_int_equal(line_of(scene, run_to(scene, 10).id).sessions, 0);
	till_verify(scene);
}

static void s40_what_is_saved_later_goes_into_the_next(void **state)
{
	struct scene *scene = *state;
	struct payroll first, second;

	till_saved(scene, 1, 1);
	first = run_to(scene, 10);
	till_saved(scene, 2, 1);
	scene_as(scene, scene->admin);
	assert_ok(scene, close_run(scene, first.id));
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), -3000);
	second = run_to(scene, 10);
	assert_int_equal(line_of(scene, second.id).amount.minor, 3000);
}

static void s40_later_reversals_enter_the_next_run(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct payroll first = run_to(scene, 10), second;
	struct payroll_sum line;
	struct wages wages;

	scene_as(scene, scene->admin);
	assert_ok(scene, close_run(scene, first.id));
	till_reopen(scene, session);
	assert_int_equal(wages_of(scene).unpaid.minor, -3000);
	assert_ok(scene, scene_save(scene, session, "missed"));
	till_saved(scene, 9, 1);
	/* whatever the day of the session that was re-opened */
	second = run_to(scene, 9);
	line = line_of(scene, second.id);
	assert_int_equal(line.sessions, 2);
	assert_int_equal(line.wages.minor, 6000);
	assert_int_equal(line.reversals.minor, -3000);
	assert_int_equal(line.amount.minor, 3000);
	assert_int_equal(line_of(scene, first.id).amount.minor, 3000);
	assert_ok(scene, close_run(scene, second.id));
	wages = wages_of(scene);
	assert_int_equal(wages.unpaid.minor, 0);
	assert_int_equal(wages.count, 4);
	assert_true(wages.list[1].reversal);
	assert_int_equal(wages.list[1].amount.minor, -3000);
	assert_int_equal(wages.list[1].payroll, second.id);
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), -6000);
	assert_int_equal(line_of(scene, run_to(scene, 10).id).sessions, 0);
	till_verify(scene);
}

static void a_reversal_alone_is_given_back(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct payroll run = run_to(scene, 10);

	scene_as(scene, scene->admin);
	assert_ok(scene, close_run(scene, run.id));
	till_reopen(scene, session);
	run = run_to(scene, 10);
	assert_int_equal(line_of(scene, run.id).amount.minor, -3000);
	assert_ok(scene, close_run(scene, run.id));
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), 0);
	assert_int_equal(wages_of(scene).unpaid.minor, 0);
}

static void s25_paid_out_is_for_an_admin_to_reopen(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 1);
	struct payroll run = run_to(scene, 10);

	assert_ok(scene, scene_save(scene, session, "open"));
	assert_int_equal(line_of(scene, run.id).sessions, 0);
	assert_ok(scene, scene_save(scene, session, "completed"));
	scene->op->actor.grants = GRANT_PAYROLL;
	assert_ok(scene, close_run(scene, run.id));
	run = run_to(scene, 10);
	assert_ok(scene, close_run(scene, run.id));
	assert_true(till_billed(place_read(scene->place), session));
	assert_failed(scene, scene_save(scene, session, "open"),
		      ERR_SESSION_SAVED);
	till_reopen(scene, session);
}

static void s40_one_run_is_open_at_a_time(void **state)
{
	struct scene *scene = *state;
	struct payroll first, open = { .id = 0 };

	till_saved(scene, 1, 1);
	till_saved(scene, 8, 1);
	first = run_to(scene, 10);
	assert_failed(scene,
		      practice_payroll_add(scene->op, scene->store,
					   till_june(5), &open),
		      ERR_CONFLICT);
	assert_int_equal(open.id, first.id);
	assert_int_equal(line_of(scene, first.id).sessions, 2);
	scene_as(scene, scene->admin);
	assert_ok(scene, close_run(scene, first.id));
	assert_int_equal(line_of(scene, run_to(scene, 10).id).sessions, 0);
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), -6000);
}

static void a_canceled_session_counts_and_pays_nothing(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_session(scene, "2026-06-02T14:00:00Z",
					       60, scene->fixed, 1);
	struct payroll run;

	assert_ok(scene, scene_save(scene, session.id, "canceled"));
	run = run_to(scene, 10);
	assert_int_equal(line_of(scene, run.id).sessions, 1);
	assert_int_equal(line_of(scene, run.id).amount.minor, 0);
	scene->op->actor.grants = GRANT_PAYROLL;
	assert_ok(scene, close_run(scene, run.id));
	assert_ok(scene, scene_save(scene, session.id, "open"));
	assert_int_equal(line_of(scene, run_to(scene, 10).id).sessions, 0);
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
	struct scene *scene = *state;
	struct payroll run;

	till_saved(scene, 1, 1);
	run = run_to(scene, 10);
	scene_as(scene, scene->admin);
	assert_ok(scene, close_run(scene, run.id));
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++)
		assert_int_not_equal(place_sql(scene->place, tries[i]), 0);
}

static void runs_are_for_the_office(void **state)
{
	struct scene *scene = *state;
	struct payroll run = run_to(scene, 10), found;

	scene_as(scene, scene->maria);
	assert_failed(scene,
		      practice_payroll_add(scene->op, scene->store,
					   till_june(10), &found),
		      ERR_FORBIDDEN);
	assert_int_equal(
		practice_payroll_find(place_read(scene->place), run.id, &found),
		ERR_FORBIDDEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(a_run_takes_unpaid_wages_to_its_day),
		WITH_TILL(s20_unsaved_sessions_pay_nothing),
		WITH_TILL(s40_closing_a_run_pays_it_from_cash),
		WITH_TILL(s40_what_is_saved_later_goes_into_the_next),
		WITH_TILL(s40_later_reversals_enter_the_next_run),
		WITH_TILL(a_reversal_alone_is_given_back),
		WITH_TILL(s25_paid_out_is_for_an_admin_to_reopen),
		WITH_TILL(s40_one_run_is_open_at_a_time),
		WITH_TILL(a_canceled_session_counts_and_pays_nothing),
		WITH_TILL(the_database_itself_keeps_a_closed_run),
		WITH_TILL(runs_are_for_the_office),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
