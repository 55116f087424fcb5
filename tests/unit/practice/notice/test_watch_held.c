#include "tests/unit/practice/notice_fixture.h"

#include "practice/notice/settle.h"
#include "practice/notice/watch.h"
#include "store/review.h"
#include "store/transaction.h"

/* Cancellations from calendars that wait for somebody's look at a review. */

#define HOUR 3600

static void tell_removals(struct clinic *clinic)
{
	place_sql(clinic->place,
		  "UPDATE practice SET notify_on_calendar_cancel = 1");
}

static enum err add_review(struct transaction *tx, void *context)
{
	struct review review = { .kind = "refused", .text = "Look at this." };
	enum err err = store_review_add(tx, &review);

	*(int64_t *)context = review.id;
	return err;
}

struct held {
	int64_t session, review;
};

static enum err hold_work(struct transaction *tx, void *context)
{
	const struct held *held = context;

	return practice_notices_hold(tx, held->session, held->review);
}

static enum err release_work(struct transaction *tx, void *context)
{
	const struct held *held = context;

	return practice_notices_release(tx, held->review);
}

static void only_a_cancellation_that_waits_is_held(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct held held = { .session = session.id };

	tell_removals(clinic);
	place_write(clinic->place, add_review, &held.review, OK);
	notice_move(clinic, session.id, HOUR, HOUR);
	assert_ok(clinic,
		  store_write(clinic->op, clinic->store, hold_work, &held));
	assert_int_equal(notice_waiting(clinic, session.id).review, 0);
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	notice_send_all(clinic);
	assert_ok(clinic,
		  store_write(clinic->op, clinic->store, hold_work, &held));
	assert_int_equal(
		notice_count(clinic, session.id, NOTICE_CANCELED, OUTBOX_SENT),
		1);
}

static void what_was_dropped_while_it_was_held_stays_dropped(void **s)
{
	struct clinic *clinic = *s;
	struct session today = clinic_session(clinic, "2026-06-08T20:00:00Z",
					      50, clinic->fixed, 1);
	struct session session = notice_coming(clinic);
	struct held held = { .session = session.id };
	struct outbox row;

	tell_removals(clinic);
	place_write(clinic->place, add_review, &held.review, OK);
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_ok(clinic, clinic_save(clinic, today.id, "canceled"));
	assert_ok(clinic,
		  store_write(clinic->op, clinic->store, hold_work, &held));
	held.session = today.id;
	assert_ok(clinic,
		  store_write(clinic->op, clinic->store, hold_work, &held));
	clinic_as(clinic, clinic->staff);
	row = notice_row(clinic, session.id);
	assert_int_equal(row.next.s, INSTANT_MAX.s);
	assert_ok(clinic, practice_outbox_drop(clinic->op, clinic->store,
					       row.id, &row));
	assert_ok(clinic,
		  store_write(clinic->op, clinic->store, release_work, &held));
	assert_int_equal(notice_row(clinic, session.id).state, OUTBOX_DROPPED);
	/* What is urgent does not wait for the morning. */
	row = notice_row(clinic, today.id);
	assert_true(row.urgent);
	assert_int_equal(row.next.s, clinic->op->now.s + 180);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(only_a_cancellation_that_waits_is_held),
		WITH_NOTICES(what_was_dropped_while_it_was_held_stays_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
