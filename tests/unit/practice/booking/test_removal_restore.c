#include "tests/unit/practice/booking/removal_fixture.h"

#include "practice/booking/copy.h"
#include "practice/session/session.h"

#include <string.h>

static void the_office_puts_a_removed_session_back(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	struct object_result put;

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	put = agenda_put(agenda, &agenda->sam, "maria", session.name, bytes,
			 DAY, OK);
	assert_true(put.created);
	assert_string_equal(put.member.uid, session.uid);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	assert_true(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	assert_true(agenda_has(agenda, &agenda->ada, "sessions", session.name));
	assert_true(removal_audited(agenda, session.id, "session.restore"));
	assert_false(removal_audited(agenda, session.id, "session.adopt"));
}

static void what_its_event_asks_for_is_judged_like_any_put(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, -DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	agenda_put(agenda, &agenda->sam, "maria", session.name,
		   agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
			       "X-PRACTICE-STATUS:fine"),
		   0, REFUSED(UNKNOWN_STATUS));
	assert_removed(agenda, session.id);
	bytes = agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
			    "X-PRACTICE-STATUS:missed");
	bytes = agenda_edit(agenda, bytes,
			    "TRANSP:", "LOCATION:Attic\r\nTRANSP:");
	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, 0, OK);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_string_equal(agenda_session_of(agenda, session.uid).terms.place,
			    "Attic");
}

static void an_older_copy_wishes_what_it_changed(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	agenda_put(agenda, &agenda->sam, "maria", session.name,
		   agenda_edit(agenda, bytes,
			       "TRANSP:", "LOCATION:Attic\r\nTRANSP:"),
		   0, OK);
	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, 0, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_string_equal(agenda_session_of(agenda, session.uid).terms.place,
			    "Attic");
}

static void it_may_come_back_at_another_address(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	agenda_put(agenda, &agenda->sam, "maria", "other.ics", bytes, 0, OK);
	assert_int_equal(
		removal_shown(agenda, &agenda->sam, "maria", "other.ics"),
		session.id);
	assert_false(agenda_has(agenda, &agenda->sam, "maria", session.name));
	assert_true(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
}

static void in_another_calendar_it_is_reassigned(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	agenda_put(agenda, &agenda->sam, "ben", session.name, bytes, 0, OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], agenda->ben.id);
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
}

static void what_a_page_removed_comes_back_too(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct session session = removal_session(agenda, DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	assert_int_equal(
		practice_session_remove(&op, agenda->place->store, session.id),
		OK);
	agenda_put(agenda, &agenda->sam, "ben", session.name, bytes, 0, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(agenda_session_of(agenda, session.uid)
				 .terms.practitioners.at[0],
			 agenda->ben.id);
}

static void a_draft_of_nobody_joins_the_calendar_it_is_put_in(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct session session = {
		.span = { { FIXTURE_NOW.s + DAY },
			  { FIXTURE_NOW.s + DAY + HOUR } },
		.zone = "America/Toronto",
		.uid = "nobodys",
	};

	assert_int_equal(
		practice_session_add(&op, agenda->place->store, &session), OK);
	assert_int_equal(
		practice_session_remove(&op, agenda->place->store, session.id),
		OK);
	agenda_put(agenda, &agenda->sam, "ben", "n.ics",
		   removal_event(agenda, "nobodys", DAY, TITLE), 0, OK);
	assert_int_equal(removal_shown(agenda, &agenda->sam, "ben", "n.ics"),
			 session.id);
}

static void a_practitioner_does_not_undo_the_offices_removal(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes, 0,
		   ERR_UID_CONFLICT);
	assert_removed(agenda, session.id);
}

static void a_practitioners_own_draft_comes_back_for_ten_minutes(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, 0, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	removal_delete(agenda, &session, 0);
	assert_removed(agenda, session.id);
	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes,
		   10 * MINUTE, ERR_UID_CONFLICT);
	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes,
		   MINUTE, OK);
	assert_state(agenda, session.id, SESSION_DRAFT);
	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes,
		   MINUTE, ERR_UID_CONFLICT);
}

/* Sam's calendar of Maria has the session under this UID. */
static struct session renamed(struct agenda *agenda, const char *uid)
{
	struct session session = removal_session(agenda, DAY);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	agenda_put(agenda, &agenda->sam, "maria",
		   arena_printf(agenda->place->arena, "%s.ics", uid),
		   removal_event(agenda, uid, DAY, TITLE), 0, OK);
	return agenda_session_of(agenda, session.uid);
}

static void the_uid_of_one_calendar_stays_there(void **s)
{
	struct agenda *agenda = *s;
	struct session session = renamed(agenda, "theirs");
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, bytes,
			       "TRANSP:", "LOCATION:Attic\r\nTRANSP:"),
		   0, OK);
	bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	assert_holds(bytes, "UID:theirs\r\n");
	assert_holds(bytes, "LOCATION:Attic");
	agenda_put(
		agenda, &agenda->sam, "maria", "theirs.ics",
		agenda_edit(agenda, bytes, "LOCATION:Attic", "LOCATION:Cellar"),
		0, OK);
	assert_string_equal(agenda_session_of(agenda, session.uid).terms.place,
			    "Cellar");
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		session.uid);
}

static void by_that_uid_it_is_put_back_as_well(void **s)
{
	struct agenda *agenda = *s;
	struct session session = renamed(agenda, "theirs");
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	agenda_delete(agenda, &agenda->sam, "maria", "theirs.ics", 0, OK);
	agenda_put(agenda, &agenda->sam, "maria", "theirs.ics", bytes, HOUR,
		   OK);
	assert_int_equal(
		removal_shown(agenda, &agenda->sam, "maria", "theirs.ics"),
		session.id);
	assert_int_equal(removal_count(agenda), 1);
}

static void a_move_takes_that_uid_along(void **s)
{
	struct agenda *agenda = *s;
	struct session session = renamed(agenda, "theirs");
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct object_at from = { "sam", "maria", "theirs.ics" };
	struct object_at to = { "sam", "ben", "moved.ics" };
	bool created;

	assert_int_equal(practice_object_copy(&op, agenda->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	assert_string_equal(
		agenda_member(agenda, &agenda->sam, "ben", "moved.ics").uid,
		"theirs");
	assert_holds(agenda_bytes(agenda, &agenda->ben, "sessions", session.id),
		     session.uid);
}

static void two_sessions_in_one_calendar_have_two_uids(void **s)
{
	struct agenda *agenda = *s;
	struct session session = renamed(agenda, "theirs");
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct object_at from = { "sam", "ben", "b.ics" };
	struct object_at to = { "sam", "maria", "c.ics" };
	struct member member;
	bool created;

	agenda_put(agenda, &agenda->sam, "ben", "b.ics",
		   removal_event(agenda, "theirs", DAY, "SUMMARY:C051\r\n"), 0,
		   OK);
	assert_int_equal(practice_object_copy(&op, agenda->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	member = agenda_member(agenda, &agenda->sam, "maria", "c.ics");
	assert_int_not_equal(member.session, session.id);
	assert_string_equal(member.uid,
			    arena_printf(agenda->place->arena,
					 "session-%lld-theirs",
					 (long long)member.session));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(the_office_puts_a_removed_session_back),
		WITH_AGENDA(what_its_event_asks_for_is_judged_like_any_put),
		WITH_AGENDA(an_older_copy_wishes_what_it_changed),
		WITH_AGENDA(it_may_come_back_at_another_address),
		WITH_AGENDA(in_another_calendar_it_is_reassigned),
		WITH_AGENDA(what_a_page_removed_comes_back_too),
		WITH_AGENDA(a_draft_of_nobody_joins_the_calendar_it_is_put_in),
		WITH_AGENDA(a_practitioner_does_not_undo_the_offices_removal),
		WITH_AGENDA(
			a_practitioners_own_draft_comes_back_for_ten_minutes),
		WITH_AGENDA(the_uid_of_one_calendar_stays_there),
		WITH_AGENDA(by_that_uid_it_is_put_back_as_well),
		WITH_AGENDA(a_move_takes_that_uid_along),
		WITH_AGENDA(two_sessions_in_one_calendar_have_two_uids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
