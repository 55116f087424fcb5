#include "tests/unit/practice/booking/removal_fixture.h"

#include "practice/money/invoice.h"
#include "store/change.h"

#include <string.h>

/* K17 */
static void a_deleted_session_is_adopted_by_a_new_event(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	struct object_result put;
	char *bytes;

	removal_delete(agenda, &session, 0);
	assert_state(agenda, session.id, SESSION_SAVED);
	put = removal_put(agenda, "new", DAY, MINUTE);
	assert_true(put.created);
	assert_false(put.exact);
	assert_string_equal(put.member.name, "new.ics");
	assert_string_equal(put.member.uid, "new");
	assert_int_equal(put.member.session, session.id);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	assert_holds(bytes, "UID:new\r\n");
	assert_holds(bytes, "X-PRACTICE-STATUS:open\r\n");
	assert_holds(bytes, "X-PRACTICE-CLIENTS:C042\r\n");
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
	assert_false(removal_audited(agenda, session.id, "session.move"));
}

static void other_viewers_keep_one_event_at_its_address(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	removal_put(agenda, "new", DAY + HOUR, MINUTE);
	assert_int_equal(
		removal_shown(agenda, &agenda->sam, "maria", session.name),
		session.id);
	assert_int_equal(
		removal_shown(agenda, &agenda->ada, "sessions", session.name),
		session.id);
	assert_false(agenda_has(agenda, &agenda->sam, "maria", "new.ics"));
	assert_false(agenda_has(agenda, &agenda->ada, "sessions", "new.ics"));
	assert_holds(agenda_bytes(agenda, &agenda->ada, "sessions", session.id),
		     session.uid);
	assert_lacks(agenda_bytes(agenda, &agenda->ada, "sessions", session.id),
		     "TRANSPARENT");
	assert_string_equal(agenda_session_of(agenda, session.uid).uid,
			    session.uid);
}

static void it_takes_the_time_of_the_new_event(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	removal_put(agenda, "new", DAY + 3 * HOUR, MINUTE);
	assert_int_equal(agenda_session_of(agenda, session.uid).span.start.s,
			 session.span.start.s + 3 * HOUR);
	assert_true(removal_audited(agenda, session.id, "session.move"));
	assert_true(removal_audited(agenda, session.id, "session.reopen"));
}

static void an_event_without_an_end_is_as_long_as_it_was(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *event = agenda_object(agenda, "VEVENT",
				    "UID:new\r\nDTSTART:20260609T133000Z\r\n"
				    "SUMMARY:C042 Therapy\r\n");

	removal_delete(agenda, &session, 0);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics", event, MINUTE,
		   OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.span.start.s,
			 FIXTURE_NOW.s + DAY + HOUR + HOUR / 2);
	assert_int_equal(session.span.end.s - session.span.start.s, HOUR);
}

static void titles_are_compared_without_case_blanks_and_signs(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, 0, 0);

	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"SUMMARY:? Draft Therapy");
	removal_delete(agenda, &session, 0);
	assert_removed(agenda, session.id);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY,
				 "SUMMARY: dRAFT   therapy \r\n"),
		   MINUTE, OK);
	assert_state(agenda, session.id, SESSION_DRAFT);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		session.id);
}

static void what_the_new_event_leaves_out_stays(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, bytes, "TRANSP:",
			       "LOCATION:Attic\r\nDESCRIPTION:Bring books\r\n"
			       "TRANSP:"),
		   0, OK);
	removal_delete(agenda, &session, 0);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY,
				 TITLE "LOCATION:Cellar\r\n"
				       "X-PRACTICE-REVISION:1\r\n"
				       "X-PRACTICE-STATUS:canceled\r\n"),
		   MINUTE, OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.state, SESSION_OPEN);
	assert_string_equal(session.terms.place, "Cellar");
	assert_string_equal(session.terms.public_note, "Bring books");
}

static void own_lines_are_those_of_the_new_event(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, bytes, "END:VEVENT",
			       "COLOR:red\r\nEND:VEVENT"),
		   0, OK);
	removal_delete(agenda, &session, 0);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY,
				 TITLE "BEGIN:VALARM\r\nACTION:AUDIO\r\n"
				       "TRIGGER:-PT5M\r\nEND:VALARM\r\n"),
		   MINUTE, OK);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	assert_holds(bytes, "TRIGGER:-PT5M");
	assert_lacks(bytes, "COLOR");
	assert_lacks(agenda_bytes(agenda, &agenda->sam, "maria", session.id),
		     "VALARM");
}

static int64_t adopted(struct agenda *agenda, const char *uid, int64_t start)
{
	return removal_put(agenda, uid, start, MINUTE).member.session;
}

static void the_nearest_is_adopted_and_each_once(void **s)
{
	struct agenda *agenda = *s;
	struct session far = removal_session(agenda, DAY + 5 * HOUR);
	struct session near = removal_session(agenda, DAY);
	struct session next = removal_session(agenda, DAY + 3 * HOUR);

	removal_delete(agenda, &far, 0);
	removal_delete(agenda, &near, 1);
	removal_delete(agenda, &next, 2);
	assert_int_equal(adopted(agenda, "one", DAY + HOUR), near.id);
	assert_int_equal(adopted(agenda, "two", DAY + HOUR), next.id);
	assert_int_equal(adopted(agenda, "three", DAY + HOUR), far.id);
	assert_int_equal(removal_count(agenda), 3);
	removal_put(agenda, "four", DAY + HOUR, MINUTE);
	assert_int_equal(removal_count(agenda), 4);
}

static enum err check_change(void *context, const struct change *change)
{
	size_t *count = context;

	++*count;
	assert_string_equal(change->name,
			    change->deleted ? "one.ics" : "two.ics");
	return OK;
}

static void a_session_may_be_moved_again_and_again(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	struct collection before;
	size_t count = 0;

	removal_delete(agenda, &session, 0);
	removal_put(agenda, "one", DAY + HOUR, MINUTE);
	before = agenda_collection(agenda, &agenda->maria, "sessions");
	agenda_delete(agenda, &agenda->maria, "sessions", "one.ics", 2 * MINUTE,
		      OK);
	removal_put(agenda, "two", DAY + 2 * HOUR, 3 * MINUTE);
	assert_int_equal(removal_count(agenda), 1);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "two.ics"),
		session.id);
	assert_int_equal(store_change_walk(place_read(agenda->place), before.id,
					   before.revision, 10, check_change,
					   &count),
			 OK);
	assert_int_equal(count, 2);
}

static void what_the_office_removed_is_restored(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, -DAY);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	assert_removed(agenda, session.id);
	agenda_put(agenda, &agenda->sam, "maria", "new.ics",
		   removal_event(agenda, "new", -DAY + HOUR, TITLE), MINUTE,
		   OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(
		removal_shown(agenda, &agenda->sam, "maria", "new.ics"),
		session.id);
	assert_false(agenda_has(agenda, &agenda->sam, "maria", session.name));
	assert_true(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	assert_true(removal_audited(agenda, session.id, "session.restore"));
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
}

static void in_another_practitioners_calendar_it_is_reassigned(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	agenda_put(agenda, &agenda->sam, "ben", "new.ics",
		   removal_event(agenda, "new", DAY, TITLE), MINUTE, OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.removed.s, INSTANT_MAX.s);
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], agenda->ben.id);
	assert_int_equal(removal_shown(agenda, &agenda->sam, "ben", "new.ics"),
			 session.id);
	assert_true(agenda_has(agenda, &agenda->ben, "sessions", session.name));
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	assert_false(agenda_has(agenda, &agenda->sam, "maria", session.name));
	assert_int_equal(removal_count(agenda), 1);
}

static void after_ten_minutes_a_new_one_is_made(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	removal_put(agenda, "late", DAY, 10 * MINUTE);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 2);
	assert_true(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
}

static void a_start_over_two_days_away_is_another_session(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	removal_put(agenda, "far", 3 * DAY + 1, MINUTE);
	assert_state(agenda, session.id, SESSION_SAVED);
	removal_put(agenda, "near", 3 * DAY, MINUTE);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 2);
}

static void another_title_is_another_session(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	agenda_put(agenda, &agenda->maria, "sessions", "other.ics",
		   removal_event(agenda, "other", DAY, "SUMMARY:C042\r\n"),
		   MINUTE, OK);
	agenda_put(agenda, &agenda->maria, "sessions", "none.ics",
		   removal_event(agenda, "none", DAY, ""), MINUTE, OK);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 3);
}

static void another_persons_removal_is_theirs(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	removal_put(agenda, "new", DAY, MINUTE);
	assert_removed(agenda, session.id);
	assert_int_equal(removal_count(agenda), 1);
}

static void what_changed_since_is_left_alone(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	agenda_save(agenda, session.id, "missed", 1);
	removal_put(agenda, "new", DAY, MINUTE);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "missed");
	agenda_save(agenda, session.id, "open", 1);
	removal_put(agenda, "again", DAY, MINUTE);
	assert_int_equal(removal_count(agenda), 3);
}

static void an_event_that_recurs_adopts_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY,
				 TITLE "RRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		   MINUTE, OK);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 3);
}

static void who_may_not_edit_takes_back_but_does_not_move(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	struct session other = removal_session(agenda, DAY + 9 * HOUR);
	struct person maria = agenda->maria;

	maria.may = MAY_CREATE;
	assert_int_equal(place_sql(agenda->place,
				   "UPDATE practice SET reopen_hours = 0"),
			 0);
	removal_delete(agenda, &session, 0);
	removal_delete(agenda, &other, 0);
	agenda_put(agenda, &maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY + HOUR, TITLE), MINUTE, OK);
	assert_state(agenda, session.id, SESSION_SAVED);
	maria.may = 0;
	agenda_put(agenda, &maria, "sessions", "moved.ics",
		   removal_event(agenda, "moved", DAY + HOUR, TITLE), MINUTE,
		   REFUSED(NOT_PERMITTED));
	agenda_put(
		agenda, &maria, "sessions", "same.ics",
		removal_event(agenda, "same", DAY, TITLE "LOCATION:Attic\r\n"),
		MINUTE, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_null(agenda_session_of(agenda, session.uid).terms.place);
}

static void a_wish_that_is_refused_adopts_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY,
				 TITLE "X-PRACTICE-STATUS:fine\r\n"),
		   MINUTE, REFUSED(UNKNOWN_STATUS));
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_true(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	assert_int_equal(removal_count(agenda), 1);
}

/* A canceled session may be a line of 0.00. */
static void issue_zero_lines(struct agenda *agenda)
{
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct day to = wall_day(
		instant_wall((struct instant){ FIXTURE_NOW.s + 2 * DAY }));
	struct invoice invoice;

	assert_int_equal(place_sql(agenda->place,
				   "UPDATE practice"
				   "  SET invoice_zero_lines = 1"),
			 0);
	assert_int_equal(practice_invoice_draft(&op, agenda->place->store,
						agenda->ada.id, to, &invoice),
			 OK);
	assert_int_equal(practice_invoice_issue(&op, agenda->place->store,
						invoice.id, &invoice),
			 OK);
}

static void what_was_invoiced_meanwhile_stays_canceled(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	issue_zero_lines(agenda);
	removal_put(agenda, "new", DAY, MINUTE);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_deleted_session_is_adopted_by_a_new_event),
		WITH_AGENDA(other_viewers_keep_one_event_at_its_address),
		WITH_AGENDA(it_takes_the_time_of_the_new_event),
		WITH_AGENDA(an_event_without_an_end_is_as_long_as_it_was),
		WITH_AGENDA(titles_are_compared_without_case_blanks_and_signs),
		WITH_AGENDA(what_the_new_event_leaves_out_stays),
		WITH_AGENDA(own_lines_are_those_of_the_new_event),
		WITH_AGENDA(the_nearest_is_adopted_and_each_once),
		WITH_AGENDA(a_session_may_be_moved_again_and_again),
		WITH_AGENDA(what_the_office_removed_is_restored),
		WITH_AGENDA(in_another_practitioners_calendar_it_is_reassigned),
		WITH_AGENDA(after_ten_minutes_a_new_one_is_made),
		WITH_AGENDA(a_start_over_two_days_away_is_another_session),
		WITH_AGENDA(another_title_is_another_session),
		WITH_AGENDA(another_persons_removal_is_theirs),
		WITH_AGENDA(what_changed_since_is_left_alone),
		WITH_AGENDA(an_event_that_recurs_adopts_nothing),
		WITH_AGENDA(who_may_not_edit_takes_back_but_does_not_move),
		WITH_AGENDA(a_wish_that_is_refused_adopts_nothing),
		WITH_AGENDA(what_was_invoiced_meanwhile_stays_canceled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
