#include "tests/unit/practice/money_fixture.h"

#include "base/str.h"

/* A service of 42.50 without tax, for the amounts of S39. */
static int64_t untaxed(struct scene *scene)
{
	struct actor actor = scene->op->actor;
	int64_t service;

	scene_as(scene, scene->admin);
	service = scene_service(scene, "Untaxed", SERVICE_FIXED, WAGE_SESSION,
				4250, 3000, 0);
	scene->op->actor = actor;
	return service;
}

static enum err pay(struct scene *scene, const struct payment_entry *entry,
		    struct payment *payment)
{
	return practice_payment_add(scene->op, scene->store, entry, payment);
}

static enum err refund(struct scene *scene, int64_t id, int64_t minor)
{
	struct payment payment;

	return practice_refund_add(scene->op, scene->store, id,
				   (struct money){ minor }, NULL, &payment);
}

static void s39_100_00_against_42_50_leaves_57_50_credit(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice;
	struct payment payment;

	till_saved_of(scene, 1, untaxed(scene));
	invoice = till_issued(scene, 10);
	payment = till_pay(scene, 10000);
	assert_int_equal(payment.allocated.minor, 4250);
	assert_int_equal(till_balance(scene).balance.minor, -5750);
	assert_int_equal(till_balance(scene).credit.minor, 5750);
	assert_int_equal(till_invoice(scene, invoice.id).settled.minor, 4250);
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), 10000);
	assert_int_equal(till_sum(scene, ACCOUNT_RECEIVABLE, scene->clients[0]),
			 -5750);
	assert_string_equal(scene_audit(scene, "payment", payment.id).action,
			    "payment.add");
	till_verify(scene);
}

static void s39_the_oldest_is_paid_first(void **state)
{
	struct scene *scene = *state;
	struct invoice first, second;
	struct payment payment;

	till_saved(scene, 1, 1);
	first = till_issued(scene, 1);
	till_saved(scene, 2, 1);
	second = till_issued(scene, 2);
	payment = till_pay(scene, 6000);
	assert_int_equal(payment.allocated.minor, 6000);
	assert_int_equal(till_invoice(scene, first.id).settled.minor, 4803);
	assert_int_equal(till_invoice(scene, second.id).settled.minor, 1197);
}

static void s39_what_was_chosen_is_paid_instead(void **state)
{
	struct scene *scene = *state;
	struct payment_choice chosen;
	struct payment_entry entry = { .client = scene->clients[0],
				       .amount = { 6000 },
				       .chooses = true,
				       .chosen = &chosen,
				       .chosen_count = 1 };
	struct invoice first, second;
	struct payment payment;

	till_saved(scene, 1, 1);
	first = till_issued(scene, 1);
	till_saved(scene, 2, 1);
	second = till_issued(scene, 2);
	chosen = (struct payment_choice){ second.id, { 4000 } };
	assert_ok(scene, pay(scene, &entry, &payment));
	assert_int_equal(payment.allocated.minor, 4000);
	assert_int_equal(till_invoice(scene, first.id).settled.minor, 0);
	assert_int_equal(till_invoice(scene, second.id).settled.minor, 4000);
}

static void wrong_choices_are_refused_and_nothing_is_posted(void **state)
{
	struct scene *scene = *state;
	int64_t session = till_saved(scene, 1, 2);
	struct invoice mine = till_issued(scene, 10), other;
	struct payment_choice chosen[2];
	struct payment_entry entry = { .client = scene->clients[0],
				       .amount = { 4000 },
				       .chooses = true,
				       .chosen = chosen,
				       .chosen_count = 1 };
	struct payment payment;

	assert_true(session > 0);
	assert_ok(scene, practice_invoice_draft(scene->op, scene->store,
						scene->clients[1],
						till_june(10), &other));
	assert_ok(scene, practice_invoice_issue(scene->op, scene->store,
						other.id, &other));
	chosen[0] = (struct payment_choice){ other.id, { 100 } };
	assert_failed(scene, pay(scene, &entry, &payment), ERR_INVALID);
	assert_true(scene_field(scene, "allocate", "not-due"));
	chosen[0] = (struct payment_choice){ mine.id, { 0 } };
	assert_failed(scene, pay(scene, &entry, &payment), ERR_INVALID);
	chosen[0] = (struct payment_choice){ mine.id, { 4804 } };
	assert_failed(scene, pay(scene, &entry, &payment), ERR_INVALID);
	assert_true(scene_field(scene, "allocate", "over-due"));
	chosen[0] = (struct payment_choice){ mine.id, { 4001 } };
	assert_failed(scene, pay(scene, &entry, &payment), ERR_INVALID);
	assert_true(scene_field(scene, "allocate", "over-paid"));
	chosen[0] = chosen[1] = (struct payment_choice){ mine.id, { 2500 } };
	entry.amount.minor = 5000;
	entry.chosen_count = 2;
	assert_failed(scene, pay(scene, &entry, &payment), ERR_INVALID);
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), 0);
	assert_int_equal(till_invoice(scene, mine.id).settled.minor, 0);
}

static void amount_and_client_are_judged_together(void **state)
{
	struct scene *scene = *state;
	struct payment_entry entry = { .client = scene->maria };
	struct payment payment;

	assert_failed(scene, pay(scene, &entry, &payment), ERR_INVALID);
	assert_true(scene_field(scene, "amount", "amount-range"));
	assert_true(scene_field(scene, "client", "client-unknown"));
	entry.client = scene->clients[0];
	entry.amount.minor = MONEY_LIMIT + 1;
	assert_failed(scene, pay(scene, &entry, &payment), ERR_INVALID);
	entry.amount.minor = -1;
	assert_failed(scene, pay(scene, &entry, &payment), ERR_INVALID);
	entry.amount.minor = MONEY_LIMIT;
	assert_ok(scene, pay(scene, &entry, &payment));
	scene_as(scene, scene->maria);
	assert_failed(scene, pay(scene, &entry, &payment), ERR_FORBIDDEN);
	scene_as(scene, scene->clients[0]);
	assert_failed(scene, pay(scene, &entry, &payment), ERR_FORBIDDEN);
}

static void s40_it_posts_when_entered_and_shows_its_own_date(void **state)
{
	struct scene *scene = *state;
	struct day day = till_june(2);
	struct payment_entry entry = { .client = scene->clients[0],
				       .amount = { 1000 },
				       .day = &day,
				       .method = "  transfer " };
	struct payment payment;
	struct posting posting;

	assert_ok(scene, pay(scene, &entry, &payment));
	assert_int_equal(payment.day.n, day.n);
	assert_string_equal(payment.method, "transfer");
	assert_int_equal(store_posting_find(place_read(scene->place),
					    payment.posting, &posting),
			 OK);
	assert_int_equal(posting.at.s, scene->op->now.s);
	assert_int_equal(posting.payment, payment.id);
	entry.day = NULL;
	scene_at(scene, "2026-06-11T03:00:00Z"); /* still the 10th there */
	assert_ok(scene, pay(scene, &entry, &payment));
	assert_int_equal(payment.day.n, till_june(10).n);
}

static void s37_a_payment_is_voided_by_reversal(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice;
	struct payment payment;
	struct posting posting;

	till_saved(scene, 1, 1);
	invoice = till_issued(scene, 10);
	payment = till_pay(scene, 6000);
	assert_failed(scene,
		      practice_payment_void(scene->op, scene->store, payment.id,
					    &payment),
		      ERR_FORBIDDEN); /* S4: not granted */
	scene->op->actor.grants = GRANT_VOID;
	assert_ok(scene, practice_payment_void(scene->op, scene->store,
					       payment.id, &payment));
	assert_int_equal(payment.voided.s, scene->op->now.s);
	assert_int_equal(payment.allocated.minor, 0);
	assert_int_equal(till_balance(scene).balance.minor, 4803);
	assert_int_equal(till_invoice(scene, invoice.id).settled.minor, 0);
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), 0);
	assert_int_equal(store_posting_find(place_read(scene->place),
					    payment.reversal, &posting),
			 OK);
	assert_int_equal(posting.reverses, payment.posting);
	assert_failed(scene,
		      practice_payment_void(scene->op, scene->store, payment.id,
					    &payment),
		      ERR_CONFLICT);
	assert_failed(scene, refund(scene, payment.id, 1), ERR_CONFLICT);
	till_verify(scene);
}

static void s39_refunds_are_at_most_what_was_paid(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice;
	struct payment payment;

	till_saved(scene, 1, 1);
	invoice = till_issued(scene, 10);
	payment = till_pay(scene, 10000);
	assert_failed(scene, refund(scene, payment.id, 0), ERR_INVALID);
	assert_failed(scene, refund(scene, payment.id, 10001), ERR_INVALID);
	assert_true(scene_field(scene, "amount", "over-paid"));
	assert_ok(scene, refund(scene, payment.id, 5197));
	assert_int_equal(till_balance(scene).balance.minor, 0);
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), 4803);
	assert_int_equal(till_invoice(scene, invoice.id).settled.minor, 4803);
	assert_failed(scene, refund(scene, payment.id, 4804), ERR_INVALID);
	assert_ok(scene, refund(scene, payment.id, 803)); /* due again */
	assert_int_equal(till_invoice(scene, invoice.id).settled.minor, 4000);
	assert_ok(scene, refund(scene, payment.id, 4000));
	assert_int_equal(till_invoice(scene, invoice.id).settled.minor, 0);
	assert_int_equal(till_balance(scene).balance.minor, 4803);
	assert_int_equal(till_sum(scene, ACCOUNT_CASH, 0), 0);
	payment = till_payment(scene, payment.id);
	assert_int_equal(payment.refunded.minor, 10000);
	assert_failed(scene, refund(scene, payment.id, 1), ERR_INVALID);
	till_verify(scene);
}

static void a_refunded_payment_is_not_voided(void **state)
{
	struct scene *scene = *state;
	struct payment payment = till_pay(scene, 1000);

	assert_ok(scene, refund(scene, payment.id, 1));
	scene_as(scene, scene->admin);
	assert_failed(scene,
		      practice_payment_void(scene->op, scene->store, payment.id,
					    &payment),
		      ERR_CONFLICT);
	assert_int_equal(place_sql(scene->place, "DELETE FROM refund") == 0,
			 false);
}

static void a_refund_leaves_other_payments_where_they_are(void **state)
{
	struct scene *scene = *state;
	struct invoice invoice;
	struct payment first, second;

	till_saved(scene, 1, 1);
	invoice = till_issued(scene, 10);
	first = till_pay(scene, 3000);
	second = till_pay(scene, 3000);
	assert_int_equal(second.allocated.minor, 1803);
	assert_ok(scene, refund(scene, second.id, 2000));
	assert_int_equal(till_payment(scene, second.id).allocated.minor, 1000);
	assert_int_equal(till_payment(scene, first.id).allocated.minor, 3000);
	assert_int_equal(till_invoice(scene, invoice.id).settled.minor, 4000);
}

static void a_payment_is_for_the_office_to_see(void **state)
{
	struct scene *scene = *state;
	struct payment payment = till_pay(scene, 1000), found;

	assert_int_equal(practice_payment_find(place_read(scene->place),
					       payment.id, &found),
			 OK);
	assert_int_equal(
		practice_payment_find(place_read(scene->place), 99, &found),
		ERR_NOT_FOUND);
	scene_as(scene, scene->clients[0]);
	assert_int_equal(practice_payment_find(place_read(scene->place),
					       payment.id, &found),
			 ERR_FORBIDDEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(s39_100_00_against_42_50_leaves_57_50_credit),
		WITH_TILL(s39_the_oldest_is_paid_first),
		WITH_TILL(s39_what_was_chosen_is_paid_instead),
		WITH_TILL(wrong_choices_are_refused_and_nothing_is_posted),
		WITH_TILL(amount_and_client_are_judged_together),
		WITH_TILL(s40_it_posts_when_entered_and_shows_its_own_date),
		WITH_TILL(s37_a_payment_is_voided_by_reversal),
		WITH_TILL(s39_refunds_are_at_most_what_was_paid),
		WITH_TILL(a_refunded_payment_is_not_voided),
		WITH_TILL(a_refund_leaves_other_payments_where_they_are),
		WITH_TILL(a_payment_is_for_the_office_to_see),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
