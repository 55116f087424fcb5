#include "tests/unit/practice/fault_requests.h"
#include "tests/unit/practice/small_practice.h"

#include "practice/booking/locking.h"
#include "store/session_list.h"

#include <string.h>

/* A recurring event over a session of Maria's that is sent again. */

static char *with(struct agenda *agenda, const char *bytes, const char *line)
{
	return agenda_edit(
		agenda, bytes, "TRANSP:",
		arena_printf(agenda->place->arena, "%s\r\nTRANSP:", line));
}

static void sends(struct agenda *agenda, const struct session *session,
		  const char *bytes)
{
	sweep_put(agenda, &agenda->maria, "sessions", session->name, bytes, OK);
}

static char *repeated(struct agenda *agenda, const struct session *session,
		      const char *rule)
{
	return with(
		agenda,
		agenda_bytes(agenda, &agenda->maria, "sessions", session->id),
		rule);
}

static void no_series_is_half_moved(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = repeated(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *later = agenda_edit(agenda, bytes, "0609T090000", "0609T100000");

	sends(agenda, &session, bytes);
	later = agenda_edit(agenda, later, "0609T080000", "0609T090000");
	sends(agenda, &session, later);
	assert_int_equal(agenda_session_of(agenda, session.uid).span.start.s,
			 session.span.start.s + HOUR);
	assert_int_equal(agenda_count(agenda), 3);
}

static void no_date_of_a_series_is_half_left_out_or_put_back(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = repeated(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *without = with(agenda, bytes,
			     "EXDATE;TZID=America/Toronto:20260616T080000");

	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes, 0,
		   OK);
	sends(agenda, &session, without);
	sends(agenda, &session, bytes);
	sends(agenda, &session,
	      with(agenda, bytes,
		   "EXDATE;TZID=America/Toronto:20260609T080000"));
	assert_true(
		agenda_member(agenda, &agenda->maria, "sessions", session.name)
			.session != session.id);
}

static void no_series_is_half_longer_or_of_another_rule(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = repeated(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=2");

	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes, 0,
		   OK);
	sends(agenda, &session,
	      agenda_edit(agenda, bytes, "COUNT=2", "COUNT=4"));
	assert_int_equal(agenda_count(agenda), 4);
	sends(agenda, &session,
	      agenda_edit(agenda, bytes, "COUNT=2", "INTERVAL=2;COUNT=2"));
	assert_int_equal(agenda_session_of(agenda, session.uid).schedule, 0);
}

static void no_text_of_a_series_is_half_changed(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = repeated(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=2");
	struct session now;

	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes, 0,
		   OK);
	sends(agenda, &session,
	      with(agenda, bytes,
		   "LOCATION:Room 2\r\nDESCRIPTION:Bring the form"));
	now = agenda_session_of(agenda, session.uid);
	assert_string_equal(now.terms.place, "Room 2");
	assert_holds(now.terms.public_note, "Bring the form");
}

/* Who comes, and for what, is for the office to say. */
static void no_client_or_service_of_a_series_is_half_changed(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	int64_t service = small_practice_service(
		&op, agenda->place->store,
		(struct service){ .name = "Drums", .kind = SERVICE_FIXED },
		(struct price){ .cost = { 1000 }, .wage = { 500 } });
	char *bytes = with(
		agenda, agenda_bytes(agenda, &agenda->sam, "maria", session.id),
		"RRULE:FREQ=WEEKLY;COUNT=2");
	struct session now;

	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, 0, OK);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  agenda_edit(agenda, bytes, "X-PRACTICE-CLIENTS:C042",
			      "X-PRACTICE-CLIENTS:C042,C051"),
		  OK);
	now = agenda_session_of(agenda, session.uid);
	assert_int_equal(now.terms.clients.count, 2);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  agenda_edit(agenda, bytes, "X-PRACTICE-SERVICE:Therapy",
			      "X-PRACTICE-SERVICE:Drums"),
		  OK);
	now = agenda_session_of(agenda, session.uid);
	assert_int_equal(now.terms.service, service);
}

static void nobodys_own_lines_of_a_series_are_half_kept(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = repeated(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=2");

	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes, 0,
		   OK);
	sends(agenda, &session, with(agenda, bytes, "COLOR:red"));
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"COLOR:red");
}

static void no_session_with_own_lines_is_half_copied(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct object_at from = { .path = "maria", .name = session.name };
	struct object_at to = { .path = "maria", .name = "copy.ics" };

	agenda_put(agenda, &agenda->sam, "maria", session.name,
		   with(agenda,
			agenda_bytes(agenda, &agenda->sam, "maria", session.id),
			"COLOR:red"),
		   0, OK);
	sweep_copy(agenda, &agenda->sam, from, to, false, OK);
	assert_int_equal(agenda_count(agenda), 2);
}

static struct session second_of(struct agenda *agenda,
				const struct session *first)
{
	struct session_filter filter = { .schedule = first->schedule };
	struct session *list;
	size_t count;

	assert_int_equal(store_session_list(place_read(agenda->place), &filter,
					    &list, &count),
			 OK);
	assert_int_equal(count, 3);
	return list[1];
}

/* What is said over one session with the rule of its schedule. */
static void no_schedule_is_half_changed_in_a_calendar(void **s)
{
	struct agenda *agenda = *s;
	struct session first = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session second;
	char *bytes;

	agenda_put(agenda, &agenda->maria, "sessions", first.name,
		   repeated(agenda, &first, "RRULE:FREQ=WEEKLY;COUNT=3"), 0,
		   OK);
	first = agenda_session_of(agenda, first.uid);
	second = second_of(agenda, &first);
	bytes = repeated(agenda, &second,
			 "RRULE:FREQ=WEEKLY;COUNT=3\r\nLOCATION:Room 2");
	sends(agenda, &second, bytes);
	first = agenda_session_of(agenda, first.uid);
	assert_string_equal(first.terms.place, "Room 2");
	sweep_delete(agenda, &agenda->maria, "sessions", first.name, OK);
	sweep_put(agenda, &agenda->maria, "sessions", second.name,
		  agenda_edit(agenda, bytes, "Room 2", "Room 3"),
		  REFUSED(SESSION_SAVED));
	assert_string_equal(agenda_session_of(agenda, second.uid).terms.place,
			    "Room 2");
}

static void a_removed_session_keeps_its_schedule_as_it_is(void **s)
{
	struct agenda *agenda = *s;
	struct session first = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session second;
	char *bytes;

	agenda_put(agenda, &agenda->maria, "sessions", first.name,
		   repeated(agenda, &first, "RRULE:FREQ=WEEKLY;COUNT=3"), 0,
		   OK);
	first = agenda_session_of(agenda, first.uid);
	second = second_of(agenda, &first);
	bytes = repeated(agenda, &second,
			 "RRULE:FREQ=WEEKLY;COUNT=3\r\nLOCATION:Room 2");
	agenda_delete(agenda, &agenda->sam, "maria", first.name, 0, OK);
	sweep_put(agenda, &agenda->maria, "sessions", second.name, bytes,
		  REFUSED(NOT_PERMITTED));
	assert_null(agenda_session_of(agenda, second.uid).terms.place);
}

static enum err deletes_tree(void *context)
{
	struct request *request = context;
	const char *tokens[] = { request->token, NULL };
	enum err err;

	request->op.tokens = tokens;
	err = practice_collection_delete(&request->op, request_store(request),
					 "maria", "box", NULL);
	request->op.tokens = NULL;
	return err;
}

static void copies_over_a_collection_and_trees_go_whole(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->maria, 0);
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct collection_new make = { .home = "maria",
				       .path = "box",
				       .kind = COLLECTION_PLAIN };
	struct lock_wish wish = { .at = { "maria", "box", "f" },
				  .seconds = 60 };
	struct collection made;
	struct lock lock;
	bool created;

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &make, &made),
			 OK);
	make.path = "box/in";
	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &make, &made),
			 OK);
	agenda_put(agenda, &agenda->maria, "box", "f", "hello", 0, OK);
	sweep_copy(agenda, &agenda->maria,
		   (struct object_at){ NULL, "box", "f" },
		   (struct object_at){ NULL, "box", "in" }, false, OK);
	assert_true(agenda_has(agenda, &agenda->maria, "box", "in"));
	assert_int_equal(practice_lock_take(&op, agenda->place->store, &wish,
					    &lock, &created),
			 OK);
	request.token = lock.token;
	request_sweep(&request, "DELETE of a tree with a lock", deletes_tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(no_series_is_half_moved),
		WITH_AGENDA(no_date_of_a_series_is_half_left_out_or_put_back),
		WITH_AGENDA(no_series_is_half_longer_or_of_another_rule),
		WITH_AGENDA(no_text_of_a_series_is_half_changed),
		WITH_AGENDA(no_client_or_service_of_a_series_is_half_changed),
		WITH_AGENDA(nobodys_own_lines_of_a_series_are_half_kept),
		WITH_AGENDA(no_session_with_own_lines_is_half_copied),
		WITH_AGENDA(no_schedule_is_half_changed_in_a_calendar),
		WITH_AGENDA(a_removed_session_keeps_its_schedule_as_it_is),
		WITH_AGENDA(copies_over_a_collection_and_trees_go_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
