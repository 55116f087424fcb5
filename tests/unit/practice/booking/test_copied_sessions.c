#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "ical/object.h"
#include "practice/access.h"
#include "practice/booking/copy.h"
#include "practice/booking/copy_collection.h"
#include "practice/calendar/address.h"
#include "practice/calendar/collection.h"
#include "practice/people/person.h"
#include "practice/session/session.h"

#include <string.h>

/* COPY and MOVE, of members and of whole collections; who may. */

static enum err carry(struct agenda *agenda, const struct person *person,
		      struct object_at from, struct object_at to, bool move,
		      bool overwrite)
{
	struct operation op = agenda_as(agenda, person, 0);
	bool created;

	from.home = to.home = person->login;
	return outcome(&op, practice_object_copy(&op, agenda->place->store,
						 &from, &to, move, overwrite,
						 NULL, &created));
}

static struct object_at at(const char *path, const char *name)
{
	return (struct object_at){ .path = path, .name = name };
}

static void event(struct agenda *agenda, const char *path, const char *name,
		  const char *uid)
{
	agenda_put(agenda, &agenda->maria, path, name,
		   agenda_event(agenda, uid, ""), 0, OK);
}

static enum err make(struct agenda *agenda, const char *path,
		     enum collection_kind kind, unsigned components)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct collection_new wish = { .home = "maria",
				       .path = path,
				       .kind = kind,
				       .components = components };
	struct collection made;

	return practice_collection_make(&op, agenda->place->store, &wish,
					&made);
}

static void what_is_not_there_is_not_copied(void **s)
{
	struct agenda *agenda = *s;

	assert_int_equal(carry(agenda, &agenda->maria, at("calendar", "no.ics"),
			       at("calendar", "b.ics"), false, true),
			 ERR_NOT_FOUND);
	assert_int_equal(carry(agenda, &agenda->maria, at("nowhere", "no.ics"),
			       at("calendar", "b.ics"), false, true),
			 ERR_NOT_FOUND);
	event(agenda, "calendar", "a.ics", "a");
	assert_int_equal(carry(agenda, &agenda->maria, at("calendar", "a.ics"),
			       at("nowhere", "b.ics"), false, true),
			 ERR_PARENT);
}

static void a_move_within_a_calendar_keeps_the_uid(void **s)
{
	struct agenda *agenda = *s;

	event(agenda, "calendar", "a.ics", "a");
	event(agenda, "calendar", "b.ics", "b");
	assert_int_equal(carry(agenda, &agenda->maria, at("calendar", "a.ics"),
			       at("calendar", "b.ics"), true, false),
			 ERR_PRECONDITION);
	assert_int_equal(carry(agenda, &agenda->maria, at("calendar", "a.ics"),
			       at("calendar", "b.ics"), true, true),
			 ERR_UID_CONFLICT);
	assert_int_equal(carry(agenda, &agenda->maria, at("calendar", "a.ics"),
			       at("calendar", "c.ics"), true, false),
			 OK);
	assert_false(agenda_has(agenda, &agenda->maria, "calendar", "a.ics"));
	assert_string_equal(
		agenda_member(agenda, &agenda->maria, "calendar", "c.ics").uid,
		"a");
}

/* RFC 4791 5.3.2.1: no two of a UID, and only what the calendar takes. */
static void a_move_to_another_calendar_is_judged_as_a_put(void **s)
{
	struct agenda *agenda = *s;

	assert_int_equal(make(agenda, "tasks", COLLECTION_PERSONAL, CAL_VTODO),
			 OK);
	assert_int_equal(make(agenda, "other", COLLECTION_PERSONAL, 0), OK);
	event(agenda, "calendar", "a.ics", "a");
	event(agenda, "other", "there.ics", "a");
	assert_int_equal(carry(agenda, &agenda->maria, at("calendar", "a.ics"),
			       at("tasks", "a.ics"), true, true),
			 ERR_COMPONENT);
	assert_int_equal(carry(agenda, &agenda->maria, at("calendar", "a.ics"),
			       at("other", "a.ics"), true, true),
			 ERR_UID_CONFLICT);
	agenda_delete(agenda, &agenda->maria, "other", "there.ics", 0, OK);
	assert_int_equal(carry(agenda, &agenda->maria, at("calendar", "a.ics"),
			       at("other", "a.ics"), true, true),
			 OK);
	assert_true(agenda_has(agenda, &agenda->maria, "other", "a.ics"));
}

static void a_file_moves_between_folders(void **s)
{
	struct agenda *agenda = *s;

	assert_int_equal(make(agenda, "one", COLLECTION_PLAIN, 0), OK);
	assert_int_equal(make(agenda, "two", COLLECTION_PLAIN, 0), OK);
	agenda_put(agenda, &agenda->maria, "one", "a.txt", "hello", 0, OK);
	agenda_put(agenda, &agenda->maria, "one", "a.txt", "hello", 0, OK);
	assert_int_equal(carry(agenda, &agenda->maria, at("one", "a.txt"),
			       at("two", "b.txt"), true, true),
			 OK);
	assert_true(agenda_has(agenda, &agenda->maria, "two", "b.txt"));
	assert_int_equal(carry(agenda, &agenda->maria, at("two", "b.txt"),
			       at("calendar", "b.ics"), true, true),
			 ERR_CALENDAR_DATA);
}

static void a_session_replaces_no_other(void **s)
{
	struct agenda *agenda = *s;
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session two = agenda_session(agenda, 2 * DAY, agenda->ada.id, 0);
	struct session bens = agenda_session_of(
		agenda, agenda_session(agenda, 3 * DAY, agenda->ada.id, 0).uid);
	struct operation op = agenda_as(agenda, &agenda->sam, 0);

	bens.terms.practitioners = (struct ids){ &agenda->ben.id, 1 };
	assert_int_equal(whole_session_change(&op, agenda->place->store, &bens),
			 OK);
	assert_int_equal(carry(agenda, &agenda->sam, at("maria", one.name),
			       at("maria", two.name), true, true),
			 REFUSED(NOT_PERMITTED));
	assert_int_equal(carry(agenda, &agenda->sam, at("maria", one.name),
			       at("ben", bens.name), true, true),
			 REFUSED(NOT_PERMITTED));
	assert_int_equal(carry(agenda, &agenda->sam, at("maria", one.name),
			       at("maria", "renamed.ics"), true, true),
			 OK);
	assert_true(agenda_has(agenda, &agenda->sam, "maria", "renamed.ics"));
}

/* Ben is on it already: he stays once. */
static void a_session_moved_to_who_is_on_it_loses_the_other(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session_of(
		agenda, agenda_session(agenda, DAY, agenda->ada.id, 0).uid);
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	int64_t both[] = { agenda->ben.id, agenda->maria.id };

	session.terms.practitioners = (struct ids){ both, 2 };
	assert_int_equal(
		whole_session_change(&op, agenda->place->store, &session), OK);
	agenda_delete(agenda, &agenda->sam, "ben", "none.ics", 0,
		      ERR_NOT_FOUND);
	assert_int_equal(carry(agenda, &agenda->sam, at("maria", session.name),
			       at("ben", "new.ics"), true, true),
			 OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], agenda->ben.id);
}

static void sessions_move_between_practitioners_by_the_office_alone(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	assert_int_equal(carry(agenda, &agenda->sam, at("maria", session.name),
			       at("closures", "a.ics"), true, true),
			 REFUSED(NOT_PERMITTED));
	assert_int_equal(carry(agenda, &agenda->maria,
			       at("sessions", session.name),
			       at("to-save", "a.ics"), true, true),
			 REFUSED(NOT_PERMITTED));
	agenda_put(agenda, &agenda->sam, "closures", "h.ics",
		   agenda_event(agenda, "h", "SUMMARY:Repairs\r\n"), 0, OK);
	assert_int_equal(carry(agenda, &agenda->sam, at("closures", "h.ics"),
			       at("maria", "h.ics"), true, true),
			 REFUSED(NOT_PERMITTED));
}

static enum err carry_all(struct agenda *agenda, const struct person *person,
			  const char *from, const char *to, bool move,
			  bool overwrite)
{
	struct operation op = agenda_as(agenda, person, 0);
	struct collection_copy wish = { .home = person->login,
					.from = from,
					.to = to,
					.move = move,
					.overwrite = overwrite,
					.deep = true };
	bool created;

	return practice_collection_copy(&op, agenda->place->store, &wish,
					&created);
}

static void a_calendar_takes_the_place_of_a_file(void **s)
{
	struct agenda *agenda = *s;

	assert_int_equal(make(agenda, "folder", COLLECTION_PLAIN, 0), OK);
	agenda_put(agenda, &agenda->maria, "folder", "a", "hello", 0, OK);
	event(agenda, "calendar", "a.ics", "a");
	assert_int_equal(carry_all(agenda, &agenda->maria, "calendar",
				   "folder/a", false, false),
			 ERR_PRECONDITION);
	assert_int_equal(carry_all(agenda, &agenda->maria, "calendar",
				   "folder/a", false, true),
			 OK);
	assert_true(agenda_has(agenda, &agenda->maria, "folder/a", "a.ics"));
	assert_int_equal(carry_all(agenda, &agenda->maria, "calendar",
				   "folder/b", false, false),
			 OK);
	assert_int_equal(carry_all(agenda, &agenda->maria, "calendar",
				   "folder/b", false, false),
			 ERR_PRECONDITION);
}

static void names_that_only_begin_alike_are_not_within(void **s)
{
	struct agenda *agenda = *s;

	assert_int_equal(make(agenda, "a", COLLECTION_PLAIN, 0), OK);
	assert_int_equal(
		carry_all(agenda, &agenda->maria, "a", "ab", false, true), OK);
	assert_int_equal(
		carry_all(agenda, &agenda->maria, "a", "a/b", false, true),
		ERR_FORBIDDEN);
	assert_int_equal(make(agenda, "a/b", COLLECTION_PLAIN, 0), OK);
	assert_int_equal(
		carry_all(agenda, &agenda->maria, "a/b", "a", true, true),
		ERR_FORBIDDEN);
	assert_int_equal(
		carry_all(agenda, &agenda->maria, "a", "a", true, true),
		ERR_FORBIDDEN);
}

static void what_is_not_there_or_the_practices_is_not_carried(void **s)
{
	struct agenda *agenda = *s;

	assert_int_equal(
		carry_all(agenda, &agenda->maria, "none", "b", false, true),
		ERR_NOT_FOUND);
	assert_int_equal(carry_all(agenda, &agenda->maria, "calendar", "none/b",
				   false, true),
			 ERR_PARENT);
	assert_int_equal(carry_all(agenda, &agenda->maria, "calendar",
				   "sessions", false, true),
			 ERR_NEED_PRIVILEGES);
	assert_int_equal(
		carry_all(agenda, &agenda->ada, "sessions", "b", false, true),
		ERR_NEED_PRIVILEGES);
	assert_int_equal(carry_all(agenda, &agenda->maria, "calendar", "//",
				   false, true),
			 ERR_INVALID);
}

static void a_calendar_of_what_cannot_be_read_is_copied_as_it_is(void **s)
{
	struct agenda *agenda = *s;
	struct object_result put =
		agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
			   agenda_event(agenda, "a", ""), 0, OK);
	struct slice bytes;

	assert_int_equal(
		place_sql(agenda->place,
			  arena_printf(agenda->place->arena,
				       "UPDATE member_bytes SET bytes = x'41'"
				       " WHERE member = %lld",
				       (long long)put.member.id)),
		0);
	assert_int_equal(carry_all(agenda, &agenda->maria, "calendar", "copy",
				   false, true),
			 OK);
	assert_int_equal(
		store_member_bytes(
			agenda->place->reader,
			agenda_member(agenda, &agenda->maria, "copy", "a.ics")
				.id,
			&bytes),
		OK);
	assert_true(slice_equal(bytes, slice_of("A")));
}

static void clients_make_no_calendars(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->ada, 0);
	struct collection_new wish = { .home = "c042",
				       .path = "own",
				       .kind = COLLECTION_PERSONAL };
	struct collection made;

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &wish, &made),
			 ERR_NEED_PRIVILEGES);
}

static void a_calendar_does_not_take_the_name_of_a_file(void **s)
{
	struct agenda *agenda = *s;

	assert_int_equal(make(agenda, "folder", COLLECTION_PLAIN, 0), OK);
	agenda_put(agenda, &agenda->maria, "folder", "a", "hello", 0, OK);
	assert_int_equal(make(agenda, "folder/a", COLLECTION_PERSONAL, 0),
			 ERR_RESOURCE_NOT_NULL);
	assert_int_equal(make(agenda, "folder//a", COLLECTION_PLAIN, 0),
			 ERR_INVALID);
	agenda_put(agenda, &agenda->maria, "", "b", "hello", 0,
		   ERR_NEED_PRIVILEGES);
}

static void who_was_deactivated_has_no_home_any_more(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct reader *reader;
	struct person found;

	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "maria"),
		OK);
	reader = place_read(agenda->place);
	store_reader_operation(reader)->actor =
		agenda_as(agenda, &agenda->maria, 0).actor;
	assert_int_equal(practice_home_find(reader, "maria", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(practice_principal_find(reader, "maria", &found),
			 ERR_NOT_FOUND);
}

static void each_kind_of_calendar_is_written_by_whom_it_is_for(void **s)
{
	struct agenda *agenda = *s;
	struct actor sam = agenda_as(agenda, &agenda->sam, 0).actor;
	struct actor maria = agenda_as(agenda, &agenda->maria, 0).actor;
	struct actor ada = agenda_as(agenda, &agenda->ada, 0).actor;
	const struct {
		enum collection_kind kind;
		const struct person *owner;
		bool sam, maria, ada;
	} rows[] = {
		{ COLLECTION_SESSIONS, &agenda->maria, false, true, false },
		{ COLLECTION_SESSIONS, &agenda->ada, false, false, false },
		{ COLLECTION_TO_SAVE, &agenda->maria, false, true, false },
		{ COLLECTION_PRACTITIONER, &agenda->sam, true, false, false },
		{ COLLECTION_PRACTITIONER, &agenda->maria, false, false,
		  false },
		{ COLLECTION_CLOSURES, &agenda->sam, true, false, false },
		{ COLLECTION_PERSONAL, &agenda->ada, false, false, true },
		{ COLLECTION_PLAIN, &agenda->maria, false, true, false },
		{ COLLECTION_INBOX, &agenda->sam, true, false, false },
		{ COLLECTION_OUTBOX, &agenda->sam, false, false, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct collection of = { .kind = rows[i].kind,
					 .owner = rows[i].owner->id };

		assert_int_equal(practice_may_write(&sam, &of), rows[i].sam);
		assert_int_equal(practice_may_write(&maria, &of),
				 rows[i].maria);
		assert_int_equal(practice_may_write(&ada, &of), rows[i].ada);
	}
}

static void a_copy_for_another_practitioner_has_no_private_note(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	session = agenda_session_of(agenda, session.uid);
	session.terms.private_note = "Between us";
	session.revision = 0;
	assert_int_equal(
		whole_session_change(&op, agenda->place->store, &session), OK);
	assert_int_equal(carry(agenda, &agenda->sam, at("maria", session.name),
			       at("ben", "b.ics"), false, true),
			 OK);
	assert_int_equal(carry(agenda, &agenda->sam, at("maria", session.name),
			       at("maria", "m.ics"), false, true),
			 OK);
	assert_null(agenda_facts(agenda, agenda_member(agenda, &agenda->sam,
						       "ben", "b.ics")
						 .session)
			    .session.terms.private_note);
	assert_string_equal(
		agenda_facts(agenda, agenda_member(agenda, &agenda->sam,
						   "maria", "m.ics")
					     .session)
			.session.terms.private_note,
		"Between us");
}

static void a_client_copies_no_session_and_nobody_copies_a_closure_so(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	size_t before = agenda_count(agenda);

	assert_int_equal(carry(agenda, &agenda->ada,
			       at("sessions", session.name),
			       at("sessions", "mine.ics"), false, true),
			 REFUSED(READ_ONLY));
	agenda_put(agenda, &agenda->sam, "closures", "shut.ics",
		   agenda_object(agenda, "VEVENT",
				 "UID:shut\r\nDTSTART;VALUE=DATE:20260701\r\n"
				 "DTEND;VALUE=DATE:20260702\r\n"
				 "SUMMARY:Canada Day\r\n"),
		   0, OK);
	assert_int_equal(carry(agenda, &agenda->sam, at("closures", "shut.ics"),
			       at("maria", "shut.ics"), false, true),
			 REFUSED(NOT_PERMITTED));
	assert_int_equal(carry(agenda, &agenda->sam, at("maria", session.name),
			       at("closures", "s.ics"), false, true),
			 REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_count(agenda), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(what_is_not_there_is_not_copied),
		WITH_AGENDA(a_move_within_a_calendar_keeps_the_uid),
		WITH_AGENDA(a_move_to_another_calendar_is_judged_as_a_put),
		WITH_AGENDA(a_file_moves_between_folders),
		WITH_AGENDA(a_session_replaces_no_other),
		WITH_AGENDA(a_session_moved_to_who_is_on_it_loses_the_other),
		WITH_AGENDA(
			sessions_move_between_practitioners_by_the_office_alone),
		WITH_AGENDA(a_calendar_takes_the_place_of_a_file),
		WITH_AGENDA(names_that_only_begin_alike_are_not_within),
		WITH_AGENDA(what_is_not_there_or_the_practices_is_not_carried),
		WITH_AGENDA(
			a_calendar_of_what_cannot_be_read_is_copied_as_it_is),
		WITH_AGENDA(clients_make_no_calendars),
		WITH_AGENDA(a_calendar_does_not_take_the_name_of_a_file),
		WITH_AGENDA(who_was_deactivated_has_no_home_any_more),
		WITH_AGENDA(each_kind_of_calendar_is_written_by_whom_it_is_for),
		WITH_AGENDA(
			a_copy_for_another_practitioner_has_no_private_note),
		WITH_AGENDA(
			a_client_copies_no_session_and_nobody_copies_a_closure_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
