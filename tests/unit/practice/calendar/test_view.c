#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/calendar/view_render_private.h"
#include "practice/calendar/view_title.h"
#include "practice/people/person.h"
#include "practice/session/session.h"

#include <string.h>

static struct viewer viewer_of(enum view_kind kind, const struct person *person)
{
	return (struct viewer){ .kind = kind, .person = *person };
}

/* K4 */
static void an_open_session_has_code_and_service_for_its_practitioner(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	assert_non_null(bytes);
	assert_holds(bytes, "\r\nSUMMARY:C042 Therapy\r\n");
	assert_holds(bytes, "\r\nSTATUS:CONFIRMED\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-STATUS:open\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-CLIENTS:C042\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-SERVICE:Therapy\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-REVISION:1\r\n");
	assert_lacks(bytes, "CLASS:");
	assert_holds(bytes,
		     "\r\nDTSTART;TZID=America/Toronto:20260609T080000\r\n");
	assert_holds(bytes, "\r\nTZID:America/Toronto\r\n");
	assert_lacks(bytes, "CHARGE");
	assert_lacks(bytes, "Ada");
	assert_lacks(bytes, "ATTENDEE");
}

static void a_client_sees_practice_and_service_and_nothing_of_others(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, DAY, agenda->ada.id, agenda->cora.id);
	char *bytes =
		agenda_bytes(agenda, &agenda->ada, "sessions", session.id);

	assert_non_null(bytes);
	assert_holds(bytes, "\r\nSUMMARY:Therapy\\, Elm Street\r\n");
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
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	assert_non_null(
		agenda_bytes(agenda, &agenda->ada, "sessions", session.id));
	assert_non_null(
		agenda_bytes(agenda, &agenda->sam, "maria", session.id));
	assert_null(agenda_bytes(agenda, &agenda->sam, "ben", session.id));
	assert_null(agenda_bytes(agenda, &agenda->ben, "sessions", session.id));
	assert_null(
		agenda_bytes(agenda, &agenda->cora, "sessions", session.id));
	assert_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
}

static char *title(struct agenda *agenda, const struct session_facts *facts,
		   const struct viewer *viewer)
{
	struct arena *arena = agenda->place->arena;
	struct session_known known;

	session_known_seen(arena, facts, viewer, &known);
	return practice_view_title(arena, &known);
}

static void a_group_names_two_and_counts_the_rest(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, DAY, agenda->ada.id, agenda->cora.id);
	struct session_facts facts = agenda_facts(agenda, session.id);
	struct viewer viewer = viewer_of(VIEW_PRACTITIONER, &agenda->maria);
	struct person four[] = { agenda->ada, agenda->cora, agenda->ada,
				 agenda->cora };
	int64_t ids[] = { 1, 2, 3, 4 };

	assert_string_equal(title(agenda, &facts, &viewer),
			    "Group (2) C042, C051 Therapy");
	facts.clients = four;
	facts.session.terms.clients = (struct ids){ ids, 4 };
	assert_string_equal(title(agenda, &facts, &viewer),
			    "Group (4) C042, C051 +2 Therapy");
}

static void names_are_what_the_person_chose(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_facts facts = agenda_facts(agenda, session.id);
	struct viewer viewer = viewer_of(VIEW_PRACTITIONER, &agenda->maria);

	viewer.person.calendar_names = NAMES_INITIALS;
	assert_string_equal(title(agenda, &facts, &viewer),
			    "C042 A.B. Therapy");
	viewer.person.calendar_names = NAMES_FULL;
	assert_string_equal(title(agenda, &facts, &viewer),
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
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct session_facts facts = agenda_facts(agenda, session.id);
	struct viewer viewer = viewer_of(VIEW_PRACTITIONER, &agenda->maria);

	facts.saved = true;
	facts.session.state = SESSION_SAVED;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		facts.completion.slug = rows[i].slug;
		facts.completion.map = rows[i].map;
		assert_string_equal(title(agenda, &facts, &viewer),
				    rows[i].title);
	}
}

static void a_draft_is_flagged_and_tentative(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, 0, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	assert_holds(bytes, "\r\nSUMMARY:? Draft Therapy\r\n");
	assert_holds(bytes, "\r\nSTATUS:TENTATIVE\r\n");
}

/* K6 */
static void a_canceled_session_is_never_cancelled_to_programs(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes;

	agenda_save(agenda, session.id, "canceled", 0);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	assert_lacks(bytes, "STATUS:CANCELLED");
	assert_holds(bytes, "\r\nSTATUS:CONFIRMED\r\n");
	assert_holds(bytes, "\r\nTRANSP:TRANSPARENT\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-STATUS:canceled\r\n");
	assert_holds(bytes, "\r\nX-PRACTICE-STATUS-MAP:canceled\r\n");
	assert_holds(bytes, "\r\nSEQUENCE:1\r\n");
	bytes = agenda_bytes(agenda, &agenda->ada, "sessions", session.id);
	assert_holds(bytes, "\r\nSUMMARY:\u2717 Therapy\\, Elm Street\r\n");
}

static void a_client_knows_their_own_ending_only(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, agenda->cora.id);
	struct session_facts facts = agenda_facts(agenda, session.id);
	struct completion_client parts[] = {
		{ .client = agenda->ada.id,
		  .slug = "completed",
		  .label = "Completed",
		  .map = MAP_COMPLETED },
		{ .client = agenda->cora.id,
		  .slug = "missed",
		  .label = "Missed",
		  .map = MAP_MISSED },
	};
	struct viewer viewer = viewer_of(VIEW_CLIENT, &agenda->cora);
	struct operation op = agenda_as(agenda, NULL, 0);
	struct slice bytes;
	const char *text;

	facts.saved = true;
	facts.session.state = SESSION_SAVED;
	facts.completion = (struct completion){ .slug = "completed",
						.label = "Completed",
						.clients = parts,
						.client_count = 2 };
	bytes = practice_view_render(&op, &facts, &viewer, NULL, NULL).bytes;
	text = slice_dup(op.arena, bytes);
	assert_holds(text, "X-PRACTICE-STATUS:missed\r\n");
	assert_holds(text, "CATEGORIES:Missed\r\n");
	assert_lacks(text, "ompleted");

	viewer = viewer_of(VIEW_PRACTITIONER, &agenda->maria);
	bytes = practice_view_render(&op, &facts, &viewer, NULL, NULL).bytes;
	assert_holds(slice_dup(op.arena, bytes),
		     "X-PRACTICE-CLIENTS:C042,C051=missed\r\n");
}

/* K8 */
static void amounts_show_to_the_office_that_wants_them(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session_facts facts;
	struct viewer viewer = viewer_of(VIEW_OFFICE, &agenda->sam);
	struct slice bytes;

	agenda_save(agenda, session.id, "completed", 0);
	facts = agenda_facts(agenda, session.id);
	facts.practice.currency = "CAD";
	bytes = practice_view_render(&op, &facts, &viewer, NULL, NULL).bytes;
	assert_lacks(slice_dup(op.arena, bytes), "X-PRACTICE-CHARGE");
	viewer.person.calendar_money = true;
	bytes = practice_view_render(&op, &facts, &viewer, NULL, NULL).bytes;
	assert_holds(slice_dup(op.arena, bytes),
		     "X-PRACTICE-CHARGE:42.50 CAD\r\n");
	assert_holds(slice_dup(op.arena, bytes),
		     "X-PRACTICE-WAGE:30.00 CAD\r\n");
	viewer = viewer_of(VIEW_PRACTITIONER, &agenda->maria);
	viewer.person.calendar_money = true;
	bytes = practice_view_render(&op, &facts, &viewer, NULL, NULL).bytes;
	assert_lacks(slice_dup(op.arena, bytes), "X-PRACTICE-CHARGE");
}

static void the_same_content_keeps_its_bytes_and_stamps(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_facts facts = agenda_facts(agenda, session.id);
	struct viewer viewer = viewer_of(VIEW_CLIENT, &agenda->ada);
	struct operation op = agenda_as(agenda, NULL, 0);
	struct slice first, second, third;

	first = practice_view_render(&op, &facts, &viewer, NULL, NULL).bytes;
	op.now.s += HOUR;
	facts.session.revision += 5;
	second = practice_view_render(&op, &facts, &viewer, NULL, &first).bytes;
	assert_ptr_equal(first.at, second.at);
	facts.session.terms.place = "Room 2";
	third = practice_view_render(&op, &facts, &viewer, NULL, &second).bytes;
	assert_holds(slice_dup(op.arena, third), "\r\nSEQUENCE:1\r\n");
	assert_holds(slice_dup(op.arena, third),
		     "\r\nLAST-MODIFIED:20260608T130000Z\r\n");
	assert_holds(slice_dup(op.arena, third), "\r\nLOCATION:Room 2\r\n");
}

static void another_clients_joining_does_not_touch_a_clients_member(void **s)
{
	struct agenda *agenda = *s;
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct collection before =
		agenda_collection(agenda, &agenda->ada, "sessions");
	struct collection after;
	struct operation op = agenda_as(agenda, NULL, HOUR);
	int64_t both[] = { agenda->ada.id, agenda->cora.id };
	char *was = agenda_bytes(agenda, &agenda->ada, "sessions", one.id);

	one.terms.clients = (struct ids){ both, 2 };
	op.actor = agenda_as(agenda, &agenda->sam, 0).actor;
	assert_int_equal(whole_session_change(&op, agenda->place->store, &one),
			 OK);
	after = agenda_collection(agenda, &agenda->ada, "sessions");
	assert_int_equal(before.revision, after.revision);
	assert_string_equal(
		was, agenda_bytes(agenda, &agenda->ada, "sessions", one.id));
	assert_holds(agenda_bytes(agenda, &agenda->maria, "sessions", one.id),
		     "C042,C051");
	assert_non_null(
		agenda_bytes(agenda, &agenda->cora, "sessions", one.id));
}

/* R13 */
static void canceled_ones_leave_a_client_a_day_after_their_start(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_facts facts = agenda_facts(agenda, session.id);
	struct viewer viewer = viewer_of(VIEW_CLIENT, &agenda->ada);
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
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_facts facts = agenda_facts(agenda, session.id);
	struct viewer viewer = viewer_of(VIEW_TO_SAVE, &agenda->maria);
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
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id);

	assert_non_null(bytes);
	assert_holds(bytes, "BEGIN:VTODO\r\n");
	assert_holds(bytes, "\r\nSTATUS:NEEDS-ACTION\r\n");
	assert_holds(bytes, "\r\nDUE;TZID=America/Toronto:20260607T090000\r\n");
	assert_holds(bytes, "-save\r\n");
	assert_lacks(bytes, "VEVENT");
	agenda_save(agenda, session.id, "completed", HOUR);
	bytes = agenda_bytes(agenda, &agenda->maria, "to-save", session.id);
	assert_holds(bytes, "\r\nSTATUS:COMPLETED\r\n");
	assert_holds(bytes, "\r\nCOMPLETED:20260608T130000Z\r\n");
}

static void names_changed_by_an_admin_render_the_calendar_anew(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct operation op = agenda_as(agenda, NULL, HOUR);
	struct person maria = agenda->maria;

	maria.calendar_names = NAMES_FULL;
	assert_int_equal(whole_person_change(&op, agenda->place->store, &maria),
			 OK);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"SUMMARY:C042 Ada Maria Brown Therapy\r\n");
	assert_holds(agenda_bytes(agenda, &agenda->sam, "maria", session.id),
		     "SUMMARY:C042 Therapy\r\n");
}

static void who_is_both_sees_each_session_as_they_are_on_it(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct person ben = agenda->ben;
	struct session session;
	char *bytes;

	ben.roles |= ROLE_CLIENT;
	ben.code = "C077";
	assert_int_equal(whole_person_change(&op, agenda->place->store, &ben),
			 OK);
	session = agenda_session(agenda, DAY, agenda->ben.id, agenda->ada.id);
	bytes = agenda_bytes(agenda, &agenda->ben, "sessions", session.id);
	assert_holds(bytes, "SUMMARY:Therapy\\, Elm Street\r\n");
	assert_lacks(bytes, "C042");
	agenda_put(agenda, &ben, "sessions", session.name, bytes, 0,
		   REFUSED(READ_ONLY));
}

static void k3_k7_a_session_is_one_event_that_invites_nobody(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	const char *event = strstr(bytes, "BEGIN:VEVENT");

	assert_lacks(bytes, "ORGANIZER");
	assert_lacks(bytes, "ATTENDEE");
	assert_non_null(event);
	assert_lacks(event + 1, "BEGIN:VEVENT");
	assert_lacks(event, "RRULE");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(
			an_open_session_has_code_and_service_for_its_practitioner),
		WITH_AGENDA(
			a_client_sees_practice_and_service_and_nothing_of_others),
		WITH_AGENDA(
			a_session_is_in_the_calendars_of_its_people_and_the_office),
		WITH_AGENDA(a_group_names_two_and_counts_the_rest),
		WITH_AGENDA(names_are_what_the_person_chose),
		WITH_AGENDA(signs_tell_how_a_session_ended),
		WITH_AGENDA(a_draft_is_flagged_and_tentative),
		WITH_AGENDA(a_canceled_session_is_never_cancelled_to_programs),
		WITH_AGENDA(a_client_knows_their_own_ending_only),
		WITH_AGENDA(amounts_show_to_the_office_that_wants_them),
		WITH_AGENDA(the_same_content_keeps_its_bytes_and_stamps),
		WITH_AGENDA(
			another_clients_joining_does_not_touch_a_clients_member),
		WITH_AGENDA(
			canceled_ones_leave_a_client_a_day_after_their_start),
		WITH_AGENDA(tasks_are_past_open_sessions_and_stay_a_day),
		WITH_AGENDA(a_past_open_session_is_a_task),
		WITH_AGENDA(who_is_both_sees_each_session_as_they_are_on_it),
		WITH_AGENDA(names_changed_by_an_admin_render_the_calendar_anew),
		WITH_AGENDA(k3_k7_a_session_is_one_event_that_invites_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
