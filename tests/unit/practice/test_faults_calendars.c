#include "tests/unit/practice/fault_requests.h"

#include "practice/calendar/public_url.h"
#include "practice/calendar/view_collection.h"
#include "practice/booking/copy_collection.h"
#include "practice/booking/tick.h"
#include <string.h>

static void no_personal_event_is_half_stored(void **s)
{
	struct agenda *agenda = *s;
	const struct person *maria = &agenda->maria;
	struct object_at a = { .path = "calendar", .name = "a.ics" };
	struct object_at b = { .path = "calendar", .name = "b.ics" };

	sweep_put(agenda, maria, "calendar", "a.ics",
		  agenda_event(agenda, "a", "RRULE:FREQ=WEEKLY;COUNT=5\r\n"),
		  OK);
	sweep_put(agenda, maria, "calendar", "a.ics",
		  agenda_event(agenda, "a", "SUMMARY:Swim\r\n"), OK);
	sweep_put(agenda, maria, "calendar", "c.ics",
		  agenda_event(agenda, "c", ""), OK);
	sweep_copy(agenda, maria, a, b, true, OK);
	a.name = "c.ics";
	sweep_copy(agenda, maria, a, b, true, ERR_UID_CONFLICT);
	sweep_delete(agenda, maria, "calendar", "b.ics", OK);
}

/* Seen through each door of the practice's calendars. */
static void no_wish_is_half_granted(void **s)
{
	struct agenda *agenda = *s;
	const struct person *maria = &agenda->maria;
	struct session session = agenda_session(agenda, 2 * DAY, agenda->ada.id,
						agenda->cora.id);
	const char *served =
		agenda_bytes(agenda, maria, "sessions", session.id);

	sweep_put(agenda, maria, "sessions", session.name,
		  agenda_edit(agenda, served, "END:VEVENT",
			      "LOCATION:Room 2\r\nCOLOR:red\r\nBEGIN:VALARM\r\n"
			      "ACTION:AUDIO\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
			      "END:VEVENT"),
		  OK);
	served = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  agenda_edit(agenda,
			      agenda_edit(agenda, served,
					  "X-PRACTICE-STATUS:open",
					  "X-PRACTICE-STATUS:completed"),
			      "X-PRACTICE-CLIENTS:C042,C051",
			      "X-PRACTICE-CLIENTS:C042,C051=missed"),
		  OK);
	served = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  agenda_edit(agenda, served, "X-PRACTICE-STATUS:completed",
			      "X-PRACTICE-STATUS:open"),
		  OK);
	served = agenda_bytes(agenda, maria, "sessions", session.id);
	sweep_put(agenda, maria, "sessions", session.name,
		  agenda_edit(agenda, served, "SUMMARY:", "SUMMARY:#no-such "),
		  OK);
	assert_int_equal(agenda_reviews(agenda, "unknown-tag"), 1);
	sweep_delete(agenda, maria, "sessions", session.name, OK);
}

static void no_new_session_is_half_made(void **s)
{
	struct agenda *agenda = *s;

	sweep_put(agenda, &agenda->maria, "sessions", "one.ics",
		  agenda_event(agenda, "one",
			       "SUMMARY:x C042 and more\r\nCOLOR:red\r\n"),
		  OK);
	sweep_put(agenda, &agenda->maria, "sessions", "draft.ics",
		  agenda_event(agenda, "draft", "SUMMARY:Somebody\r\n"), OK);
	sweep_put(agenda, &agenda->sam, "maria", "many.ics",
		  agenda_event(agenda, "many",
			       "SUMMARY:C051\r\nX-PRACTICE-SERVICE:Therapy\r\n"
			       "RRULE:FREQ=WEEKLY;COUNT=4\r\n"),
		  OK);
	sweep_put(agenda, &agenda->sam, "maria", "endless.ics",
		  agenda_event(agenda, "endless",
			       "SUMMARY:C051\r\n"
			       "RRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"),
		  OK);
	assert_int_equal(agenda_reviews(agenda, "endless-rule"), 1);
}

static void no_session_is_half_moved_or_copied(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct object_at from = { .path = "maria", .name = session.name };
	struct object_at copy = { .path = "ben", .name = "moved.ics" };
	struct object_at to = { .path = "ben", .name = "moved.ics" };
	struct object_at own = { .path = "calendar", .name = "mine.ics" };

	sweep_copy(agenda, &agenda->sam, from, to, true, OK);
	sweep_copy(agenda, &agenda->sam, copy, own, false, OK);
	own.name = "other.ics";
	sweep_put(agenda, &agenda->sam, "calendar", "other.ics",
		  agenda_event(agenda, "other", "SUMMARY:C042\r\n"), OK);
	copy = (struct object_at){ .path = "maria", .name = "other.ics" };
	sweep_copy(agenda, &agenda->sam, own, copy, true, OK);
	sweep_delete(agenda, &agenda->sam, "maria", "other.ics", OK);
}

static void no_task_is_half_ticked(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -2 * HOUR, agenda->ada.id, 0);
	const char *served =
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id);
	const char *name = strrchr(session.name, '/');
	struct collection of =
		agenda_collection(agenda, &agenda->maria, "to-save");
	struct member member;

	assert_null(name);
	assert_int_equal(store_member_find_session(agenda->place->reader, of.id,
						   session.id, &member),
			 OK);
	sweep_put(agenda, &agenda->maria, "to-save", member.name,
		  agenda_edit(agenda, served, "END:VTODO",
			      "PERCENT-COMPLETE:100\r\nX-OWN:1\r\nEND:VTODO"),
		  OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_SAVED);
}

static void no_closure_is_half_made_in_a_calendar(void **s)
{
	struct agenda *agenda = *s;
	const char *event = agenda_object(agenda, "VEVENT",
					  "UID:h\r\nSUMMARY:Holiday\r\n"
					  "DTSTART;VALUE=DATE:20260609\r\n"
					  "DTEND;VALUE=DATE:20260611\r\n");

	agenda_session(agenda, DAY, agenda->ada.id, 0);
	sweep_put(agenda, &agenda->sam, "closures", "h.ics", event, OK);
	sweep_put(agenda, &agenda->sam, "closures", "h.ics",
		  agenda_edit(agenda, event, "20260611", "20260613"), OK);
	sweep_delete(agenda, &agenda->sam, "closures", "h.ics", OK);
	/* On the practice's own clock. */
	event = agenda_object(agenda, "VEVENT",
			      "UID:m\r\nSUMMARY:Meeting\r\n"
			      "DTSTART:20260609T120000\r\n"
			      "DTEND:20260609T130000\r\n");
	sweep_put(agenda, &agenda->sam, "closures", "m.ics", event, OK);
	sweep_put(agenda, &agenda->sam, "closures", "m.ics",
		  agenda_edit(agenda, event, "T130000", "T140000"), OK);
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
					  "maria", "moved", NULL);
}

static enum err run_properties(void *context)
{
	struct request *request = context;

	return practice_properties_change(&request->op, request_store(request),
					  request->at.home, request->at.path,
					  request->at.name, request->properties,
					  request->property_count, NULL);
}

static void no_collection_is_half_made_copied_or_deleted(void **s)
{
	static const struct property properties[] = {
		{ "DAV:", "displayname", "Swimming" },
		{ "http://apple.com/ns/ical/", "calendar-color", "#FF0000" },
	};
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->maria, 0);

	request.make = (struct collection_new){ .home = "maria",
						.path = "own",
						.kind = COLLECTION_PERSONAL,
						.properties = properties,
						.property_count = 2 };
	request_sweep(&request, "MKCALENDAR", run_make);
	agenda_put(agenda, &agenda->maria, "own", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	agenda_put(agenda, &agenda->maria, "own", "b.ics",
		   agenda_event(agenda, "b", ""), 0, OK);
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

static struct lock_wish wish_of(const struct request *request)
{
	return (struct lock_wish){ .at = request->at,
				   .shared = true,
				   .deep = true,
				   .owner = "<o/>",
				   .seconds = 60 };
}

static enum err run_lock(void *context)
{
	struct request *request = context;
	struct lock_wish wish = wish_of(request);
	struct lock made;
	bool created;
	enum err err;

	faults_fill(made);
	err = practice_lock_take(&request->op, request_store(request), &wish,
				 &made, &created);
	if (!err)
		request->token = made.token;
	return faults_kept(err, made);
}

static enum err run_refresh(void *context)
{
	struct request *request = context;
	const char *tokens[] = { request->token, NULL };
	struct lock_wish wish = wish_of(request);
	struct lock kept;
	enum err err;

	faults_fill(kept);
	request->op.tokens = tokens;
	err = practice_lock_refresh(&request->op, request_store(request), &wish,
				    &kept);
	request->op.tokens = NULL;
	return faults_kept(err, kept);
}

static enum err run_unlock(void *context)
{
	struct request *request = context;

	return practice_lock_end(&request->op, request_store(request),
				 &request->at, request->token, NULL);
}

static enum err run_locked_delete(void *context)
{
	struct request *request = context;
	const char *tokens[] = { request->token, NULL };
	enum err err;

	request->op.tokens = tokens;
	err = practice_object_delete(&request->op, request_store(request),
				     &request->at, NULL);
	request->op.tokens = NULL;
	return err;
}

static enum err run_locked_move(void *context)
{
	struct request *request = context;
	const char *tokens[] = { request->token, NULL };
	bool created;
	enum err err;

	request->op.tokens = tokens;
	err = practice_collection_copy(&request->op, request_store(request),
				       &request->copy, &created);
	request->op.tokens = NULL;
	return err;
}

static void no_lock_is_half_taken_or_ended(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->maria, 0);

	request.make = (struct collection_new){ .home = "maria",
						.path = "box",
						.kind = COLLECTION_PLAIN };
	request_sweep(&request, "MKCOL", run_make);
	request.make.path = "box/in";
	request_sweep(&request, "MKCOL in it", run_make);
	request.at = (struct object_at){ "maria", "box/in", "f" };
	request_sweep(&request, "LOCK of nothing", run_lock);
	request_sweep(&request, "refreshing LOCK", run_refresh);
	request_sweep(&request, "UNLOCK", run_unlock);
	request_sweep(&request, "LOCK of a file", run_lock);
	request_sweep(&request, "DELETE of it", run_locked_delete);
	request.at.name = NULL;
	request_sweep(&request, "LOCK of a collection", run_lock);
	request.copy = (struct collection_copy){ .home = "maria",
						 .from = "box",
						 .to = "bag",
						 .move = true,
						 .deep = true };
	request_sweep(&request, "MOVE with a lock", run_locked_move);
}

static void no_property_is_half_set(void **s)
{
	static const struct property properties[] = {
		{ "DAV:", "displayname", "Swimming" },
		{ "urn:x", "y", "<y xmlns=\"urn:x\"/>" },
		{ "urn:x", "z", NULL },
	};
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct request request = request_of(agenda, &agenda->maria, 0);

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
	struct agenda *agenda = *s;
	struct session ended = agenda_session(agenda, HOUR, agenda->ada.id, 0);
	struct session left =
		agenda_session(agenda, 2 * HOUR, agenda->ada.id, 0);
	struct request request = request_of(agenda, NULL, 40 * DAY);
	const struct faults_case tick = { .what = "a tick",
					  .run = run_tick,
					  .in_parts = true };

	agenda_save(agenda, left.id, "canceled", 0);
	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", "RRULE:FREQ=DAILY\r\n"), 0, OK);
	faults_sweep(agenda->place, &request.op, &tick, &request);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", ended.id));
	assert_null(agenda_bytes(agenda, &agenda->ada, "sessions", left.id));
}

static struct object_at at(const char *path, const char *name)
{
	return (struct object_at){ .path = path, .name = name };
}

static void nothing_is_half_moved_onto_what_is_there(void **s)
{
	struct agenda *agenda = *s;
	const struct person *maria = &agenda->maria;
	struct operation op = agenda_as(agenda, maria, 0);
	struct collection_new other = { .home = "maria",
					.path = "other",
					.kind = COLLECTION_PERSONAL };
	struct collection made;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &other, &made),
			 OK);
	agenda_put(agenda, maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	agenda_put(agenda, maria, "calendar", "b.ics",
		   agenda_event(agenda, "b", ""), 0, OK);
	agenda_put(agenda, maria, "other", "c.ics",
		   agenda_event(agenda, "a", "LOCATION:Room 2\r\n"), 0, OK);
	agenda_put(agenda, maria, "other", "d.ics",
		   agenda_event(agenda, "b", "LOCATION:Room 2\r\n"), 0, OK);
	sweep_copy(agenda, maria, at("other", "c.ics"), at("calendar", "b.ics"),
		   false, ERR_UID_CONFLICT);
	sweep_copy(agenda, maria, at("calendar", "a.ics"), at("other", "c.ics"),
		   true, OK);
	sweep_copy(agenda, maria, at("other", "d.ics"), at("calendar", "b.ics"),
		   false, OK);
	sweep_copy(agenda, &agenda->sam, at("maria", session.name),
		   at("maria", "renamed.ics"), true, OK);
	sweep_copy(agenda, &agenda->sam, at("maria", "renamed.ics"),
		   at("ben", "renamed.ics"), true, OK);
	sweep_copy(agenda, &agenda->sam, at("ben", "renamed.ics"),
		   at("calendar", "no.ics"), true, REFUSED(NOT_PERMITTED));
}

static enum err carries_all(void *context)
{
	struct request *request = context;
	bool created;

	return practice_collection_copy(&request->op, request_store(request),
					&request->copy, &created);
}

static void no_calendar_half_takes_the_place_of_a_file(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->maria, 0);
	struct collection_new folder = { .home = "maria",
					 .path = "folder",
					 .kind = COLLECTION_PLAIN };
	struct collection made;

	assert_int_equal(practice_collection_make(&request.op,
						  agenda->place->store, &folder,
						  &made),
			 OK);
	agenda_put(agenda, &agenda->maria, "folder", "a", "hello", 0, OK);
	sweep_put(agenda, &agenda->maria, "folder", "a", "hello again", OK);
	request.copy = (struct collection_copy){ .home = "maria",
						 .from = "calendar",
						 .to = "folder/a",
						 .overwrite = true,
						 .deep = true };
	request_sweep(&request, "COPY over a file", carries_all);
	request.copy.to = "folder/b";
	request_sweep(&request, "COPY into a folder", carries_all);
}

static enum err renders_closures(struct transaction *tx, void *context)
{
	const struct collection *of = context;

	return practice_collection_render(tx, of);
}

static enum err renders(void *context)
{
	struct request *request = context;
	struct collection of = { .kind = COLLECTION_CLOSURES };

	return store_write(&request->op, request_store(request),
			   renders_closures, &of);
}

static void closures_are_rendered_whole_or_not_at_all(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->sam, 0);

	agenda_put(agenda, &agenda->sam, "closures", "h.ics",
		   agenda_event(agenda, "h", "SUMMARY:Repairs\r\n"), 0, OK);
	request_sweep(&request, "closures", renders);
}

static enum err sets_the_address(void *context)
{
	struct request *request = context;

	return practice_public_url_set(&request->op, request_store(request),
				       request->token);
}

static void all_events_tell_the_address_of_their_page_or_none_does(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, NULL, 0);
	struct session one = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session two = agenda_session(agenda, -DAY, agenda->ada.id, 0);

	request.token = "https://cal.example.org";
	request_sweep(&request, "an address", sets_the_address);
	assert_holds(agenda_bytes(agenda, &agenda->sam, "maria", one.id),
		     "\r\nURL:https://cal.example.org/");
	assert_holds(agenda_bytes(agenda, &agenda->maria, "to-save", two.id),
		     "\r\nURL:https://cal.example.org/");
	request_sweep(&request, "the same", sets_the_address);
	request.token = "";
	request_sweep(&request, "none", sets_the_address);
	assert_lacks(agenda_bytes(agenda, &agenda->sam, "maria", one.id),
		     "\r\nURL:");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(no_personal_event_is_half_stored),
		WITH_AGENDA(no_wish_is_half_granted),
		WITH_AGENDA(no_new_session_is_half_made),
		WITH_AGENDA(no_session_is_half_moved_or_copied),
		WITH_AGENDA(no_task_is_half_ticked),
		WITH_AGENDA(no_closure_is_half_made_in_a_calendar),
		WITH_AGENDA(no_collection_is_half_made_copied_or_deleted),
		WITH_AGENDA(no_lock_is_half_taken_or_ended),
		WITH_AGENDA(no_property_is_half_set),
		WITH_AGENDA(a_tick_that_fails_is_caught_up_by_the_next),
		WITH_AGENDA(nothing_is_half_moved_onto_what_is_there),
		WITH_AGENDA(no_calendar_half_takes_the_place_of_a_file),
		WITH_AGENDA(closures_are_rendered_whole_or_not_at_all),
		WITH_AGENDA(
			all_events_tell_the_address_of_their_page_or_none_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
