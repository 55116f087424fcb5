#include "tests/unit/dav/dav_fixture.h"

#include <string.h>

#define ICS "Content-Type: text/calendar; charset=utf-8"

static struct http_response *put(struct place *place, const char *target,
				 const char *headers, const char *body)
{
	return program_send(place, "maria", "PUT", target, headers, body);
}

static const char *etag_of(struct place *place, const char *target)
{
	struct http_response *response =
		program_send(place, "maria", "GET", target, NULL, NULL);

	assert_int_equal(response->status, 200);
	return http_response_header(response, "ETag");
}

static void bytes_come_back_as_they_were_sent(void **state)
{
	const char *target = HOME "calendar/a.ics";
	const char *body = program_event(*state, "a");
	struct http_response *response = put(*state, target, ICS, body);
	const char *etag = http_response_header(response, "ETag");

	assert_int_equal(response->status, 201);
	assert_non_null(etag);
	assert_int_equal(etag[0], '"');
	response = program_send(*state, "maria", "GET", target, NULL, NULL);
	assert_int_equal(response->status, 200);
	assert_string_equal(response->body, body);
	assert_int_equal(response->body_len, strlen(body));
	assert_string_equal(http_response_header(response, "ETag"), etag);
	assert_string_equal(http_response_header(response, "Content-Type"),
			    "text/calendar; charset=utf-8; component=vevent");
	assert_string_equal(http_response_header(response, "Last-Modified"),
			    "Mon, 08 Jun 2026 12:00:00 GMT");
	assert_int_equal(put(*state, target, ICS, body)->status, 204);
}

static void conditions_are_judged(void **state)
{
	struct place *place = *state;
	const char *target = HOME "calendar/a.ics";
	const char *body = program_event(place, "a");
	const char *etag, *match;

	assert_int_equal(put(place, target, "If-Match: *", body)->status, 412);
	program_put_event(place, target, "a");
	etag = etag_of(place, target);
	match = arena_printf(place->arena, "If-Match: %s", etag);
	assert_int_equal(put(place, target, "If-None-Match: *", body)->status,
			 412);
	assert_int_equal(
		put(place, target, "If-Match: \"other\"", body)->status, 412);
	assert_int_equal(put(place, target, match, body)->status, 204);
	assert_int_equal(program_send(place, "maria", "DELETE", target,
				      "If-Match: \"other\"", NULL)
				 ->status,
			 412);
	match = arena_printf(place->arena, "If-Match: \"x\", %.*s-gzip\"",
			     (int)strlen(etag) - 1, etag_of(place, target));
	assert_int_equal(
		program_send(place, "maria", "DELETE", target, match, NULL)
			->status,
		204);
	assert_int_equal(
		program_send(place, "maria", "GET", target, NULL, NULL)->status,
		404);
}

static void the_if_header_is_understood(void **state)
{
	struct place *place = *state;
	const char *target = HOME "calendar/a.ics";
	const char *body = program_event(place, "a");
	const struct {
		const char *format;
		int status;
	} cases[] = {
		{ "If: ([%s])", 204 },
		{ "If: ([\"other\"])", 412 },
		{ "If: (Not [\"other\"])", 204 },
		{ "If: ([\"other\"]) ([%s])", 204 },
		{ "If: (<urn:lock> [%s])", 412 },
		{ "If: (<urn:lock>) (Not <DAV:no-lock>)", 204 },
		{ "If: <http://host" HOME "calendar/a.ics> ([%s])", 204 },
		{ "If: <" HOME "calendar/b.ics> ([%s])", 412 },
		{ "If: ([%s]", 412 },
		{ "If: nonsense", 412 },
		{ "If: (", 412 },
		{ "If: <", 412 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct buf line;
		const char *mark = strstr(cases[i].format, "%s");

		put(place, target, ICS, body);
		buf_init(&line, place->arena);
		buf_puts(&line, cases[i].format);
		if (mark) {
			line.len = (size_t)(mark - cases[i].format);
			buf_puts(&line, etag_of(place, target));
			buf_puts(&line, mark + 2);
		}
		assert_int_equal(put(place, target, line.at, body)->status,
				 cases[i].status);
	}
}

static void a_get_knows_what_the_program_has(void **state)
{
	struct place *place = *state;
	const char *target = HOME "calendar/a.ics";
	struct http_response *response;

	program_put_event(place, target, "a");
	response = program_send(place, "maria", "GET", target,
				arena_printf(place->arena, "If-None-Match: %s",
					     etag_of(place, target)),
				NULL);
	assert_int_equal(response->status, 304);
	assert_int_equal(response->body_len, 0);
	assert_non_null(http_response_header(response, "ETag"));
	response = program_send(
		place, "maria", "GET", target,
		"If-Modified-Since: Mon, 08 Jun 2026 12:00:00 GMT", NULL);
	assert_int_equal(response->status, 304);
	response =
		program_send(place, "maria", "GET", target,
			     "If-None-Match: \"x\"\n"
			     "If-Modified-Since: Mon, 08 Jun 2026 12:00:00 GMT",
			     NULL);
	assert_int_equal(response->status, 200);
	response = program_send(place, "maria", "GET", target,
				"If-Match: \"x\"", NULL);
	assert_int_equal(response->status, 412);
}

static void a_representation_is_given_where_preferred(void **state)
{
	const char *target = HOME "calendar/a.ics";
	const char *body = program_event(*state, "a");
	struct http_response *response =
		put(*state, target, "Prefer: return=representation", body);

	assert_int_equal(response->status, 201);
	assert_string_equal(response->body, body);
	assert_string_equal(http_response_header(response, "Content-Location"),
			    target);
	assert_non_null(http_response_header(response, "ETag"));
	response = put(*state, target, "Prefer: return=representation", body);
	assert_int_equal(response->status, 200);
	response = put(*state, target,
		       "If-Match: \"x\"\nPrefer: return=representation",
		       "BEGIN:VCALENDAR");
	assert_int_equal(response->status, 412);
	assert_string_equal(response->body, body);
}

static void what_calendars_do_not_take_has_its_element(void **state)
{
	static const struct {
		const char *headers, *body, *element;
	} cases[] = {
		{ "Content-Type: text/plain", "x",
		  "<C:supported-calendar-data/>" },
		{ ICS, "no calendar", "<C:valid-calendar-data/>" },
		{ ICS,
		  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		  "END:VCALENDAR\r\n",
		  "<C:valid-calendar-object-resource/>" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct http_response *response =
			put(*state, HOME "calendar/a.ics", cases[i].headers,
			    cases[i].body);

		assert_int_equal(response->status, 403);
		assert_holds(response->body, cases[i].element);
	}
}

static void a_taken_uid_names_the_resource(void **state)
{
	struct http_response *response;

	program_put_event(*state, HOME "calendar/a%26b.ics", "same");
	response = put(*state, HOME "calendar/b.ics", ICS,
		       program_event(*state, "same"));
	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<C:no-uid-conflict><D:href>" HOME
				     "calendar/a%26b.ics</D:href>");
}

static void an_object_over_the_bound_is_413(void **state)
{
	struct place *place = *state;
	size_t size = 1024 * 1024 + 1;
	char *body = arena_alloc(place->arena, size + 1);
	struct http_response *response;

	memset(body, 'x', size);
	response = put(place, HOME "calendar/a.ics", ICS, body);
	assert_int_equal(response->status, 413);
	assert_holds(response->body, "<C:max-resource-size/>");
}

static void a_put_needs_a_place(void **state)
{
	static const struct {
		const char *target;
		int status;
	} cases[] = {
		{ HOME "calendar/", 405 },
		{ HOME "calendar", 405 },
		{ HOME, 405 },
		{ "/dav/", 405 },
		{ HOME "missing/a.ics", 409 },
		{ HOME "calendar/a.ics/", 409 },
		{ "/dav/missing/a.ics", 409 },
		{ HOME "a.ics", 403 },
		{ "/dav/calendars/sam/calendar/a.ics", 404 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct http_response *response =
			put(*state, cases[i].target, ICS,
			    program_event(*state, "a"));

		assert_int_equal(response->status, cases[i].status);
		if (response->status == 405)
			assert_lacks(http_response_header(response, "Allow"),
				     "PUT");
	}
	assert_int_equal(put(*state, HOME "calendar/a.ics",
			     "Content-Range: bytes 0-1/2",
			     program_event(*state, "a"))
				 ->status,
			 400);
}

static void a_client_calendar_is_read_only(void **state)
{
	struct place *place = *state;
	const char *target =
		arena_printf(place->arena, "/dav/calendars/ada/sessions/%s",
			     program_session_name(place));
	struct http_response *response =
		program_send(place, "ada", "DELETE", target, NULL, NULL);

	assert_int_equal(response->status, 403);
	assert_holds(response->body, "</D:need-privileges><B:");
	assert_int_equal(
		program_send(place, "ada", "GET", target, NULL, NULL)->status,
		200);
	response = program_send(place, "maria", "PUT", HOME "closures/a.ics",
				ICS, program_event(place, "a"));
	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<B:read-only/>");
}

static void plain_files_are_kept_and_never_pages(void **state)
{
	static const char bytes[] = "<script>\0x";
	struct http_response *response;

	assert_int_equal(program_send(*state, "maria", "MKCOL", HOME "files/",
				      NULL, NULL)
				 ->status,
			 201);
	response =
		program_send_bytes(*state, "maria", "PUT", HOME "files/a.html",
				   "Content-Type: text/html",
				   (struct slice){ bytes, sizeof(bytes) - 1 });
	assert_int_equal(response->status, 201);
	response = program_send(*state, "maria", "GET", HOME "files/a.html",
				NULL, NULL);
	assert_int_equal(response->body_len, sizeof(bytes) - 1);
	assert_memory_equal(response->body, bytes, sizeof(bytes) - 1);
	assert_string_equal(http_response_header(response, "Content-Type"),
			    "text/html");
	assert_holds(http_response_header(response, "Content-Security-Policy"),
		     "sandbox");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROGRAM(bytes_come_back_as_they_were_sent),
		WITH_PROGRAM(conditions_are_judged),
		WITH_PROGRAM(the_if_header_is_understood),
		WITH_PROGRAM(a_get_knows_what_the_program_has),
		WITH_PROGRAM(a_representation_is_given_where_preferred),
		WITH_PROGRAM(what_calendars_do_not_take_has_its_element),
		WITH_PROGRAM(a_taken_uid_names_the_resource),
		WITH_PROGRAM(an_object_over_the_bound_is_413),
		WITH_PROGRAM(a_put_needs_a_place),
		WITH_PROGRAM(a_client_calendar_is_read_only),
		WITH_PROGRAM(plain_files_are_kept_and_never_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
