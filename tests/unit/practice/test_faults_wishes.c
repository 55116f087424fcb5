#include "tests/unit/practice/booking/removal_fixture.h"
#include "tests/unit/practice/fault_requests.h"

#include "practice/booking/patch.h"
#include "practice/booking/review.h"

#include <string.h>

static char *with_lines(struct home *home, const char *served,
			const char *lines)
{
	return home_edit(
		home, served, "END:VEVENT",
		arena_printf(home->place->arena, "%sEND:VEVENT", lines));
}

static char *served_of(struct home *home, const struct session *session)
{
	return home_bytes(home, &home->maria, "sessions", session->id);
}

static void no_session_is_half_repeated(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	const char *name = session.name;
	char *served;

	/* One of its dates is there already, and joins. */
	home_session(home, 8 * DAY, home->ada.id, 0);
	served = served_of(home, &session);
	sweep_put(home, &home->maria, "sessions", name,
		  with_lines(home, served,
			     "RRULE:FREQ=WEEKLY;COUNT=4\r\n"
			     "BEGIN:VALARM\r\nACTION:AUDIO\r\n"
			     "TRIGGER:-PT5M\r\nEND:VALARM\r\n"),
		  OK);
	/* It has a schedule now. */
	served = served_of(home, &session);
	sweep_put(home, &home->maria, "sessions", name,
		  with_lines(home, served, "RRULE:FREQ=DAILY;COUNT=2\r\n"),
		  ERR_NOT_PERMITTED);
	session = home_session(home, 30 * DAY, home->cora.id, 0);
	served = home_bytes(home, &home->sam, "maria", session.id);
	sweep_put(home, &home->sam, "maria", session.name,
		  with_lines(home, served,
			     "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3\r\n"
			     "LOCATION:Room 2\r\n"),
		  OK);
}

static void no_draft_is_half_named(void **s)
{
	struct home *home = *s;
	struct session draft = home_session(home, -DAY, 0, 0);
	const char *served = served_of(home, &draft);
	const char *at = strstr(served, "SUMMARY:");
	char *title;

	assert_non_null(at);
	title = arena_strndup(home->place->arena, at,
			      (size_t)(strchr(at, '\r') - at));
	sweep_put(home, &home->maria, "sessions", draft.name,
		  home_edit(home, served, title, "SUMMARY:ok C042 and C051"),
		  OK);
	assert_state(home, draft.id, SESSION_SAVED);
}

static void no_copy_of_a_group_is_half_made(void **s)
{
	struct home *home = *s;
	struct session group =
		home_session(home, DAY, home->ada.id, home->cora.id);
	struct object_at from = { .path = "maria", .name = group.name };
	struct object_at to = { .path = "ben", .name = "copy.ics" };
	char *served = served_of(home, &group);

	sweep_put(
		home, &home->maria, "sessions", "copy.ics",
		home_edit(home, served,
			  arena_printf(home->place->arena, "UID:%s", group.uid),
			  "UID:copy"),
		OK);
	sweep_copy(home, &home->sam, from, to, false, OK);
	to.path = "maria";
	sweep_copy(home, &home->sam, from, to, false, ERR_NOT_PERMITTED);
}

static void no_refusal_is_half_told(void **s)
{
	struct home *home = *s;
	struct session past = home_session(home, -DAY, home->ada.id, 0);
	struct session saved =
		home_session(home, -2 * DAY, home->ada.id, home->cora.id);
	struct session coming = home_session(home, DAY, home->ada.id, 0);
	char *served;

	home_save(home, saved.id, "missed", 0);
	sweep_delete(home, &home->maria, "sessions", past.name, ERR_PAST_OPEN);
	sweep_delete(home, &home->maria, "sessions", saved.name,
		     ERR_SESSION_SAVED);
	served = served_of(home, &saved);
	sweep_put(home, &home->maria, "sessions", saved.name,
		  with_lines(home, served, "LOCATION:Room 2\r\n"),
		  ERR_SESSION_SAVED);
	served = served_of(home, &coming);
	sweep_put(home, &home->maria, "sessions", coming.name,
		  home_edit(home, served, "X-PRACTICE-STATUS:open",
			    "X-PRACTICE-STATUS:nonsense"),
		  ERR_UNKNOWN_STATUS);
	sweep_put(home, &home->maria, "sessions", coming.name,
		  with_lines(home, served, "RRULE:FREQ=SECONDLY\r\n"),
		  ERR_MAX_INSTANCES);
	sweep_put(home, &home->ben, "sessions", "new.ics",
		  home_event(home, "new", TITLE), ERR_NOT_PERMITTED);
	sweep_put(home, &home->maria, "closures", "shut.ics",
		  home_event(home, "shut", ""), ERR_READ_ONLY);
	sweep_put(home, &home->maria, "sessions", coming.name, "nonsense",
		  ERR_CALENDAR_DATA);
}

static void no_adoption_is_half_made(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);

	removal_delete(home, &session, 0);
	sweep_put(home, &home->maria, "sessions", "moved.ics",
		  removal_event(home, "moved", DAY + HOUR, TITLE), OK);
	assert_state(home, session.id, SESSION_OPEN);
	assert_int_equal(
		removal_shown(home, &home->maria, "sessions", "moved.ics"),
		session.id);
}

static void nothing_is_half_put_back(void **s)
{
	struct home *home = *s;
	struct session session = removal_session(home, DAY);
	char *served = home_bytes(home, &home->sam, "maria", session.id);

	home_delete(home, &home->sam, "maria", session.name, 0, OK);
	assert_removed(home, session.id);
	sweep_put(home, &home->sam, "maria", session.name,
		  with_lines(home, served, "LOCATION:Room 2\r\n"), OK);
	assert_state(home, session.id, SESSION_OPEN);
}

static enum err run_undo(void *context)
{
	struct request *request = context;

	return practice_review_settle(&request->op, request_store(request),
				      request->id, true);
}

static void no_batch_is_half_held_or_undone(void **s)
{
	struct home *home = *s;
	struct request request = request_of(home, &home->sam, 0);
	struct session session[6];

	for (int i = 0; i < 6; i++)
		session[i] = removal_session(home, (i + 1) * DAY);
	for (int i = 0; i < 4; i++)
		removal_delete(home, &session[i], 0);
	sweep_delete(home, &home->maria, "sessions", session[4].name, OK);
	sweep_delete(home, &home->maria, "sessions", session[5].name, OK);
	request.id = removal_review(home).id;
	request_sweep(&request, "the undoing of a batch", run_undo);
	for (int i = 0; i < 6; i++)
		assert_state(home, session[i].id, SESSION_OPEN);
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
	struct home *home = *s;
	struct session past = home_session(home, -DAY, home->ada.id, 0);
	struct request request = request_of(home, &home->maria, 0);

	request.patch = (struct object_patch){
		.at = { "maria", "sessions", past.name },
		.status = "missed",
		.changes = properties,
		.count = 2,
	};
	request_sweep(&request, "PROPPATCH of a status", run_patch);
	request.patch.status = "nonsense";
	request.refused = ERR_UNKNOWN_STATUS;
	request_sweep(&request, "PROPPATCH of no status", run_patch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(no_session_is_half_repeated),
		AT_HOME(no_draft_is_half_named),
		AT_HOME(no_copy_of_a_group_is_half_made),
		AT_HOME(no_refusal_is_half_told),
		AT_HOME(no_adoption_is_half_made),
		AT_HOME(nothing_is_half_put_back),
		AT_HOME(no_batch_is_half_held_or_undone),
		AT_HOME(no_patch_is_half_applied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
