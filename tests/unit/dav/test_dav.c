#include "tests/unit/dav/dav_fixture.h"

#include "dav/dav.h"

#include <string.h>

static struct http_response *open_answer(struct arena *arena,
					 const char *method, const char *target,
					 bool *answered)
{
	struct http_response *response = arena_alloc(arena, sizeof(*response));
	struct http_request request = { .method = method,
					.target = target,
					.body = "" };

	http_response_init(response, arena);
	assert_true(
		http_path_parse(arena, target, &request.path, &request.query));
	*answered = dav_answer_open(&request, response);
	return response;
}

/* K24 */
static void options_needs_no_login(void **state)
{
	struct place *place = *state;
	bool answered;
	struct http_response *response = open_answer(
		place->arena, "OPTIONS", "/anything/at/all", &answered);

	assert_true(answered);
	assert_int_equal(response->status, 200);
	assert_string_equal(http_response_header(response, "DAV"),
			    "1, 2, 3, access-control, extended-mkcol, "
			    "calendar-access, calendar-no-timezone, "
			    "calendar-availability, calendar-proxy, "
			    "calendarserver-sharing");
	assert_holds(http_response_header(response, "Allow"), "MKCALENDAR");
	assert_holds(http_response_header(response, "Allow"), "REPORT");
	assert_holds(http_response_header(response, "Allow"), "LOCK, UNLOCK");
}

static void the_well_known_address_leads_to_the_root(void **state)
{
	static const char *const names[] = { "GET", "PROPFIND", "PUT", "X" };
	struct place *place = *state;
	bool answered;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct http_response *response =
			open_answer(place->arena, names[i],
				    "/.well-known/caldav", &answered);

		assert_true(answered);
		assert_int_equal(response->status, 301);
		assert_string_equal(http_response_header(response, "Location"),
				    "/dav/");
	}
}

/* K23 */
static void what_nobody_knows_is_405_with_allow(void **state)
{
	static const char *const names[] = { "SEARCH", "get", "BREW", "" };
	struct place *place = *state;
	bool answered;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct http_response *response =
			open_answer(place->arena, names[i], "/dav/", &answered);

		assert_true(answered);
		assert_int_equal(response->status, 405);
		assert_non_null(http_response_header(response, "Allow"));
	}
	open_answer(place->arena, "PROPFIND", "/dav/", &answered);
	assert_false(answered);
}

static void addresses_are_told_apart(void **state)
{
	static const struct {
		const char *target;
		bool ours;
	} cases[] = {
		{ "/", true },
		{ "/dav", true },
		{ "/dav/x/y", true },
		{ "/.well-known/caldav", true },
		{ "/.well-known/carddav", false },
		{ "/davx", false },
		{ "/admin/", false },
	};
	struct place *place = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct http_path path;
		const char *query;

		assert_true(http_path_parse(place->arena, cases[i].target,
					    &path, &query));
		assert_int_equal(dav_owns(&path), cases[i].ours);
	}
}

static void a_calendar_is_one_file_with_each_zone_once(void **state)
{
	static const char zoned[] =
		"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VTIMEZONE\n"
		"TZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
		"TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\n"
		"END:VTIMEZONE\n%s:VEVENT\nUID:%s\nDTSTAMP:20260601T000000Z\n"
		"DTSTART;TZID=Europe/Berlin:20260610T100000\n"
		"BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\n"
		"TRIGGER:-PT5M\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n";
	struct place *place = *state;
	struct http_response *response;
	const char *etag;

	for (int i = 0; i < 4; i++) {
		const char *uid = arena_printf(place->arena, "u%d", i);
		const char *target =
			arena_printf(place->arena, HOME "calendar/%d", i);
		/* A name may be folded anywhere. */
		const char *begin = i == 3 ? "BEG\n IN" : "BEGIN";
		struct buf body;
		const char *mark = strstr(zoned, "%s");
		const char *second = strstr(mark + 1, "%s");

		buf_init(&body, place->arena);
		buf_add(&body, zoned, (size_t)(mark - zoned));
		buf_puts(&body, begin);
		buf_add(&body, mark + 2, (size_t)(second - mark) - 2);
		buf_puts(&body, uid);
		buf_puts(&body, second + 2);
		assert_int_equal(program_send(place, "maria", "PUT", target,
					      NULL, body.at)
					 ->status,
				 201);
	}
	response = program_send(place, "maria", "GET", HOME "calendar/", NULL,
				NULL);
	assert_int_equal(response->status, 200);
	assert_int_equal(program_count(response->body, "BEGIN:VCALENDAR"), 1);
	assert_int_equal(program_count(response->body, "BEGIN:VTIMEZONE"), 1);
	assert_int_equal(program_count(response->body, "UID:u"), 4);
	assert_int_equal(program_count(response->body, "END:VALARM"), 4);
	assert_true(str_ends(response->body, "END:VCALENDAR\r\n"));
	etag = http_response_header(response, "ETag");
	response = program_send(
		place, "maria", "GET", HOME "calendar/",
		arena_printf(place->arena, "If-None-Match: %s", etag), NULL);
	assert_int_equal(response->status, 304);
}

static void other_collections_are_a_page_for_people(void **state)
{
	static const char *const targets[] = { "/", HOME, "/dav/principals/" };

	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		struct http_response *response = program_send(
			*state, "maria", "GET", targets[i], NULL, NULL);

		assert_int_equal(response->status, 200);
		assert_string_equal(
			http_response_header(response, "Content-Type"),
			"text/html; charset=utf-8");
	}
}

static void failures_of_the_edge_look_the_same(void **state)
{
	struct place *place = *state;
	struct http_response response;

	http_response_init(&response, place->arena);
	fail(&place->op, ERR_UNAVAILABLE, "back soon");
	dav_fail(&place->op, ERR_UNAVAILABLE, &response);
	assert_int_equal(response.status, 503);
	assert_holds(response.body, "back soon");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROGRAM(options_needs_no_login),
		WITH_PROGRAM(the_well_known_address_leads_to_the_root),
		WITH_PROGRAM(what_nobody_knows_is_405_with_allow),
		WITH_PROGRAM(addresses_are_told_apart),
		WITH_PROGRAM(a_calendar_is_one_file_with_each_zone_once),
		WITH_PROGRAM(other_collections_are_a_page_for_people),
		WITH_PROGRAM(failures_of_the_edge_look_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
