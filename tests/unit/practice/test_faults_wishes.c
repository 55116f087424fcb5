#include "tests/unit/practice/booking/removal_fixture.h"
#include "tests/unit/practice/fault_requests.h"

#include "practice/booking/patch.h"
#include "practice/booking/review.h"

#include <string.h>

static char *with_lines(struct agenda *agenda, const char *served,
			const char *lines)
{
	return agenda_edit(
		agenda, served, "END:VEVENT",
		arena_printf(agenda->place->arena, "%sEND:VEVENT", lines));
}

static char *served_of(struct agenda *agenda, const struct session *session)
{
	return agenda_bytes(agenda, &agenda->maria, "sessions", session->id);
}

static void no_session_is_half_repeated(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	const char *name = session.name;
	char *served;

	/* One of its dates is there already, and joins. */
	agenda_session(agenda, 8 * DAY, agenda->ada.id, 0);
	served = served_of(agenda, &session);
	sweep_put(agenda, &agenda->maria, "sessions", name,
		  with_lines(agenda, served,
			     "RRULE:FREQ=WEEKLY;COUNT=4\r\n"
			     "BEGIN:VALARM\r\nACTION:AUDIO\r\n"
			     "TRIGGER:-PT5M\r\nEND:VALARM\r\n"),
		  OK);
	/* It has a schedule now. */
	served = served_of(agenda, &session);
	sweep_put(agenda, &agenda->maria, "sessions", name,
		  with_lines(agenda, served, "RRULE:FREQ=DAILY;COUNT=2\r\n"),
		  REFUSED(NOT_PERMITTED));
	session = agenda_session(agenda, 30 * DAY, agenda->cora.id, 0);
	served = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  with_lines(agenda, served,
			     "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3\r\n"
			     "LOCATION:Room 2\r\n"),
		  OK);
}

static void no_draft_is_half_named(void **s)
{
	struct agenda *agenda = *s;
	struct session draft = agenda_session(agenda, -DAY, 0, 0);
	const char *served = served_of(agenda, &draft);
	const char *at = strstr(served, "SUMMARY:");
	char *title;

	assert_non_null(at);
	title = arena_strndup(agenda->place->arena, at,
			      (size_t)(strchr(at, '\r') - at));
	sweep_put(
		agenda, &agenda->maria, "sessions", draft.name,
		agenda_edit(agenda, served, title, "SUMMARY:ok C042 and C051"),
		OK);
	assert_state(agenda, draft.id, SESSION_SAVED);
}

static void no_copy_of_a_group_is_half_made(void **s)
{
	struct agenda *agenda = *s;
	struct session group =
		agenda_session(agenda, DAY, agenda->ada.id, agenda->cora.id);
	struct object_at from = { .path = "maria", .name = group.name };
	struct object_at to = { .path = "ben", .name = "copy.ics" };
	char *served = served_of(agenda, &group);

	sweep_put(agenda, &agenda->maria, "sessions", "copy.ics",
		  agenda_edit(agenda, served,
			      arena_printf(agenda->place->arena, "UID:%s",
					   group.uid),
			      "UID:copy"),
		  OK);
	sweep_copy(agenda, &agenda->sam, from, to, false, OK);
	to.path = "maria";
	sweep_copy(agenda, &agenda->sam, from, to, false,
		   REFUSED(NOT_PERMITTED));
}

static void no_refusal_is_half_told(void **s)
{
	struct agenda *agenda = *s;
	struct session past = agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct session saved = agenda_session(agenda, -2 * DAY, agenda->ada.id,
					      agenda->cora.id);
	struct session coming = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *served;

	agenda_save(agenda, saved.id, "missed", 0);
	sweep_delete(agenda, &agenda->maria, "sessions", past.name,
		     REFUSED(PAST_OPEN));
	sweep_delete(agenda, &agenda->maria, "sessions", saved.name,
		     REFUSED(SESSION_SAVED));
	served = served_of(agenda, &saved);
	sweep_put(agenda, &agenda->maria, "sessions", saved.name,
		  with_lines(agenda, served, "LOCATION:Room 2\r\n"),
		  REFUSED(SESSION_SAVED));
	served = served_of(agenda, &coming);
	sweep_put(agenda, &agenda->maria, "sessions", coming.name,
		  agenda_edit(agenda, served, "X-PRACTICE-STATUS:open",
			      "X-PRACTICE-STATUS:nonsense"),
		  REFUSED(UNKNOWN_STATUS));
	sweep_put(agenda, &agenda->maria, "sessions", coming.name,
		  with_lines(agenda, served, "RRULE:FREQ=SECONDLY\r\n"),
		  ERR_MAX_INSTANCES);
	sweep_put(agenda, &agenda->ben, "sessions", "new.ics",
		  agenda_event(agenda, "new", TITLE), REFUSED(NOT_PERMITTED));
	sweep_put(agenda, &agenda->maria, "closures", "shut.ics",
		  agenda_event(agenda, "shut", ""), REFUSED(READ_ONLY));
	sweep_put(agenda, &agenda->maria, "sessions", coming.name, "nonsense",
		  ERR_CALENDAR_DATA);
}

static void no_adoption_is_half_made(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_delete(agenda, &session, 0);
	sweep_put(agenda, &agenda->maria, "sessions", "moved.ics",
		  removal_event(agenda, "moved", DAY + HOUR, TITLE), OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "moved.ics"),
		session.id);
}

/* Its DELETE was refused, and the words about its title say how it ended. */
static void no_adoption_of_a_past_session_is_half_made(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, -DAY);

	agenda_delete(agenda, &agenda->maria, "sessions", session.name, 0,
		      REFUSED(PAST_OPEN));
	sweep_put(agenda, &agenda->maria, "sessions", "new.ics",
		  removal_event(agenda, "new", -DAY,
				"SUMMARY:ns C042 Therapy\r\n"),
		  OK);
}

static void no_word_behind_a_copied_title_is_half_read(void **s)
{
	struct agenda *agenda = *s;

	sweep_put(agenda, &agenda->maria, "sessions", "copy.ics",
		  removal_event(agenda, "copy", -DAY,
				"SUMMARY:C042 A.B. Therapy ns\r\n"),
		  OK);
}

static void no_ending_of_a_new_event_is_half_taken(void **s)
{
	struct agenda *agenda = *s;

	sweep_put(agenda, &agenda->sam, "maria", "missed.ics",
		  removal_event(agenda, "missed", -DAY,
				"SUMMARY:C042\r\n"
				"X-PRACTICE-STATUS:Missed\r\n"),
		  OK);
	assert_state(agenda,
		     removal_shown(agenda, &agenda->sam, "maria", "missed.ics"),
		     SESSION_SAVED);
	sweep_put(agenda, &agenda->sam, "maria", "no.ics",
		  removal_event(agenda, "no", -DAY,
				"SUMMARY:C042\r\n"
				"X-PRACTICE-STATUS:nonsense\r\n"),
		  REFUSED(UNKNOWN_STATUS));
	/* It is nothing without its amounts. */
	sweep_put(agenda, &agenda->sam, "maria", "no.ics",
		  removal_event(agenda, "no", -DAY,
				"SUMMARY:C042\r\n"
				"X-PRACTICE-STATUS:override\r\n"),
		  REFUSED(NOT_PERMITTED));
	assert_false(agenda_has(agenda, &agenda->sam, "maria", "no.ics"));
	assert_int_equal(removal_count(agenda), 1);
	sweep_put(agenda, &agenda->maria, "sessions", "open.ics",
		  removal_event(agenda, "open", -2 * DAY,
				"SUMMARY:C042 A.B. Therapy open\r\n"),
		  OK);
	assert_state(
		agenda,
		removal_shown(agenda, &agenda->maria, "sessions", "open.ics"),
		SESSION_OPEN);
}

static void no_new_event_with_too_much_of_its_own_is_made(void **s)
{
	struct agenda *agenda = *s;

	sweep_put(agenda, &agenda->maria, "sessions", "much.ics",
		  removal_event(agenda, "much", DAY,
				arena_printf(agenda->place->arena,
					     "SUMMARY:C042\r\nX-MINE:%070000d"
					     "\r\n",
					     0)),
		  ERR_RESOURCE_SIZE);
	assert_int_equal(removal_count(agenda), 0);
}

/* A birthday: what was typed is kept, and bills nobody. */
static void no_whole_day_is_half_taken_for_a_draft(void **s)
{
	struct agenda *agenda = *s;
	struct session draft;

	sweep_put(agenda, &agenda->maria, "sessions", "day.ics",
		  agenda_object(agenda, "VEVENT",
				"UID:day\r\nSUMMARY:C042\r\n"
				"DTSTART;VALUE=DATE:20260610\r\n"),
		  OK);
	draft = agenda_session_of(agenda, "day");
	assert_int_equal(draft.state, SESSION_DRAFT);
	assert_int_equal(draft.terms.clients.count, 0);
	assert_string_equal(draft.typed, "C042");
}

/* What stands behind a copied title is of one event, not of all its dates. */
static void no_series_ends_by_a_word_behind_its_title(void **s)
{
	struct agenda *agenda = *s;
	struct session *list;
	size_t count;

	sweep_put(agenda, &agenda->maria, "sessions", "many.ics",
		  removal_event(agenda, "many", -DAY,
				"SUMMARY:C042 A.B. Therapy ns\r\n"
				"RRULE:FREQ=DAILY;COUNT=2\r\n"),
		  OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].state, SESSION_OPEN);
}

/* Its program puts the new one first and deletes the old one then. */
static void no_session_is_half_replaced(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY + HOUR,
				 TITLE "LOCATION:Room 2\r\n"
				       "DESCRIPTION:Bring the book\r\n"),
		   MINUTE, OK);
	assert_int_equal(removal_count(agenda), 2);
	sweep_delete(agenda, &agenda->maria, "sessions", session.name, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		session.id);
	session = agenda_session_of(agenda, session.uid);
	assert_string_equal(session.terms.place, "Room 2");
	assert_string_equal(session.terms.public_note, "Bring the book");
}

/* Against what was served is told what a program wants. */
static void no_older_copy_is_half_read(void **s)
{
	struct agenda *agenda = *s;
	struct session group =
		agenda_session(agenda, -DAY, agenda->ada.id, agenda->cora.id);
	char *saved, *changed;

	agenda_save(agenda, group.id, "completed", 0);
	saved = served_of(agenda, &group);
	agenda_save(agenda, group.id, "open", MINUTE);
	changed = agenda_edit(agenda, saved,
			      "TRANSP:", "LOCATION:Room 3\r\nTRANSP:");
	sweep_put(agenda, &agenda->maria, "sessions", group.name, changed, OK);
	assert_state(agenda, group.id, SESSION_OPEN);
	assert_string_equal(agenda_session_of(agenda, group.uid).terms.place,
			    "Room 3");
}

static void nothing_is_half_put_back(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *served = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	agenda_delete(agenda, &agenda->sam, "maria", session.name, 0, OK);
	assert_removed(agenda, session.id);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  with_lines(agenda, served, "LOCATION:Room 2\r\n"), OK);
	assert_state(agenda, session.id, SESSION_OPEN);
}

static enum err run_undo(void *context)
{
	struct request *request = context;

	return practice_review_settle(&request->op, request_store(request),
				      request->id, true);
}

static void no_batch_is_half_held_or_undone(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->sam, 0);
	struct session session[6];

	for (int i = 0; i < 6; i++)
		session[i] = removal_session(agenda, (i + 1) * DAY);
	for (int i = 0; i < 4; i++)
		removal_delete(agenda, &session[i], 0);
	sweep_delete(agenda, &agenda->maria, "sessions", session[4].name, OK);
	sweep_delete(agenda, &agenda->maria, "sessions", session[5].name, OK);
	request.id = removal_review(agenda).id;
	request_sweep(&request, "the undoing of a batch", run_undo);
	for (int i = 0; i < 6; i++)
		assert_state(agenda, session[i].id, SESSION_OPEN);
}

static enum err run_patch(void *context)
{
	struct request *request = context;
	bool refused;

	return request_ended(request,
			     practice_object_patch(&request->op,
						   request_store(request),
						   &request->patch, &refused));
}

static void no_patch_is_half_applied(void **s)
{
	static const struct property properties[] = {
		{ "DAV:", "displayname", "Swimming" },
		{ "urn:x", "y", NULL },
	};
	struct agenda *agenda = *s;
	struct session past = agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct request request = request_of(agenda, &agenda->maria, 0);

	request.patch = (struct object_patch){
		.at = { "maria", "sessions", past.name },
		.status = "missed",
		.changes = properties,
		.count = 2,
	};
	request_sweep(&request, "PROPPATCH of a status", run_patch);
	request.patch.status = "nonsense";
	request.refused = REFUSED(UNKNOWN_STATUS);
	request_sweep(&request, "PROPPATCH of no status", run_patch);
}

static void a_refusal_is_noted_whole_or_not_at_all(void **s)
{
	struct agenda *agenda = *s;
	struct session open = agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct session saved =
		agenda_session(agenda, -2 * DAY, agenda->ada.id, 0);
	char *served;

	sweep_delete(agenda, &agenda->maria, "sessions", open.name,
		     REFUSED(PAST_OPEN));
	assert_int_equal(agenda_reviews(agenda, "refused"), 1);
	agenda_save(agenda, saved.id, "completed", 0);
	served = agenda_bytes(agenda, &agenda->maria, "sessions", saved.id);
	sweep_put(agenda, &agenda->maria, "sessions", saved.name,
		  agenda_edit(agenda, served,
			      "TRANSP:", "LOCATION:Room 2\r\nTRANSP:"),
		  REFUSED(SESSION_SAVED));
	assert_int_equal(agenda_reviews(agenda, "refused"), 2);
	sweep_put(agenda, &agenda->ben, "sessions", "new.ics",
		  agenda_event(agenda, "new", "SUMMARY:C042\r\n"),
		  REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_reviews(agenda, "refused"), 3);
}

static void no_wish_of_the_office_is_half_granted(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *served = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	assert_int_equal(
		place_sql(agenda->place,
			  "INSERT INTO service (id, name, name_key, kind,"
			  "    basis, active)"
			  "  VALUES (99, 'Other', 'other', 0, 0, 1);"
			  "INSERT INTO service_price (service, effective_from,"
			  "    cost, wage, tax_bp)"
			  "  VALUES (99, -2147483648, 100, 50, 0)"),
		0);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  agenda_edit(agenda,
			      agenda_edit(agenda, served, "SERVICE:Therapy",
					  "SERVICE:Other"),
			      "CLIENTS:C042", "CLIENTS:C042,C051"),
		  OK);
	served = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  agenda_edit(agenda, served, "X-PRACTICE-STATUS:open",
			      "X-PRACTICE-STATUS:override\r\n"
			      "X-PRACTICE-REASON:Agreed\r\n"
			      "X-PRACTICE-CHARGE:C042=1,C051=2\r\n"
			      "X-PRACTICE-WAGE:3"),
		  OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "override");
	sweep_put(
		agenda, &agenda->sam, "maria", "s.ics",
		agenda_event(agenda, "s",
			     "SUMMARY:C042 #ns\r\nX-PRACTICE-SERVICE:Other\r\n"
			     "CATEGORIES:Other\r\n"),
		OK);
}

static void no_category_is_half_read(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *served =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	sweep_put(agenda, &agenda->maria, "sessions", session.name,
		  agenda_edit(agenda, served,
			      "TRANSP:", "CATEGORIES:Work,Missed\r\nTRANSP:"),
		  OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "missed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(no_session_is_half_repeated),
		WITH_AGENDA(no_draft_is_half_named),
		WITH_AGENDA(no_copy_of_a_group_is_half_made),
		WITH_AGENDA(no_refusal_is_half_told),
		WITH_AGENDA(no_adoption_is_half_made),
		WITH_AGENDA(no_adoption_of_a_past_session_is_half_made),
		WITH_AGENDA(no_word_behind_a_copied_title_is_half_read),
		WITH_AGENDA(no_ending_of_a_new_event_is_half_taken),
		WITH_AGENDA(no_new_event_with_too_much_of_its_own_is_made),
		WITH_AGENDA(no_whole_day_is_half_taken_for_a_draft),
		WITH_AGENDA(no_series_ends_by_a_word_behind_its_title),
		WITH_AGENDA(no_session_is_half_replaced),
		WITH_AGENDA(no_older_copy_is_half_read),
		WITH_AGENDA(nothing_is_half_put_back),
		WITH_AGENDA(no_batch_is_half_held_or_undone),
		WITH_AGENDA(no_patch_is_half_applied),
		WITH_AGENDA(a_refusal_is_noted_whole_or_not_at_all),
		WITH_AGENDA(no_wish_of_the_office_is_half_granted),
		WITH_AGENDA(no_category_is_half_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
