#include "tests/unit/dav/lock_fixture.h"

#include <string.h>

static struct http_response *post(struct place *place, const char *login,
				  const char *target, const char *headers,
				  const char *body)
{
	return program_send(place, login, "POST", target, headers, body);
}

static const char *location(struct http_response *response)
{
	const char *location = http_response_header(response, "Location");

	assert_int_equal(response->status, 201);
	assert_non_null(location);
	return location;
}

/* RFC 5995 3.1 */
static void a_post_adds_a_member_and_says_where(void **state)
{
	struct place *place = *state;
	struct http_response *response =
		post(place, "maria", CAL, "Content-Type: text/calendar",
		     program_event(place, "posted"));
	const char *at = location(response);
	const char *etag = http_response_header(response, "ETag");

	assert_true(str_starts(at, CAL));
	assert_true(str_ends(at, ".ics"));
	assert_non_null(etag);
	response = program_send(place, "maria", "GET", at, NULL, NULL);
	assert_int_equal(response->status, 200);
	assert_string_equal(http_response_header(response, "ETag"), etag);
	assert_holds(response->body, "UID:posted\r\n");
	assert_string_not_equal(
		at, location(post(place, "maria", CAL, NULL,
				  program_event(place, "another"))));
	at = location(post(place, "maria", FILES, "Content-Type: text/plain",
			   "text"));
	assert_string_equal(
		program_send(place, "maria", "GET", at, NULL, NULL)->body,
		"text");
}

/* RFC 7240 4.2 */
static void what_was_added_is_told_where_that_is_preferred(void **state)
{
	struct place *place = *state;
	struct http_response *response =
		post(place, "maria", CAL, "Prefer: return=representation",
		     program_event(place, "posted"));

	assert_string_equal(http_response_header(response, "Content-Location"),
			    location(response));
	assert_holds(response->body, "UID:posted\r\n");
}

/* RFC 4791 5.3.2.1: as a PUT has them. */
static void what_a_calendar_does_not_take_is_not_added(void **state)
{
	static const struct {
		const char *type, *uid;
		int status;
		const char *element;
	} rows[] = {
		{ "text/calendar", "a", 403,
		  "<C:no-uid-conflict><D:href>" CAL "a.ics</D:href>" },
		{ "text/plain", "b", 403, "<C:supported-calendar-data/>" },
		{ "text/calendar", "", 403, "<C:valid-calendar-" },
	};
	struct place *place = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct http_response *response =
			post(place, "maria", CAL,
			     arena_printf(place->arena, "Content-Type: %s",
					  rows[i].type),
			     program_event(place, rows[i].uid));

		assert_int_equal(response->status, rows[i].status);
		assert_holds(response->body, rows[i].element);
		assert_null(http_response_header(response, "Location"));
	}
}

/* RFC 5995 3.2.3 */
static void conditions_are_about_the_collection(void **state)
{
	struct place *place = *state;
	const char *body = program_propfind(place, CAL, "0", "<D:getetag/>");
	const char *start = strstr(body, "<D:getetag>") + 11;
	const char *etag =
		arena_strndup(place->arena, start, strcspn(start, "<"));
	const char *now = arena_printf(place->arena, "If-Match: %s", etag);

	assert_int_equal(post(place, "maria", CAL, "If-Match: \"other\"",
			      program_event(place, "one"))
				 ->status,
			 412);
	assert_int_equal(post(place, "maria", CAL, "If-None-Match: *",
			      program_event(place, "one"))
				 ->status,
			 412);
	assert_int_equal(
		post(place, "maria", CAL, now, program_event(place, "one"))
			->status,
		201);
	assert_int_equal(
		post(place, "maria", CAL, now, program_event(place, "two"))
			->status,
		412);
}

/* RFC 5995 3.2.2, RFC 4918 7.4 */
static void a_locked_collection_takes_nothing_from_others(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES, "exclusive", "0");

	assert_int_equal(lock_try(place, "POST", FILES, NULL, NULL), 423);
	assert_int_equal(lock_try(place, "POST", FILES, token, NULL), 201);
}

static void a_post_into_sessions_makes_a_session(void **state)
{
	struct place *place = *state;
	const char *event = program_event(place, "posted");
	const char *at =
		location(post(place, "maria", HOME "sessions/", NULL, event));

	assert_holds(program_send(place, "maria", "GET", at, NULL, NULL)->body,
		     "X-PRACTICE-STATUS:open\r\n");
}

static void what_takes_members_says_where(void **state)
{
	static const struct {
		const char *login, *path;
		bool takes;
	} rows[] = {
		{ "maria", "calendar/", true },
		{ "maria", "files/sub/", true },
		{ "maria", "sessions/", true },
		{ "maria", "closures/", false },
		{ "maria", "to-save/", false },
		{ "sam", "closures/", true },
		{ "ada", "sessions/", false },
		{ "maria", "calendar/a.ics", false },
		{ "ada", "", false },
	};
	struct place *place = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *target =
			arena_printf(place->arena, "/dav/calendars/%s/%s",
				     rows[i].login, rows[i].path);
		const char *body =
			program_send(place, rows[i].login, "PROPFIND", target,
				     "Depth: 0",
				     "<D:propfind xmlns:D=\"DAV:\"><D:prop>"
				     "<D:add-member/></D:prop></D:propfind>")
				->body;
		const char *allow = http_response_header(
			program_send(place, rows[i].login, "OPTIONS", target,
				     "Authorization: x", NULL),
			"Allow");
		const char *told = arena_printf(
			place->arena,
			"<D:add-member><D:href>%s</D:href></D:add-member>",
			target);
		int status =
			post(place, rows[i].login, target, NULL, "x")->status;

		assert_int_equal(strstr(body, told) != NULL, rows[i].takes);
		assert_int_equal(strstr(allow, "POST") != NULL, rows[i].takes);
		if (!rows[i].takes)
			assert_true(status == 403 || status == 405);
	}
}

static void forms_of_other_sites_add_nothing(void **state)
{
	struct place *place = *state;

	assert_int_equal(post(place, "maria", FILES,
			      "Host: cal.example\n"
			      "Origin: https://elsewhere.example",
			      "x")
				 ->status,
			 403);
	assert_int_equal(post(place, "maria", FILES,
			      "Host: cal.example\nOrigin: null", "x")
				 ->status,
			 403);
	assert_int_equal(post(place, "maria", FILES,
			      "Host: cal.example\n"
			      "Origin: https://cal.example",
			      "x")
				 ->status,
			 201);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_LOCKS(a_post_adds_a_member_and_says_where),
		WITH_LOCKS(what_was_added_is_told_where_that_is_preferred),
		WITH_LOCKS(what_a_calendar_does_not_take_is_not_added),
		WITH_LOCKS(conditions_are_about_the_collection),
		WITH_LOCKS(a_locked_collection_takes_nothing_from_others),
		WITH_LOCKS(a_post_into_sessions_makes_a_session),
		WITH_LOCKS(what_takes_members_says_where),
		WITH_LOCKS(forms_of_other_sites_add_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
