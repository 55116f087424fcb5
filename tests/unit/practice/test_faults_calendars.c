#include "tests/unit/practice/fault_requests.h"

#include "practice/booking/copy_collection.h"
#include "practice/booking/tick.h"
#include <string.h>

static void no_personal_event_is_half_stored(void **s)
{
	struct home *home = *s;
	const struct person *maria = &home->maria;
	struct object_at a = { .path = "calendar", .name = "a.ics" };
	struct object_at b = { .path = "calendar", .name = "b.ics" };

	sweep_put(home, maria, "calendar", "a.ics",
		  home_event(home, "a", "RRULE:FREQ=WEEKLY;COUNT=5\r\n"), OK);
	sweep_put(home, maria, "calendar", "a.ics",
		  home_event(home, "a", "SUMMARY:Swim\r\n"), OK);
	sweep_put(home, maria, "calendar", "c.ics", home_event(home, "c", ""),
		  OK);
	sweep_copy(home, maria, a, b, true, OK);
	a.name = "c.ics";
	sweep_copy(home, maria, a, b, true, OK);
	sweep_delete(home, maria, "calendar", "b.ics", OK);
}

/* Seen through each door of the practice's calendars. */
static void no_wish_is_half_granted(void **s)
{
	struct home *home = *s;
	const struct person *maria = &home->maria;
	struct session session =
		home_session(home, 2 * DAY, home->ada.id, home->cora.id);
	const char *served = home_bytes(home, maria, "sessions", session.id);

	sweep_put(home, maria, "sessions", session.name,
		  home_edit(home, served, "END:VEVENT",
			    "LOCATION:Room 2\r\nCOLOR:red\r\nBEGIN:VALARM\r\n"
			    "ACTION:AUDIO\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
			    "END:VEVENT"),
		  OK);
	served = home_bytes(home, &home->sam, "maria", session.id);
	sweep_put(home, &home->sam, "maria", session.name,
		  home_edit(home,
			    home_edit(home, served, "X-PRACTICE-STATUS:open",
				      "X-PRACTICE-STATUS:completed"),
			    "X-PRACTICE-CLIENTS:C042,C051",
			    "X-PRACTICE-CLIENTS:C042,C051=missed"),
		  OK);
	served = home_bytes(home, &home->sam, "maria", session.id);
	sweep_put(home, &home->sam, "maria", session.name,
		  home_edit(home, served, "X-PRACTICE-STATUS:completed",
			    "X-PRACTICE-STATUS:open"),
		  OK);
	served = home_bytes(home, maria, "sessions", session.id);
	sweep_put(home, maria, "sessions", session.name,
		  home_edit(home, served, "SUMMARY:", "SUMMARY:#no-such "), OK);
	assert_int_equal(home_reviews(home, "unknown-tag"), 1);
	sweep_delete(home, maria, "sessions", session.name, OK);
}

static void no_new_session_is_half_made(void **s)
{
	struct home *home = *s;

	sweep_put(home, &home->maria, "sessions", "one.ics",
		  home_event(home, "one",
			     "SUMMARY:x C042 and more\r\nCOLOR:red\r\n"),
		  OK);
	sweep_put(home, &home->maria, "sessions", "draft.ics",
		  home_event(home, "draft", "SUMMARY:Somebody\r\n"), OK);
	sweep_put(home, &home->sam, "maria", "many.ics",
		  home_event(home, "many",
			     "SUMMARY:C051\r\nX-PRACTICE-SERVICE:Therapy\r\n"
			     "RRULE:FREQ=WEEKLY;COUNT=4\r\n"),
		  OK);
	sweep_put(home, &home->sam, "maria", "endless.ics",
		  home_event(home, "endless",
			     "SUMMARY:C051\r\n"
			     "RRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"),
		  OK);
	assert_int_equal(home_reviews(home, "endless-rule"), 1);
}

static void no_session_is_half_moved_or_copied(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct object_at from = { .path = "maria", .name = session.name };
	struct object_at copy = { .path = "ben", .name = "moved.ics" };
	struct object_at to = { .path = "ben", .name = "moved.ics" };
	struct object_at own = { .path = "calendar", .name = "mine.ics" };

	sweep_copy(home, &home->sam, from, to, true, OK);
	sweep_copy(home, &home->sam, copy, own, false, OK);
	own.name = "other.ics";
	sweep_put(home, &home->sam, "calendar", "other.ics",
		  home_event(home, "other", "SUMMARY:C042\r\n"), OK);
	copy = (struct object_at){ .path = "maria", .name = "other.ics" };
	sweep_copy(home, &home->sam, own, copy, true, OK);
	sweep_delete(home, &home->sam, "maria", "other.ics", OK);
}

static void no_task_is_half_ticked(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -2 * HOUR, home->ada.id, 0);
	const char *served =
		home_bytes(home, &home->maria, "to-save", session.id);
	const char *name = strrchr(session.name, '/');
	struct collection of = home_collection(home, &home->maria, "to-save");
	struct member member;

	assert_null(name);
	assert_int_equal(store_member_find_session(home->place->reader, of.id,
						   session.id, &member),
			 OK);
	sweep_put(home, &home->maria, "to-save", member.name,
		  home_edit(home, served, "END:VTODO",
			    "PERCENT-COMPLETE:100\r\nX-OWN:1\r\nEND:VTODO"),
		  OK);
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_SAVED);
}

static void no_closure_is_half_made_in_a_calendar(void **s)
{
	struct home *home = *s;
	const char *event = home_object(home, "VEVENT",
					"UID:h\r\nSUMMARY:Holiday\r\n"
					"DTSTART;VALUE=DATE:20260609\r\n"
					"DTEND;VALUE=DATE:20260611\r\n");

	home_session(home, DAY, home->ada.id, 0);
	sweep_put(home, &home->sam, "closures", "h.ics", event, OK);
	sweep_put(home, &home->sam, "closures", "h.ics",
		  home_edit(home, event, "20260611", "20260613"), OK);
	sweep_delete(home, &home->sam, "closures", "h.ics", OK);
}

static enum err run_make(void *context)
{
	struct request *request = context;
	struct collection made;
	enum err err;

	faults_fill(made);
	err = practice_collection_make(&request->op, request_store(request),
				       &request->make, &made);
	return faults_kept(err, made);
}

static enum err run_collection_copy(void *context)
{
	struct request *request = context;
	bool created;

	return practice_collection_copy(&request->op, request_store(request),
					&request->copy, &created);
}

static enum err run_collection_delete(void *context)
{
	struct request *request = context;

	return practice_collection_delete(&request->op, request_store(request),
					  "maria", "moved");
}

static enum err run_properties(void *context)
{
	struct request *request = context;

	return practice_properties_change(&request->op, request_store(request),
					  request->at.home, request->at.path,
					  request->at.name, request->properties,
					  request->property_count);
}

static void no_collection_is_half_made_copied_or_deleted(void **s)
{
	static const struct property properties[] = {
		{ "DAV:", "displayname", "Swimming" },
		{ "http://apple.com/ns/ical/", "calendar-color", "#FF0000" },
	};
	struct home *home = *s;
	struct request request = request_of(home, &home->maria, 0);

	request.make = (struct collection_new){ .home = "maria",
						.path = "own",
						.kind = COLLECTION_PERSONAL,
						.properties = properties,
						.property_count = 2 };
	request_sweep(&request, "MKCALENDAR", run_make);
	home_put(home, &home->maria, "own", "a.ics", home_event(home, "a", ""),
		 0, OK);
	home_put(home, &home->maria, "own", "b.ics", home_event(home, "b", ""),
		 0, OK);
	request.copy = (struct collection_copy){ .home = "maria",
						 .from = "own",
						 .to = "copy",
						 .deep = true,
						 .overwrite = true };
	request_sweep(&request, "COPY of a collection", run_collection_copy);
	request.copy.from = "copy";
	request.copy.to = "moved";
	request.copy.move = true;
	request_sweep(&request, "MOVE of a collection", run_collection_copy);
	request.copy.from = "own";
	request_sweep(&request, "MOVE over a collection", run_collection_copy);
	request_sweep(&request, "DELETE of a collection",
		      run_collection_delete);
}

static void no_property_is_half_set(void **s)
{
	static const struct property properties[] = {
		{ "DAV:", "displayname", "Swimming" },
		{ "urn:x", "y", "<y xmlns=\"urn:x\"/>" },
		{ "urn:x", "z", NULL },
	};
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct request request = request_of(home, &home->maria, 0);

	request.properties = properties;
	request.property_count = ARRAY_SIZE(properties);
	request.at = (struct object_at){ "maria", NULL, NULL };
	request_sweep(&request, "PROPPATCH of a home", run_properties);
	request.at.path = "sessions";
	request_sweep(&request, "PROPPATCH of a calendar", run_properties);
	request.at.name = session.name;
	request_sweep(&request, "PROPPATCH of an event", run_properties);
}

static enum err run_tick(void *context)
{
	struct request *request = context;

	return practice_tick(&request->op, request_store(request));
}

/* A tick is several transactions: what is done stands, and the next goes on
 * from there. */
static void a_tick_that_fails_is_caught_up_by_the_next(void **s)
{
	struct home *home = *s;
	struct session ended = home_session(home, HOUR, home->ada.id, 0);
	struct session left = home_session(home, 2 * HOUR, home->ada.id, 0);
	struct request request = request_of(home, NULL, 40 * DAY);
	const struct faults_case tick = { .what = "a tick",
					  .run = run_tick,
					  .in_parts = true };

	home_save(home, left.id, "canceled", 0);
	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "a", "RRULE:FREQ=DAILY\r\n"), 0, OK);
	faults_sweep(home->place, &request.op, &tick, &request);
	assert_non_null(home_bytes(home, &home->maria, "to-save", ended.id));
	assert_null(home_bytes(home, &home->ada, "sessions", left.id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(no_personal_event_is_half_stored),
		AT_HOME(no_wish_is_half_granted),
		AT_HOME(no_new_session_is_half_made),
		AT_HOME(no_session_is_half_moved_or_copied),
		AT_HOME(no_task_is_half_ticked),
		AT_HOME(no_closure_is_half_made_in_a_calendar),
		AT_HOME(no_collection_is_half_made_copied_or_deleted),
		AT_HOME(no_property_is_half_set),
		AT_HOME(a_tick_that_fails_is_caught_up_by_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
