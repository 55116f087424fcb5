#include "tests/unit/practice/notice_fixture.h"

#include "practice/notice/send.h"
#include "store/transaction.h"

/* What those are told who come to a session that is changed. */

#define HOUR 3600

static enum err change_work(struct transaction *tx, void *context)
{
	return practice_session_change_tx(tx, context);
}

/* As it stands, an hour or so later. */
static void move(struct clinic *clinic, int64_t id, int64_t start, int64_t end)
{
	struct session session = clinic_find(clinic, id);

	session.span.start.s += start;
	session.span.end.s += end;
	assert_ok(clinic, store_write(clinic->op, clinic->store, change_work,
				      &session));
}

static struct outbox *rows_of(struct clinic *clinic, int64_t session,
			      size_t *count)
{
	struct outbox *list;

	assert_int_equal(store_outbox_of_session(place_read(clinic->place),
						 session, &list, count),
			 OK);
	return list;
}

/* The one that waits. */
static struct outbox waiting(struct clinic *clinic, int64_t session)
{
	size_t count, found = 0;
	struct outbox *list = rows_of(clinic, session, &count);
	struct outbox row = { .id = 0 };

	for (size_t i = 0; i < count; i++) {
		if (store_outbox_waits(&list[i])) {
			row = list[i];
			found++;
		}
	}
	assert_int_equal(found, 1);
	return row;
}

static void nothing_waits(struct clinic *clinic, int64_t session)
{
	size_t count;
	struct outbox *list = rows_of(clinic, session, &count);

	for (size_t i = 0; i < count; i++)
		assert_false(store_outbox_waits(&list[i]));
}

static void send_all(struct clinic *clinic)
{
	struct instant now = clinic->op->now;
	struct outbox *list;
	size_t count;

	clinic->op->now.s += HOUR;
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	for (size_t i = 0; i < count; i++) {
		struct settling sent = { .id = list[i].id,
					 .attempt = ATTEMPT_SENT };

		assert_ok(clinic, practice_notices_settle(
					  clinic->op, clinic->store, &sent, 1));
	}
	clinic->op->now = now;
}

static void s44_moved_twice_it_is_told_once_from_where_it_was(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	move(clinic, session.id, HOUR, HOUR);
	move(clinic, session.id, HOUR, HOUR);
	assert_int_equal(waiting(clinic, session.id).kind, NOTICE_RESCHEDULED);
	assert_int_equal(waiting(clinic, session.id).was.s,
			 session.span.start.s);
	/* Back where it was, there is nothing to tell. */
	move(clinic, session.id, -2 * HOUR, -2 * HOUR);
	nothing_waits(clinic, session.id);
}

static void s44_what_was_told_is_where_the_next_move_is_from(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	move(clinic, session.id, HOUR, HOUR);
	send_all(clinic);
	nothing_waits(clinic, session.id);
	move(clinic, session.id, HOUR, HOUR);
	assert_int_equal(waiting(clinic, session.id).was.s,
			 session.span.start.s + HOUR);
}

static void s44_an_end_that_moves_is_told(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	move(clinic, session.id, 0, HOUR);
	assert_int_equal(waiting(clinic, session.id).span.end.s,
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
	assert_int_equal(waiting(clinic, session.id).kind, NOTICE_CANCELED);
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
	send_all(clinic);
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_int_equal(waiting(clinic, session.id).kind, NOTICE_RESTORED);
	/* It stands for the change already. */
	move(clinic, session.id, 0, 0);
	assert_int_equal(waiting(clinic, session.id).kind, NOTICE_RESTORED);
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
	assert_int_equal(waiting(clinic, session.id).next.s,
			 clinic->op->now.s + 600);
}

static void s44_imports_and_what_is_past_tell_nobody(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	clinic->op->actor.channel = CHANNEL_IMPORT;
	move(clinic, session.id, HOUR, HOUR);
	nothing_waits(clinic, session.id);
	clinic_as(clinic, clinic->staff);
	clinic_at(clinic, "2026-06-10T17:00:00Z");
	move(clinic, session.id, -HOUR, -HOUR);
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

	move(clinic, session.id, HOUR, HOUR);
	session = clinic_find(clinic, session.id);
	session.terms.clients = (struct ids){ &clinic->clients[1], 1 };
	assert_ok(clinic, store_write(clinic->op, clinic->store, change_work,
				      &session));
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
