#include "tests/unit/practice/booking/removal_fixture.h"

#include "practice/money/invoice.h"

#include <string.h>

static void a_deleted_session_is_adopted_by_a_new_event(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	struct object_result put;
	char *bytes;

	removal_delete(home, &session, 0);
	assert_state(home, session.id, SESSION_SAVED);
	put = removal_put(home, "new", DAY, MINUTE);
	assert_true(put.created);
	assert_false(put.exact);
	assert_string_equal(put.member.name, "new.ics");
	assert_string_equal(put.member.uid, "new");
	assert_int_equal(put.member.session, session.id);
	assert_state(home, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(home), 1);
	assert_false(home_has(home, &home->maria, "sessions", session.name));
	bytes = home_bytes(home, &home->maria, "sessions", session.id);
	assert_holds(bytes, "UID:new\r\n");
	assert_holds(bytes, "X-PRACTICE-STATUS:open\r\n");
	assert_holds(bytes, "X-PRACTICE-CLIENTS:C042\r\n");
	assert_true(removal_audited(home, session.id, "session.adopt"));
	assert_false(removal_audited(home, session.id, "session.move"));
}

static void other_viewers_keep_one_event_at_its_address(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	removal_put(home, "new", DAY + HOUR, MINUTE);
	assert_int_equal(removal_shown(home, &home->sam, "maria", session.name),
			 session.id);
	assert_int_equal(
		removal_shown(home, &home->ada, "sessions", session.name),
		session.id);
	assert_false(home_has(home, &home->sam, "maria", "new.ics"));
	assert_false(home_has(home, &home->ada, "sessions", "new.ics"));
	assert_holds(home_bytes(home, &home->ada, "sessions", session.id),
		     session.uid);
	assert_lacks(home_bytes(home, &home->ada, "sessions", session.id),
		     "TRANSPARENT");
	assert_string_equal(home_session_of(home, session.uid).uid,
			    session.uid);
}

static void it_takes_the_time_of_the_new_event(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	removal_put(home, "new", DAY + 3 * HOUR, MINUTE);
	assert_int_equal(home_session_of(home, session.uid).span.start.s,
			 session.span.start.s + 3 * HOUR);
	assert_true(removal_audited(home, session.id, "session.move"));
	assert_true(removal_audited(home, session.id, "session.reopen"));
}

static void an_event_without_an_end_is_as_long_as_it_was(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *event = home_object(home, "VEVENT",
				  "UID:new\r\nDTSTART:20260609T133000Z\r\n"
				  "SUMMARY:C042 Therapy\r\n");

	removal_delete(home, &session, 0);
	home_put(home, &home->maria, "sessions", "new.ics", event, MINUTE, OK);
	session = home_session_of(home, session.uid);
	assert_int_equal(session.span.start.s,
			 FIXTURE_NOW.s + DAY + HOUR + HOUR / 2);
	assert_int_equal(session.span.end.s - session.span.start.s, HOUR);
}

static void titles_are_compared_without_case_blanks_and_signs(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, 0, 0);

	assert_holds(home_bytes(home, &home->maria, "sessions", session.id),
		     "SUMMARY:? Draft Therapy");
	removal_delete(home, &session, 0);
	assert_removed(home, session.id);
	home_put(home, &home->maria, "sessions", "new.ics",
		 removal_event(home, "new", DAY,
			       "SUMMARY: dRAFT   therapy \r\n"),
		 MINUTE, OK);
	assert_state(home, session.id, SESSION_DRAFT);
	assert_int_equal(
		removal_shown(home, &home->maria, "sessions", "new.ics"),
		session.id);
}

static void what_the_new_event_leaves_out_stays(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	home_put(home, &home->maria, "sessions", session.name,
		 home_edit(home, bytes, "CLASS:",
			   "LOCATION:Attic\r\nDESCRIPTION:Bring books\r\n"
			   "CLASS:"),
		 0, OK);
	removal_delete(home, &session, 0);
	home_put(home, &home->maria, "sessions", "new.ics",
		 removal_event(home, "new", DAY,
			       TITLE "LOCATION:Cellar\r\n"
				     "X-PRACTICE-REVISION:1\r\n"
				     "X-PRACTICE-STATUS:canceled\r\n"),
		 MINUTE, OK);
	session = home_session_of(home, session.uid);
	assert_int_equal(session.state, SESSION_OPEN);
	assert_string_equal(session.terms.place, "Cellar");
	assert_string_equal(session.terms.public_note, "Bring books");
}

static void own_lines_are_those_of_the_new_event(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	home_put(
		home, &home->maria, "sessions", session.name,
		home_edit(home, bytes, "END:VEVENT", "COLOR:red\r\nEND:VEVENT"),
		0, OK);
	removal_delete(home, &session, 0);
	home_put(home, &home->maria, "sessions", "new.ics",
		 removal_event(home, "new", DAY,
			       TITLE "BEGIN:VALARM\r\nACTION:AUDIO\r\n"
				     "TRIGGER:-PT5M\r\nEND:VALARM\r\n"),
		 MINUTE, OK);
	bytes = home_bytes(home, &home->maria, "sessions", session.id);
	assert_holds(bytes, "TRIGGER:-PT5M");
	assert_lacks(bytes, "COLOR");
	assert_lacks(home_bytes(home, &home->sam, "maria", session.id),
		     "VALARM");
}

static int64_t adopted(struct home *home, const char *uid, int64_t start)
{
	return removal_put(home, uid, start, MINUTE).member.session;
}

static void the_nearest_is_adopted_and_each_once(void **s)
{
	struct home *home = *s;
	struct session far = removal_session(home, DAY + 5 * HOUR);
	struct session near = removal_session(home, DAY);
	struct session next = removal_session(home, DAY + 3 * HOUR);

	removal_delete(home, &far, 0);
	removal_delete(home, &near, 1);
	removal_delete(home, &next, 2);
	assert_int_equal(adopted(home, "one", DAY + HOUR), near.id);
	assert_int_equal(adopted(home, "two", DAY + HOUR), next.id);
	assert_int_equal(adopted(home, "three", DAY + HOUR), far.id);
	assert_int_equal(removal_count(home), 3);
	removal_put(home, "four", DAY + HOUR, MINUTE);
	assert_int_equal(removal_count(home), 4);
}

static void a_session_may_be_moved_again_and_again(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	struct collection before;
	struct change *changes;
	size_t count;

	removal_delete(home, &session, 0);
	removal_put(home, "one", DAY + HOUR, MINUTE);
	before = home_collection(home, &home->maria, "sessions");
	home_delete(home, &home->maria, "sessions", "one.ics", 2 * MINUTE, OK);
	removal_put(home, "two", DAY + 2 * HOUR, 3 * MINUTE);
	assert_int_equal(removal_count(home), 1);
	assert_int_equal(
		removal_shown(home, &home->maria, "sessions", "two.ics"),
		session.id);
	assert_int_equal(store_change_list(place_read(home->place), before.id,
					   before.revision, 10, &changes,
					   &count),
			 OK);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(changes[i].name,
				    changes[i].deleted ? "one.ics" : "two.ics");
}

static void what_the_office_removed_is_restored(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, -DAY);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	assert_removed(home, session.id);
	home_put(home, &home->sam, "maria", "new.ics",
		 removal_event(home, "new", -DAY + HOUR, TITLE), MINUTE, OK);
	assert_state(home, session.id, SESSION_OPEN);
	assert_int_equal(removal_shown(home, &home->sam, "maria", "new.ics"),
			 session.id);
	assert_false(home_has(home, &home->sam, "maria", session.name));
	assert_true(home_has(home, &home->maria, "sessions", session.name));
	assert_true(removal_audited(home, session.id, "session.restore"));
	assert_true(removal_audited(home, session.id, "session.adopt"));
}

static void in_another_practitioners_calendar_it_is_reassigned(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	home_put(home, &home->sam, "ben", "new.ics",
		 removal_event(home, "new", DAY, TITLE), MINUTE, OK);
	session = home_session_of(home, session.uid);
	assert_int_equal(session.removed.s, INSTANT_MAX.s);
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], home->ben.id);
	assert_int_equal(removal_shown(home, &home->sam, "ben", "new.ics"),
			 session.id);
	assert_true(home_has(home, &home->ben, "sessions", session.name));
	assert_false(home_has(home, &home->maria, "sessions", session.name));
	assert_false(home_has(home, &home->sam, "maria", session.name));
	assert_int_equal(removal_count(home), 1);
}

static void after_ten_minutes_a_new_one_is_made(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	removal_put(home, "late", DAY, 10 * MINUTE);
	assert_state(home, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(home), 2);
	assert_true(home_has(home, &home->maria, "sessions", session.name));
}

static void a_start_over_two_days_away_is_another_session(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	removal_put(home, "far", 3 * DAY + 1, MINUTE);
	assert_state(home, session.id, SESSION_SAVED);
	removal_put(home, "near", 3 * DAY, MINUTE);
	assert_state(home, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(home), 2);
}

static void another_title_is_another_session(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	home_put(home, &home->maria, "sessions", "other.ics",
		 removal_event(home, "other", DAY, "SUMMARY:C042\r\n"), MINUTE,
		 OK);
	home_put(home, &home->maria, "sessions", "none.ics",
		 removal_event(home, "none", DAY, ""), MINUTE, OK);
	assert_state(home, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(home), 3);
}

static void another_persons_removal_is_theirs(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	removal_put(home, "new", DAY, MINUTE);
	assert_removed(home, session.id);
	assert_int_equal(removal_count(home), 1);
}

static void what_changed_since_is_left_alone(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	home_save(home, session.id, "missed", 1);
	removal_put(home, "new", DAY, MINUTE);
	assert_state(home, session.id, SESSION_SAVED);
	assert_string_equal(home_facts(home, session.id).completion.slug,
			    "missed");
	home_save(home, session.id, "open", 1);
	removal_put(home, "again", DAY, MINUTE);
	assert_int_equal(removal_count(home), 3);
}

static void an_event_that_recurs_adopts_nothing(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	home_put(home, &home->maria, "sessions", "new.ics",
		 removal_event(home, "new", DAY,
			       TITLE "RRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		 MINUTE, OK);
	assert_state(home, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(home), 3);
}

static void who_may_not_edit_takes_back_but_does_not_move(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	struct session other = removal_session(home, DAY + 9 * HOUR);
	struct person maria = home->maria;

	maria.may = MAY_CREATE;
	assert_int_equal(
		place_sql(home->place, "UPDATE practice SET reopen_hours = 0"),
		0);
	removal_delete(home, &session, 0);
	removal_delete(home, &other, 0);
	home_put(home, &maria, "sessions", "new.ics",
		 removal_event(home, "new", DAY + HOUR, TITLE), MINUTE, OK);
	assert_state(home, session.id, SESSION_SAVED);
	maria.may = 0;
	home_put(home, &maria, "sessions", "moved.ics",
		 removal_event(home, "moved", DAY + HOUR, TITLE), MINUTE,
		 ERR_NOT_PERMITTED);
	home_put(home, &maria, "sessions", "same.ics",
		 removal_event(home, "same", DAY, TITLE "LOCATION:Attic\r\n"),
		 MINUTE, OK);
	assert_state(home, session.id, SESSION_OPEN);
	assert_null(home_session_of(home, session.uid).terms.place);
}

static void a_wish_that_is_refused_adopts_nothing(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	home_put(home, &home->maria, "sessions", "new.ics",
		 removal_event(home, "new", DAY,
			       TITLE "X-PRACTICE-STATUS:fine\r\n"),
		 MINUTE, ERR_UNKNOWN_STATUS);
	assert_state(home, session.id, SESSION_SAVED);
	assert_true(home_has(home, &home->maria, "sessions", session.name));
	assert_int_equal(removal_count(home), 1);
}

/* A canceled session may be a line of 0.00. */
static void issue_zero_lines(struct home *home)
{
	struct operation op = home_as(home, &home->sam, 0);
	struct day to = wall_day(
		instant_wall((struct instant){ FIXTURE_NOW.s + 2 * DAY }));
	struct invoice invoice;

	assert_int_equal(place_sql(home->place, "UPDATE practice"
						"  SET invoice_zero_lines = 1"),
			 0);
	assert_int_equal(practice_invoice_draft(&op, home->place->store,
						home->ada.id, to, &invoice),
			 OK);
	assert_int_equal(practice_invoice_issue(&op, home->place->store,
						invoice.id, &invoice),
			 OK);
}

static void what_was_invoiced_meanwhile_stays_canceled(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	issue_zero_lines(home);
	removal_put(home, "new", DAY, MINUTE);
	assert_state(home, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(home), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_deleted_session_is_adopted_by_a_new_event),
		AT_HOME(other_viewers_keep_one_event_at_its_address),
		AT_HOME(it_takes_the_time_of_the_new_event),
		AT_HOME(an_event_without_an_end_is_as_long_as_it_was),
		AT_HOME(titles_are_compared_without_case_blanks_and_signs),
		AT_HOME(what_the_new_event_leaves_out_stays),
		AT_HOME(own_lines_are_those_of_the_new_event),
		AT_HOME(the_nearest_is_adopted_and_each_once),
		AT_HOME(a_session_may_be_moved_again_and_again),
		AT_HOME(what_the_office_removed_is_restored),
		AT_HOME(in_another_practitioners_calendar_it_is_reassigned),
		AT_HOME(after_ten_minutes_a_new_one_is_made),
		AT_HOME(a_start_over_two_days_away_is_another_session),
		AT_HOME(another_title_is_another_session),
		AT_HOME(another_persons_removal_is_theirs),
		AT_HOME(what_changed_since_is_left_alone),
		AT_HOME(an_event_that_recurs_adopts_nothing),
		AT_HOME(who_may_not_edit_takes_back_but_does_not_move),
		AT_HOME(a_wish_that_is_refused_adopts_nothing),
		AT_HOME(what_was_invoiced_meanwhile_stays_canceled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
