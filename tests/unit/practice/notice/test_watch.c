#include "tests/unit/practice/notice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/notice/policy.h"
#include "practice/notice/run.h"
#include "store/transaction.h"

/* What those are told who come to a session that is changed. */

#define HOUR 3600

static enum err change_work(struct transaction *tx, void *context)
{
	return practice_session_change_tx(tx, context);
}

static void nothing_waits(struct clinic *clinic, int64_t session)
{
	size_t count;
	struct outbox *list = notice_rows(clinic, session, &count);

	for (size_t i = 0; i < count; i++)
		assert_false(store_outbox_waits(&list[i]));
}

static void s44_moved_twice_it_is_told_once_from_where_it_was(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	notice_move(clinic, session.id, HOUR, HOUR);
	notice_move(clinic, session.id, HOUR, HOUR);
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESCHEDULED);
	assert_int_equal(notice_waiting(clinic, session.id).was.s,
			 session.span.start.s);
	/* Back where it was, there is nothing to tell. */
	notice_move(clinic, session.id, -2 * HOUR, -2 * HOUR);
	nothing_waits(clinic, session.id);
}

static void s44_what_was_told_is_where_the_next_move_is_from(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	notice_move(clinic, session.id, HOUR, HOUR);
	notice_send_all(clinic);
	nothing_waits(clinic, session.id);
	notice_move(clinic, session.id, HOUR, HOUR);
	assert_int_equal(notice_waiting(clinic, session.id).was.s,
			 session.span.start.s + HOUR);
}

static void s44_an_end_that_moves_is_told(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	notice_move(clinic, session.id, 0, HOUR);
	assert_int_equal(notice_waiting(clinic, session.id).span.end.s,
			 session.span.end.s + HOUR);
}

static void s44_a_practitioners_cancellation_is_told_where_that_is_set(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct session other = clinic_session(clinic, "2026-06-11T13:00:00Z",
					      50, clinic->fixed, 1);

	place_sql(clinic->place,
		  "UPDATE practice SET notify_on_calendar_cancel = 0");
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, clinic_save(clinic, other.id, "canceled"));
	nothing_waits(clinic, other.id);
	place_sql(clinic->place,
		  "UPDATE practice SET notify_on_calendar_cancel = 1");
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_CANCELED);
	/* Taken back in time, nobody hears of it. */
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	nothing_waits(clinic, session.id);
}

static void s44_what_was_told_as_canceled_is_told_as_restored(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	place_sql(clinic->place,
		  "UPDATE practice SET notify_on_calendar_cancel = 1");
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	notice_send_all(clinic);
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESTORED);
	/* It stands for the change already. */
	notice_move(clinic, session.id, 0, 0);
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESTORED);
}

static void s44_the_offices_own_saving_tells_nobody(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	place_sql(clinic->place,
		  "UPDATE practice SET notify_on_calendar_cancel = 1");
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	nothing_waits(clinic, session.id);
}

static void s44_a_calendars_cancellation_waits_for_the_other_half(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	place_sql(clinic->place,
		  "UPDATE practice SET notify_on_calendar_cancel = 1");
	clinic_as(clinic, clinic->maria);
	clinic->op->actor.channel = CHANNEL_CALENDAR;
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_int_equal(notice_waiting(clinic, session.id).next.s,
			 clinic->op->now.s + 600);
}

static void s44_imports_and_what_is_past_tell_nobody(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	clinic->op->actor.channel = CHANNEL_IMPORT;
	notice_move(clinic, session.id, HOUR, HOUR);
	nothing_waits(clinic, session.id);
	clinic_as(clinic, clinic->staff);
	clinic_at(clinic, "2026-06-10T17:00:00Z");
	notice_move(clinic, session.id, -HOUR, -HOUR);
	nothing_waits(clinic, session.id);
}

static void s44_who_is_new_to_a_session_is_told_nothing_of_its_move(void **s)
{
	struct clinic *clinic = *s;
	struct session session = clinic_session(clinic, NOTICE_DAY "T13:00:00Z",
						50, clinic->fixed, 0);

	session = clinic_find(clinic, session.id);
	session.span.start.s += HOUR;
	session.span.end.s += HOUR;
	session.terms.clients = (struct ids){ &clinic->clients[0], 1 };
	assert_ok(clinic, store_write(clinic->op, clinic->store, change_work,
				      &session));
	nothing_waits(clinic, session.id);
}

static void s44_who_leaves_a_session_is_told_nothing_more_of_it(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	notice_move(clinic, session.id, HOUR, HOUR);
	session = clinic_find(clinic, session.id);
	session.terms.clients = (struct ids){ &clinic->clients[1], 1 };
	assert_ok(clinic, store_write(clinic->op, clinic->store, change_work,
				      &session));
	nothing_waits(clinic, session.id);
}

static void tell_removals(struct clinic *clinic)
{
	place_sql(clinic->place,
		  "UPDATE practice SET notify_on_calendar_cancel = 1");
}

/* Ada by e-mail and text message, her mother by e-mail. */
static void three_ways_to_ada(struct clinic *clinic)
{
	struct contact eva = { .name = "Eva Brown",
			       .email = "eva@example.org",
			       .notice = NOTICE_EMAIL };
	struct person ada;

	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	ada.phone = "+1 416 555 0123";
	ada.notice = NOTICE_BOTH;
	ada.revision = 0;
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &ada));
	assert_ok(clinic, practice_contacts_set(clinic->op, clinic->store,
						clinic->clients[0], &eva, 1));
}

static void s44_each_way_is_told_what_it_does_not_know(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	three_ways_to_ada(clinic);
	notice_move(clinic, session.id, HOUR, HOUR);
	assert_int_equal(notice_count(clinic, session.id, NOTICE_RESCHEDULED,
				      OUTBOX_QUEUED),
			 3);
	/* The text message cannot be sent; the mails are. */
	place_sql(clinic->place, "UPDATE outbox SET next_at = next_at + 86400"
				 "  WHERE address LIKE '+%'");
	notice_send_all(clinic);
	notice_move(clinic, session.id, HOUR, HOUR);
	assert_int_equal(notice_count(clinic, session.id, NOTICE_RESCHEDULED,
				      OUTBOX_QUEUED),
			 3);
	assert_int_equal(notice_count(clinic, session.id, NOTICE_RESCHEDULED,
				      OUTBOX_UNDONE),
			 1);
	/* Back at the first time: who never heard of another hears nothing. */
	notice_move(clinic, session.id, -2 * HOUR, -2 * HOUR);
	assert_int_equal(notice_count(clinic, session.id, NOTICE_RESCHEDULED,
				      OUTBOX_QUEUED),
			 2);
}

static enum err place_work(struct transaction *tx, void *context)
{
	struct session *session = context;

	session->terms.place = "Room 7";
	return practice_session_change_tx(tx, session);
}

static void s44_a_change_of_something_else_leaves_the_notice(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct session other = clinic_find(clinic, session.id);

	assert_ok(clinic,
		  store_write(clinic->op, clinic->store, place_work, &other));
	nothing_waits(clinic, session.id);
	notice_move(clinic, session.id, HOUR, HOUR);
	other = clinic_find(clinic, session.id);
	assert_ok(clinic,
		  store_write(clinic->op, clinic->store, place_work, &other));
	assert_int_equal(notice_count(clinic, session.id, NOTICE_RESCHEDULED,
				      OUTBOX_QUEUED),
			 1);
	assert_int_equal(notice_waiting(clinic, session.id).was.s,
			 session.span.start.s);
}

static void s44_only_the_last_end_is_told(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	notice_move(clinic, session.id, 0, HOUR);
	notice_move(clinic, session.id, 0, HOUR);
	assert_int_equal(notice_waiting(clinic, session.id).span.end.s,
			 session.span.end.s + (int64_t)2 * HOUR);
	assert_int_equal(notice_waiting(clinic, session.id).was_end.s,
			 session.span.end.s);
	assert_int_equal(notice_count(clinic, session.id, NOTICE_RESCHEDULED,
				      OUTBOX_UNDONE),
			 1);
	/* That end was told; another one is news. */
	notice_send_all(clinic);
	notice_move(clinic, session.id, 0, -HOUR);
	assert_int_equal(notice_waiting(clinic, session.id).was_end.s,
			 session.span.end.s + (int64_t)2 * HOUR);
	notice_move(clinic, session.id, 0, HOUR);
	nothing_waits(clinic, session.id);
}

static void
s44_a_session_that_is_over_before_it_came_is_told_to_nobody(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	/* The office ends one that is to come, and opens it again. */
	assert_ok(clinic, clinic_save(clinic, session.id, "missed"));
	nothing_waits(clinic, session.id);
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	nothing_waits(clinic, session.id);
	/* What waited is not true of one that was ended. */
	notice_move(clinic, session.id, HOUR, HOUR);
	assert_ok(clinic, clinic_save(clinic, session.id, "missed"));
	nothing_waits(clinic, session.id);
}

static void s44_what_was_over_and_is_to_come_is_no_move(void **s)
{
	struct clinic *clinic = *s;
	struct session session = clinic_session(clinic, "2026-06-07T13:00:00Z",
						50, clinic->fixed, 1);

	notice_move(clinic, session.id, 72 * HOUR, 72 * HOUR);
	nothing_waits(clinic, session.id);
}

static void s44_who_knows_that_it_is_off_is_not_told_so_again(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	tell_removals(clinic);
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	notice_send_all(clinic);
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESTORED);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	nothing_waits(clinic, session.id);
}

/* S44: who leads the practice and takes part in the session removes it as the
 * office does, and as somebody whom its clients expect. */
static void s44_an_admins_own_removed_session_is_told_and_put_back(void **s)
{
	struct clinic *clinic = *s;
	struct session session = clinic_draft(clinic, NOTICE_DAY "T13:00:00Z",
					      50, clinic->fixed, 1);

	int64_t zoe;

	tell_removals(clinic);
	clinic_as(clinic, 0);
	zoe = clinic_person(clinic, "zoe", "Zoe Fry",
			    ROLE_ADMIN | ROLE_PRACTITIONER);
	session.terms.practitioners = (struct ids){ &zoe, 1 };
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	clinic_as(clinic, zoe);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	nothing_waits(clinic, session.id);
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  session.id));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_CANCELED);
	notice_send_all(clinic);
	assert_ok(clinic, practice_session_restore(clinic->op, clinic->store,
						   session.id, 0));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESTORED);
}

static void s44_a_long_delay_is_longer_than_the_wait_for_a_calendar(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct session other = clinic_session(clinic, "2026-06-11T13:00:00Z",
					      50, clinic->fixed, 1);

	tell_removals(clinic);
	practice_notice_policy_set(&(struct notice_policy){ 900, "" });
	clinic_as(clinic, clinic->maria);
	clinic->op->actor.channel = CHANNEL_CALENDAR;
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_int_equal(notice_waiting(clinic, session.id).next.s,
			 clinic->op->now.s + 900);
	/* A move is whole by itself. */
	practice_notice_policy_set(&(struct notice_policy){ 180, "" });
	notice_move(clinic, other.id, HOUR, HOUR);
	assert_int_equal(notice_waiting(clinic, other.id).next.s,
			 clinic->op->now.s + 180);
}

static void s44_what_changes_today_goes_at_night_too(void **s)
{
	struct clinic *clinic = *s;
	struct session today = clinic_session(clinic, "2026-06-09T13:00:00Z",
					      50, clinic->fixed, 1);
	struct session later = notice_coming(clinic);
	struct session moved = clinic_session(clinic, "2026-06-09T15:00:00Z",
					      50, clinic->fixed, 1);
	const int64_t day = (int64_t)24 * HOUR;

	/* 2:00 in Toronto */
	clinic_at(clinic, "2026-06-09T06:00:00Z");
	notice_move(clinic, today.id, HOUR, HOUR);
	assert_true(notice_waiting(clinic, today.id).urgent);
	assert_int_equal(notice_waiting(clinic, today.id).next.s,
			 clinic->op->now.s + 180);
	notice_move(clinic, later.id, HOUR, HOUR);
	assert_false(notice_waiting(clinic, later.id).urgent);
	assert_int_equal(notice_waiting(clinic, later.id).next.s,
			 clinic_instant("2026-06-09T11:00:00Z").s);
	/* They would come today. */
	notice_move(clinic, moved.id, 5 * day, 5 * day);
	assert_true(notice_waiting(clinic, moved.id).urgent);
}

static void s44_who_cannot_be_reached_is_a_notice_that_waits_for_you(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct outbox row;

	place_sql(clinic->place,
		  "UPDATE person SET email = NULL WHERE code = 'C042'");
	notice_move(clinic, session.id, HOUR, HOUR);
	row = notice_row(clinic, session.id);
	assert_int_equal(row.state, OUTBOX_DEAD);
	assert_int_equal(row.next.s, INSTANT_MAX.s);
	assert_non_null(strstr(row.reason, "no e-mail address"));
}

/* A notice of something else says nothing of when or whether it is. */
static void s44_a_closure_that_was_told_is_no_move(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct run_ask ask = { .plan = { .from = NOTICE_DAY },
			       .hash = notice_plan(clinic).hash,
			       .notify = true };
	int64_t run;

	assert_ok(clinic,
		  practice_run_apply(clinic->op, clinic->store, &ask, &run));
	notice_send_all(clinic);
	notice_move(clinic, session.id, HOUR, HOUR);
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESCHEDULED);
	assert_int_equal(notice_waiting(clinic, session.id).was.s,
			 session.span.start.s);
}

/* Else they would come when they know it. */
static void s44_a_cancellation_names_the_time_that_they_know(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	tell_removals(clinic);
	clinic_as(clinic, clinic->maria);
	notice_move(clinic, session.id, 48 * HOUR, 48 * HOUR);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_CANCELED);
	assert_int_equal(notice_waiting(clinic, session.id).span.start.s,
			 session.span.start.s);
	assert_int_equal(notice_waiting(clinic, session.id).span.end.s,
			 session.span.end.s);
	/* Told so, they are told when it is after all. */
	notice_send_all(clinic);
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESTORED);
	assert_int_equal(notice_waiting(clinic, session.id).span.start.s,
			 session.span.start.s + 48 * HOUR);
}

static void s44_it_is_as_urgent_as_the_time_that_they_know(void **s)
{
	struct clinic *clinic = *s;
	struct session session = clinic_session(clinic, NOTICE_DAY "T10:30:00Z",
						50, clinic->fixed, 1);

	tell_removals(clinic);
	clinic_at(clinic, NOTICE_DAY "T09:00:00Z");
	clinic_as(clinic, clinic->maria);
	notice_move(clinic, session.id, 48 * HOUR, 48 * HOUR);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_true(notice_waiting(clinic, session.id).urgent);
}

/* The word of the move was withdrawn with the session, not taken back. */
static void s44_a_move_that_was_canceled_unheard_is_told_when_restored(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	tell_removals(clinic);
	clinic_as(clinic, clinic->maria);
	notice_move(clinic, session.id, HOUR, HOUR);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESCHEDULED);
	assert_int_equal(notice_waiting(clinic, session.id).was.s,
			 session.span.start.s);
	/* Canceled again and again, it is still the same move. */
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_int_equal(notice_waiting(clinic, session.id).was.s,
			 session.span.start.s);
	notice_move(clinic, session.id, -HOUR, -HOUR);
	nothing_waits(clinic, session.id);
	/* Back where they know it, there is no move left to tell. */
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	nothing_waits(clinic, session.id);
}

static void s44_a_move_that_was_told_is_not_told_when_restored(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	tell_removals(clinic);
	clinic_as(clinic, clinic->maria);
	notice_move(clinic, session.id, HOUR, HOUR);
	notice_send_all(clinic);
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	nothing_waits(clinic, session.id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(s44_moved_twice_it_is_told_once_from_where_it_was),
		WITH_NOTICES(s44_what_was_told_is_where_the_next_move_is_from),
		WITH_NOTICES(s44_an_end_that_moves_is_told),
		WITH_NOTICES(
			s44_a_practitioners_cancellation_is_told_where_that_is_set),
		WITH_NOTICES(s44_what_was_told_as_canceled_is_told_as_restored),
		WITH_NOTICES(s44_the_offices_own_saving_tells_nobody),
		WITH_NOTICES(
			s44_a_calendars_cancellation_waits_for_the_other_half),
		WITH_NOTICES(s44_imports_and_what_is_past_tell_nobody),
		WITH_NOTICES(
			s44_who_is_new_to_a_session_is_told_nothing_of_its_move),
		WITH_NOTICES(
			s44_who_leaves_a_session_is_told_nothing_more_of_it),
		WITH_NOTICES(s44_each_way_is_told_what_it_does_not_know),
		WITH_NOTICES(s44_a_change_of_something_else_leaves_the_notice),
		WITH_NOTICES(s44_only_the_last_end_is_told),
		WITH_NOTICES(
			s44_a_session_that_is_over_before_it_came_is_told_to_nobody),
		WITH_NOTICES(s44_what_was_over_and_is_to_come_is_no_move),
		WITH_NOTICES(s44_who_knows_that_it_is_off_is_not_told_so_again),
		WITH_NOTICES(
			s44_an_admins_own_removed_session_is_told_and_put_back),
		WITH_NOTICES(
			s44_a_long_delay_is_longer_than_the_wait_for_a_calendar),
		WITH_NOTICES(s44_what_changes_today_goes_at_night_too),
		WITH_NOTICES(
			s44_who_cannot_be_reached_is_a_notice_that_waits_for_you),
		WITH_NOTICES(s44_a_closure_that_was_told_is_no_move),
		WITH_NOTICES(s44_a_cancellation_names_the_time_that_they_know),
		WITH_NOTICES(s44_it_is_as_urgent_as_the_time_that_they_know),
		WITH_NOTICES(
			s44_a_move_that_was_canceled_unheard_is_told_when_restored),
		WITH_NOTICES(
			s44_a_move_that_was_told_is_not_told_when_restored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
