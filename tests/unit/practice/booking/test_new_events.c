#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy.h"
#include "practice/people/person.h"

#include <string.h>

static void codes_in_the_title_make_a_session(void **s)
{
	struct home *home = *s;
	struct object_result put = home_put(
		home, &home->maria, "sessions", "new.ics",
		home_event(home, "new",
			   "SUMMARY:c042\\, C051\r\nLOCATION:Room 1\r\n"
			   "DESCRIPTION:Bring books\r\nCOLOR:red\r\n"),
		0, OK);
	struct session session = home_session_of(home, "new");

	assert_true(put.created);
	assert_false(put.exact);
	assert_string_equal(put.member.name, "new.ics");
	assert_holds(slice_dup(home->place->arena, put.bytes),
		     "SUMMARY:Group (2) C042\\, C051 Therapy\r\n");
	assert_holds(slice_dup(home->place->arena, put.bytes), "COLOR:red");
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(session.terms.clients.count, 2);
	assert_string_equal(session.zone, "America/Toronto");
	assert_string_equal(session.terms.place, "Room 1");
	assert_null(session.terms.private_note);
	assert_true(home_has(home, &home->cora, "sessions", "new.ics"));
}

static void an_unmatched_title_makes_a_draft_and_is_kept(void **s)
{
	struct home *home = *s;
	struct session session;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new", "SUMMARY:Lunch with Bob\r\n"), 0, OK);
	session = home_session_of(home, "new");
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_string_equal(session.terms.private_note, "Lunch with Bob");
}

static void an_inactive_clients_code_makes_a_draft(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, NULL, 0);

	assert_int_equal(
		practice_person_deactivate(&op, home->place->store, "c051"),
		OK);
	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new", "SUMMARY:C051\r\n"), 0, OK);
	assert_int_equal(home_session_of(home, "new").state, SESSION_DRAFT);
}

static void who_may_not_create_is_refused(void **s)
{
	struct home *home = *s;

	home_put(home, &home->ben, "sessions", "new.ics",
		 home_event(home, "new", "SUMMARY:C042\r\n"), 0,
		 ERR_NOT_PERMITTED);
	assert_false(home_has(home, &home->ben, "sessions", "new.ics"));
	home_put(home, &home->sam, "ben", "new.ics",
		 home_event(home, "new", "SUMMARY:C042\r\n"), 0, OK);
	assert_true(home_has(home, &home->ben, "sessions", "new.ics"));
}

static struct session *all(struct home *home, size_t *count)
{
	struct session_filter filter = { .practitioner = home->maria.id };
	struct session *list;

	assert_int_equal(store_session_list(place_read(home->place), &filter,
					    &list, count),
			 OK);
	return list;
}

static size_t count_all(struct home *home)
{
	size_t count;

	all(home, &count);
	return count;
}

static void a_rule_makes_a_schedule(void **s)
{
	struct home *home = *s;
	struct schedule schedule;
	struct session first;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new",
			    "SUMMARY:C042\r\n"
			    "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6\r\n"),
		 0, OK);
	assert_int_equal(count_all(home), 6);
	first = home_session_of(home, "new");
	assert_string_equal(first.name, "new.ics");
	assert_true(first.schedule != 0);
	assert_int_equal(store_schedule_find(place_read(home->place),
					     first.schedule, &schedule),
			 OK);
	assert_int_equal(schedule.days, 2 | 8);
	assert_int_equal(schedule.count, 6);
	assert_int_equal(schedule.minutes, 60);
	assert_lacks(
		strstr(home_bytes(home, &home->maria, "sessions", first.id),
		       "BEGIN:VEVENT"),
		"RRULE");
}

static void a_rule_that_no_schedule_says_makes_single_sessions(void **s)
{
	struct home *home = *s;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new",
			    "SUMMARY:C042\r\n"
			    "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4\r\n"
			    "EXDATE:20260623T160000Z\r\n"),
		 0, OK);
	assert_int_equal(count_all(home), 3);
	assert_int_equal(home_session_of(home, "new").schedule, 0);
}

static void an_endless_rule_makes_twelve_months_and_says_so(void **s)
{
	struct home *home = *s;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new",
			    "SUMMARY:C042\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"),
		 0, OK);
	/* The second Tuesday of June 2027 is the 8th. */
	assert_int_equal(count_all(home), 13);
	assert_true(home_session_of(home, "new").schedule != 0);
	assert_int_equal(home_reviews(home, "endless-rule"), 1);
}

static void too_many_and_too_frequent_are_refused(void **s)
{
	struct home *home = *s;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new", "RRULE:FREQ=DAILY;COUNT=367\r\n"), 0,
		 ERR_MAX_INSTANCES);
	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new",
			    "RRULE:FREQ=DAILY;UNTIL=20400101T000000Z\r\n"),
		 0, ERR_MAX_INSTANCES);
	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new", "RRULE:FREQ=HOURLY;COUNT=3\r\n"), 0,
		 ERR_MAX_INSTANCES);
	assert_int_equal(count_all(home), 0);
}

static void a_new_series_keeps_its_alarm_in_each_session(void **s)
{
	struct home *home = *s;
	size_t count;
	struct session *list;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new",
			    "SUMMARY:C042\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
			    "BEGIN:VALARM\r\nACTION:AUDIO\r\n"
			    "TRIGGER:-PT5M\r\nEND:VALARM\r\n"),
		 0, OK);
	list = all(home, &count);
	assert_int_equal(count, 2);
	assert_holds(home_bytes(home, &home->maria, "sessions", list[1].id),
		     "TRIGGER:-PT5M");
	/* The same PUT again, by a program that got no answer. */
	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new",
			    "SUMMARY:C042\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		 0, OK);
	assert_int_equal(count_all(home), 2);
}

static void a_new_series_may_say_how_its_first_ended(void **s)
{
	struct home *home = *s;
	char *bytes = home_event(home, "new",
				 "SUMMARY:x C042 #fine\r\n"
				 "RRULE:FREQ=WEEKLY;COUNT=2\r\n");
	size_t count;
	struct session *list;

	home_put(home, &home->maria, "sessions", "new.ics", bytes, 0, OK);
	list = all(home, &count);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].state, SESSION_SAVED);
	assert_string_equal(list[0].uid, "new");
	assert_int_equal(list[1].state, SESSION_OPEN);
	assert_int_equal(home_reviews(home, "unknown-tag"), 1);
}

static void large_own_lines_stay_with_the_first_of_a_series(void **s)
{
	struct home *home = *s;
	char *lines = arena_alloc(home->place->arena, 6001);
	size_t count;
	struct session *list;

	memset(lines, 'a', 6000);
	lines[6000] = '\0';
	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new",
			    arena_printf(home->place->arena,
					 "SUMMARY:C042\r\nX-MINE:%s\r\n"
					 "RRULE:FREQ=WEEKLY;COUNT=2\r\n",
					 lines)),
		 0, OK);
	list = all(home, &count);
	assert_int_equal(count, 2);
	assert_holds(home_bytes(home, &home->maria, "sessions", list[0].id),
		     "X-MINE");
	assert_lacks(home_bytes(home, &home->maria, "sessions", list[1].id),
		     "X-MINE");
}

static void an_unknown_status_makes_no_draft_either(void **s)
{
	struct home *home = *s;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new",
			    "SUMMARY:Lunch\r\nX-PRACTICE-STATUS:fine\r\n"),
		 0, ERR_UNKNOWN_STATUS);
	assert_int_equal(count_all(home), 0);
}

static void a_practitioners_delete_cancels_a_coming_session(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct session_facts facts;

	home_delete(home, &home->maria, "sessions", session.name, 0, OK);
	facts = home_facts(home, session.id);
	assert_string_equal(facts.completion.slug, "canceled");
	assert_int_equal(facts.completion.clients[0].charge.minor, 0);
	assert_true(home_has(home, &home->maria, "sessions", session.name));
	home_delete(home, &home->maria, "sessions", session.name, 0,
		    ERR_SESSION_SAVED);
}

static void a_past_open_session_comes_back(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	struct member before =
		home_member(home, &home->maria, "sessions", session.name);

	home_delete(home, &home->maria, "sessions", session.name, 0,
		    ERR_PAST_OPEN);
	assert_true(home_member(home, &home->maria, "sessions", session.name)
			    .revision > before.revision);
}

static void the_offices_delete_removes_it_for_all(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	assert_false(home_has(home, &home->sam, "maria", session.name));
	assert_false(home_has(home, &home->maria, "sessions", session.name));
	assert_false(home_has(home, &home->ada, "sessions", session.name));
	assert_null(home_bytes(home, &home->maria, "to-save", session.id));
}

static void a_move_between_practitioners_reassigns(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct operation op = home_as(home, &home->sam, 0);
	struct object_at from = { "sam", "maria", session.name };
	struct object_at to = { "sam", "ben", "moved.ics" };
	bool created;

	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	assert_true(created);
	assert_false(home_has(home, &home->sam, "maria", session.name));
	assert_true(home_has(home, &home->sam, "ben", "moved.ics"));
	assert_true(home_has(home, &home->ben, "sessions", session.name));
	assert_false(home_has(home, &home->maria, "sessions", session.name));
	assert_int_equal(
		home_session_of(home, session.uid).terms.practitioners.at[0],
		home->ben.id);
}

static void a_copy_for_another_practitioner_is_a_session_of_its_own(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct session other = home_session(home, 2 * DAY, home->ada.id, 0);
	struct operation op = home_as(home, &home->sam, 0);
	struct object_at from = { "sam", "maria", session.name };
	struct object_at to = { "sam", "ben", "copied.ics" };
	struct object_at taken = { "sam", "maria", other.name };
	struct object_at task = { "maria", "to-save", "copied.ics" };
	bool created = false;

	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &to, false, true, NULL, &created),
			 OK);
	assert_true(created);
	assert_true(home_has(home, &home->sam, "maria", session.name));
	assert_true(home_has(home, &home->ben, "sessions", "copied.ics"));
	assert_false(home_has(home, &home->maria, "sessions", "copied.ics"));
	assert_int_equal(
		home_session_of(home, session.uid).terms.practitioners.at[0],
		home->maria.id);
	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &taken, false, true, NULL,
					      &created),
			 ERR_NOT_PERMITTED);
	op = home_as(home, &home->maria, 0);
	from = (struct object_at){ "maria", "sessions", session.name };
	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &task, false, true, NULL,
					      &created),
			 ERR_NOT_PERMITTED);
}

static void a_session_does_not_leave_for_a_personal_calendar(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct operation op = home_as(home, &home->maria, 0);
	struct object_at from = { "maria", "sessions", session.name };
	struct object_at to = { "maria", "calendar", "copy.ics" };
	bool created;

	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &to, true, true, NULL, &created),
			 ERR_NOT_PERMITTED);
	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &to, false, true, NULL, &created),
			 OK);
	assert_true(home_has(home, &home->maria, "calendar", "copy.ics"));
}

static void an_event_moved_into_sessions_becomes_one(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->maria, 0);
	struct object_at from = { "maria", "calendar", "a.ics" };
	struct object_at to = { "maria", "sessions", "b.ics" };
	bool created = false;

	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "a", "SUMMARY:C042\r\n"), 0, OK);
	assert_int_equal(practice_object_copy(&op, home->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	assert_true(created);
	assert_false(home_has(home, &home->maria, "calendar", "a.ics"));
	assert_string_equal(home_session_of(home, "a").name, "b.ics");
	assert_int_equal(home_session_of(home, "a").state, SESSION_OPEN);
}

static void a_ticked_task_saves_and_an_unticked_one_reopens(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "to-save", session.id);
	struct collection tasks =
		home_collection(home, &home->maria, "to-save");
	struct member member;

	assert_int_equal(store_member_find_session(home->place->reader,
						   tasks.id, session.id,
						   &member),
			 OK);
	home_put(home, &home->maria, "to-save", member.name,
		 home_edit(home, bytes, "STATUS:NEEDS-ACTION",
			   "STATUS:COMPLETED"),
		 HOUR, OK);
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_SAVED);
	bytes = home_bytes(home, &home->maria, "to-save", session.id);
	bytes = home_edit(home, bytes, "STATUS:COMPLETED",
			  "STATUS:NEEDS-ACTION");
	home_put(home, &home->maria, "to-save", member.name, bytes, HOUR, OK);
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_OPEN);
	home_delete(home, &home->maria, "to-save", member.name, HOUR,
		    ERR_READ_ONLY);
	home_put(home, &home->maria, "to-save", "new.ics",
		 home_object(home, "VTODO", "UID:x\r\nSUMMARY:x\r\n"), HOUR,
		 ERR_READ_ONLY);
}

static void closures_are_the_offices_to_put(void **s)
{
	struct home *home = *s;
	char *bytes = home_object(home, "VEVENT",
				  "UID:shut\r\nDTSTART;VALUE=DATE:20260701\r\n"
				  "DTEND;VALUE=DATE:20260703\r\n"
				  "SUMMARY:Canada Day\r\n");
	struct closure closure;

	home_put(home, &home->maria, "closures", "shut.ics", bytes, 0,
		 ERR_READ_ONLY);
	home_put(home, &home->sam, "closures", "shut.ics", bytes, 0, OK);
	assert_int_equal(store_closure_find_uid(place_read(home->place), "shut",
						&closure),
			 OK);
	assert_true(closure.all_day);
	assert_int_equal(closure.to.n - closure.from.n, 1);
	assert_true(home_has(home, &home->ada, "closures", "shut.ics"));
	home_put(home, &home->sam, "closures", "shut.ics",
		 home_edit(home, bytes, "0703", "0702"), 0, OK);
	assert_int_equal(store_closure_find_uid(place_read(home->place), "shut",
						&closure),
			 OK);
	assert_int_equal(closure.to.n, closure.from.n);
	home_put(home, &home->sam, "closures", "many.ics",
		 home_event(home, "many", "RRULE:FREQ=DAILY\r\n"), 0,
		 ERR_NOT_PERMITTED);
	home_delete(home, &home->maria, "closures", "shut.ics", 0,
		    ERR_READ_ONLY);
	home_delete(home, &home->sam, "closures", "shut.ics", 0, OK);
	assert_false(home_has(home, &home->maria, "closures", "shut.ics"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(codes_in_the_title_make_a_session),
		AT_HOME(an_unmatched_title_makes_a_draft_and_is_kept),
		AT_HOME(an_inactive_clients_code_makes_a_draft),
		AT_HOME(who_may_not_create_is_refused),
		AT_HOME(a_rule_makes_a_schedule),
		AT_HOME(a_rule_that_no_schedule_says_makes_single_sessions),
		AT_HOME(an_endless_rule_makes_twelve_months_and_says_so),
		AT_HOME(too_many_and_too_frequent_are_refused),
		AT_HOME(a_new_series_keeps_its_alarm_in_each_session),
		AT_HOME(a_new_series_may_say_how_its_first_ended),
		AT_HOME(large_own_lines_stay_with_the_first_of_a_series),
		AT_HOME(an_unknown_status_makes_no_draft_either),
		AT_HOME(a_practitioners_delete_cancels_a_coming_session),
		AT_HOME(a_past_open_session_comes_back),
		AT_HOME(the_offices_delete_removes_it_for_all),
		AT_HOME(a_move_between_practitioners_reassigns),
		AT_HOME(a_copy_for_another_practitioner_is_a_session_of_its_own),
		AT_HOME(a_session_does_not_leave_for_a_personal_calendar),
		AT_HOME(an_event_moved_into_sessions_becomes_one),
		AT_HOME(a_ticked_task_saves_and_an_unticked_one_reopens),
		AT_HOME(closures_are_the_offices_to_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
