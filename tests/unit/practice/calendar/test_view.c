#include "tests/unit/practice/calendar_fixture.h"

#include "practice/people/person.h"
#include "practice/session/session.h"

#include <string.h>

static struct viewer viewer_of(enum view_kind kind, const struct person *person)
{
	return (struct viewer){ .kind = kind, .person = *person };
}

static void an_open_session_has_code_and_service_for_its_practitioner(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	assert_non_null(bytes);
	assert_holds(bytes, "\r\nSUMMARY:C042 Therapy\r\n");
	assert_holds(bytes, "\r\nSTATUS:CONFIRMED\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-STATUS:open\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-CLIENTS:C042\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-SERVICE:Therapy\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-REVISION:1\r\n");
	assert_holds(bytes, "\r\nCLASS:PRIVATE\r\n");
	assert_holds(bytes,
		     "\r\nDTSTART;TZID=America/Toronto:20260609T080000\r\n");
	assert_holds(bytes, "\r\nTZID:America/Toronto\r\n");
	assert_lacks(bytes, "CHARGE");
	assert_lacks(bytes, "Ada");
	assert_lacks(bytes, "ATTENDEE");
}

static void a_client_sees_practice_and_service_and_nothing_of_others(void **s)
{
	struct home *home = *s;
	struct session session =
		home_session(home, DAY, home->ada.id, home->cora.id);
	char *bytes = home_bytes(home, &home->ada, "sessions", session.id);

	assert_non_null(bytes);
	assert_holds(bytes, "\r\nSUMMARY:Elm Street: Therapy\r\n");
	assert_lacks(bytes, "C051");
	assert_lacks(bytes, "C042");
	assert_lacks(bytes, "Cora");
	assert_lacks(bytes, "Group");
	assert_lacks(bytes, "X-PRACTICE-CLIENTS");
	assert_lacks(bytes, "X-PRACTICE-REVISION");
	assert_lacks(bytes, "X-PRACTICE-SERVICE");
	assert_lacks(bytes, "X-PRACTICE-CONFLICT");
	assert_lacks(bytes, "URL:");
}

static void a_session_is_in_the_calendars_of_its_people_and_the_office(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);

	assert_non_null(home_bytes(home, &home->ada, "sessions", session.id));
	assert_non_null(home_bytes(home, &home->sam, "maria", session.id));
	assert_null(home_bytes(home, &home->sam, "ben", session.id));
	assert_null(home_bytes(home, &home->ben, "sessions", session.id));
	assert_null(home_bytes(home, &home->cora, "sessions", session.id));
	assert_null(home_bytes(home, &home->maria, "to-save", session.id));
}

static void a_group_names_two_and_counts_the_rest(void **s)
{
	struct home *home = *s;
	struct session session =
		home_session(home, DAY, home->ada.id, home->cora.id);
	struct session_facts facts = home_facts(home, session.id);
	struct viewer viewer = viewer_of(VIEW_PRACTITIONER, &home->maria);
	struct person four[] = { home->ada, home->cora, home->ada, home->cora };
	int64_t ids[] = { 1, 2, 3, 4 };

	assert_string_equal(
		practice_view_title(home->place->arena, &facts, &viewer),
		"Group (2) C042, C051 Therapy");
	facts.clients = four;
	facts.session.terms.clients = (struct ids){ ids, 4 };
	assert_string_equal(
		practice_view_title(home->place->arena, &facts, &viewer),
		"Group (4) C042, C051 +2 Therapy");
}

static void names_are_what_the_person_chose(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct session_facts facts = home_facts(home, session.id);
	struct viewer viewer = viewer_of(VIEW_PRACTITIONER, &home->maria);

	viewer.person.calendar_names = NAMES_INITIALS;
	assert_string_equal(
		practice_view_title(home->place->arena, &facts, &viewer),
		"C042 A.B. Therapy");
	viewer.person.calendar_names = NAMES_FULL;
	assert_string_equal(
		practice_view_title(home->place->arena, &facts, &viewer),
		"C042 Ada Maria Brown Therapy");
}

static void signs_tell_how_a_session_ended(void **s)
{
	static const struct {
		const char *slug;
		enum map map;
		const char *title;
	} rows[] = {
		{ "completed", MAP_COMPLETED, "\u2713 C042 Therapy" },
		{ "canceled", MAP_CANCELED, "\u2717 C042 Therapy" },
		{ "missed", MAP_MISSED, "\u2298 C042 Therapy" },
		{ "late-cancel", MAP_CANCELED, "\u2717 C042 Therapy" },
		{ "override", MAP_COMPLETED, "\u270e C042 Therapy" },
	};
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	struct session_facts facts = home_facts(home, session.id);
	struct viewer viewer = viewer_of(VIEW_PRACTITIONER, &home->maria);

	facts.saved = true;
	facts.session.state = SESSION_SAVED;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		facts.completion.slug = rows[i].slug;
		facts.completion.map = rows[i].map;
		assert_string_equal(practice_view_title(home->place->arena,
							&facts, &viewer),
				    rows[i].title);
	}
}

static void a_draft_is_flagged_and_tentative(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, 0, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	assert_holds(bytes, "\r\nSUMMARY:? Draft Therapy\r\n");
	assert_holds(bytes, "\r\nSTATUS:TENTATIVE\r\n");
}

static void a_canceled_session_is_never_cancelled_to_programs(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	char *bytes;

	home_save(home, session.id, "canceled", 0);
	bytes = home_bytes(home, &home->maria, "sessions", session.id);
	assert_lacks(bytes, "STATUS:CANCELLED");
	assert_holds(bytes, "\r\nSTATUS:CONFIRMED\r\n");
	assert_holds(bytes, "\r\nTRANSP:TRANSPARENT\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-STATUS:canceled\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-STATUS-MAP:canceled\r\n");
	assert_holds(bytes, "\r\nSEQUENCE:1\r\n");
	bytes = home_bytes(home, &home->ada, "sessions", session.id);
	assert_holds(bytes, "\r\nSUMMARY:\u2717 Elm Street: Therapy\r\n");
}

static void a_client_knows_their_own_ending_only(void **s)
{
	struct home *home = *s;
	struct session session =
		home_session(home, -DAY, home->ada.id, home->cora.id);
	struct session_facts facts = home_facts(home, session.id);
	struct completion_client parts[] = {
		{ .client = home->ada.id,
		  .slug = "completed",
		  .label = "Completed",
		  .map = MAP_COMPLETED },
		{ .client = home->cora.id,
		  .slug = "missed",
		  .label = "Missed",
		  .map = MAP_MISSED },
	};
	struct viewer viewer = viewer_of(VIEW_CLIENT, &home->cora);
	struct operation op = home_as(home, NULL, 0);
	struct slice bytes;
	const char *text;

	facts.saved = true;
	facts.session.state = SESSION_SAVED;
	facts.completion = (struct completion){ .slug = "completed",
						.label = "Completed",
						.clients = parts,
						.client_count = 2 };
	assert_int_equal(
		practice_view_render(&op, &facts, &viewer, NULL, NULL, &bytes),
		OK);
	text = slice_dup(op.arena, bytes);
	assert_holds(text, "X-PRACTICE-STATUS:missed\r\n");
	assert_holds(text, "CATEGORIES:Missed\r\n");
	assert_lacks(text, "ompleted");

	viewer = viewer_of(VIEW_PRACTITIONER, &home->maria);
	assert_int_equal(
		practice_view_render(&op, &facts, &viewer, NULL, NULL, &bytes),
		OK);
	assert_holds(slice_dup(op.arena, bytes),
		     "X-PRACTICE-CLIENTS:C042,C051=missed\r\n");
}

static void amounts_show_to_the_office_that_wants_them(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	struct operation op = home_as(home, NULL, 0);
	struct session_facts facts;
	struct viewer viewer = viewer_of(VIEW_OFFICE, &home->sam);
	struct slice bytes;

	home_save(home, session.id, "completed", 0);
	facts = home_facts(home, session.id);
	facts.practice.currency = "CAD";
	assert_int_equal(
		practice_view_render(&op, &facts, &viewer, NULL, NULL, &bytes),
		OK);
	assert_lacks(slice_dup(op.arena, bytes), "X-PRACTICE-CHARGE");
	viewer.person.calendar_money = true;
	assert_int_equal(
		practice_view_render(&op, &facts, &viewer, NULL, NULL, &bytes),
		OK);
	assert_holds(slice_dup(op.arena, bytes),
		     "X-PRACTICE-CHARGE:42.50 CAD\r\n");
	assert_holds(slice_dup(op.arena, bytes),
		     "X-PRACTICE-WAGE:30.00 CAD\r\n");
	viewer = viewer_of(VIEW_PRACTITIONER, &home->maria);
	viewer.person.calendar_money = true;
	assert_int_equal(
		practice_view_render(&op, &facts, &viewer, NULL, NULL, &bytes),
		OK);
	assert_lacks(slice_dup(op.arena, bytes), "X-PRACTICE-CHARGE");
}

static void the_same_content_keeps_its_bytes_and_stamps(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct session_facts facts = home_facts(home, session.id);
	struct viewer viewer = viewer_of(VIEW_CLIENT, &home->ada);
	struct operation op = home_as(home, NULL, 0);
	struct slice first, second, third;

	assert_int_equal(
		practice_view_render(&op, &facts, &viewer, NULL, NULL, &first),
		OK);
	op.now.s += HOUR;
	facts.session.revision += 5;
	assert_int_equal(practice_view_render(&op, &facts, &viewer, NULL,
					      &first, &second),
			 OK);
	assert_ptr_equal(first.at, second.at);
	facts.session.terms.place = "Room 2";
	assert_int_equal(practice_view_render(&op, &facts, &viewer, NULL,
					      &second, &third),
			 OK);
	assert_holds(slice_dup(op.arena, third), "\r\nSEQUENCE:1\r\n");
	assert_holds(slice_dup(op.arena, third),
		     "\r\nLAST-MODIFIED:20260608T130000Z\r\n");
	assert_holds(slice_dup(op.arena, third), "\r\nLOCATION:Room 2\r\n");
}

static void another_clients_joining_does_not_touch_a_clients_member(void **s)
{
	struct home *home = *s;
	struct session one = home_session(home, DAY, home->ada.id, 0);
	struct collection before =
		home_collection(home, &home->ada, "sessions");
	struct collection after;
	struct operation op = home_as(home, NULL, HOUR);
	int64_t both[] = { home->ada.id, home->cora.id };
	char *was = home_bytes(home, &home->ada, "sessions", one.id);

	one.terms.clients = (struct ids){ both, 2 };
	op.actor = home_as(home, &home->sam, 0).actor;
	assert_int_equal(practice_session_change(&op, home->place->store, &one),
			 OK);
	after = home_collection(home, &home->ada, "sessions");
	assert_int_equal(before.revision, after.revision);
	assert_string_equal(was,
			    home_bytes(home, &home->ada, "sessions", one.id));
	assert_holds(home_bytes(home, &home->maria, "sessions", one.id),
		     "C042,C051");
	assert_non_null(home_bytes(home, &home->cora, "sessions", one.id));
}

static void canceled_ones_leave_a_client_a_day_after_their_start(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct session_facts facts = home_facts(home, session.id);
	struct viewer viewer = viewer_of(VIEW_CLIENT, &home->ada);
	struct instant at = { session.span.start.s + DAY };

	assert_true(practice_view_shows(&facts, &viewer, at));
	facts.saved = true;
	facts.completion.map = MAP_CANCELED;
	assert_false(practice_view_shows(&facts, &viewer, at));
	at.s--;
	assert_true(practice_view_shows(&facts, &viewer, at));
}

static void tasks_are_past_open_sessions_and_stay_a_day(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct session_facts facts = home_facts(home, session.id);
	struct viewer viewer = viewer_of(VIEW_TO_SAVE, &home->maria);
	struct instant end = session.span.end;

	assert_false(practice_view_shows(&facts, &viewer,
					 (struct instant){ end.s - 1 }));
	assert_true(practice_view_shows(&facts, &viewer, end));
	facts.saved = true;
	facts.session.state = SESSION_SAVED;
	facts.completion.saved_at = end;
	assert_true(practice_view_shows(&facts, &viewer,
					(struct instant){ end.s + DAY - 1 }));
	assert_false(practice_view_shows(&facts, &viewer,
					 (struct instant){ end.s + DAY }));
	facts.completion.saved_at.s = end.s - 1;
	assert_false(practice_view_shows(&facts, &viewer, end));
}

static void a_past_open_session_is_a_task(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "to-save", session.id);

	assert_non_null(bytes);
	assert_holds(bytes, "BEGIN:VTODO\r\n");
	assert_holds(bytes, "\r\nSTATUS:NEEDS-ACTION\r\n");
	assert_holds(bytes, "\r\nDUE;TZID=America/Toronto:20260607T090000\r\n");
	assert_holds(bytes, "-save\r\n");
	assert_lacks(bytes, "VEVENT");
	home_save(home, session.id, "completed", HOUR);
	bytes = home_bytes(home, &home->maria, "to-save", session.id);
	assert_holds(bytes, "\r\nSTATUS:COMPLETED\r\n");
	assert_holds(bytes, "\r\nCOMPLETED:20260608T130000Z\r\n");
}

static void names_changed_by_an_admin_render_the_calendar_anew(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct operation op = home_as(home, NULL, HOUR);
	struct person maria = home->maria;

	maria.calendar_names = NAMES_FULL;
	assert_int_equal(
		practice_person_change(&op, home->place->store, &maria), OK);
	assert_holds(home_bytes(home, &home->maria, "sessions", session.id),
		     "SUMMARY:C042 Ada Maria Brown Therapy\r\n");
	assert_holds(home_bytes(home, &home->sam, "maria", session.id),
		     "SUMMARY:C042 Therapy\r\n");
}

static void who_is_both_sees_each_session_as_they_are_on_it(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, NULL, 0);
	struct person ben = home->ben;
	struct session session;
	char *bytes;

	ben.roles |= ROLE_CLIENT;
	ben.code = "C077";
	assert_int_equal(practice_person_change(&op, home->place->store, &ben),
			 OK);
	session = home_session(home, DAY, home->ben.id, home->ada.id);
	bytes = home_bytes(home, &home->ben, "sessions", session.id);
	assert_holds(bytes, "SUMMARY:Elm Street: Therapy\r\n");
	assert_lacks(bytes, "C042");
	home_put(home, &ben, "sessions", session.name, bytes, 0, ERR_READ_ONLY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(an_open_session_has_code_and_service_for_its_practitioner),
		AT_HOME(a_client_sees_practice_and_service_and_nothing_of_others),
		AT_HOME(a_session_is_in_the_calendars_of_its_people_and_the_office),
		AT_HOME(a_group_names_two_and_counts_the_rest),
		AT_HOME(names_are_what_the_person_chose),
		AT_HOME(signs_tell_how_a_session_ended),
		AT_HOME(a_draft_is_flagged_and_tentative),
		AT_HOME(a_canceled_session_is_never_cancelled_to_programs),
		AT_HOME(a_client_knows_their_own_ending_only),
		AT_HOME(amounts_show_to_the_office_that_wants_them),
		AT_HOME(the_same_content_keeps_its_bytes_and_stamps),
		AT_HOME(another_clients_joining_does_not_touch_a_clients_member),
		AT_HOME(canceled_ones_leave_a_client_a_day_after_their_start),
		AT_HOME(tasks_are_past_open_sessions_and_stay_a_day),
		AT_HOME(a_past_open_session_is_a_task),
		AT_HOME(who_is_both_sees_each_session_as_they_are_on_it),
		AT_HOME(names_changed_by_an_admin_render_the_calendar_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
