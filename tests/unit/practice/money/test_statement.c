#include "tests/unit/practice/money_fixture.h"

#include "practice/wall_time.h"

static struct account_statement statement(struct clinic *clinic,
					  struct span span)
{
	struct account_statement made;

	assert_int_equal(practice_statement(place_read(clinic->place),
					    clinic->clients[0], span, &made),
			 OK);
	return made;
}

static struct span days(struct clinic *clinic, int from, int to)
{
	struct practice practice;

	assert_int_equal(
		store_practice_load(place_read(clinic->place), &practice), OK);
	return practice_days(&practice, billing_june(from), billing_june(to));
}

static void check_entry(const struct account_entry *entry, const char *kind,
			const char *text, int64_t amount, int64_t balance)
{
	assert_string_equal(entry->kind, kind);
	assert_string_equal(entry->text, text);
	assert_int_equal(entry->amount.minor, amount);
	assert_int_equal(entry->balance.minor, balance);
}

static void every_kind_of_entry_says_what_it_is(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct invoice invoice = billing_issued(clinic, 10);
	struct payment payment = billing_pay(clinic, 5000), second;
	struct account_statement made;

	assert_ok(clinic,
		  practice_refund_add(clinic->op, clinic->store, payment.id,
				      (struct money){ 197 }, NULL, &payment));
	second = billing_pay(clinic, 100);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_payment_void(clinic->op, clinic->store,
						second.id, &second));
	billing_reopen(clinic, session);
	made = statement(clinic, WHOLE_TIME);
	assert_int_equal(made.opening.minor, 0);
	assert_int_equal(made.count, 6);
	check_entry(&made.entries[0], "save", "Session: Completed", 4803, 4803);
	assert_int_equal(made.entries[0].session, session);
	assert_int_equal(made.entries[0].invoice, invoice.id);
	check_entry(&made.entries[1], "payment", "Payment of 2026-06-10, card",
		    -5000, -197);
	assert_int_equal(made.entries[1].payment, payment.id);
	check_entry(&made.entries[2], "refund",
		    "Refund of the payment of 2026-06-10", 197, 0);
	check_entry(&made.entries[3], "payment", "Payment of 2026-06-10, card",
		    -100, -100);
	check_entry(&made.entries[4], "void", "Payment of 2026-06-10 voided",
		    100, 0);
	check_entry(&made.entries[5], "reopen", "Session: re-opened", -4803,
		    -4803);
	assert_int_equal(made.closing.minor, -4803);
	assert_int_equal(billing_balance(clinic).balance.minor, -4803);
}

static void s40_any_span_closes_with_the_ledgers_sum(void **state)
{
	struct clinic *clinic = *state;

	clinic_at(clinic, "2026-06-02T18:00:00Z");
	billing_saved(clinic, 1, 1);
	clinic_at(clinic, "2026-06-05T03:30:00Z"); /* the 4th in Toronto */
	billing_pay(clinic, 2000);
	clinic_at(clinic, "2026-06-05T04:30:00Z"); /* the 5th */
	billing_pay(clinic, 1000);
	clinic_at(clinic, "2026-06-09T18:00:00Z");
	billing_saved(clinic, 8, 1);
	for (int from = 1; from <= 10; from++) {
		for (int to = from; to <= 10; to++) {
			struct span span = days(clinic, from, to);
			struct account_statement made = statement(clinic, span);
			struct money opening, closing, sum = made.opening;

			assert_int_equal(
				store_account_sum(place_read(clinic->place),
						  ACCOUNT_RECEIVABLE,
						  clinic->clients[0],
						  span.start, &opening),
				OK);
			assert_int_equal(
				store_account_sum(place_read(clinic->place),
						  ACCOUNT_RECEIVABLE,
						  clinic->clients[0], span.end,
						  &closing),
				OK);
			for (size_t i = 0; i < made.count; i++)
				sum = money_add(sum, made.entries[i].amount);
			assert_int_equal(made.opening.minor, opening.minor);
			assert_int_equal(made.closing.minor, closing.minor);
			assert_int_equal(sum.minor, closing.minor);
		}
	}
	assert_int_equal(statement(clinic, days(clinic, 4, 4)).count, 1);
	assert_int_equal(
		statement(clinic, days(clinic, 4, 4)).entries[0].date.n,
		billing_june(4).n);
}

static void s37_reopening_and_saving_anew_leave_the_same_balance(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct money before = billing_balance(clinic).balance;

	assert_ok(clinic, clinic_save(clinic, session, "open"));
	assert_int_equal(billing_balance(clinic).balance.minor, 0);
	assert_ok(clinic, clinic_save(clinic, session, "completed"));
	assert_int_equal(billing_balance(clinic).balance.minor, before.minor);
	assert_int_equal(statement(clinic, WHOLE_TIME).count, 3);
}

static enum err balance_as(struct clinic *clinic, int64_t actor, int64_t client)
{
	struct client_balance balance;

	clinic_as(clinic, actor);
	return practice_balance(place_read(clinic->place), client, &balance);
}

static enum err wages_as(struct clinic *clinic, int64_t actor, int64_t person)
{
	struct wages wages;

	clinic_as(clinic, actor);
	return practice_wages(place_read(clinic->place), person, WHOLE_TIME,
			      &wages);
}

static void s4_each_knows_their_own_account_only(void **state)
{
	struct clinic *clinic = *state;
	const int64_t *clients = clinic->clients;

	assert_int_equal(balance_as(clinic, clients[0], clients[0]), OK);
	assert_int_equal(balance_as(clinic, clients[1], clients[0]),
			 ERR_NOT_FOUND);
	assert_int_equal(balance_as(clinic, clinic->maria, clients[0]),
			 ERR_NOT_FOUND);
	assert_int_equal(balance_as(clinic, clinic->staff, clients[0]), OK);
	assert_int_equal(balance_as(clinic, clinic->staff, clinic->maria),
			 ERR_NOT_FOUND);
	assert_int_equal(wages_as(clinic, clinic->maria, clinic->maria), OK);
	assert_int_equal(wages_as(clinic, clinic->ben, clinic->maria),
			 ERR_NOT_FOUND);
	assert_int_equal(wages_as(clinic, clinic->staff, clinic->maria), OK);
	assert_int_equal(wages_as(clinic, clinic->staff, clients[0]),
			 ERR_NOT_FOUND);
	assert_int_equal(wages_as(clinic, clinic->staff, 99), ERR_NOT_FOUND);
}

static void wages_go_by_the_sessions_day(void **state)
{
	struct clinic *clinic = *state;
	struct wages wages;

	billing_saved(clinic, 1, 1);
	billing_saved(clinic, 4, 1);
	billing_saved(clinic, 7, 1);
	assert_int_equal(practice_wages(place_read(clinic->place),
					clinic->maria, days(clinic, 4, 6),
					&wages),
			 OK);
	assert_int_equal(wages.unpaid.minor, 9000);
	assert_int_equal(wages.count, 1);
	assert_int_equal(wages.list[0].day.n, billing_june(4).n);
	assert_int_equal(wages.list[0].amount.minor, 3000);
	assert_int_equal(wages.list[0].payroll, 0);
}

static void what_was_reopened_unpaid_is_in_no_list_of_wages(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct wages wages;

	assert_ok(clinic, clinic_save(clinic, session, "open"));
	assert_int_equal(practice_wages(place_read(clinic->place),
					clinic->maria, WHOLE_TIME, &wages),
			 OK);
	assert_int_equal(wages.count, 0);
	assert_int_equal(wages.unpaid.minor, 0);
}

static void save_second_as(struct clinic *clinic, int64_t session,
			   const char *type)
{
	struct save_client second = { .client = clinic->clients[1],
				      .type = type };
	struct save save = { .session = session,
			     .type = "completed",
			     .clients = &second,
			     .client_count = 1 };

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_session_save(clinic->op, clinic->store,
						&save, NULL));
}

/* It would tell that something about another was changed. */
static void a_client_is_not_told_what_was_done_for_anothers(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 2);
	struct account_statement told;

	save_second_as(clinic, session, "missed");
	assert_int_equal(statement(clinic, WHOLE_TIME).count, 3);
	clinic_as(clinic, clinic->clients[0]);
	told = statement(clinic, WHOLE_TIME);
	assert_int_equal(told.count, 1);
	assert_int_equal(told.closing.minor, 4803);
	assert_int_equal(statement(clinic, days(clinic, 9, 9)).count, 0);
	assert_int_equal(statement(clinic, days(clinic, 10, 10)).count, 1);
	/* What concerns them they are told. */
	clinic_as(clinic, clinic->admin);
	billing_reopen(clinic, session);
	assert_ok(clinic, clinic_save(clinic, session, "missed"));
	clinic_as(clinic, clinic->clients[0]);
	assert_int_equal(statement(clinic, WHOLE_TIME).count, 3);
	assert_int_equal(statement(clinic, WHOLE_TIME).closing.minor, 4803);
}

static void what_was_re_opened_and_saved_at_times_is_told(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 2);
	int64_t other = billing_saved(clinic, 2, 1);

	/* Of two sessions at one moment: neither is an echo of the other. */
	billing_reopen(clinic, session);
	billing_reopen(clinic, other);
	assert_ok(clinic, clinic_save(clinic, other, "completed"));
	clinic->op->now.s += 60;
	assert_ok(clinic, clinic_save(clinic, session, "completed"));
	/* Another moment: somebody was told in between. */
	billing_reopen(clinic, session);
	clinic->op->now.s += 60;
	assert_ok(clinic, clinic_save(clinic, session, "completed"));
	clinic_as(clinic, clinic->clients[0]);
	assert_int_equal(statement(clinic, WHOLE_TIME).closing.minor, 2 * 4803);
	assert_int_equal(statement(clinic, WHOLE_TIME).count, 6);
}

/* A session of a type that has no service any more is still told. */
static void a_statement_tells_re_openings_by_their_service(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 1);
	struct account_statement made;

	billing_reopen(clinic, session);
	made = statement(clinic, WHOLE_TIME);
	assert_int_equal(made.count, 2);
	assert_string_equal(made.entries[0].text, "Session: Completed");
	assert_string_equal(made.entries[1].text, "Session: re-opened");
	assert_int_equal(made.closing.minor, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(every_kind_of_entry_says_what_it_is),
		WITH_BILLING(s40_any_span_closes_with_the_ledgers_sum),
		WITH_BILLING(
			s37_reopening_and_saving_anew_leave_the_same_balance),
		WITH_BILLING(s4_each_knows_their_own_account_only),
		WITH_BILLING(wages_go_by_the_sessions_day),
		WITH_BILLING(what_was_reopened_unpaid_is_in_no_list_of_wages),
		WITH_BILLING(a_client_is_not_told_what_was_done_for_anothers),
		WITH_BILLING(what_was_re_opened_and_saved_at_times_is_told),
		WITH_BILLING(a_statement_tells_re_openings_by_their_service),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
