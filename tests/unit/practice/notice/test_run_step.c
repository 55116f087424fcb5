#include "tests/unit/practice/notice_fixture.h"
#include "tests/unit/store/faults.h"

#include "practice/notice/run.h"
#include "practice/notice/run_known.h"

/* What a run does with a session that somebody changed meanwhile, and what it
 * takes back. */

#define HOUR 3600

static enum err apply(struct clinic *clinic, bool notify, bool cancel,
		      int64_t *run)
{
	struct run_ask ask = { .plan = { .from = NOTICE_DAY },
			       .hash = notice_plan(clinic).hash,
			       .notify = notify,
			       .cancel = cancel };

	return practice_run_apply(clinic->op, clinic->store, &ask, run);
}

static int64_t applied(struct clinic *clinic, bool notify, bool cancel)
{
	int64_t run = 0;

	assert_ok(clinic, apply(clinic, notify, cancel, &run));
	return run;
}

/* It is on record, and its first session could not be written. */
static void broken_off(struct clinic *clinic, bool notify, bool cancel)
{
	int64_t run;

	faults_arm_sql("UPDATE run_session", 1);
	assert_failed(clinic, apply(clinic, notify, cancel, &run), ERR_STORAGE);
	faults_disarm();
	operation_recover(clinic->op);
}

/* As at the next start. */
static void resumed(struct clinic *clinic)
{
	struct actor actor = clinic->op->actor;

	clinic_as(clinic, 0);
	assert_ok(clinic, practice_runs_resume(clinic->op, clinic->store));
	clinic->op->actor = actor;
}

static struct run_session step_of(struct clinic *clinic, int64_t run,
				  int64_t session)
{
	struct run_session *list, found = { .session = 0 };
	size_t count;

	assert_int_equal(store_run_sessions(place_read(clinic->place), run, 0,
					    SIZE_MAX, &list, &count),
			 OK);
	for (size_t i = 0; i < count; i++) {
		if (list[i].session == session)
			found = list[i];
	}
	assert_int_equal(found.session, session);
	return found;
}

static void is_left(struct clinic *clinic, int64_t run, int64_t session,
		    enum run_outcome outcome, const char *reason)
{
	struct run_session row = step_of(clinic, run, session);

	assert_int_equal(row.outcome, outcome);
	assert_string_equal(row.reason, reason);
}

static struct session at(struct clinic *clinic, const char *start)
{
	return clinic_session(clinic, start, 50, clinic->fixed, 1);
}

static void s44_what_somebody_changed_meanwhile_is_left_alone(void **s)
{
	struct clinic *clinic = *s;
	struct session saved = at(clinic, NOTICE_DAY "T13:00:00Z");
	struct session removed = at(clinic, NOTICE_DAY "T14:00:00Z");
	struct session moved = at(clinic, NOTICE_DAY "T15:00:00Z");
	struct session other = at(clinic, NOTICE_DAY "T17:00:00Z");

	broken_off(clinic, true, true);
	assert_ok(clinic, clinic_save(clinic, saved.id, "missed"));
	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  removed.id));
	notice_move(clinic, moved.id, HOUR, HOUR);
	resumed(clinic);
	is_left(clinic, 1, saved.id, OUTCOME_SAVED,
		"It was saved in the meantime.");
	is_left(clinic, 1, removed.id, OUTCOME_CHANGED,
		"It was removed in the meantime.");
	is_left(clinic, 1, moved.id, OUTCOME_CHANGED,
		"It was changed in the meantime.");
	assert_int_equal(step_of(clinic, 1, other.id).outcome,
			 OUTCOME_CANCELED);
	assert_int_equal(clinic_find(clinic, moved.id).state, SESSION_OPEN);
	assert_int_equal(notice_row(clinic, other.id).kind, NOTICE_CANCELED);
}

static void s44_whoever_was_there_already_is_not_told(void **s)
{
	struct clinic *clinic = *s;
	struct session early = at(clinic, NOTICE_DAY "T13:00:00Z");
	struct session late = at(clinic, NOTICE_DAY "T20:00:00Z");
	size_t count;

	broken_off(clinic, true, false);
	clinic_at(clinic, NOTICE_DAY "T15:00:00Z");
	resumed(clinic);
	notice_rows(clinic, early.id, &count);
	assert_int_equal(count, 0);
	assert_int_equal(notice_row(clinic, late.id).kind, NOTICE_CLOSURE);
}

static void s44_a_run_goes_on_where_nobody_is_known_who_began_it(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	broken_off(clinic, false, true);
	place_sql(clinic->place, "UPDATE run SET person = NULL");
	resumed(clinic);
	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_SAVED);
}

static void s44_who_asked_for_no_notices_gets_none(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	size_t count;

	applied(clinic, false, true);
	notice_rows(clinic, session.id, &count);
	assert_int_equal(count, 0);
}

static void s44_what_is_refused_says_why_and_the_others_are_done(void **s)
{
	struct clinic *clinic = *s;
	struct session first = at(clinic, NOTICE_DAY "T13:00:00Z");
	struct session second = at(clinic, NOTICE_DAY "T15:00:00Z");
	struct run_session row;
	int64_t run;

	place_sql(clinic->place,
		  "UPDATE completion_type SET archived = 1, enabled = 0"
		  "  WHERE slug = 'canceled'");
	run = applied(clinic, true, true);
	row = step_of(clinic, run, first.id);
	assert_int_equal(row.outcome, OUTCOME_REFUSED);
	assert_non_null(row.reason);
	assert_int_equal(step_of(clinic, run, second.id).outcome,
			 OUTCOME_REFUSED);
	assert_int_equal(clinic_find(clinic, first.id).state, SESSION_OPEN);
	/* There is nothing of it to take back. */
	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, run));
	assert_int_equal(step_of(clinic, run, first.id).outcome,
			 OUTCOME_REFUSED);
}

static void s44_a_run_at_work_is_not_taken_back(void **s)
{
	struct clinic *clinic = *s;

	notice_coming(clinic);
	broken_off(clinic, true, true);
	assert_failed(clinic, practice_run_undo(clinic->op, clinic->store, 1),
		      ERR_CONFLICT);
	assert_non_null(strstr(clinic->op->failure.message, "not at its end"));
	assert_failed(clinic, practice_run_undo(clinic->op, clinic->store, 99),
		      ERR_NOT_FOUND);
}

static void s44_what_was_changed_after_a_run_is_not_taken_back(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	int64_t run = applied(clinic, true, true);

	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, run));
	is_left(clinic, run, session.id, OUTCOME_CHANGED,
		"It was changed in the meantime.");
}

static void s44_who_was_told_of_a_closure_is_told_that_it_takes_place(void **s)
{
	struct clinic *clinic = *s;
	struct session told = at(clinic, NOTICE_DAY "T13:00:00Z");
	struct session waits = at(clinic, NOTICE_DAY "T15:00:00Z");
	int64_t first = applied(clinic, true, false), second;

	/* The first was sent, the other waits. */
	place_sql(clinic->place, "UPDATE outbox SET next_at = next_at + 86400"
				 "  WHERE id = 2");
	notice_send_all(clinic);
	/* Again, they know it already. */
	second = applied(clinic, true, false);
	assert_int_equal(notice_row(clinic, waits.id).run, first);
	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, second));
	assert_int_equal(notice_row(clinic, waits.id).state, OUTBOX_QUEUED);
	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, first));
	assert_int_equal(notice_row(clinic, waits.id).state, OUTBOX_UNDONE);
	assert_int_equal(notice_waiting(clinic, told.id).kind, NOTICE_RESTORED);
	assert_int_equal(notice_waiting(clinic, told.id).run, first);
}

static void s44_what_is_over_is_not_told_to_take_place_after_all(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	int64_t run = applied(clinic, true, false);

	notice_send_all(clinic);
	clinic_at(clinic, NOTICE_DAY "T15:00:00Z");
	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, run));
	assert_int_equal(notice_row(clinic, session.id).state, OUTBOX_SENT);
}

static void s44_what_is_told_of_a_run_taken_back_belongs_to_it(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	int64_t run = applied(clinic, true, true);
	struct run_known known;

	notice_send_all(clinic);
	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, run));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESTORED);
	assert_int_equal(notice_waiting(clinic, session.id).run, run);
	assert_int_equal(practice_run_known(place_read(clinic->place), run, 0,
					    SIZE_MAX, &known),
			 OK);
	assert_int_equal(known.count, 1);
	assert_int_equal(known.items[0].notice_count, 2);
	assert_int_equal(known.notices[OUTBOX_SENT], 1);
	assert_int_equal(known.notices[OUTBOX_QUEUED], 1);
	/* Canceled and taken back again, the older ones stay the first's. */
	run = applied(clinic, true, true);
	notice_send_all(clinic);
	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, run));
	assert_int_equal(notice_waiting(clinic, session.id).run, run);
}

static void s44_each_session_of_a_run_has_its_own_notices(void **s)
{
	struct clinic *clinic = *s;
	struct run_known known;
	int64_t run;

	for (int i = 0; i < 4; i++)
		at(clinic, arena_printf(clinic->op->arena,
					NOTICE_DAY "T1%d:00:00Z", 3 + i));
	clinic_session(clinic, NOTICE_DAY "T19:00:00Z", 50, clinic->fixed, 2);
	run = applied(clinic, true, false);
	assert_int_equal(practice_run_known(place_read(clinic->place), run, 0,
					    SIZE_MAX, &known),
			 OK);
	assert_int_equal(known.count, 5);
	for (size_t i = 0; i < known.count; i++) {
		const struct run_item *item = &known.items[i];

		assert_int_equal(item->notice_count, 1);
		assert_int_equal(item->notices[0].session, item->session.id);
		assert_int_equal(item->client_count, i == 4 ? 2 : 1);
	}
	assert_int_equal(known.settled, 5);
	/* A page of it says of what it is one. */
	assert_int_equal(practice_run_known(place_read(clinic->place), run, 3,
					    10, &known),
			 OK);
	assert_int_equal(known.count, 2);
	assert_int_equal(known.total, 5);
	assert_int_equal(known.outcomes[OUTCOME_TOLD], 5);
	assert_int_equal(known.items[1].notice_count, 1);
}

static void s44_a_run_of_nothing_ends_at_once(void **s)
{
	struct clinic *clinic = *s;
	int64_t run = applied(clinic, true, true);
	struct run_known known;

	assert_int_equal(practice_run_known(place_read(clinic->place), run, 0,
					    SIZE_MAX, &known),
			 OK);
	assert_int_equal(known.count, 0);
	assert_int_equal(known.run.state, RUN_DONE);
}

static void s41_a_message_has_its_bounds(void **s)
{
	struct clinic *clinic = *s;
	char text[PRACTICE_RUN_MESSAGE + 2];
	struct run_ask ask = { .plan = { .from = NOTICE_DAY },
			       .hash = notice_plan(clinic).hash,
			       .notify = true,
			       .message = text };
	int64_t run;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_failed(clinic,
		      practice_run_apply(clinic->op, clinic->store, &ask, &run),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "message", "message-too-long"));
	ask = (struct run_ask){ .plan = ask.plan };
	assert_failed(clinic,
		      practice_run_apply(clinic->op, clinic->store, &ask, &run),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "notify", "nothing-chosen"));
	assert_true(clinic_field(clinic, "hash", "missing"));
}

static void s44_a_cancellation_names_the_time_that_was_told(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);

	notice_move(clinic, session.id, HOUR, HOUR);
	applied(clinic, true, true);
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_CANCELED);
	assert_int_equal(notice_waiting(clinic, session.id).span.start.s,
			 session.span.start.s);
}

static void s44_the_move_before_a_run_that_is_taken_back_is_told(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	int64_t run;

	notice_move(clinic, session.id, HOUR, HOUR);
	run = applied(clinic, true, true);
	assert_ok(clinic, practice_run_undo(clinic->op, clinic->store, run));
	assert_int_equal(notice_waiting(clinic, session.id).kind,
			 NOTICE_RESCHEDULED);
	assert_int_equal(notice_waiting(clinic, session.id).was.s,
			 session.span.start.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(s44_what_somebody_changed_meanwhile_is_left_alone),
		WITH_NOTICES(s44_whoever_was_there_already_is_not_told),
		WITH_NOTICES(
			s44_a_run_goes_on_where_nobody_is_known_who_began_it),
		WITH_NOTICES(s44_who_asked_for_no_notices_gets_none),
		WITH_NOTICES(
			s44_what_is_refused_says_why_and_the_others_are_done),
		WITH_NOTICES(s44_a_run_at_work_is_not_taken_back),
		WITH_NOTICES(
			s44_what_was_changed_after_a_run_is_not_taken_back),
		WITH_NOTICES(
			s44_who_was_told_of_a_closure_is_told_that_it_takes_place),
		WITH_NOTICES(
			s44_what_is_over_is_not_told_to_take_place_after_all),
		WITH_NOTICES(
			s44_what_is_told_of_a_run_taken_back_belongs_to_it),
		WITH_NOTICES(s44_each_session_of_a_run_has_its_own_notices),
		WITH_NOTICES(s44_a_run_of_nothing_ends_at_once),
		WITH_NOTICES(s41_a_message_has_its_bounds),
		WITH_NOTICES(s44_a_cancellation_names_the_time_that_was_told),
		WITH_NOTICES(
			s44_the_move_before_a_run_that_is_taken_back_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
