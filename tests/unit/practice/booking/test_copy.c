#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy.h"
#include "practice/calendar/collection.h"
#include "practice/people/person.h"
#include "practice/session/session.h"

#include <string.h>

/** COPY or MOVE in the person's own home; what must come of it. */
static bool carried(struct home *home, const struct person *person, bool move,
		    const struct object_at *from, const struct object_at *to,
		    enum err wanted)
{
	struct operation op = home_as(home, person, 0);
	bool created = false;
	enum err err = practice_object_copy(&op, home->place->store, from, to,
					    move, true, NULL, &created);

	if (err != wanted)
		print_error("%s: %s\n", err_name(err), op.failure.message);
	assert_int_equal(err, wanted);
	return created;
}

static void make(struct home *home, const char *path, unsigned components,
		 enum collection_kind kind)
{
	struct operation op = home_as(home, &home->maria, 0);
	struct collection_new wish = { .home = "maria",
				       .path = path,
				       .kind = kind,
				       .components = components };
	struct collection made;

	assert_int_equal(
		practice_collection_make(&op, home->place->store, &wish, &made),
		OK);
}

static void put(struct home *home, const char *path, const char *name,
		const char *uid)
{
	home_put(home, &home->maria, path, name, home_event(home, uid, ""), 0,
		 OK);
}

static void what_is_not_there_is_not_copied(void **state)
{
	struct home *home = *state;
	struct object_at none = { "maria", "calendar", "none.ics" };
	struct object_at nowhere = { "maria", "gone", "a.ics" };
	struct object_at there = { "maria", "calendar", "a.ics" };

	put(home, "calendar", "a.ics", "a");
	carried(home, &home->maria, false, &none, &there, ERR_NOT_FOUND);
	carried(home, &home->maria, false, &nowhere, &there, ERR_NOT_FOUND);
	carried(home, &home->maria, false, &there, &nowhere, ERR_PARENT);
	/* Another's home is not to be known. */
	carried(home, &home->ben, false, &there, &there, ERR_NOT_FOUND);
	assert_string_equal(
		home_member(home, &home->maria, "calendar", "a.ics").uid, "a");
}

static void a_uid_is_once_in_a_calendar_wherever_it_comes_from(void **state)
{
	struct home *home = *state;
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at other = { "maria", "work", "b.ics" };
	struct object_at same = { "maria", "work", "a.ics" };

	make(home, "work", 0, COLLECTION_PERSONAL);
	put(home, "calendar", "a.ics", "a");
	put(home, "work", "a.ics", "a");
	carried(home, &home->maria, true, &from, &other, ERR_UID_CONFLICT);
	assert_true(home_has(home, &home->maria, "calendar", "a.ics"));
	/* Over the one that has it, it stays once. */
	assert_false(carried(home, &home->maria, true, &from, &same, OK));
	assert_false(home_has(home, &home->maria, "calendar", "a.ics"));
}

static void a_calendar_of_tasks_takes_no_event(void **state)
{
	struct home *home = *state;
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at to = { "maria", "todo", "a.ics" };

	make(home, "todo", 2, COLLECTION_PERSONAL); /* VTODO */
	put(home, "calendar", "a.ics", "a");
	carried(home, &home->maria, true, &from, &to, ERR_COMPONENT);
	carried(home, &home->maria, false, &from, &to, ERR_COMPONENT);
	assert_true(home_has(home, &home->maria, "calendar", "a.ics"));
	assert_false(home_has(home, &home->maria, "todo", "a.ics"));
}

static void an_event_goes_among_files_and_comes_back(void **state)
{
	struct home *home = *state;
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at to = { "maria", "files", "kept" };
	struct object_at twice = { "maria", "files", "again" };

	make(home, "files", 0, COLLECTION_PLAIN);
	put(home, "calendar", "a.ics", "a");
	assert_true(carried(home, &home->maria, true, &from, &to, OK));
	assert_false(home_has(home, &home->maria, "calendar", "a.ics"));
	assert_true(carried(home, &home->maria, true, &to, &twice, OK));
	assert_true(carried(home, &home->maria, false, &twice, &from, OK));
	assert_string_equal(
		home_member(home, &home->maria, "calendar", "a.ics").uid, "a");
	assert_true(home_has(home, &home->maria, "files", "again"));
}

static void a_file_that_is_no_calendar_does_not_become_an_event(void **state)
{
	struct home *home = *state;
	struct object_at from = { "maria", "files", "note.txt" };
	struct object_at to = { "maria", "calendar", "note.ics" };

	make(home, "files", 0, COLLECTION_PLAIN);
	home_put(home, &home->maria, "files", "note.txt", "Milk and eggs", 0,
		 OK);
	carried(home, &home->maria, true, &from, &to, ERR_CALENDAR_DATA);
	assert_true(home_has(home, &home->maria, "files", "note.txt"));
}

static void a_copy_that_fails_leaves_what_it_would_replace(void **s)
{
	struct home *home = *s;
	struct object_at from = { "maria", "files", "note.txt" };
	struct object_at to = { "maria", "calendar", "a.ics" };

	make(home, "files", 0, COLLECTION_PLAIN);
	put(home, "calendar", "a.ics", "a");
	home_put(home, &home->maria, "files", "note.txt", "Milk and eggs", 0,
		 OK);
	carried(home, &home->maria, false, &from, &to, ERR_CALENDAR_DATA);
	assert_string_equal(
		home_member(home, &home->maria, "calendar", "a.ics").uid, "a");
}

static void
a_session_is_renamed_within_its_calendar_only_to_a_free_name(void **state)
{
	struct home *home = *state;
	struct session one = home_session(home, DAY, home->ada.id, 0);
	struct session two = home_session(home, 2 * DAY, home->ada.id, 0);
	struct object_at from = { "maria", "sessions", one.name };
	struct object_at taken = { "maria", "sessions", two.name };
	struct object_at to = { "maria", "sessions", "mine.ics" };

	carried(home, &home->maria, true, &from, &taken, ERR_NOT_PERMITTED);
	assert_true(carried(home, &home->maria, true, &from, &to, OK));
	assert_true(home_has(home, &home->maria, "sessions", "mine.ics"));
	assert_true(home_has(home, &home->ada, "sessions", one.name));
	assert_true(home_has(home, &home->sam, "maria", one.name));
}

static void a_session_does_not_replace_anothers(void **state)
{
	struct home *home = *state;
	struct session one = home_session(home, DAY, home->ada.id, 0);
	struct session two = home_session(home, 2 * DAY, home->ada.id, 0);
	struct object_at away = { "sam", "maria", two.name };
	struct object_at bens = { "sam", "ben", "two.ics" };
	struct object_at from = { "sam", "maria", one.name };

	carried(home, &home->sam, true, &away, &bens, OK);
	carried(home, &home->sam, true, &from, &bens, ERR_NOT_PERMITTED);
	assert_int_equal(
		home_session_of(home, one.uid).terms.practitioners.at[0],
		home->maria.id);
}

static void only_practitioners_calendars_hand_sessions_on(void **state)
{
	struct home *home = *state;
	struct session one = home_session(home, DAY, home->ada.id, 0);
	struct object_at from = { "sam", "maria", one.name };
	struct object_at shut = { "sam", "closures", one.name };
	struct object_at own = { "sam", "calendar", one.name };

	carried(home, &home->sam, true, &from, &shut, ERR_NOT_PERMITTED);
	carried(home, &home->sam, true, &from, &own, ERR_NOT_PERMITTED);
	carried(home, &home->sam, false, &from, &shut, ERR_NOT_PERMITTED);
	assert_true(home_has(home, &home->sam, "maria", one.name));
}

static void a_practitioner_hands_no_session_to_the_tasks(void **state)
{
	struct home *home = *state;
	struct session one = home_session(home, DAY, home->ada.id, 0);
	struct object_at from = { "maria", "sessions", one.name };
	struct object_at task = { "maria", "to-save", one.name };

	carried(home, &home->maria, true, &from, &task, ERR_NOT_PERMITTED);
	assert_true(home_has(home, &home->maria, "sessions", one.name));
}

static void clients_move_nothing_and_nothing_is_moved_to_them(void **state)
{
	struct home *home = *state;
	struct session one = home_session(home, DAY, home->ada.id, 0);
	struct object_at from = { "c042", "sessions", one.name };
	struct object_at to = { "c042", "sessions", "mine.ics" };
	struct object_at shut = { "c042", "closures", "mine.ics" };

	carried(home, &home->ada, true, &from, &to, ERR_READ_ONLY);
	carried(home, &home->ada, false, &from, &to, ERR_READ_ONLY);
	carried(home, &home->ada, true, &from, &shut, ERR_READ_ONLY);
	assert_true(home_has(home, &home->ada, "sessions", one.name));
}

static void a_session_handed_to_who_leads_it_too_is_theirs_alone(void **state)
{
	struct home *home = *state;
	struct operation op = home_as(home, &home->sam, 0);
	int64_t id = home_session(home, DAY, home->ada.id, 0).id;
	struct session session = home_facts(home, id).session;
	int64_t both[] = { home->maria.id, home->ben.id };
	struct object_at from = { "sam", "maria", session.name };
	struct object_at to = { "sam", "ben", "free.ics" };

	session.terms.practitioners = (struct ids){ both, 2 };
	assert_int_equal(
		practice_session_change(&op, home->place->store, &session), OK);
	assert_true(carried(home, &home->sam, true, &from, &to, OK));
	session = home_facts(home, id).session;
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], home->ben.id);
	/* Its name in the calendar is the one that was asked for. */
	assert_true(home_has(home, &home->sam, "ben", "free.ics"));
	assert_false(home_has(home, &home->sam, "ben", session.name));
}

static void a_session_keeps_its_name_when_it_is_handed_on(void **state)
{
	struct home *home = *state;
	struct session one = home_session(home, DAY, home->ada.id, 0);
	struct object_at from = { "sam", "maria", one.name };
	struct object_at to = { "sam", "ben", one.name };

	assert_true(carried(home, &home->sam, true, &from, &to, OK));
	assert_true(home_has(home, &home->sam, "ben", one.name));
	assert_true(home_has(home, &home->ben, "sessions", one.name));
}

static void a_saved_session_is_not_handed_on(void **state)
{
	struct home *home = *state;
	struct session one = home_session(home, -2 * HOUR, home->ada.id, 0);
	struct object_at from = { "sam", "maria", one.name };
	struct object_at to = { "sam", "ben", one.name };

	home_save(home, one.id, "completed", 0);
	carried(home, &home->sam, true, &from, &to, ERR_SESSION_SAVED);
	assert_true(home_has(home, &home->sam, "maria", one.name));
	assert_false(home_has(home, &home->sam, "ben", one.name));
}

static void an_admin_who_practices_hands_on_own_sessions(void **state)
{
	struct home *home = *state;
	struct operation op = home_as(home, NULL, 0);
	struct session one = home_session(home, DAY, home->ada.id, 0);
	struct object_at from = { "maria", "sessions", one.name };
	struct object_at to = { "maria", "ben", one.name };
	struct person maria = home->maria;

	/* An admin who practices sees own sessions in sessions/. */
	maria.roles |= ROLE_ADMIN;
	maria.revision = 0;
	assert_int_equal(
		practice_person_change(&op, home->place->store, &maria), OK);
	assert_true(carried(home, &maria, true, &from, &to, OK));
	assert_int_equal(
		home_session_of(home, one.uid).terms.practitioners.at[0],
		home->ben.id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(what_is_not_there_is_not_copied),
		AT_HOME(a_uid_is_once_in_a_calendar_wherever_it_comes_from),
		AT_HOME(a_calendar_of_tasks_takes_no_event),
		AT_HOME(an_event_goes_among_files_and_comes_back),
		AT_HOME(a_file_that_is_no_calendar_does_not_become_an_event),
		AT_HOME(a_copy_that_fails_leaves_what_it_would_replace),
		AT_HOME(a_session_is_renamed_within_its_calendar_only_to_a_free_name),
		AT_HOME(a_session_does_not_replace_anothers),
		AT_HOME(only_practitioners_calendars_hand_sessions_on),
		AT_HOME(a_practitioner_hands_no_session_to_the_tasks),
		AT_HOME(clients_move_nothing_and_nothing_is_moved_to_them),
		AT_HOME(a_session_handed_to_who_leads_it_too_is_theirs_alone),
		AT_HOME(a_session_keeps_its_name_when_it_is_handed_on),
		AT_HOME(a_saved_session_is_not_handed_on),
		AT_HOME(an_admin_who_practices_hands_on_own_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
