#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/booking/copy.h"
#include "practice/calendar/address.h"
#include "practice/calendar/collection.h"
#include "practice/people/person.h"
#include "practice/session/session.h"

#include <string.h>

/** COPY or MOVE in the person's own home; what must come of it. */
static bool carried(struct agenda *agenda, const struct person *person,
		    bool move, const struct object_at *from,
		    const struct object_at *to, enum err wanted)
{
	struct operation op = agenda_as(agenda, person, 0);
	bool created = false;
	enum err err = practice_object_copy(&op, agenda->place->store, from, to,
					    move, true, NULL, &created);

	err = outcome(&op, err);
	if (err != wanted)
		print_error("%s: %s\n", err_name(err), op.failure.message);
	assert_int_equal(err, wanted);
	return created;
}

static void make(struct agenda *agenda, const char *path, unsigned components,
		 enum collection_kind kind)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct collection_new wish = { .home = "maria",
				       .path = path,
				       .kind = kind,
				       .components = components };
	struct collection made;

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &wish, &made),
			 OK);
}

static void put(struct agenda *agenda, const char *path, const char *name,
		const char *uid)
{
	agenda_put(agenda, &agenda->maria, path, name,
		   agenda_event(agenda, uid, ""), 0, OK);
}

static void what_is_not_there_is_not_copied(void **state)
{
	struct agenda *agenda = *state;
	struct object_at none = { "maria", "calendar", "none.ics" };
	struct object_at nowhere = { "maria", "gone", "a.ics" };
	struct object_at there = { "maria", "calendar", "a.ics" };

	put(agenda, "calendar", "a.ics", "a");
	carried(agenda, &agenda->maria, false, &none, &there, ERR_NOT_FOUND);
	carried(agenda, &agenda->maria, false, &nowhere, &there, ERR_NOT_FOUND);
	carried(agenda, &agenda->maria, false, &there, &nowhere, ERR_PARENT);
	/* Another's home is not to be known. */
	carried(agenda, &agenda->ben, false, &there, &there, ERR_NOT_FOUND);
	assert_string_equal(
		agenda_member(agenda, &agenda->maria, "calendar", "a.ics").uid,
		"a");
}

static void a_uid_is_once_in_a_calendar_wherever_it_comes_from(void **state)
{
	struct agenda *agenda = *state;
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at other = { "maria", "work", "b.ics" };
	struct object_at same = { "maria", "work", "a.ics" };

	make(agenda, "work", 0, COLLECTION_PERSONAL);
	put(agenda, "calendar", "a.ics", "a");
	put(agenda, "work", "a.ics", "a");
	carried(agenda, &agenda->maria, true, &from, &other, ERR_UID_CONFLICT);
	assert_true(agenda_has(agenda, &agenda->maria, "calendar", "a.ics"));
	/* Over the one that has it, it stays once. */
	assert_false(carried(agenda, &agenda->maria, true, &from, &same, OK));
	assert_false(agenda_has(agenda, &agenda->maria, "calendar", "a.ics"));
}

static void an_object_does_not_become_another_one(void **state)
{
	struct agenda *agenda = *state;
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at beside = { "maria", "calendar", "b.ics" };
	struct object_at other = { "maria", "work", "c.ics" };
	struct object_at file = { "maria", "files", "a" };

	make(agenda, "work", 0, COLLECTION_PERSONAL);
	make(agenda, "files", 0, COLLECTION_PLAIN);
	put(agenda, "calendar", "a.ics", "a");
	put(agenda, "calendar", "b.ics", "b");
	put(agenda, "work", "c.ics", "c");
	put(agenda, "files", "a", "d");
	for (int move = 0; move < 2; move++) {
		carried(agenda, &agenda->maria, move, &from, &beside,
			ERR_UID_CONFLICT);
		carried(agenda, &agenda->maria, move, &from, &other,
			ERR_UID_CONFLICT);
		carried(agenda, &agenda->maria, move, &file, &other,
			ERR_UID_CONFLICT);
	}
	assert_string_equal(
		agenda_member(agenda, &agenda->maria, "calendar", "a.ics").uid,
		"a");
	assert_string_equal(
		agenda_member(agenda, &agenda->maria, "calendar", "b.ics").uid,
		"b");
	assert_string_equal(
		agenda_member(agenda, &agenda->maria, "work", "c.ics").uid,
		"c");
	/* Files have no UID: one replaces another. */
	assert_false(carried(agenda, &agenda->maria, false, &from, &file, OK));
}

static void a_calendar_of_tasks_takes_no_event(void **state)
{
	struct agenda *agenda = *state;
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at to = { "maria", "todo", "a.ics" };

	make(agenda, "todo", 2, COLLECTION_PERSONAL); /* VTODO */
	put(agenda, "calendar", "a.ics", "a");
	carried(agenda, &agenda->maria, true, &from, &to, ERR_COMPONENT);
	carried(agenda, &agenda->maria, false, &from, &to, ERR_COMPONENT);
	assert_true(agenda_has(agenda, &agenda->maria, "calendar", "a.ics"));
	assert_false(agenda_has(agenda, &agenda->maria, "todo", "a.ics"));
}

static void an_event_goes_among_files_and_comes_back(void **state)
{
	struct agenda *agenda = *state;
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at to = { "maria", "files", "kept" };
	struct object_at twice = { "maria", "files", "again" };

	make(agenda, "files", 0, COLLECTION_PLAIN);
	put(agenda, "calendar", "a.ics", "a");
	assert_true(carried(agenda, &agenda->maria, true, &from, &to, OK));
	assert_false(agenda_has(agenda, &agenda->maria, "calendar", "a.ics"));
	assert_true(carried(agenda, &agenda->maria, true, &to, &twice, OK));
	assert_true(carried(agenda, &agenda->maria, false, &twice, &from, OK));
	assert_string_equal(
		agenda_member(agenda, &agenda->maria, "calendar", "a.ics").uid,
		"a");
	assert_true(agenda_has(agenda, &agenda->maria, "files", "again"));
}

static void a_file_that_is_no_calendar_does_not_become_an_event(void **state)
{
	struct agenda *agenda = *state;
	struct object_at from = { "maria", "files", "note.txt" };
	struct object_at to = { "maria", "calendar", "note.ics" };

	make(agenda, "files", 0, COLLECTION_PLAIN);
	agenda_put(agenda, &agenda->maria, "files", "note.txt", "Milk and eggs",
		   0, OK);
	carried(agenda, &agenda->maria, true, &from, &to, ERR_CALENDAR_DATA);
	assert_true(agenda_has(agenda, &agenda->maria, "files", "note.txt"));
}

static void a_copy_that_fails_leaves_what_it_would_replace(void **s)
{
	struct agenda *agenda = *s;
	struct object_at from = { "maria", "files", "note.txt" };
	struct object_at to = { "maria", "calendar", "a.ics" };

	make(agenda, "files", 0, COLLECTION_PLAIN);
	put(agenda, "calendar", "a.ics", "a");
	agenda_put(agenda, &agenda->maria, "files", "note.txt", "Milk and eggs",
		   0, OK);
	carried(agenda, &agenda->maria, false, &from, &to, ERR_CALENDAR_DATA);
	assert_string_equal(
		agenda_member(agenda, &agenda->maria, "calendar", "a.ics").uid,
		"a");
}

static void
a_session_is_renamed_within_its_calendar_only_to_a_free_name(void **state)
{
	struct agenda *agenda = *state;
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session two = agenda_session(agenda, 2 * DAY, agenda->ada.id, 0);
	struct object_at from = { "maria", "sessions", one.name };
	struct object_at taken = { "maria", "sessions", two.name };
	struct object_at to = { "maria", "sessions", "mine.ics" };

	carried(agenda, &agenda->maria, true, &from, &taken,
		REFUSED(NOT_PERMITTED));
	assert_true(carried(agenda, &agenda->maria, true, &from, &to, OK));
	assert_true(agenda_has(agenda, &agenda->maria, "sessions", "mine.ics"));
	assert_true(agenda_has(agenda, &agenda->ada, "sessions", one.name));
	assert_true(agenda_has(agenda, &agenda->sam, "maria", one.name));
}

static void a_session_does_not_replace_anothers(void **state)
{
	struct agenda *agenda = *state;
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session two = agenda_session(agenda, 2 * DAY, agenda->ada.id, 0);
	struct object_at away = { "sam", "maria", two.name };
	struct object_at bens = { "sam", "ben", "two.ics" };
	struct object_at from = { "sam", "maria", one.name };

	carried(agenda, &agenda->sam, true, &away, &bens, OK);
	carried(agenda, &agenda->sam, true, &from, &bens,
		REFUSED(NOT_PERMITTED));
	assert_int_equal(
		agenda_session_of(agenda, one.uid).terms.practitioners.at[0],
		agenda->maria.id);
}

static void only_practitioners_calendars_hand_sessions_on(void **state)
{
	struct agenda *agenda = *state;
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct object_at from = { "sam", "maria", one.name };
	struct object_at shut = { "sam", "closures", one.name };
	struct object_at own = { "sam", "calendar", one.name };

	carried(agenda, &agenda->sam, true, &from, &shut,
		REFUSED(NOT_PERMITTED));
	carried(agenda, &agenda->sam, true, &from, &own,
		REFUSED(NOT_PERMITTED));
	carried(agenda, &agenda->sam, false, &from, &shut,
		REFUSED(NOT_PERMITTED));
	assert_true(agenda_has(agenda, &agenda->sam, "maria", one.name));
}

static void a_practitioner_hands_no_session_to_the_tasks(void **state)
{
	struct agenda *agenda = *state;
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct object_at from = { "maria", "sessions", one.name };
	struct object_at task = { "maria", "to-save", one.name };

	carried(agenda, &agenda->maria, true, &from, &task,
		REFUSED(NOT_PERMITTED));
	assert_true(agenda_has(agenda, &agenda->maria, "sessions", one.name));
}

static void clients_move_nothing_and_nothing_is_moved_to_them(void **state)
{
	struct agenda *agenda = *state;
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct object_at from = { "c042", "sessions", one.name };
	struct object_at to = { "c042", "sessions", "mine.ics" };
	struct object_at shut = { "c042", "closures", "mine.ics" };

	carried(agenda, &agenda->ada, true, &from, &to, REFUSED(READ_ONLY));
	carried(agenda, &agenda->ada, false, &from, &to, REFUSED(READ_ONLY));
	carried(agenda, &agenda->ada, true, &from, &shut, REFUSED(READ_ONLY));
	assert_true(agenda_has(agenda, &agenda->ada, "sessions", one.name));
}

static void a_session_handed_to_who_leads_it_too_is_theirs_alone(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	int64_t id = agenda_session(agenda, DAY, agenda->ada.id, 0).id;
	struct session session = agenda_facts(agenda, id).session;
	int64_t both[] = { agenda->maria.id, agenda->ben.id };
	struct object_at from = { "sam", "maria", session.name };
	struct object_at to = { "sam", "ben", "free.ics" };

	session.terms.practitioners = (struct ids){ both, 2 };
	assert_int_equal(
		whole_session_change(&op, agenda->place->store, &session), OK);
	assert_true(carried(agenda, &agenda->sam, true, &from, &to, OK));
	session = agenda_facts(agenda, id).session;
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], agenda->ben.id);
	/* Its name in the calendar is the one that was asked for. */
	assert_true(agenda_has(agenda, &agenda->sam, "ben", "free.ics"));
	assert_false(agenda_has(agenda, &agenda->sam, "ben", session.name));
}

static void a_session_keeps_its_name_when_it_is_handed_on(void **state)
{
	struct agenda *agenda = *state;
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct object_at from = { "sam", "maria", one.name };
	struct object_at to = { "sam", "ben", one.name };

	assert_true(carried(agenda, &agenda->sam, true, &from, &to, OK));
	assert_true(agenda_has(agenda, &agenda->sam, "ben", one.name));
	assert_true(agenda_has(agenda, &agenda->ben, "sessions", one.name));
}

static void a_saved_session_is_not_handed_on(void **state)
{
	struct agenda *agenda = *state;
	struct session one =
		agenda_session(agenda, -2 * HOUR, agenda->ada.id, 0);
	struct object_at from = { "sam", "maria", one.name };
	struct object_at to = { "sam", "ben", one.name };

	agenda_save(agenda, one.id, "completed", 0);
	carried(agenda, &agenda->sam, true, &from, &to, REFUSED(SESSION_SAVED));
	assert_true(agenda_has(agenda, &agenda->sam, "maria", one.name));
	assert_false(agenda_has(agenda, &agenda->sam, "ben", one.name));
}

static void an_admin_who_practices_hands_on_own_sessions(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct object_at from = { "maria", "sessions", one.name };
	struct object_at to = { "maria", "ben", one.name };
	struct person maria = agenda->maria;

	/* An admin who practices sees own sessions in sessions/. */
	maria.roles |= ROLE_ADMIN;
	maria.revision = 0;
	assert_int_equal(whole_person_change(&op, agenda->place->store, &maria),
			 OK);
	assert_true(carried(agenda, &maria, true, &from, &to, OK));
	assert_int_equal(
		agenda_session_of(agenda, one.uid).terms.practitioners.at[0],
		agenda->ben.id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(what_is_not_there_is_not_copied),
		WITH_AGENDA(a_uid_is_once_in_a_calendar_wherever_it_comes_from),
		WITH_AGENDA(an_object_does_not_become_another_one),
		WITH_AGENDA(a_calendar_of_tasks_takes_no_event),
		WITH_AGENDA(an_event_goes_among_files_and_comes_back),
		WITH_AGENDA(
			a_file_that_is_no_calendar_does_not_become_an_event),
		WITH_AGENDA(a_copy_that_fails_leaves_what_it_would_replace),
		WITH_AGENDA(
			a_session_is_renamed_within_its_calendar_only_to_a_free_name),
		WITH_AGENDA(a_session_does_not_replace_anothers),
		WITH_AGENDA(only_practitioners_calendars_hand_sessions_on),
		WITH_AGENDA(a_practitioner_hands_no_session_to_the_tasks),
		WITH_AGENDA(clients_move_nothing_and_nothing_is_moved_to_them),
		WITH_AGENDA(
			a_session_handed_to_who_leads_it_too_is_theirs_alone),
		WITH_AGENDA(a_session_keeps_its_name_when_it_is_handed_on),
		WITH_AGENDA(a_saved_session_is_not_handed_on),
		WITH_AGENDA(an_admin_who_practices_hands_on_own_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
