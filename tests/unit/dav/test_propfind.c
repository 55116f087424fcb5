#include "tests/unit/dav/dav_fixture.h"

#include <string.h>

static const char all[] = "<D:propfind xmlns:D=\"DAV:\"><D:%s/></D:propfind>";

static void root_and_dav_tell_who_is_signed_in(void **state)
{
	static const char *const roots[] = { "/", "/dav/", "/dav" };

	for (size_t i = 0; i < ARRAY_SIZE(roots); i++) {
		const char *body =
			program_propfind(*state, roots[i], "0",
					 "<D:current-user-principal/>"
					 "<D:resourcetype/>");

		assert_holds(body, "<D:current-user-principal><D:href>"
				   "/dav/principals/maria/</D:href>");
		assert_holds(body, "<D:resourcetype><D:collection/>");
		assert_lacks(body, " 404 ");
	}
}

static void the_principal_leads_to_the_home(void **state)
{
	const char *body =
		program_propfind(*state, "/dav/principals/maria/", "0",
				 "<C:calendar-home-set/>"
				 "<C:calendar-user-address-set/>"
				 "<D:principal-URL/>"
				 "<C:schedule-inbox-URL/>");

	assert_holds(body, "<C:calendar-home-set><D:href>" HOME);
	assert_holds(body, "mailto:someone@example.com</D:href>");
	assert_holds(body, "<D:href>/dav/principals/maria/</D:href></D:"
			   "principal-URL>");
	assert_holds(body, "<C:schedule-inbox-URL/></D:prop><D:status>"
			   "HTTP/1.1 404 Not Found");
}

static void the_home_lists_practice_and_personal_calendars(void **state)
{
	const char *body = program_propfind(
		*state, HOME, "1", "<D:resourcetype/><D:displayname/>");

	assert_holds(body, "<D:href>" HOME "</D:href>");
	assert_holds(body, "<D:href>" HOME "sessions/</D:href>");
	assert_holds(body, "<D:href>" HOME "closures/</D:href>");
	assert_holds(body, "<D:href>" HOME "to-save/</D:href>");
	assert_holds(body, "<D:href>" HOME "calendar/</D:href>");
	assert_lacks(body, "inbox");
	assert_int_equal(program_count(body, "<C:calendar/>"), 4);
}

static void other_peoples_homes_are_not_there(void **state)
{
	static const char *const hidden[] = {
		"/dav/calendars/sam/",    "/dav/calendars/sam/calendar/",
		"/dav/calendars/nobody/", "/dav/principals/nobody/",
		"/dav/nothing",           "/dav/principals/maria/x",
	};

	for (size_t i = 0; i < ARRAY_SIZE(hidden); i++)
		assert_int_equal(program_send(*state, "maria", "PROPFIND",
					      hidden[i], "Depth: 0", NULL)
					 ->status,
				 404);
	assert_int_equal(program_send(*state, "ada", "PROPFIND",
				      "/dav/principals/maria/", "Depth: 0",
				      NULL)
				 ->status,
			 404);
}

/* K30 */
static void found_and_missing_share_one_propstat_each(void **state)
{
	const char *body = program_propfind(
		*state, HOME "calendar/", "0",
		"<D:resourcetype/><foo xmlns=\"urn:x&amp;y\"/><D:displayname/>"
		"<bar/><CS:nothing/>");

	assert_int_equal(program_count(body, "<D:propstat>"), 2);
	assert_int_equal(program_count(body, " 200 OK"), 1);
	assert_int_equal(program_count(body, " 404 Not Found"), 1);
	assert_holds(body, "<X:foo xmlns:X=\"urn:x&amp;y\"/><bar/>"
			   "<CS:nothing/></D:prop>");
}

static void minimal_leaves_out_what_is_missing(void **state)
{
	const char *body = "<propfind xmlns=\"DAV:\"><prop><nothing/>"
			   "<resourcetype/></prop></propfind>";
	struct http_response *response =
		program_send(*state, "maria", "PROPFIND", HOME,
			     "Depth: 0\nPrefer: return=minimal", body);

	assert_lacks(response->body, " 404 ");
	assert_holds(response->body, "<D:resourcetype>");
	assert_string_equal(
		http_response_header(response, "Preference-Applied"),
		"return=minimal");
	response = program_send(*state, "maria", "PROPFIND", HOME,
				"Depth: 0\nBrief: t", body);
	assert_lacks(response->body, " 404 ");
	response = program_send(*state, "maria", "PROPFIND", HOME,
				"Depth: 1\nPrefer: depth-noroot", body);
	assert_lacks(response->body, "<D:href>" HOME "</D:href>");
	assert_holds(response->body, "<D:href>" HOME "calendar/</D:href>");
}

static void infinity_is_refused_but_on_a_member(void **state)
{
	struct http_response *response;

	program_put_event(*state, HOME "calendar/a.ics", "a");
	response = program_send(*state, "maria", "PROPFIND", HOME,
				"Depth: infinity", NULL);
	assert_int_equal(response->status, 403);
	assert_holds(response->body, "<D:propfind-finite-depth/>");
	assert_int_equal(program_send(*state, "maria", "PROPFIND",
				      HOME "calendar/a.ics", "Depth: infinity",
				      NULL)
				 ->status,
			 207);
	assert_int_equal(program_send(*state, "maria", "PROPFIND", HOME,
				      "Depth: 2", NULL)
				 ->status,
			 400);
}

static void without_a_depth_it_is_infinite(void **state)
{
	struct http_response *response =
		program_send(*state, "maria", "PROPFIND", HOME, NULL, NULL);

	assert_int_equal(response->status, 403);
	assert_holds(response->body, "propfind-finite-depth");
}

static void bad_bodies_are_400(void **state)
{
	static const char *const wrong[] = {
		"<foo>",
		"<foo xmlns:bar=\"\"/>",
		"<D:prop xmlns:D=\"DAV:\"/>",
		"<D:propfind xmlns:D=\"DAV:\"/>",
		"<!DOCTYPE x [<!ENTITY e 'x'>]><D:propfind xmlns:D='DAV:'>"
		"<D:allprop/></D:propfind>",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(program_send(*state, "maria", "PROPFIND", HOME,
					      "Depth: 0", wrong[i])
					 ->status,
				 400);
}

static void too_many_properties_are_refused(void **state)
{
	struct place *place = *state;
	struct buf buf;

	buf_init(&buf, place->arena);
	buf_puts(&buf, "<D:propfind xmlns:D=\"DAV:\"><D:prop>");
	for (int i = 0; i < 257; i++)
		buf_printf(&buf, "<p%d/>", i);
	buf_puts(&buf, "</D:prop></D:propfind>");
	assert_int_equal(program_send(place, "maria", "PROPFIND", HOME,
				      "Depth: 0", buf.at)
				 ->status,
			 400);
}

static void members_have_what_programs_ask_for(void **state)
{
	const char *body;

	program_put_event(*state, HOME "calendar/a%40b%26c.ics", "a");
	body = program_propfind(*state, HOME "calendar/", "1",
				"<D:getetag/><D:resourcetype/>"
				"<D:getcontenttype/>");
	assert_holds(body, "<D:href>" HOME "calendar/a@b%26c.ics</D:href>");
	assert_holds(body, "<D:resourcetype/>");
	assert_holds(body, "<D:getetag>\"");
	assert_holds(body, "text/calendar; charset=utf-8; component=vevent");
	assert_int_equal(program_count(body, "<D:response>"), 2);
	body = program_propfind(*state, HOME "calendar/", "1",
				"<D:getcontentlength/><D:getlastmodified/>"
				"<D:creationdate/>");
	assert_holds(body, "<D:getlastmodified>Mon, 08 Jun 2026 12:00:00 GMT");
	assert_holds(body, "<D:creationdate>2026-06-08T12:00:00Z");
	assert_lacks(body, "<D:getcontentlength>0<");
}

static void allprop_holds_rfc_4918_and_no_caldav(void **state)
{
	struct place *place = *state;
	struct http_response *response;

	program_put_event(place, HOME "calendar/a.ics", "a");
	response = program_send(place, "maria", "PROPFIND", HOME "calendar/",
				"Depth: 1", "");
	assert_int_equal(response->status, 207);
	assert_holds(response->body, "<D:getcontentlength>");
	assert_holds(response->body, "<D:displayname>Calendar<");
	assert_holds(response->body, "<D:supportedlock><D:lockentry>");
	assert_holds(response->body, "<D:lockdiscovery/>");
	assert_lacks(response->body, "<C:max-resource-size");
	assert_lacks(response->body, "<C:calendar-data");
	assert_lacks(response->body, " 404 ");
	assert_string_equal(
		response->body,
		program_send(place, "maria", "PROPFIND", HOME "calendar/",
			     "Depth: 1",
			     arena_printf(place->arena, all, "allprop"))
			->body);
}

static void allprop_takes_an_include(void **state)
{
	struct http_response *response = program_send(
		*state, "maria", "PROPFIND", HOME "calendar/", "Depth: 0",
		"<D:propfind xmlns:D=\"DAV:\"><D:allprop/><D:include>"
		"<D:supported-report-set/></D:include></D:propfind>");

	assert_holds(response->body, "<D:supported-report><D:report>");
}

static void propname_holds_names_only(void **state)
{
	struct place *place = *state;
	struct http_response *response = program_send(
		place, "maria", "PROPFIND", HOME "calendar/", "Depth: 0",
		arena_printf(place->arena, all, "propname"));

	assert_holds(response->body, "<C:max-resource-size/>");
	assert_holds(response->body, "<D:displayname/>");
	assert_lacks(response->body, "<C:calendar-description/>");
	assert_lacks(response->body, "1048576");
}

static void answers_tell_the_classes(void **state)
{
	struct http_response *response = program_send(
		*state, "maria", "PROPFIND", HOME, "Depth: 0", NULL);
	const char *dav = http_response_header(response, "DAV");

	assert_true(str_starts(dav, "1, 3,"));
	assert_holds(dav, "calendar-access");
	assert_string_equal(http_response_header(response, "Content-Type"),
			    "application/xml; charset=utf-8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROGRAM(root_and_dav_tell_who_is_signed_in),
		WITH_PROGRAM(the_principal_leads_to_the_home),
		WITH_PROGRAM(the_home_lists_practice_and_personal_calendars),
		WITH_PROGRAM(other_peoples_homes_are_not_there),
		WITH_PROGRAM(found_and_missing_share_one_propstat_each),
		WITH_PROGRAM(minimal_leaves_out_what_is_missing),
		WITH_PROGRAM(infinity_is_refused_but_on_a_member),
		WITH_PROGRAM(without_a_depth_it_is_infinite),
		WITH_PROGRAM(bad_bodies_are_400),
		WITH_PROGRAM(too_many_properties_are_refused),
		WITH_PROGRAM(members_have_what_programs_ask_for),
		WITH_PROGRAM(allprop_holds_rfc_4918_and_no_caldav),
		WITH_PROGRAM(allprop_takes_an_include),
		WITH_PROGRAM(propname_holds_names_only),
		WITH_PROGRAM(answers_tell_the_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
