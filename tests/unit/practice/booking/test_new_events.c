#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy.h"
#include "practice/people/person.h"
#include "store/closure.h"
#include "store/schedule.h"
#include "store/session_list.h"

#include <string.h>

/* K14 */
static void codes_in_the_title_make_a_session(void **s)
{
	struct agenda *agenda = *s;
	struct object_result put = agenda_put(
		agenda, &agenda->maria, "sessions", "new.ics",
		agenda_event(agenda, "new",
			     "SUMMARY:c042\\, C051\r\nLOCATION:Room 1\r\n"
			     "DESCRIPTION:Bring books\r\nCOLOR:red\r\n"),
		0, OK);
	struct session session = agenda_session_of(agenda, "new");

	assert_true(put.created);
	assert_false(put.exact);
	assert_string_equal(put.member.name, "new.ics");
	assert_holds(slice_dup(agenda->place->arena, put.bytes),
		     "SUMMARY:Group (2) C042\\, C051 Therapy\r\n");
	assert_holds(slice_dup(agenda->place->arena, put.bytes), "COLOR:red");
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(session.terms.clients.count, 2);
	assert_string_equal(session.zone, "America/Toronto");
	assert_string_equal(session.terms.place, "Room 1");
	assert_null(session.terms.private_note);
	assert_true(agenda_has(agenda, &agenda->cora, "sessions", "new.ics"));
}

static void an_unmatched_title_makes_a_draft_and_is_kept(void **s)
{
	struct agenda *agenda = *s;
	struct session session;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:Lunch with Bob\r\n"), 0,
		   OK);
	session = agenda_session_of(agenda, "new");
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_string_equal(session.terms.private_note, "Lunch with Bob");
}

/* A draft that is copied has our signs in its title. */
static void signs_of_ours_are_nothing_that_was_typed(void **s)
{
	static const struct {
		const char *title, *typed;
	} rows[] = {
		{ "? Dentist", "Dentist" },
		{ "? \u26a0 Dentist?", "Dentist?" },
		{ "Dentist ?", "Dentist ?" },
		{ "?", "?" },
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *uid = arena_printf(agenda->place->arena, "signs%zu", i);

		agenda_put(agenda, &agenda->maria, "sessions",
			   arena_printf(agenda->place->arena, "%s.ics", uid),
			   agenda_event(agenda, uid,
					arena_printf(agenda->place->arena,
						     "SUMMARY:%s\r\n",
						     rows[i].title)),
			   0, OK);
		assert_string_equal(agenda_session_of(agenda, uid).typed,
				    rows[i].typed);
	}
}

static void an_inactive_clients_code_makes_a_draft(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);

	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "c051"),
		OK);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:C051\r\n"), 0, OK);
	assert_int_equal(agenda_session_of(agenda, "new").state, SESSION_DRAFT);
}

static void who_may_not_create_is_refused(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(agenda, &agenda->ben, "sessions", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:C042\r\n"), 0,
		   REFUSED(NOT_PERMITTED));
	assert_false(agenda_has(agenda, &agenda->ben, "sessions", "new.ics"));
	agenda_put(agenda, &agenda->sam, "ben", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:C042\r\n"), 0, OK);
	assert_true(agenda_has(agenda, &agenda->ben, "sessions", "new.ics"));
}

static void a_rule_makes_a_schedule(void **s)
{
	struct agenda *agenda = *s;
	struct schedule schedule;
	struct session first;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new",
				"SUMMARY:C042\r\n"
				"RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6\r\n"),
		   0, OK);
	assert_int_equal(agenda_count(agenda), 6);
	first = agenda_session_of(agenda, "new");
	assert_string_equal(first.name, "new.ics");
	assert_true(first.schedule != 0);
	assert_int_equal(store_schedule_find(place_read(agenda->place),
					     first.schedule, &schedule),
			 OK);
	assert_int_equal(schedule.days, 2 | 8);
	assert_int_equal(schedule.count, 6);
	assert_int_equal(schedule.minutes, 60);
	assert_lacks(strstr(agenda_bytes(agenda, &agenda->maria, "sessions",
					 first.id),
			    "BEGIN:VEVENT"),
		     "RRULE");
}

/* A schedule says whole minutes: of half of one, one. */
static void a_rule_repeats_any_length_that_a_session_may_have(void **s)
{
	struct agenda *agenda = *s;
	char *bytes = agenda_event(
		agenda, "new", "SUMMARY:C042\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n");
	struct session first;
	struct schedule schedule;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_edit(agenda, bytes, "0609T170000", "0610T160001"), 0,
		   REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_count(agenda), 0);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_edit(agenda, bytes, "0609T170000", "0609T160030"), 0,
		   OK);
	assert_int_equal(agenda_count(agenda), 3);
	first = agenda_session_of(agenda, "new");
	assert_int_equal(first.span.end.s - first.span.start.s, 30);
	assert_int_equal(store_schedule_find(place_read(agenda->place),
					     first.schedule, &schedule),
			 OK);
	assert_int_equal(schedule.minutes, 1);
}

static void a_rule_that_no_schedule_says_makes_single_sessions(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new",
				"SUMMARY:C042\r\n"
				"RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4\r\n"
				"EXDATE:20260623T160000Z\r\n"),
		   0, OK);
	assert_int_equal(agenda_count(agenda), 3);
	assert_int_equal(agenda_session_of(agenda, "new").schedule, 0);
}

/* K15 */
static void an_endless_rule_makes_twelve_months_and_says_so(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(
			   agenda, "new",
			   "SUMMARY:C042\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"),
		   0, OK);
	/* The second Tuesday of June 2027 is the 8th. */
	assert_int_equal(agenda_count(agenda), 13);
	assert_true(agenda_session_of(agenda, "new").schedule != 0);
	assert_int_equal(agenda_reviews(agenda, "endless-rule"), 1);
}

static void too_many_and_too_frequent_are_refused(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(
		agenda, &agenda->maria, "sessions", "new.ics",
		agenda_event(agenda, "new", "RRULE:FREQ=DAILY;COUNT=367\r\n"),
		0, ERR_MAX_INSTANCES);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new",
				"RRULE:FREQ=DAILY;UNTIL=20400101T000000Z\r\n"),
		   0, ERR_MAX_INSTANCES);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new", "RRULE:FREQ=HOURLY;COUNT=3\r\n"),
		   0, ERR_MAX_INSTANCES);
	assert_int_equal(agenda_count(agenda), 0);
}

static void a_new_series_keeps_its_alarm_in_each_session(void **s)
{
	struct agenda *agenda = *s;
	size_t count;
	struct session *list;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new",
				"SUMMARY:C042\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
				"BEGIN:VALARM\r\nACTION:AUDIO\r\n"
				"TRIGGER:-PT5M\r\nEND:VALARM\r\n"),
		   0, OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 2);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", list[1].id),
		"TRIGGER:-PT5M");
	/* The same PUT again, by a program that got no answer. */
	agenda_put(
		agenda, &agenda->maria, "sessions", "new.ics",
		agenda_event(agenda, "new",
			     "SUMMARY:C042\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		0, OK);
	assert_int_equal(agenda_count(agenda), 2);
}

static void a_new_series_may_say_how_its_first_ended(void **s)
{
	struct agenda *agenda = *s;
	char *bytes = agenda_event(agenda, "new",
				   "SUMMARY:x C042 #fine\r\n"
				   "RRULE:FREQ=WEEKLY;COUNT=2\r\n");
	size_t count;
	struct session *list;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics", bytes, 0, OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].state, SESSION_SAVED);
	assert_string_equal(list[0].uid, "new");
	assert_int_equal(list[1].state, SESSION_OPEN);
	assert_int_equal(agenda_reviews(agenda, "unknown-tag"), 1);
}

static void large_own_lines_stay_with_the_first_of_a_series(void **s)
{
	struct agenda *agenda = *s;
	char *lines = arena_alloc(agenda->place->arena, 6001);
	size_t count;
	struct session *list;

	memset(lines, 'a', 6000);
	lines[6000] = '\0';
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new",
				arena_printf(agenda->place->arena,
					     "SUMMARY:C042\r\nX-MINE:%s\r\n"
					     "RRULE:FREQ=WEEKLY;COUNT=2\r\n",
					     lines)),
		   0, OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 2);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", list[0].id),
		"X-MINE");
	assert_lacks(
		agenda_bytes(agenda, &agenda->maria, "sessions", list[1].id),
		"X-MINE");
}

static void an_unknown_status_makes_no_draft_either(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new",
				"SUMMARY:Lunch\r\nX-PRACTICE-STATUS:fine\r\n"),
		   0, REFUSED(UNKNOWN_STATUS));
	assert_int_equal(agenda_count(agenda), 0);
}

/* K16 */
static void a_practitioners_delete_cancels_a_coming_session(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_facts facts;

	agenda_delete(agenda, &agenda->maria, "sessions", session.name, 0, OK);
	facts = agenda_facts(agenda, session.id);
	assert_string_equal(facts.completion.slug, "canceled");
	assert_int_equal(facts.completion.clients[0].charge.minor, 0);
	assert_true(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	agenda_delete(agenda, &agenda->maria, "sessions", session.name, 0,
		      REFUSED(SESSION_SAVED));
}

static void a_past_open_session_comes_back(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct member before =
		agenda_member(agenda, &agenda->maria, "sessions", session.name);

	agenda_delete(agenda, &agenda->maria, "sessions", session.name, 0,
		      REFUSED(PAST_OPEN));
	assert_true(
		agenda_member(agenda, &agenda->maria, "sessions", session.name)
			.revision > before.revision);
}

static void the_offices_delete_removes_it_for_all(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	assert_false(agenda_has(agenda, &agenda->sam, "maria", session.name));
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	assert_false(
		agenda_has(agenda, &agenda->ada, "sessions", session.name));
	assert_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
}

/* K18 */
static void a_move_between_practitioners_reassigns(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct object_at from = { "sam", "maria", session.name };
	struct object_at to = { "sam", "ben", "moved.ics" };
	bool created;

	assert_int_equal(practice_object_copy(&op, agenda->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	assert_true(created);
	assert_false(agenda_has(agenda, &agenda->sam, "maria", session.name));
	assert_true(agenda_has(agenda, &agenda->sam, "ben", "moved.ics"));
	assert_true(agenda_has(agenda, &agenda->ben, "sessions", session.name));
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	assert_int_equal(agenda_session_of(agenda, session.uid)
				 .terms.practitioners.at[0],
			 agenda->ben.id);
}

static void a_copy_for_another_practitioner_is_a_session_of_its_own(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session other =
		agenda_session(agenda, 2 * DAY, agenda->ada.id, 0);
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct object_at from = { "sam", "maria", session.name };
	struct object_at to = { "sam", "ben", "copied.ics" };
	struct object_at taken = { "sam", "maria", other.name };
	struct object_at task = { "maria", "to-save", "copied.ics" };
	bool created = false;

	assert_int_equal(practice_object_copy(&op, agenda->place->store, &from,
					      &to, false, true, NULL, &created),
			 OK);
	assert_true(created);
	assert_true(agenda_has(agenda, &agenda->sam, "maria", session.name));
	assert_true(agenda_has(agenda, &agenda->ben, "sessions", "copied.ics"));
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", "copied.ics"));
	assert_int_equal(agenda_session_of(agenda, session.uid)
				 .terms.practitioners.at[0],
			 agenda->maria.id);
	assert_int_equal(
		outcome(&op, practice_object_copy(&op, agenda->place->store,
						  &from, &taken, false, true,
						  NULL, &created)),
		REFUSED(NOT_PERMITTED));
	op = agenda_as(agenda, &agenda->maria, 0);
	from = (struct object_at){ "maria", "sessions", session.name };
	assert_int_equal(
		outcome(&op, practice_object_copy(&op, agenda->place->store,
						  &from, &task, false, true,
						  NULL, &created)),
		REFUSED(NOT_PERMITTED));
}

static void a_session_does_not_leave_for_a_personal_calendar(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct object_at from = { "maria", "sessions", session.name };
	struct object_at to = { "maria", "calendar", "copy.ics" };
	bool created;

	assert_int_equal(outcome(&op, practice_object_copy(
					      &op, agenda->place->store, &from,
					      &to, true, true, NULL, &created)),
			 REFUSED(NOT_PERMITTED));
	assert_int_equal(practice_object_copy(&op, agenda->place->store, &from,
					      &to, false, true, NULL, &created),
			 OK);
	assert_true(agenda_has(agenda, &agenda->maria, "calendar", "copy.ics"));
}

static void an_event_moved_into_sessions_becomes_one(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at to = { "maria", "sessions", "b.ics" };
	bool created = false;

	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", "SUMMARY:C042\r\n"), 0, OK);
	assert_int_equal(practice_object_copy(&op, agenda->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	assert_true(created);
	assert_false(agenda_has(agenda, &agenda->maria, "calendar", "a.ics"));
	assert_string_equal(agenda_session_of(agenda, "a").name, "b.ics");
	assert_int_equal(agenda_session_of(agenda, "a").state, SESSION_OPEN);
}

static void a_ticked_task_saves_and_an_unticked_one_reopens(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id);
	struct collection tasks =
		agenda_collection(agenda, &agenda->maria, "to-save");
	struct member member;

	assert_int_equal(store_member_find_session(agenda->place->reader,
						   tasks.id, session.id,
						   &member),
			 OK);
	agenda_put(agenda, &agenda->maria, "to-save", member.name,
		   agenda_edit(agenda, bytes, "STATUS:NEEDS-ACTION",
			       "STATUS:COMPLETED"),
		   HOUR, OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_SAVED);
	bytes = agenda_bytes(agenda, &agenda->maria, "to-save", session.id);
	bytes = agenda_edit(agenda, bytes, "STATUS:COMPLETED",
			    "STATUS:NEEDS-ACTION");
	agenda_put(agenda, &agenda->maria, "to-save", member.name, bytes, HOUR,
		   OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
	agenda_delete(agenda, &agenda->maria, "to-save", member.name, HOUR,
		      REFUSED(READ_ONLY));
	agenda_put(agenda, &agenda->maria, "to-save", "new.ics",
		   agenda_object(agenda, "VTODO", "UID:x\r\nSUMMARY:x\r\n"),
		   HOUR, REFUSED(READ_ONLY));
}

static void closures_are_the_offices_to_put(void **s)
{
	struct agenda *agenda = *s;
	char *bytes =
		agenda_object(agenda, "VEVENT",
			      "UID:shut\r\nDTSTART;VALUE=DATE:20260701\r\n"
			      "DTEND;VALUE=DATE:20260703\r\n"
			      "SUMMARY:Canada Day\r\n");
	struct closure closure;

	agenda_put(agenda, &agenda->maria, "closures", "shut.ics", bytes, 0,
		   REFUSED(READ_ONLY));
	agenda_put(agenda, &agenda->sam, "closures", "shut.ics", bytes, 0, OK);
	assert_int_equal(store_closure_find_uid(place_read(agenda->place),
						"shut", &closure),
			 OK);
	assert_true(closure.all_day);
	assert_int_equal(closure.to.n - closure.from.n, 1);
	assert_true(agenda_has(agenda, &agenda->ada, "closures", "shut.ics"));
	agenda_put(agenda, &agenda->sam, "closures", "shut.ics",
		   agenda_edit(agenda, bytes, "0703", "0702"), 0, OK);
	assert_int_equal(store_closure_find_uid(place_read(agenda->place),
						"shut", &closure),
			 OK);
	assert_int_equal(closure.to.n, closure.from.n);
	agenda_put(agenda, &agenda->sam, "closures", "many.ics",
		   agenda_event(agenda, "many", "RRULE:FREQ=DAILY\r\n"), 0,
		   REFUSED(NOT_PERMITTED));
	agenda_delete(agenda, &agenda->maria, "closures", "shut.ics", 0,
		      REFUSED(READ_ONLY));
	agenda_delete(agenda, &agenda->sam, "closures", "shut.ics", 0, OK);
	assert_false(
		agenda_has(agenda, &agenda->maria, "closures", "shut.ics"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(codes_in_the_title_make_a_session),
		WITH_AGENDA(an_unmatched_title_makes_a_draft_and_is_kept),
		WITH_AGENDA(signs_of_ours_are_nothing_that_was_typed),
		WITH_AGENDA(an_inactive_clients_code_makes_a_draft),
		WITH_AGENDA(who_may_not_create_is_refused),
		WITH_AGENDA(a_rule_makes_a_schedule),
		WITH_AGENDA(a_rule_repeats_any_length_that_a_session_may_have),
		WITH_AGENDA(a_rule_that_no_schedule_says_makes_single_sessions),
		WITH_AGENDA(an_endless_rule_makes_twelve_months_and_says_so),
		WITH_AGENDA(too_many_and_too_frequent_are_refused),
		WITH_AGENDA(a_new_series_keeps_its_alarm_in_each_session),
		WITH_AGENDA(a_new_series_may_say_how_its_first_ended),
		WITH_AGENDA(large_own_lines_stay_with_the_first_of_a_series),
		WITH_AGENDA(an_unknown_status_makes_no_draft_either),
		WITH_AGENDA(a_practitioners_delete_cancels_a_coming_session),
		WITH_AGENDA(a_past_open_session_comes_back),
		WITH_AGENDA(the_offices_delete_removes_it_for_all),
		WITH_AGENDA(a_move_between_practitioners_reassigns),
		WITH_AGENDA(
			a_copy_for_another_practitioner_is_a_session_of_its_own),
		WITH_AGENDA(a_session_does_not_leave_for_a_personal_calendar),
		WITH_AGENDA(an_event_moved_into_sessions_becomes_one),
		WITH_AGENDA(a_ticked_task_saves_and_an_unticked_one_reopens),
		WITH_AGENDA(closures_are_the_offices_to_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
