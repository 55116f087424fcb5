#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy.h"
#include <string.h>

static void a_personal_calendar_keeps_bytes_exactly(void **s)
{
	struct home *home = *s;
	const char *bytes =
		home_event(home, "a", "CATEGORIES:a,b\\,c,d\r\nX-Y:\r\n");
	struct object_result put =
		home_put(home, &home->maria, "calendar", "a.ics", bytes, 0, OK);

	assert_true(put.created);
	assert_true(put.exact);
	assert_string_equal(put.member.uid, "a");
	assert_string_equal(slice_dup(home->place->arena, put.bytes), bytes);
	put = home_put(home, &home->maria, "calendar", "a.ics", bytes, 0, OK);
	assert_false(put.created);
}

static void a_uid_is_one_members_and_stays(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->maria, 0);
	struct object_put put = { .home = "maria",
				  .path = "calendar",
				  .name = "b c.ics",
				  .bytes =
					  slice_of(home_event(home, "a", "")) };
	struct object_result result;

	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "a", ""), 0, OK);
	assert_int_equal(
		practice_object_put(&op, home->place->store, &put, &result),
		ERR_UID_CONFLICT);
	assert_string_equal(op.failure.href,
			    "/dav/calendars/maria/calendar/a.ics");
	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "z", ""), 0, ERR_UID_CONFLICT);
}

static void what_is_no_calendar_object_is_refused(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->maria, 0);
	struct object_put put = { .home = "maria",
				  .path = "calendar",
				  .name = "a.ics",
				  .bytes = slice_of(home_event(home, "a", "")),
				  .type = "text/plain" };
	struct object_result result;

	home_put(home, &home->maria, "calendar", "a.ics", "hello", 0,
		 ERR_CALENDAR_DATA);
	home_put(home, &home->maria, "calendar", "a.ics",
		 home_edit(home, home_event(home, "a", ""), "BEGIN:VEVENT",
			   "METHOD:REQUEST\r\nBEGIN:VEVENT"),
		 0, ERR_CALENDAR_OBJECT);
	assert_int_equal(
		practice_object_put(&op, home->place->store, &put, &result),
		ERR_CALENDAR_TYPE);
	home_put(home, &home->maria, "none", "a.ics", home_event(home, "a", ""),
		 0, ERR_PARENT);
	home_put(home, &home->maria, "", "a.ics", home_event(home, "a", ""), 0,
		 ERR_NEED_PRIVILEGES);
	home_put(home, &home->maria, "inbox", "a.ics",
		 home_event(home, "a", ""), 0, ERR_READ_ONLY);
	home_put(home, &home->maria, "sessions", "a.ics",
		 home_object(home, "VTODO", "UID:a\r\nSUMMARY:x\r\n"), 0,
		 ERR_COMPONENT);
}

static enum err refuse(struct operation *op, const void *context,
		       const struct member *current)
{
	assert_string_equal(context, "told");
	return fail(op, ERR_PRECONDITION, "%s",
		    current ? current->name : "nothing");
}

static void a_condition_is_judged_over_what_is_there(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->maria, 0);
	struct object_put put = { .home = "maria",
				  .path = "calendar",
				  .name = "a.ics",
				  .bytes = slice_of(home_event(home, "a", "")),
				  .condition = { refuse, "told" } };
	struct object_at at = { "maria", "calendar", "a.ics" };
	struct object_result result;

	assert_int_equal(
		practice_object_put(&op, home->place->store, &put, &result),
		ERR_PRECONDITION);
	assert_string_equal(op.failure.message, "nothing");
	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "a", ""), 0, OK);
	assert_int_equal(practice_object_delete(&op, home->place->store, &at,
						&put.condition),
			 ERR_PRECONDITION);
	assert_string_equal(op.failure.message, "a.ics");
	home_delete(home, &home->maria, "calendar", "a.ics", 0, OK);
	home_delete(home, &home->maria, "calendar", "a.ics", 0, ERR_NOT_FOUND);
}

static void hrefs_are_encoded(void **s)
{
	struct home *home = *s;

	assert_string_equal(practice_href(home->place->arena, "maria", "a b/c",
					  "\u00e9.ics"),
			    "/dav/calendars/maria/a%20b/c/%C3%A9.ics");
	assert_string_equal(
		practice_href(home->place->arena, "maria", "work", NULL),
		"/dav/calendars/maria/work/");
}

static void members_are_copied_and_moved(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->maria, 0);
	struct store *store = home->place->store;
	struct object_at a = { "maria", "calendar", "a.ics" };
	struct object_at b = { "maria", "calendar", "b.ics" };
	bool created = false;

	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "a", ""), 0, OK);
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
	assert_false(home_has(home, &home->maria, "calendar", "a.ics"));
	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "c", ""), 0, OK);
	assert_int_equal(practice_object_copy(&op, store, &b, &a, true, false,
					      NULL, &created),
			 ERR_PRECONDITION);
	assert_int_equal(practice_object_copy(&op, store, &b, &a, true, true,
					      NULL, &created),
			 OK);
	assert_false(created);
	assert_string_equal(
		home_member(home, &home->maria, "calendar", "a.ics").uid, "a");
}

static void a_put_of_what_was_served_changes_nothing(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);
	struct collection before =
		home_collection(home, &home->maria, "sessions");
	struct object_result put = home_put(home, &home->maria, "sessions",
					    session.name, bytes, HOUR, OK);

	assert_false(put.created);
	assert_true(put.exact);
	assert_int_equal(
		home_collection(home, &home->maria, "sessions").revision,
		before.revision);
	assert_int_equal(home_session_of(home, session.uid).revision, 1);
}

static void a_change_that_is_dropped_comes_back_by_a_new_sequence(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);
	struct member before =
		home_member(home, &home->maria, "sessions", session.name);
	struct member after;
	struct object_result put;

	put = home_put(
		home, &home->maria, "sessions", session.name,
		home_edit(home, bytes, "SUMMARY:", "SUMMARY:Meeting with "),
		HOUR, OK);
	assert_false(put.exact);
	after = home_member(home, &home->maria, "sessions", session.name);
	assert_string_not_equal(after.etag, before.etag);
	assert_true(after.revision > before.revision);
	/* To vdirsyncer an etag alone is no change. */
	assert_string_equal(
		home_bytes(home, &home->maria, "sessions", session.id),
		home_edit(home, bytes, "SEQUENCE:0", "SEQUENCE:1"));
	assert_true(slice_is(put.bytes, home_bytes(home, &home->maria,
						   "sessions", session.id)));
	assert_int_equal(home_session_of(home, session.uid).revision, 1);
}

static void a_practitioner_saves_by_status(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);
	struct object_result put;

	put = home_put(home, &home->maria, "sessions", session.name,
		       home_edit(home, bytes, "X-PRACTICE-STATUS:open",
				 "X-PRACTICE-STATUS:missed"),
		       HOUR, OK);
	assert_false(put.exact);
	assert_holds(slice_dup(home->place->arena, put.bytes),
		     "SUMMARY:\u2298 C042 Therapy\r\n");
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_SAVED);
	/* The same again, by a program that has not read it anew. */
	home_put(home, &home->maria, "sessions", session.name,
		 home_edit(home, bytes, "X-PRACTICE-STATUS:open",
			   "X-PRACTICE-STATUS:missed"),
		 HOUR, OK);
	assert_int_equal(home_session_of(home, session.uid).revision, 2);
	/* Another one over what it has not read. */
	home_put(home, &home->maria, "sessions", session.name,
		 home_edit(home, bytes, "X-PRACTICE-STATUS:open",
			   "X-PRACTICE-STATUS:completed"),
		 HOUR, ERR_PRECONDITION);
}

static void a_refused_wish_is_noted_and_the_member_comes_back(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);
	struct member before =
		home_member(home, &home->maria, "sessions", session.name);
	struct member after;

	bytes = home_edit(home, bytes, "CLASS:", "LOCATION:Attic\r\nCLASS:");
	bytes = home_edit(home, bytes, "X-PRACTICE-STATUS:open",
			  "X-PRACTICE-STATUS:fine");
	home_put(home, &home->maria, "sessions", session.name, bytes, HOUR,
		 ERR_UNKNOWN_STATUS);
	assert_null(home_session_of(home, session.uid).terms.place);
	after = home_member(home, &home->maria, "sessions", session.name);
	assert_string_not_equal(after.etag, before.etag);
	assert_true(after.revision > before.revision);
	assert_holds(home_bytes(home, &home->maria, "sessions", session.id),
		     "\r\nSEQUENCE:1\r\n");
	assert_int_equal(home_reviews(home, "refused"), 1);
}

static void who_may_not_edit_changes_nothing_at_all(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);
	struct person maria = home->maria;

	maria.may = MAY_COMPLETE;
	bytes = home_edit(home, bytes, "CLASS:", "LOCATION:Attic\r\nCLASS:");
	bytes = home_edit(home, bytes, "X-PRACTICE-STATUS:open",
			  "X-PRACTICE-STATUS:missed");
	home_put(home, &maria, "sessions", session.name, bytes, HOUR,
		 ERR_NOT_PERMITTED);
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_OPEN);
	maria.may = MAY_EDIT | MAY_COMPLETE;
	home_put(home, &maria, "sessions", session.name, bytes, HOUR, OK);
	assert_string_equal(home_session_of(home, session.uid).terms.place,
			    "Attic");
}

static void a_saved_session_keeps_its_time(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes;

	home_save(home, session.id, "completed", 0);
	bytes = home_bytes(home, &home->sam, "maria", session.id);
	bytes = home_edit(home, bytes, "T080000", "T073000");
	home_put(home, &home->sam, "maria", session.name, bytes, HOUR,
		 ERR_SESSION_SAVED);
	/* Re-opened in the same gesture, it moves. */
	bytes = home_edit(home, bytes, "X-PRACTICE-STATUS:completed",
			  "X-PRACTICE-STATUS:open");
	home_put(home, &home->sam, "maria", session.name, bytes, HOUR, OK);
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_OPEN);
	assert_int_equal(home_session_of(home, session.uid).span.start.s,
			 session.span.start.s - 1800);
}

static void own_lines_are_served_to_their_viewer_only(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	home_put(home, &home->maria, "sessions", session.name,
		 home_edit(home, bytes, "END:VEVENT",
			   "COLOR:red\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\n"
			   "TRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT"),
		 0, OK);
	assert_holds(home_bytes(home, &home->maria, "sessions", session.id),
		     "COLOR:red\r\nBEGIN:VALARM");
	assert_lacks(home_bytes(home, &home->sam, "maria", session.id),
		     "COLOR");
	assert_lacks(home_bytes(home, &home->ada, "sessions", session.id),
		     "VALARM");
	assert_int_equal(home_session_of(home, session.uid).revision, 1);
	home_save(home, session.id, "canceled", 0);
	bytes = home_bytes(home, &home->maria, "sessions", session.id);
	assert_holds(bytes, "COLOR:red\r\nEND:VEVENT");
	home_save(home, session.id, "open", 0);
	bytes = home_bytes(home, &home->maria, "sessions", session.id);
	assert_holds(bytes, "BEGIN:VALARM");
}

static void a_clients_calendar_is_read_only(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->ada, "sessions", session.id);

	home_put(home, &home->ada, "sessions", session.name, bytes, 0,
		 ERR_READ_ONLY);
	home_delete(home, &home->ada, "sessions", session.name, 0,
		    ERR_READ_ONLY);
	home_put(home, &home->ada, "sessions", "new.ics",
		 home_event(home, "new", "SUMMARY:C042\r\n"), 0, ERR_READ_ONLY);
	assert_true(home_has(home, &home->ada, "sessions", session.name));
}

static void an_override_by_the_office_charges_what_it_says(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	bytes = home_edit(home, bytes, "X-PRACTICE-STATUS:open",
			  "X-PRACTICE-STATUS:override\r\n"
			  "X-PRACTICE-CHARGE:20.00 USD\r\n"
			  "X-PRACTICE-WAGE:15.00 USD\r\n"
			  "X-PRACTICE-REASON:Agreed");
	home_put(home, &home->sam, "maria", session.name, bytes, HOUR, OK);
	assert_int_equal(
		home_facts(home, session.id).completion.clients[0].charge.minor,
		2000);
}

static void an_override_without_amounts_is_denied(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	home_put(home, &home->sam, "maria", session.name,
		 home_edit(home, bytes, "X-PRACTICE-STATUS:open",
			   "X-PRACTICE-STATUS:override\r\n"
			   "X-PRACTICE-REASON:Agreed"),
		 HOUR, ERR_OVERRIDE_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_personal_calendar_keeps_bytes_exactly),
		AT_HOME(a_uid_is_one_members_and_stays),
		AT_HOME(what_is_no_calendar_object_is_refused),
		AT_HOME(a_condition_is_judged_over_what_is_there),
		AT_HOME(hrefs_are_encoded),
		AT_HOME(members_are_copied_and_moved),
		AT_HOME(a_put_of_what_was_served_changes_nothing),
		AT_HOME(a_change_that_is_dropped_comes_back_by_a_new_sequence),
		AT_HOME(a_practitioner_saves_by_status),
		AT_HOME(a_refused_wish_is_noted_and_the_member_comes_back),
		AT_HOME(who_may_not_edit_changes_nothing_at_all),
		AT_HOME(a_saved_session_keeps_its_time),
		AT_HOME(own_lines_are_served_to_their_viewer_only),
		AT_HOME(a_clients_calendar_is_read_only),
		AT_HOME(an_override_by_the_office_charges_what_it_says),
		AT_HOME(an_override_without_amounts_is_denied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
