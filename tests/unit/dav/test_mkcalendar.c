#include "tests/unit/dav/dav_fixture.h"

#include "dav/multistatus_private.h"

#include <string.h>

static struct http_response *make(struct place *place, const char *method,
				  const char *target, const char *body)
{
	return program_send(place, "maria", method, target,
			    body ? "Content-Type: application/xml" : NULL,
			    body);
}

static const char *props(struct place *place, const char *root,
			 const char *content)
{
	return arena_printf(place->arena,
			    "<%s" MULTISTATUS_PREFIXES "><D:set><D:prop>%s"
			    "</D:prop></D:set></%s>",
			    root, content, root);
}

static void a_calendar_is_made_without_a_body(void **state)
{
	const char *body;

	assert_int_equal(make(*state, "MKCALENDAR", HOME "work/", NULL)->status,
			 201);
	body = program_propfind(*state, HOME "work/", "0",
				"<D:resourcetype/><D:displayname/>"
				"<C:supported-calendar-component-set/>");
	assert_holds(body, "<C:calendar/>");
	assert_holds(body, "<D:displayname>work<");
	assert_holds(body, "<C:comp name=\"VEVENT\"/>");
	assert_holds(body, "<C:comp name=\"VTODO\"/>");
}

static void a_calendar_is_made_with_its_properties(void **state)
{
	const char *body = props(
		*state, "C:mkcalendar",
		"<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
		"<D:displayname>L&amp;B</D:displayname>"
		"<A:calendar-color>#112233FF</A:calendar-color>"
		"<A:calendar-order>7</A:calendar-order>"
		"<C:calendar-timezone-id>Europe/Paris"
		"</C:calendar-timezone-id>"
		"<C:schedule-calendar-transp><C:transparent/>"
		"</C:schedule-calendar-transp>"
		"<C:supported-calendar-component-set><C:comp name=\"VTODO\"/>"
		"</C:supported-calendar-component-set>");

	assert_int_equal(make(*state, "MKCALENDAR", HOME "work", body)->status,
			 201);
	body = program_propfind(*state, HOME "work/", "0",
				"<D:displayname/><A:calendar-color/>"
				"<A:calendar-order/><C:calendar-timezone-id/>"
				"<C:schedule-calendar-transp/>"
				"<C:supported-calendar-component-set/>");
	assert_holds(body, ">L&amp;B<");
	assert_holds(body, ">#112233FF<");
	assert_holds(body, ">7<");
	assert_holds(body, ">Europe/Paris<");
	assert_holds(body, "transparent");
	assert_holds(body, "VTODO");
	assert_lacks(body, "VEVENT");
}

/* K32 */
static void an_extended_mkcol_makes_calendars_and_collections(void **state)
{
	const char *calendar = props(*state, "D:mkcol",
				     "<D:resourcetype><D:collection/>"
				     "<C:calendar/></D:resourcetype>"
				     "<D:displayname>X</D:displayname>");
	const char *plain = props(*state, "D:mkcol",
				  "<D:resourcetype><D:collection/>"
				  "</D:resourcetype>");

	assert_int_equal(make(*state, "MKCOL", HOME "x", calendar)->status,
			 201);
	assert_int_equal(make(*state, "MKCOL", HOME "p/", plain)->status, 201);
	assert_holds(
		program_propfind(*state, HOME "x/", "0", "<D:resourcetype/>"),
		"<C:calendar/>");
	assert_lacks(
		program_propfind(*state, HOME "p/", "0", "<D:resourcetype/>"),
		"<C:calendar/>");
}

static void other_types_are_refused_with_nothing_made(void **state)
{
	const char *body = props(*state, "D:mkcol",
				 "<D:resourcetype><D:collection/>"
				 "<x:addressbook xmlns:x=\"urn:x\"/>"
				 "</D:resourcetype>"
				 "<D:displayname>X</D:displayname>");
	struct http_response *response = make(*state, "MKCOL", HOME "x/", body);

	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<D:mkcol-response");
	assert_holds(response->body, "<D:valid-resourcetype/>");
	assert_holds(response->body, "<D:displayname/></D:prop><D:status>"
				     "HTTP/1.1 424 ");
	assert_int_equal(
		program_send(*state, "maria", "PROPFIND", HOME "x/", NULL, NULL)
			->status,
		404);
}

static void a_property_that_cannot_be_set_refuses_all(void **state)
{
	const char *body = props(*state, "C:mkcalendar",
				 "<D:getetag>x</D:getetag>"
				 "<D:displayname>X</D:displayname>");
	struct http_response *response =
		make(*state, "MKCALENDAR", HOME "x/", body);

	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<C:mkcalendar-response");
	assert_holds(response->body, "<D:getetag/>");
	body = props(*state, "C:mkcalendar",
		     "<C:supported-calendar-component-set>"
		     "<C:comp name=\"VUNKNOWN\"/>"
		     "</C:supported-calendar-component-set>");
	response = make(*state, "MKCALENDAR", HOME "x/", body);
	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<C:supported-calendar-component/>");
}

static void what_is_there_is_not_made_again(void **state)
{
	struct http_response *response;

	response = make(*state, "MKCALENDAR", HOME "calendar/", NULL);
	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<D:resource-must-be-null/>");
	response = make(*state, "MKCOL", HOME "closures/", NULL);
	assert_int_equal(response->status, 405);
	assert_lacks(http_response_header(response, "Allow"), "MKCOL");
	program_put_event(*state, HOME "calendar/a.ics", "a");
	assert_int_equal(
		make(*state, "MKCOL", HOME "calendar/a.ics/", NULL)->status,
		405);
}

static void a_collection_needs_a_place(void **state)
{
	struct http_response *response;

	assert_int_equal(make(*state, "MKCOL", HOME "no/such/", NULL)->status,
			 409);
	assert_int_equal(
		make(*state, "MKCALENDAR", HOME "no/such/", NULL)->status, 409);
	response = make(*state, "MKCALENDAR", HOME "calendar/inner/", NULL);
	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<C:calendar-collection-location-ok/>");
	response = make(*state, "MKCALENDAR", "/dav/other/", NULL);
	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<C:calendar-collection-location-ok/>");
	assert_int_equal(
		make(*state, "MKCOL", "/dav/calendars/sam/x/", NULL)->status,
		404);
}

static void a_body_of_another_kind_is_415(void **state)
{
	assert_int_equal(program_send(*state, "maria", "MKCOL", HOME "x/",
				      "Content-Type: xzy-foo/bar-512",
				      "afafafaf")
				 ->status,
			 415);
	assert_int_equal(
		make(*state, "MKCOL", HOME "x/", "<D:other xmlns:D=\"DAV:\"/>")
			->status,
		415);
	assert_int_equal(make(*state, "MKCOL", HOME "x/", "<a")->status, 400);
}

static void clients_make_nothing(void **state)
{
	struct http_response *response =
		program_send(*state, "ada", "MKCALENDAR",
			     "/dav/calendars/ada/x/", NULL, NULL);

	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<D:need-privileges><D:resource>");
}

static void only_ones_own_calendars_are_deleted(void **state)
{
	struct http_response *response;

	make(*state, "MKCALENDAR", HOME "work/", NULL);
	program_put_event(*state, HOME "work/a.ics", "a");
	response = program_send(*state, "maria", "DELETE", HOME "work/",
				"Depth: 0", NULL);
	assert_int_equal(response->status, 400);
	response = program_send(*state, "maria", "DELETE", HOME "work/",
				"If-Match: \"x\"", NULL);
	assert_int_equal(response->status, 412);
	response = program_send(*state, "maria", "DELETE", HOME "work/", NULL,
				NULL);
	assert_int_equal(response->status, 204);
	response = program_send(*state, "maria", "GET", HOME "work/a.ics", NULL,
				NULL);
	assert_int_equal(response->status, 404);
	response = program_send(*state, "maria", "DELETE", HOME "sessions/",
				NULL, NULL);
	assert_int_equal(response->status, 403);
	response = program_send(*state, "maria", "DELETE", HOME, NULL, NULL);
	assert_int_equal(response->status, 403);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROGRAM(a_calendar_is_made_without_a_body),
		WITH_PROGRAM(a_calendar_is_made_with_its_properties),
		WITH_PROGRAM(an_extended_mkcol_makes_calendars_and_collections),
		WITH_PROGRAM(other_types_are_refused_with_nothing_made),
		WITH_PROGRAM(a_property_that_cannot_be_set_refuses_all),
		WITH_PROGRAM(what_is_there_is_not_made_again),
		WITH_PROGRAM(a_collection_needs_a_place),
		WITH_PROGRAM(a_body_of_another_kind_is_415),
		WITH_PROGRAM(clients_make_nothing),
		WITH_PROGRAM(only_ones_own_calendars_are_deleted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
