#include "tests/unit/practice/money_fixture.h"

#include "base/str.h"

/* A service of 42.50 without tax, for the amounts of S39. */
static int64_t untaxed(struct clinic *clinic)
{
	struct actor actor = clinic->op->actor;
	int64_t service;

	clinic_as(clinic, clinic->admin);
	service = clinic_service(clinic, "Untaxed", SERVICE_FIXED, WAGE_SESSION,
				 4250, 3000, 0);
	clinic->op->actor = actor;
	return service;
}

static enum err pay(struct clinic *clinic, const struct payment_entry *entry,
		    struct payment *payment)
{
	return practice_payment_add(clinic->op, clinic->store, entry, payment);
}

static enum err refund(struct clinic *clinic, int64_t id, int64_t minor)
{
	struct payment payment;

	return practice_refund_add(clinic->op, clinic->store, id,
				   (struct money){ minor }, NULL, &payment);
}

static void s39_100_00_against_42_50_leaves_57_50_credit(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice;
	struct payment payment;

	billing_saved_of(clinic, 1, untaxed(clinic));
	invoice = billing_issued(clinic, 10);
	payment = billing_pay(clinic, 10000);
	assert_int_equal(payment.allocated.minor, 4250);
	assert_int_equal(billing_balance(clinic).balance.minor, -5750);
	assert_int_equal(billing_balance(clinic).credit.minor, 5750);
	assert_int_equal(billing_invoice(clinic, invoice.id).settled.minor,
			 4250);
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), 10000);
	assert_int_equal(
		billing_sum(clinic, ACCOUNT_RECEIVABLE, clinic->clients[0]),
		-5750);
	assert_string_equal(clinic_audit(clinic, "payment", payment.id).action,
			    "payment.add");
	billing_verify(clinic);
}

static void s39_the_oldest_is_paid_first(void **state)
{
	struct clinic *clinic = *state;
	struct invoice first, second;
	struct payment payment;

	billing_saved(clinic, 1, 1);
	first = billing_issued(clinic, 1);
	billing_saved(clinic, 2, 1);
	second = billing_issued(clinic, 2);
	payment = billing_pay(clinic, 6000);
	assert_int_equal(payment.allocated.minor, 6000);
	assert_int_equal(billing_invoice(clinic, first.id).settled.minor, 4803);
	assert_int_equal(billing_invoice(clinic, second.id).settled.minor,
			 1197);
}

static void s39_what_was_chosen_is_paid_instead(void **state)
{
	struct clinic *clinic = *state;
	struct payment_choice chosen;
	struct payment_entry entry = { .client = clinic->clients[0],
				       .amount = { 6000 },
				       .chooses = true,
				       .chosen = &chosen,
				       .chosen_count = 1 };
	struct invoice first, second;
	struct payment payment;

	billing_saved(clinic, 1, 1);
	first = billing_issued(clinic, 1);
	billing_saved(clinic, 2, 1);
	second = billing_issued(clinic, 2);
	chosen = (struct payment_choice){ second.id, { 4000 } };
	assert_ok(clinic, pay(clinic, &entry, &payment));
	assert_int_equal(payment.allocated.minor, 4000);
	assert_int_equal(billing_invoice(clinic, first.id).settled.minor, 0);
	assert_int_equal(billing_invoice(clinic, second.id).settled.minor,
			 4000);
}

static void wrong_choices_are_refused_and_nothing_is_posted(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = billing_saved(clinic, 1, 2);
	struct invoice mine = billing_issued(clinic, 10), other;
	struct payment_choice chosen[2];
	struct payment_entry entry = { .client = clinic->clients[0],
				       .amount = { 4000 },
				       .chooses = true,
				       .chosen = chosen,
				       .chosen_count = 1 };
	struct payment payment;

	assert_true(session > 0);
	assert_ok(clinic, practice_invoice_draft(clinic->op, clinic->store,
						 clinic->clients[1],
						 billing_june(10), &other));
	assert_ok(clinic, practice_invoice_issue(clinic->op, clinic->store,
						 other.id, &other));
	chosen[0] = (struct payment_choice){ other.id, { 100 } };
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	assert_true(clinic_field(clinic, "allocate", "not-due"));
	chosen[0] = (struct payment_choice){ mine.id, { 0 } };
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	chosen[0] = (struct payment_choice){ mine.id, { 4804 } };
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	assert_true(clinic_field(clinic, "allocate", "over-due"));
	chosen[0] = (struct payment_choice){ mine.id, { 4001 } };
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	assert_true(clinic_field(clinic, "allocate", "over-paid"));
	chosen[0] = chosen[1] = (struct payment_choice){ mine.id, { 2500 } };
	entry.amount.minor = 5000;
	entry.chosen_count = 2;
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), 0);
	assert_int_equal(billing_invoice(clinic, mine.id).settled.minor, 0);
}

static void amount_and_client_are_judged_together(void **state)
{
	struct clinic *clinic = *state;
	struct payment_entry entry = { .client = clinic->maria };
	struct payment payment;

	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	assert_true(clinic_field(clinic, "amount", "amount-range"));
	assert_true(clinic_field(clinic, "client", "client-unknown"));
	entry.client = clinic->clients[0];
	entry.amount.minor = MONEY_LIMIT + 1;
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	entry.amount.minor = -1;
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	entry.amount.minor = MONEY_LIMIT;
	assert_ok(clinic, pay(clinic, &entry, &payment));
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_FORBIDDEN);
	clinic_as(clinic, clinic->clients[0]);
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_FORBIDDEN);
}

static void s40_it_posts_when_entered_and_shows_its_own_date(void **state)
{
	struct clinic *clinic = *state;
	struct day day = billing_june(2);
	struct payment_entry entry = { .client = clinic->clients[0],
				       .amount = { 1000 },
				       .day = &day,
				       .method = "  transfer " };
	struct payment payment;
	struct posting posting;

	assert_ok(clinic, pay(clinic, &entry, &payment));
	assert_int_equal(payment.day.n, day.n);
	assert_string_equal(payment.method, "transfer");
	assert_int_equal(store_posting_find(place_read(clinic->place),
					    payment.posting, &posting),
			 OK);
	assert_int_equal(posting.at.s, clinic->op->now.s);
	assert_int_equal(posting.payment, payment.id);
	entry.day = NULL;
	clinic_at(clinic, "2026-06-11T03:00:00Z"); /* still the 10th there */
	assert_ok(clinic, pay(clinic, &entry, &payment));
	assert_int_equal(payment.day.n, billing_june(10).n);
}

static void s37_a_payment_is_voided_by_reversal(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice;
	struct payment payment;
	struct posting posting;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 10);
	payment = billing_pay(clinic, 6000);
	assert_failed(clinic,
		      practice_payment_void(clinic->op, clinic->store,
					    payment.id, &payment),
		      ERR_FORBIDDEN); /* S4: not granted */
	clinic->op->actor.grants = GRANT_VOID;
	assert_ok(clinic, practice_payment_void(clinic->op, clinic->store,
						payment.id, &payment));
	assert_int_equal(payment.voided.s, clinic->op->now.s);
	assert_int_equal(payment.allocated.minor, 0);
	assert_int_equal(billing_balance(clinic).balance.minor, 4803);
	assert_int_equal(billing_invoice(clinic, invoice.id).settled.minor, 0);
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), 0);
	assert_int_equal(store_posting_find(place_read(clinic->place),
					    payment.reversal, &posting),
			 OK);
	assert_int_equal(posting.reverses, payment.posting);
	assert_failed(clinic,
		      practice_payment_void(clinic->op, clinic->store,
					    payment.id, &payment),
		      ERR_CONFLICT);
	assert_failed(clinic, refund(clinic, payment.id, 1), ERR_CONFLICT);
	billing_verify(clinic);
}

static void s39_refunds_are_at_most_what_was_paid(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice;
	struct payment payment;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 10);
	payment = billing_pay(clinic, 10000);
	assert_failed(clinic, refund(clinic, payment.id, 0), ERR_INVALID);
	assert_failed(clinic, refund(clinic, payment.id, 10001), ERR_INVALID);
	assert_true(clinic_field(clinic, "amount", "over-paid"));
	assert_ok(clinic, refund(clinic, payment.id, 5197));
	assert_int_equal(billing_balance(clinic).balance.minor, 0);
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), 4803);
	assert_int_equal(billing_invoice(clinic, invoice.id).settled.minor,
			 4803);
	assert_failed(clinic, refund(clinic, payment.id, 4804), ERR_INVALID);
	assert_ok(clinic, refund(clinic, payment.id, 803)); /* due again */
	assert_int_equal(billing_invoice(clinic, invoice.id).settled.minor,
			 4000);
	assert_ok(clinic, refund(clinic, payment.id, 4000));
	assert_int_equal(billing_invoice(clinic, invoice.id).settled.minor, 0);
	assert_int_equal(billing_balance(clinic).balance.minor, 4803);
	assert_int_equal(billing_sum(clinic, ACCOUNT_CASH, 0), 0);
	payment = billing_payment(clinic, payment.id);
	assert_int_equal(payment.refunded.minor, 10000);
	assert_failed(clinic, refund(clinic, payment.id, 1), ERR_INVALID);
	billing_verify(clinic);
}

static void a_refunded_payment_is_not_voided(void **state)
{
	struct clinic *clinic = *state;
	struct payment payment = billing_pay(clinic, 1000);

	assert_ok(clinic, refund(clinic, payment.id, 1));
	clinic_as(clinic, clinic->admin);
	assert_failed(clinic,
		      practice_payment_void(clinic->op, clinic->store,
					    payment.id, &payment),
		      ERR_CONFLICT);
	assert_int_equal(place_sql(clinic->place, "DELETE FROM refund") == 0,
			 false);
}

static void a_refund_leaves_other_payments_where_they_are(void **state)
{
	struct clinic *clinic = *state;
	struct invoice invoice;
	struct payment first, second;

	billing_saved(clinic, 1, 1);
	invoice = billing_issued(clinic, 10);
	first = billing_pay(clinic, 3000);
	second = billing_pay(clinic, 3000);
	assert_int_equal(second.allocated.minor, 1803);
	assert_ok(clinic, refund(clinic, second.id, 2000));
	assert_int_equal(billing_payment(clinic, second.id).allocated.minor,
			 1000);
	assert_int_equal(billing_payment(clinic, first.id).allocated.minor,
			 3000);
	assert_int_equal(billing_invoice(clinic, invoice.id).settled.minor,
			 4000);
}

static void a_payment_is_for_the_office_to_see(void **state)
{
	struct clinic *clinic = *state;
	struct payment payment = billing_pay(clinic, 1000), found;

	assert_int_equal(practice_payment_find(place_read(clinic->place),
					       payment.id, &found),
			 OK);
	assert_int_equal(
		practice_payment_find(place_read(clinic->place), 99, &found),
		ERR_NOT_FOUND);
	clinic_as(clinic, clinic->clients[0]);
	assert_int_equal(practice_payment_find(place_read(clinic->place),
					       payment.id, &found),
			 ERR_FORBIDDEN);
}

static void a_payment_says_how_and_by_whom_it_came(void **state)
{
	struct clinic *clinic = *state;
	struct payment_entry entry = { .client = clinic->clients[0],
				       .amount = { 100 },
				       .method = "ca\x01sh" };
	struct payment payment;

	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	assert_true(clinic_field(clinic, "method", "method-invalid"));
	entry.method = NULL;
	entry.client = clinic->maria;
	assert_failed(clinic, pay(clinic, &entry, &payment), ERR_INVALID);
	assert_true(clinic_field(clinic, "client", "client-unknown"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(s39_100_00_against_42_50_leaves_57_50_credit),
		WITH_BILLING(s39_the_oldest_is_paid_first),
		WITH_BILLING(s39_what_was_chosen_is_paid_instead),
		WITH_BILLING(wrong_choices_are_refused_and_nothing_is_posted),
		WITH_BILLING(amount_and_client_are_judged_together),
		WITH_BILLING(s40_it_posts_when_entered_and_shows_its_own_date),
		WITH_BILLING(s37_a_payment_is_voided_by_reversal),
		WITH_BILLING(s39_refunds_are_at_most_what_was_paid),
		WITH_BILLING(a_refunded_payment_is_not_voided),
		WITH_BILLING(a_refund_leaves_other_payments_where_they_are),
		WITH_BILLING(a_payment_is_for_the_office_to_see),
		WITH_BILLING(a_payment_says_how_and_by_whom_it_came),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
