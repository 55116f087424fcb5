#include "tests/unit/practice/notice_fixture.h"

#include "practice/notice/document.h"
#include "practice/notice/remind.h"
#include "practice/notice/run.h"
#include "practice/notice/run_known.h"
#include "practice/notice/send.h"
#include "practice/notice/settle.h"
#include "store/practice.h"

static int64_t run_of(struct clinic *clinic)
{
	struct run_ask ask = { .plan = { .from = NOTICE_DAY },
			       .hash = notice_plan(clinic).hash,
			       .notify = true,
			       .cancel = true };
	int64_t run = 0;

	assert_ok(clinic,
		  practice_run_apply(clinic->op, clinic->store, &ask, &run));
	return run;
}

static void s42_a_plans_hash_is_of_its_sessions_as_they_stand(void **s)
{
	struct clinic *clinic = *s;
	const char *empty = notice_plan(clinic).hash, *one;
	struct session session = notice_coming(clinic);

	one = notice_plan(clinic).hash;
	assert_string_not_equal(one, empty);
	assert_string_equal(notice_plan(clinic).hash, one);
	assert_int_equal(notice_plan(clinic).list[0].id, session.id);
	run_of(clinic);
	assert_string_equal(notice_plan(clinic).hash, empty);
}

static void s44_a_run_cancels_and_queues_in_one_transaction(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	int64_t run = run_of(clinic);
	struct outbox row = notice_row(clinic, session.id);

	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_SAVED);
	assert_int_equal(row.run, run);
	assert_int_equal(row.kind, NOTICE_CANCELED);
	assert_string_equal(row.address, "ada@example.org");
	assert_int_equal(row.next.s, clinic_instant(NOTICE_NOW).s + 180);
}

static void s44_undone_in_time_it_sends_nothing(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	int64_t run = run_of(clinic);

	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, run));
	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_OPEN);
	assert_int_equal(notice_row(clinic, session.id).state, OUTBOX_UNDONE);
	assert_failed(clinic, practice_run_undo(clinic->op, clinic->store, run),
		      ERR_CONFLICT);
}

static struct outbox leased(struct clinic *clinic, const char *at)
{
	struct outbox *list;
	size_t count;

	clinic_at(clinic, at);
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	assert_int_equal(count, 1);
	return list[0];
}

static void settled(struct clinic *clinic, int64_t id, enum attempt attempt)
{
	struct settling settling = { .id = id,
				     .attempt = attempt,
				     .reason = "why" };

	assert_ok(clinic, practice_notices_settle(clinic->op, clinic->store,
						  &settling, 1));
}

static void s44_a_row_is_leased_once_and_settled(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct outbox *list, row;
	size_t count;

	run_of(clinic);
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	assert_int_equal(count, 0);
	row = leased(clinic, "2026-06-08T14:03:00Z");
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	assert_int_equal(count, 0);
	settled(clinic, row.id, ATTEMPT_FAILED);
	row = notice_row(clinic, session.id);
	assert_int_equal(row.state, OUTBOX_RETRYING);
	assert_int_equal(row.tries, 1);
	assert_true(row.next.s > clinic->op->now.s);
	row = leased(clinic, "2026-06-08T15:00:00Z");
	settled(clinic, row.id, ATTEMPT_SENT);
	settled(clinic, row.id, ATTEMPT_FAILED);
	assert_int_equal(notice_row(clinic, session.id).state, OUTBOX_SENT);
	assert_failed(
		clinic,
		practice_outbox_drop(clinic->op, clinic->store, row.id, &row),
		ERR_CONFLICT);
}

static void s44_what_is_tried_for_a_day_is_given_up(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct outbox *list, row;
	size_t count;

	run_of(clinic);
	row = leased(clinic, "2026-06-08T14:03:00Z");
	settled(clinic, row.id, ATTEMPT_FAILED);
	clinic_at(clinic, "2026-06-09T14:10:00Z");
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	assert_int_equal(count, 0);
	row = notice_row(clinic, session.id);
	assert_int_equal(row.state, OUTBOX_DEAD);
	assert_non_null(strstr(row.reason, "why"));
	assert_ok(clinic, practice_outbox_retry(clinic->op, clinic->store,
						row.id, &row));
	assert_int_equal(row.state, OUTBOX_QUEUED);
	assert_ok(clinic, practice_outbox_drop(clinic->op, clinic->store,
					       row.id, &row));
	assert_int_equal(row.state, OUTBOX_DROPPED);
}

static void what_a_crash_left_leased_is_tried_or_asked_about(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	run_of(clinic);
	(void)leased(clinic, "2026-06-08T14:03:00Z");
	assert_ok(clinic, practice_notices_reclaim(clinic->op, clinic->store));
	assert_int_equal(notice_row(clinic, session.id).state, OUTBOX_RETRYING);
}

static void pauses_grow_to_half_an_hour(void **s)
{
	int64_t longest = 0;

	(void)s;
	for (int tries = 0; tries < 100; tries++) {
		int64_t pause = practice_notice_pause(tries);

		assert_true(pause >= 1 && pause <= 2700);
		longest = pause > longest ? pause : longest;
	}
	assert_true(longest > 900);
	assert_true(practice_notice_pause(1) <= 2);
}

static void s45_a_reminder_is_queued_once(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct practice practice;
	struct outbox *list;
	size_t count;

	assert_int_equal(
		store_practice_load(place_read(clinic->place), &practice), OK);
	place_sql(clinic->place, "UPDATE practice SET reminder_hours = '24,2'");
	clinic_at(clinic, "2026-06-09T12:00:00Z");
	assert_ok(clinic, practice_notices_tick(clinic->op, clinic->store));
	assert_int_equal(store_outbox_of_session(place_read(clinic->place),
						 session.id, &list, &count),
			 OK);
	assert_int_equal(count, 0);
	clinic_at(clinic, "2026-06-09T13:00:00Z");
	for (int i = 0; i < 3; i++)
		assert_ok(clinic,
			  practice_notices_tick(clinic->op, clinic->store));
	assert_int_equal(notice_row(clinic, session.id).ahead, 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(s42_a_plans_hash_is_of_its_sessions_as_they_stand),
		WITH_NOTICES(s44_a_run_cancels_and_queues_in_one_transaction),
		WITH_NOTICES(s44_undone_in_time_it_sends_nothing),
		WITH_NOTICES(s44_a_row_is_leased_once_and_settled),
		WITH_NOTICES(s44_what_is_tried_for_a_day_is_given_up),
		WITH_NOTICES(what_a_crash_left_leased_is_tried_or_asked_about),
		WITH_NOTICES(pauses_grow_to_half_an_hour),
		WITH_NOTICES(s45_a_reminder_is_queued_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
