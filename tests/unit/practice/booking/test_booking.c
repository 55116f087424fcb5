#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy.h"
#include <string.h>

/* K22 */
static void a_personal_calendar_keeps_bytes_exactly(void **s)
{
	struct agenda *agenda = *s;
	const char *bytes =
		agenda_event(agenda, "a", "CATEGORIES:a,b\\,c,d\r\nX-Y:\r\n");
	struct object_result put = agenda_put(
		agenda, &agenda->maria, "calendar", "a.ics", bytes, 0, OK);

	assert_true(put.created);
	assert_true(put.exact);
	assert_string_equal(put.member.uid, "a");
	assert_string_equal(slice_dup(agenda->place->arena, put.bytes), bytes);
	put = agenda_put(agenda, &agenda->maria, "calendar", "a.ics", bytes, 0,
			 OK);
	assert_false(put.created);
}

static void a_uid_is_one_members_and_stays(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct object_put put = { .home = "maria",
				  .path = "calendar",
				  .name = "b c.ics",
				  .bytes = slice_of(
					  agenda_event(agenda, "a", "")) };
	struct object_result result;

	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	assert_int_equal(
		practice_object_put(&op, agenda->place->store, &put, &result),
		ERR_UID_CONFLICT);
	assert_string_equal(op.failure.href,
			    "/dav/calendars/maria/calendar/a.ics");
	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "z", ""), 0, ERR_UID_CONFLICT);
}

static void what_is_no_calendar_object_is_refused(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct object_put put = { .home = "maria",
				  .path = "calendar",
				  .name = "a.ics",
				  .bytes = slice_of(
					  agenda_event(agenda, "a", "")),
				  .type = "text/plain" };
	struct object_result result;

	agenda_put(agenda, &agenda->maria, "calendar", "a.ics", "hello", 0,
		   ERR_CALENDAR_DATA);
	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_edit(agenda, agenda_event(agenda, "a", ""),
			       "BEGIN:VEVENT",
			       "METHOD:REQUEST\r\nBEGIN:VEVENT"),
		   0, ERR_CALENDAR_OBJECT);
	assert_int_equal(
		practice_object_put(&op, agenda->place->store, &put, &result),
		ERR_CALENDAR_TYPE);
	agenda_put(agenda, &agenda->maria, "none", "a.ics",
		   agenda_event(agenda, "a", ""), 0, ERR_PARENT);
	agenda_put(agenda, &agenda->maria, "", "a.ics",
		   agenda_event(agenda, "a", ""), 0, ERR_NEED_PRIVILEGES);
	agenda_put(agenda, &agenda->maria, "inbox", "a.ics",
		   agenda_event(agenda, "a", ""), 0, REFUSED(READ_ONLY));
	agenda_put(agenda, &agenda->maria, "sessions", "a.ics",
		   agenda_object(agenda, "VTODO", "UID:a\r\nSUMMARY:x\r\n"), 0,
		   ERR_COMPONENT);
}

static enum err refuse_all(struct operation *op, const void *context,
			   const struct member *current)
{
	assert_string_equal(context, "told");
	return fail(op, ERR_PRECONDITION, "%s",
		    current ? current->name : "nothing");
}

/* K20 */
static void a_condition_is_judged_over_what_is_there(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct object_put put = {
		.home = "maria",
		.path = "calendar",
		.name = "a.ics",
		.bytes = slice_of(agenda_event(agenda, "a", "")),
		.condition = { .check = refuse_all, .context = "told" }
	};
	struct object_at at = { "maria", "calendar", "a.ics" };
	struct object_result result;

	assert_int_equal(
		practice_object_put(&op, agenda->place->store, &put, &result),
		ERR_PRECONDITION);
	assert_string_equal(op.failure.message, "nothing");
	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	assert_int_equal(practice_object_delete(&op, agenda->place->store, &at,
						&put.condition),
			 ERR_PRECONDITION);
	assert_string_equal(op.failure.message, "a.ics");
	agenda_delete(agenda, &agenda->maria, "calendar", "a.ics", 0, OK);
	agenda_delete(agenda, &agenda->maria, "calendar", "a.ics", 0,
		      ERR_NOT_FOUND);
}

static void hrefs_are_encoded(void **s)
{
	struct agenda *agenda = *s;

	assert_string_equal(practice_href(agenda->place->arena, "maria",
					  "a b/c", "\u00e9.ics"),
			    "/dav/calendars/maria/a%20b/c/%C3%A9.ics");
	assert_string_equal(
		practice_href(agenda->place->arena, "maria", "work", NULL),
		"/dav/calendars/maria/work/");
}

static void members_are_copied_and_moved(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct store *store = agenda->place->store;
	struct object_at a = { "maria", "calendar", "a.ics" };
	struct object_at b = { "maria", "calendar", "b.ics" };
	bool created = false;

	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	assert_int_equal(practice_object_copy(&op, store, &a, &b, false, true,
					      NULL, &created),
			 ERR_UID_CONFLICT);
	assert_int_equal(practice_object_copy(&op, store, &a, &a, true, true,
					      NULL, &created),
			 ERR_FORBIDDEN);
	assert_int_equal(practice_object_copy(&op, store, &a, &b, true, false,
					      NULL, &created),
			 OK);
	assert_true(created);
	assert_false(agenda_has(agenda, &agenda->maria, "calendar", "a.ics"));
	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "c", ""), 0, OK);
	assert_int_equal(practice_object_copy(&op, store, &b, &a, true, false,
					      NULL, &created),
			 ERR_PRECONDITION);
	assert_int_equal(practice_object_copy(&op, store, &b, &a, true, true,
					      NULL, &created),
			 ERR_UID_CONFLICT);
	assert_string_equal(op.failure.href,
			    "/dav/calendars/maria/calendar/a.ics");
	assert_string_equal(
		agenda_member(agenda, &agenda->maria, "calendar", "a.ics").uid,
		"c");
}

static void a_put_of_what_was_served_changes_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	struct collection before =
		agenda_collection(agenda, &agenda->maria, "sessions");
	struct object_result put =
		agenda_put(agenda, &agenda->maria, "sessions", session.name,
			   bytes, HOUR, OK);

	assert_false(put.created);
	assert_true(put.exact);
	assert_int_equal(
		agenda_collection(agenda, &agenda->maria, "sessions").revision,
		before.revision);
	assert_int_equal(agenda_session_of(agenda, session.uid).revision, 1);
}

static void a_change_that_is_dropped_comes_back_by_a_new_sequence(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	struct member before =
		agenda_member(agenda, &agenda->maria, "sessions", session.name);
	struct member after;
	struct object_result put;

	put = agenda_put(
		agenda, &agenda->maria, "sessions", session.name,
		agenda_edit(agenda, bytes, "SUMMARY:", "SUMMARY:Meeting with "),
		HOUR, OK);
	assert_false(put.exact);
	after = agenda_member(agenda, &agenda->maria, "sessions", session.name);
	assert_string_not_equal(after.etag, before.etag);
	assert_true(after.revision > before.revision);
	/* To vdirsyncer an etag alone is no change. */
	assert_string_equal(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		agenda_edit(agenda, bytes, "SEQUENCE:0", "SEQUENCE:1"));
	assert_true(slice_is(put.bytes, agenda_bytes(agenda, &agenda->maria,
						     "sessions", session.id)));
	assert_int_equal(agenda_session_of(agenda, session.uid).revision, 1);
}

static void a_practitioner_saves_by_status(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	struct object_result put;

	put = agenda_put(agenda, &agenda->maria, "sessions", session.name,
			 agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
				     "X-PRACTICE-STATUS:missed"),
			 HOUR, OK);
	assert_false(put.exact);
	assert_holds(slice_dup(agenda->place->arena, put.bytes),
		     "SUMMARY:\u2298 C042 Therapy\r\n");
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_SAVED);
	/* The same again, by a program that has not read it anew. */
	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
			       "X-PRACTICE-STATUS:missed"),
		   HOUR, OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).revision, 2);
	/* What was open when the program read it is no wish to re-open. */
	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes,
		   HOUR, OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).revision, 2);
	/* Another one is judged by what may be changed now. */
	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
			       "X-PRACTICE-STATUS:completed"),
		   HOUR, OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "completed");
}

static void a_refused_wish_is_noted_and_the_member_comes_back(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	struct member before =
		agenda_member(agenda, &agenda->maria, "sessions", session.name);
	struct member after;

	bytes = agenda_edit(agenda, bytes,
			    "TRANSP:", "LOCATION:Attic\r\nTRANSP:");
	bytes = agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
			    "X-PRACTICE-STATUS:fine");
	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes,
		   HOUR, REFUSED(UNKNOWN_STATUS));
	assert_null(agenda_session_of(agenda, session.uid).terms.place);
	after = agenda_member(agenda, &agenda->maria, "sessions", session.name);
	assert_string_not_equal(after.etag, before.etag);
	assert_true(after.revision > before.revision);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"\r\nSEQUENCE:1\r\n");
	assert_int_equal(agenda_reviews(agenda, "refused"), 1);
}

static void who_may_not_edit_changes_nothing_at_all(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	struct person maria = agenda->maria;

	maria.may = MAY_COMPLETE;
	bytes = agenda_edit(agenda, bytes,
			    "TRANSP:", "LOCATION:Attic\r\nTRANSP:");
	bytes = agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
			    "X-PRACTICE-STATUS:missed");
	agenda_put(agenda, &maria, "sessions", session.name, bytes, HOUR,
		   REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
	maria.may = MAY_EDIT | MAY_COMPLETE;
	agenda_put(agenda, &maria, "sessions", session.name, bytes, HOUR, OK);
	assert_string_equal(agenda_session_of(agenda, session.uid).terms.place,
			    "Attic");
}

static void a_saved_session_keeps_its_time(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes;

	agenda_save(agenda, session.id, "completed", 0);
	bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	bytes = agenda_edit(agenda, bytes, "T080000", "T073000");
	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, HOUR,
		   REFUSED(SESSION_SAVED));
	/* Re-opened in the same gesture, it moves. */
	bytes = agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:completed",
			    "X-PRACTICE-STATUS:open");
	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, HOUR,
		   OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
	assert_int_equal(agenda_session_of(agenda, session.uid).span.start.s,
			 session.span.start.s - 1800);
}

/* K13 */
static void own_lines_are_served_to_their_viewer_only(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, bytes, "END:VEVENT",
			       "COLOR:red\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\n"
			       "TRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT"),
		   0, OK);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"COLOR:red\r\nBEGIN:VALARM");
	assert_lacks(agenda_bytes(agenda, &agenda->sam, "maria", session.id),
		     "COLOR");
	assert_lacks(agenda_bytes(agenda, &agenda->ada, "sessions", session.id),
		     "VALARM");
	assert_int_equal(agenda_session_of(agenda, session.uid).revision, 1);
	agenda_save(agenda, session.id, "canceled", 0);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	assert_holds(bytes, "COLOR:red\r\nEND:VEVENT");
	agenda_save(agenda, session.id, "open", 0);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	assert_holds(bytes, "BEGIN:VALARM");
}

static void a_clients_calendar_is_read_only(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->ada, "sessions", session.id);

	agenda_put(agenda, &agenda->ada, "sessions", session.name, bytes, 0,
		   REFUSED(READ_ONLY));
	agenda_delete(agenda, &agenda->ada, "sessions", session.name, 0,
		      REFUSED(READ_ONLY));
	agenda_put(agenda, &agenda->ada, "sessions", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:C042\r\n"), 0,
		   REFUSED(READ_ONLY));
	assert_true(agenda_has(agenda, &agenda->ada, "sessions", session.name));
}

static void an_override_by_the_office_charges_what_it_says(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	bytes = agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
			    "X-PRACTICE-STATUS:override\r\n"
			    "X-PRACTICE-CHARGE:20.00 CAD\r\n"
			    "X-PRACTICE-WAGE:15.00 CAD\r\n"
			    "X-PRACTICE-REASON:Agreed");
	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, HOUR,
		   OK);
	assert_int_equal(agenda_facts(agenda, session.id)
				 .completion.clients[0]
				 .charge.minor,
			 2000);
}

static void an_override_without_amounts_is_denied(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	agenda_put(agenda, &agenda->sam, "maria", session.name,
		   agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:open",
			       "X-PRACTICE-STATUS:override\r\n"
			       "X-PRACTICE-REASON:Agreed"),
		   HOUR, REFUSED(OVERRIDE_DENIED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_personal_calendar_keeps_bytes_exactly),
		WITH_AGENDA(a_uid_is_one_members_and_stays),
		WITH_AGENDA(what_is_no_calendar_object_is_refused),
		WITH_AGENDA(a_condition_is_judged_over_what_is_there),
		WITH_AGENDA(hrefs_are_encoded),
		WITH_AGENDA(members_are_copied_and_moved),
		WITH_AGENDA(a_put_of_what_was_served_changes_nothing),
		WITH_AGENDA(
			a_change_that_is_dropped_comes_back_by_a_new_sequence),
		WITH_AGENDA(a_practitioner_saves_by_status),
		WITH_AGENDA(a_refused_wish_is_noted_and_the_member_comes_back),
		WITH_AGENDA(who_may_not_edit_changes_nothing_at_all),
		WITH_AGENDA(a_saved_session_keeps_its_time),
		WITH_AGENDA(own_lines_are_served_to_their_viewer_only),
		WITH_AGENDA(a_clients_calendar_is_read_only),
		WITH_AGENDA(an_override_by_the_office_charges_what_it_says),
		WITH_AGENDA(an_override_without_amounts_is_denied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
