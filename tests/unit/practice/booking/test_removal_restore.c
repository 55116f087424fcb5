#include "tests/unit/practice/booking/removal_fixture.h"

#include "practice/booking/copy.h"
#include "practice/session/session.h"

#include <string.h>

static void the_office_puts_a_removed_session_back(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);
	struct object_result put;

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	put = home_put(home, &home->sam, "maria", session.name, bytes, DAY, OK);
	assert_true(put.created);
	assert_string_equal(put.member.uid, session.uid);
	assert_state(home, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(home), 1);
	assert_true(home_has(home, &home->maria, "sessions", session.name));
	assert_true(home_has(home, &home->ada, "sessions", session.name));
	assert_true(removal_audited(home, session.id, "session.restore"));
	assert_false(removal_audited(home, session.id, "session.adopt"));
}

static void what_its_event_asks_for_is_judged_like_any_put(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, -DAY);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	home_put(home, &home->sam, "maria", session.name,
		 home_edit(home, bytes, "X-PRACTICE-STATUS:open",
			   "X-PRACTICE-STATUS:fine"),
		 0, ERR_UNKNOWN_STATUS);
	assert_removed(home, session.id);
	bytes = home_edit(home, bytes, "X-PRACTICE-STATUS:open",
			  "X-PRACTICE-STATUS:missed");
	bytes = home_edit(home, bytes, "CLASS:", "LOCATION:Attic\r\nCLASS:");
	home_put(home, &home->sam, "maria", session.name, bytes, 0, OK);
	assert_state(home, session.id, SESSION_SAVED);
	assert_string_equal(home_session_of(home, session.uid).terms.place,
			    "Attic");
}

static void an_older_copy_with_wishes_is_stale(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	home_put(home, &home->sam, "maria", session.name,
		 home_edit(home, bytes, "CLASS:", "LOCATION:Attic\r\nCLASS:"),
		 0, OK);
	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	home_put(home, &home->sam, "maria", session.name, bytes, 0,
		 ERR_PRECONDITION);
	assert_removed(home, session.id);
}

static void it_may_come_back_at_another_address(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	home_put(home, &home->sam, "maria", "other.ics", bytes, 0, OK);
	assert_int_equal(removal_shown(home, &home->sam, "maria", "other.ics"),
			 session.id);
	assert_false(home_has(home, &home->sam, "maria", session.name));
	assert_true(home_has(home, &home->maria, "sessions", session.name));
}

static void in_another_calendar_it_is_reassigned(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	home_put(home, &home->sam, "ben", session.name, bytes, 0, OK);
	session = home_session_of(home, session.uid);
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], home->ben.id);
	assert_false(home_has(home, &home->maria, "sessions", session.name));
}

static void what_a_page_removed_comes_back_too(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->sam, 0);
	struct session session = removal_session(home, DAY);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	assert_int_equal(
		practice_session_remove(&op, home->place->store, session.id),
		OK);
	home_put(home, &home->sam, "ben", session.name, bytes, 0, OK);
	assert_state(home, session.id, SESSION_OPEN);
	assert_int_equal(
		home_session_of(home, session.uid).terms.practitioners.at[0],
		home->ben.id);
}

static void a_draft_of_nobody_joins_the_calendar_it_is_put_in(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->sam, 0);
	struct session session = {
		.span = { { FIXTURE_NOW.s + DAY },
			  { FIXTURE_NOW.s + DAY + HOUR } },
		.zone = "America/Toronto",
		.uid = "nobodys",
	};

	assert_int_equal(
		practice_session_add(&op, home->place->store, &session), OK);
	assert_int_equal(
		practice_session_remove(&op, home->place->store, session.id),
		OK);
	home_put(home, &home->sam, "ben", "n.ics",
		 removal_event(home, "nobodys", DAY, TITLE), 0, OK);
	assert_int_equal(removal_shown(home, &home->sam, "ben", "n.ics"),
			 session.id);
}

static void a_practitioner_does_not_undo_the_offices_removal(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	home_put(home, &home->maria, "sessions", session.name, bytes, 0,
		 ERR_UID_CONFLICT);
	assert_removed(home, session.id);
}

static void a_practitioners_own_draft_comes_back_for_ten_minutes(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, 0, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	removal_delete(home, &session, 0);
	assert_removed(home, session.id);
	home_put(home, &home->maria, "sessions", session.name, bytes,
		 10 * MINUTE, ERR_UID_CONFLICT);
	home_put(home, &home->maria, "sessions", session.name, bytes, MINUTE,
		 OK);
	assert_state(home, session.id, SESSION_DRAFT);
	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	home_put(home, &home->maria, "sessions", session.name, bytes, MINUTE,
		 ERR_UID_CONFLICT);
}

/* Sam's calendar of Maria has the session under this UID. */
static struct session renamed(struct home *home, const char *uid)
{
	struct session session = removal_session(home, DAY);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	home_put(home, &home->sam, "maria",
		 arena_printf(home->place->arena, "%s.ics", uid),
		 removal_event(home, uid, DAY, TITLE), 0, OK);
	return home_session_of(home, session.uid);
}

static void the_uid_of_one_calendar_stays_there(void **s)
{
	struct home *home = *s;
	struct session session = renamed(home, "theirs");
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	home_put(home, &home->maria, "sessions", session.name,
		 home_edit(home, bytes, "CLASS:", "LOCATION:Attic\r\nCLASS:"),
		 0, OK);
	bytes = home_bytes(home, &home->sam, "maria", session.id);
	assert_holds(bytes, "UID:theirs\r\n");
	assert_holds(bytes, "LOCATION:Attic");
	home_put(home, &home->sam, "maria", "theirs.ics",
		 home_edit(home, bytes, "LOCATION:Attic", "LOCATION:Cellar"), 0,
		 OK);
	assert_string_equal(home_session_of(home, session.uid).terms.place,
			    "Cellar");
	assert_holds(home_bytes(home, &home->maria, "sessions", session.id),
		     session.uid);
}

static void by_that_uid_it_is_put_back_as_well(void **s)
{
	struct home *home = *s;
	struct session session = renamed(home, "theirs");
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	home_delete(home, &home->sam, "maria", "theirs.ics", 0, OK);
	home_put(home, &home->sam, "maria", "theirs.ics", bytes, HOUR, OK);
	assert_int_equal(removal_shown(home, &home->sam, "maria", "theirs.ics"),
			 session.id);
	assert_int_equal(removal_count(home), 1);
}

static void a_move_takes_that_uid_along(void **s)
{
	struct home *home = *s;
	struct session session = renamed(home, "theirs");
	struct operation op = home_as(home, &home->sam, 0);
	struct object_at from = { "sam", "maria", "theirs.ics" };
	struct object_at to = { "sam", "ben", "moved.ics" };
	bool created;

	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	assert_string_equal(
		home_member(home, &home->sam, "ben", "moved.ics").uid,
		"theirs");
	assert_holds(home_bytes(home, &home->ben, "sessions", session.id),
		     session.uid);
}

static void two_sessions_in_one_calendar_have_two_uids(void **s)
{
	struct home *home = *s;
	struct session session = renamed(home, "theirs");
	struct operation op = home_as(home, &home->sam, 0);
	struct object_at from = { "sam", "ben", "b.ics" };
	struct object_at to = { "sam", "maria", "c.ics" };
	struct member member;
	bool created;

	home_put(home, &home->sam, "ben", "b.ics",
		 removal_event(home, "theirs", DAY, "SUMMARY:C051\r\n"), 0, OK);
	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	member = home_member(home, &home->sam, "maria", "c.ics");
	assert_int_not_equal(member.session, session.id);
	assert_string_equal(member.uid,
			    arena_printf(home->place->arena,
					 "session-%lld-theirs",
					 (long long)member.session));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(the_office_puts_a_removed_session_back),
		AT_HOME(what_its_event_asks_for_is_judged_like_any_put),
		AT_HOME(an_older_copy_with_wishes_is_stale),
		AT_HOME(it_may_come_back_at_another_address),
		AT_HOME(in_another_calendar_it_is_reassigned),
		AT_HOME(what_a_page_removed_comes_back_too),
		AT_HOME(a_draft_of_nobody_joins_the_calendar_it_is_put_in),
		AT_HOME(a_practitioner_does_not_undo_the_offices_removal),
		AT_HOME(a_practitioners_own_draft_comes_back_for_ten_minutes),
		AT_HOME(the_uid_of_one_calendar_stays_there),
		AT_HOME(by_that_uid_it_is_put_back_as_well),
		AT_HOME(a_move_takes_that_uid_along),
		AT_HOME(two_sessions_in_one_calendar_have_two_uids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
