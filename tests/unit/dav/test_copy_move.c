#include "tests/unit/dav/dav_fixture.h"

#include <string.h>

static int run(struct place *place, const char *method, const char *from,
	       const char *to, const char *more)
{
	return program_send(place, "maria", method, from,
			    arena_printf(place->arena,
					 "Host: cal.example:8443\n"
					 "Destination: %s%s%s",
					 to, more ? "\n" : "",
					 more ? more : ""),
			    NULL)
		->status;
}

static int get(struct place *place, const char *target)
{
	return program_send(place, "maria", "GET", target, NULL, NULL)->status;
}

static void make_files(struct place *place)
{
	struct http_response *response;

	response = program_send(place, "maria", "MKCOL", HOME "f/", NULL, NULL);
	assert_int_equal(response->status, 201);
	response = program_send(place, "maria", "PUT", HOME "f/a", NULL, "aaa");
	assert_int_equal(response->status, 201);
	response = program_send(place, "maria", "PROPPATCH", HOME "f/a", NULL,
				"<D:propertyupdate xmlns:D=\"DAV:\"><D:set>"
				"<D:prop><p xmlns=\"urn:p\">1</p></D:prop>"
				"</D:set></D:propertyupdate>");
	assert_int_equal(response->status, 207);
}

/* K34 */
static void a_copy_keeps_the_destinations_name_and_properties(void **state)
{
	make_files(*state);
	assert_int_equal(run(*state, "COPY", HOME "f/a", HOME "f/b%26", NULL),
			 201);
	assert_int_equal(get(*state, HOME "f/a"), 200);
	assert_int_equal(get(*state, HOME "f/b%26"), 200);
	assert_holds(program_propfind(*state, HOME "f/b%26", "0",
				      "<p xmlns=\"urn:p\"/>"),
		     ">1<");
	assert_int_equal(run(*state, "COPY", HOME "f/a", HOME "f/b%26", NULL),
			 204);
	assert_int_equal(
		run(*state, "COPY", HOME "f/a", HOME "f/b%26", "Overwrite: F"),
		412);
}

static void a_move_takes_the_source_away(void **state)
{
	make_files(*state);
	assert_int_equal(run(*state, "MOVE", HOME "f/a",
			     "https://cal.example:8443" HOME "f/c", NULL),
			 201);
	assert_int_equal(get(*state, HOME "f/a"), 404);
	assert_int_equal(get(*state, HOME "f/c"), 200);
	assert_holds(program_propfind(*state, HOME "f/c", "0",
				      "<p xmlns=\"urn:p\"/>"),
		     ">1<");
}

static void destinations_that_cannot_be_are_told_apart(void **state)
{
	make_files(*state);
	assert_int_equal(run(*state, "COPY", HOME "f/a",
			     "http://elsewhere.example" HOME "f/b", NULL),
			 502);
	assert_int_equal(run(*state, "COPY", HOME "f/a", "nonsense", NULL),
			 502);
	assert_int_equal(run(*state, "COPY", HOME "f/a", HOME "f/%zz", NULL),
			 400);
	assert_int_equal(run(*state, "COPY", HOME "f/a", HOME "f/a", NULL),
			 403);
	assert_int_equal(run(*state, "COPY", HOME "f/a", HOME "no/b", NULL),
			 409);
	assert_int_equal(run(*state, "COPY", HOME "f/a",
			     "/dav/calendars/sam/calendar/b", NULL),
			 403);
	assert_int_equal(run(*state, "COPY", HOME "f/x", HOME "f/b", NULL),
			 404);
	assert_int_equal(
		run(*state, "COPY", HOME "f/a", HOME "f/b", "Overwrite: maybe"),
		400);
	assert_int_equal(
		program_send(*state, "maria", "COPY", HOME "f/a", NULL, NULL)
			->status,
		400);
}

static void collections_are_copied_whole_or_alone(void **state)
{
	make_files(*state);
	assert_int_equal(run(*state, "COPY", HOME "f/", HOME "g/", NULL), 201);
	assert_int_equal(get(*state, HOME "g/a"), 200);
	assert_int_equal(run(*state, "COPY", HOME "f/", HOME "h/", "Depth: 0"),
			 201);
	assert_int_equal(get(*state, HOME "h/a"), 404);
	assert_int_equal(run(*state, "COPY", HOME "f/", HOME "h/", "Depth: 1"),
			 400);
	assert_int_equal(run(*state, "COPY", HOME "f/", HOME "f/in/", NULL),
			 403);
	assert_int_equal(
		run(*state, "MOVE", HOME "f/", HOME "g/", "Overwrite: F"), 412);
	assert_int_equal(run(*state, "MOVE", HOME "f/", HOME "g/", NULL), 204);
	assert_int_equal(get(*state, HOME "f/"), 404);
	assert_int_equal(run(*state, "COPY", HOME "sessions/", HOME "s/", NULL),
			 403);
}

static void a_file_over_a_collection_takes_its_place(void **state)
{
	make_files(*state);
	assert_int_equal(program_send(*state, "maria", "MKCOL", HOME "f/sub/",
				      NULL, NULL)
				 ->status,
			 201);
	assert_int_equal(
		run(*state, "COPY", HOME "f/a", HOME "f/sub", "Overwrite: F"),
		412);
	assert_int_equal(run(*state, "COPY", HOME "f/a", HOME "f/sub", NULL),
			 204);
	assert_int_equal(
		program_send(*state, "maria", "GET", HOME "f/sub", NULL, NULL)
			->body_len,
		3);
	assert_int_equal(run(*state, "COPY", HOME "f/a", HOME "sessions", NULL),
			 403);
}

static void make(struct place *place, const char *method, const char *target)
{
	assert_int_equal(
		program_send(place, "maria", method, target, NULL, NULL)
			->status,
		201);
}

static void nothing_is_moved_onto_what_it_lies_in(void **state)
{
	make(*state, "MKCOL", HOME "files/");
	make(*state, "MKCALENDAR", HOME "files/cal/");
	program_put_event(*state, HOME "files/cal/a.ics", "a");
	assert_int_equal(run(*state, "MOVE", HOME "files/cal/a.ics",
			     HOME "files/cal", NULL),
			 403);
	assert_int_equal(run(*state, "COPY", HOME "files/cal/a.ics",
			     HOME "files/cal/", NULL),
			 403);
	assert_int_equal(get(*state, HOME "files/cal/a.ics"), 200);
}

static void a_move_that_is_refused_leaves_the_destination(void **state)
{
	struct place *place = *state;
	const char *session = arena_printf(place->arena, HOME "sessions/%s",
					   program_session_name(place));

	make(place, "MKCOL", HOME "files/");
	make(place, "MKCALENDAR", HOME "files/inner/");
	program_put_event(place, HOME "files/inner/a.ics", "a");
	assert_int_equal(run(place, "MOVE", session, HOME "files/inner", NULL),
			 403);
	assert_int_equal(run(place, "MOVE", session, HOME "files/inner/", NULL),
			 403);
	assert_int_equal(run(place, "COPY", session, HOME "files/inner",
			     "If-Match: \"no\""),
			 412);
	assert_int_equal(get(place, session), 200);
	assert_int_equal(get(place, HOME "files/inner/a.ics"), 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROGRAM(a_copy_keeps_the_destinations_name_and_properties),
		WITH_PROGRAM(nothing_is_moved_onto_what_it_lies_in),
		WITH_PROGRAM(a_move_that_is_refused_leaves_the_destination),
		WITH_PROGRAM(a_move_takes_the_source_away),
		WITH_PROGRAM(destinations_that_cannot_be_are_told_apart),
		WITH_PROGRAM(collections_are_copied_whole_or_alone),
		WITH_PROGRAM(a_file_over_a_collection_takes_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
