#include "tests/unit/dav/dav_fixture.h"

#include "dav/property_private.h"

#include <string.h>

static struct http_response *patch(struct place *place, const char *login,
				   const char *target, const char *actions)
{
	return program_send(
		place, login, "PROPPATCH", target, NULL,
		arena_printf(place->arena,
			     "<D:propertyupdate" MULTISTATUS_PREFIXES
			     ">%s</D:propertyupdate>",
			     actions));
}

static void no_property_stands_in_the_table_twice(void **state)
{
	const struct live_property *row;
	size_t count = 0;

	(void)state;
	for (; (row = property_row(count)); count++)
		assert_ptr_equal(property_find(row->ns, row->name), row);
	assert_in_range(count, 40, 100);
}

static void what_is_stored_is_never_protected(void **state)
{
	const struct live_property *row;

	(void)state;
	for (size_t i = 0; (row = property_row(i)); i++) {
		assert_non_null(row->get);
		assert_false((row->flags & PROPERTY_STORED) &&
			     (row->flags & PROPERTY_PROTECTED));
		assert_false(str_equal(row->ns, NS_CALDAV) &&
			     (row->flags & PROPERTY_ALLPROP));
	}
}

static void colour_order_and_name_are_kept_for_the_viewer(void **state)
{
	struct http_response *response =
		patch(*state, "maria", HOME "closures/",
		      "<D:set><D:prop>"
		      "<A:calendar-color symbolic-color=\"red\">#FF0000FF"
		      "</A:calendar-color><A:calendar-order>3"
		      "</A:calendar-order><D:displayname>Zu &amp; auf"
		      "</D:displayname></D:prop></D:set>");
	const char *body;

	assert_int_equal(response->status, 207);
	assert_int_equal(program_count(response->body, "<D:propstat>"), 1);
	assert_holds(response->body, " 200 OK");
	body = program_propfind(*state, HOME "closures/", "0",
				"<A:calendar-color/><A:calendar-order/>"
				"<D:displayname/>");
	assert_holds(body, "#FF0000FF</A:calendar-color>");
	assert_holds(body, "<A:calendar-order>3<");
	assert_holds(body, "<D:displayname>Zu &amp; auf<");
	response =
		program_send(*state, "ada", "PROPFIND",
			     "/dav/calendars/ada/closures/", "Depth: 0", NULL);
	assert_holds(response->body, "<D:displayname>Closures<");
}

static void a_protected_property_fails_all(void **state)
{
	struct http_response *response =
		patch(*state, "maria", HOME "calendar/",
		      "<D:set><D:prop><D:displayname>New</D:displayname>"
		      "<D:getetag>x</D:getetag></D:prop></D:set>");

	assert_int_equal(response->status, 207);
	assert_holds(response->body,
		     "<D:getetag/></D:prop><D:status>HTTP/1.1 403 Forbidden"
		     "</D:status><D:error>"
		     "<D:cannot-modify-protected-property/></D:error>");
	assert_holds(response->body, "<D:displayname/></D:prop><D:status>"
				     "HTTP/1.1 424 Failed Dependency");
	assert_holds(program_propfind(*state, HOME "calendar/", "0",
				      "<D:displayname/>"),
		     ">Calendar<");
}

static void principals_keep_nothing(void **state)
{
	struct http_response *response = patch(
		*state, "maria", "/dav/principals/maria/",
		"<D:set><D:prop><x xmlns=\"urn:x\">1</x></D:prop></D:set>");

	assert_int_equal(response->status, 207);
	assert_holds(response->body, " 403 Forbidden");
}

/* Apple's programs set default alarms on the home. */
static void homes_keep_what_their_person_sets(void **state)
{
	struct http_response *response = patch(
		*state, "maria", HOME,
		"<D:set><D:prop><x xmlns=\"urn:x\">1</x></D:prop></D:set>");
	const char *body;

	assert_int_equal(response->status, 207);
	assert_lacks(response->body, " 403 ");
	body = program_propfind(*state, HOME, "0", "<x xmlns=\"urn:x\"/>");
	assert_holds(body, ">1</");
	assert_lacks(body, " 404 ");
}

static void dead_properties_keep_structure_and_language(void **state)
{
	const char *target = HOME "calendar/a.ics";
	const char *body;

	program_put_event(*state, target, "a");
	patch(*state, "maria", target,
	      "<D:set xml:lang=\"fr\"><D:prop><q:p xmlns:q=\"urn:q\">"
	      "t<q:in a=\"1\" xmlns:r=\"urn:r\" r:b=\"2\"/><none/></q:p>"
	      "<plain>no namespace</plain></D:prop></D:set>");
	body = program_propfind(*state, target, "0",
				"<z:p xmlns:z=\"urn:q\"/><plain/>");
	assert_holds(body,
		     "<X:p xmlns:X=\"urn:q\" xml:lang=\"fr\">t<q:in "
		     "xmlns:r=\"urn:r\" xmlns:q=\"urn:q\" a=\"1\" r:b=\"2\"/>"
		     "<none/></X:p>");
	assert_holds(body, "<plain xml:lang=\"fr\">no namespace</plain>");
	assert_lacks(body, " 404 ");
	body = program_send(*state, "maria", "PROPFIND", target, "Depth: 0",
			    NULL)
		       ->body;
	assert_holds(body, "no namespace</plain>");
}

static void set_and_remove_act_in_document_order(void **state)
{
	const char *target = HOME "calendar/";

	patch(*state, "maria", target,
	      "<D:set><D:prop><a xmlns=\"urn:x\">1</a></D:prop></D:set>"
	      "<D:remove><D:prop><a xmlns=\"urn:x\"/></D:prop></D:remove>");
	assert_holds(
		program_propfind(*state, target, "0", "<a xmlns=\"urn:x\"/>"),
		" 404 ");
	patch(*state, "maria", target,
	      "<D:remove><D:prop><a xmlns=\"urn:x\"/></D:prop></D:remove>"
	      "<D:set><D:prop><a xmlns=\"urn:x\">2</a></D:prop></D:set>");
	assert_holds(
		program_propfind(*state, target, "0", "<a xmlns=\"urn:x\"/>"),
		">2</X:a>");
}

static void the_zone_reads_the_same_by_both_names(void **state)
{
	const char *target = HOME "calendar/";
	struct http_response *response;
	const char *body = program_propfind(*state, target, "0",
					    "<C:calendar-timezone-id/>"
					    "<C:calendar-timezone/>");

	assert_holds(body, "<C:calendar-timezone-id>America/Toronto<");
	assert_holds(body, "TZID:America/Toronto&#13;");
	patch(*state, "maria", target,
	      "<D:set><D:prop><C:calendar-timezone-id>Europe/Berlin"
	      "</C:calendar-timezone-id></D:prop></D:set>");
	body = program_propfind(*state, target, "0", "<C:calendar-timezone/>");
	assert_holds(body, "TZID:Europe/Berlin&#13;");
	response = patch(*state, "maria", target,
			 "<D:set><D:prop><C:calendar-timezone>"
			 "BEGIN:VCALENDAR&#13;\nVERSION:2.0&#13;\nPRODID:x&#13;"
			 "\nBEGIN:VTIMEZONE&#13;\nTZID:Asia/Tokyo&#13;\n"
			 "BEGIN:STANDARD&#13;\nDTSTART:19700101T000000&#13;\n"
			 "TZOFFSETFROM:+0900&#13;\nTZOFFSETTO:+0900&#13;\n"
			 "END:STANDARD&#13;\nEND:VTIMEZONE&#13;\n"
			 "END:VCALENDAR&#13;\n</C:calendar-timezone>"
			 "</D:prop></D:set>");
	assert_holds(response->body, " 200 OK");
	body = program_propfind(*state, target, "0",
				"<C:calendar-timezone-id/>"
				"<C:calendar-timezone/>");
	assert_holds(body, "<C:calendar-timezone-id>Asia/Tokyo<");
	assert_holds(body, "TZOFFSETTO:+0900");
	patch(*state, "maria", target,
	      "<D:remove><D:prop><C:calendar-timezone/></D:prop></D:remove>");
	body = program_propfind(*state, target, "0",
				"<C:calendar-timezone-id/>");
	assert_holds(body, ">America/Toronto<");
}

static void zones_that_are_none_are_refused(void **state)
{
	struct http_response *response =
		patch(*state, "maria", HOME "calendar/",
		      "<D:set><D:prop><C:calendar-timezone-id>Mars/Base"
		      "</C:calendar-timezone-id></D:prop></D:set>");

	assert_holds(response->body, "<C:valid-timezone/>");
	response = patch(*state, "maria", HOME "calendar/",
			 "<D:set><D:prop><C:calendar-timezone>nonsense"
			 "</C:calendar-timezone></D:prop></D:set>");
	assert_holds(response->body, "<C:valid-calendar-data/>");
}

static void minimal_success_has_no_body(void **state)
{
	struct http_response *response = program_send(
		*state, "maria", "PROPPATCH", HOME "calendar/",
		"Prefer: return=minimal",
		"<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><a/>"
		"</D:prop></D:set></D:propertyupdate>");

	assert_int_equal(response->status, 200);
	assert_int_equal(response->body_len, 0);
}

static void a_value_over_256_kib_is_refused(void **state)
{
	struct place *place = *state;
	char *value = arena_alloc(place->arena, 257 * 1024 + 1);
	struct http_response *response;

	memset(value, 'x', 257 * 1024);
	response = patch(place, "maria", HOME "calendar/",
			 arena_printf(place->arena,
				      "<D:set><D:prop><a>%s</a></D:prop>"
				      "</D:set>",
				      value));
	assert_int_equal(response->status, 413);
}

static void privileges_tell_who_may_write(void **state)
{
	const char *ask = "<D:propfind xmlns:D=\"DAV:\"><D:prop>"
			  "<D:current-user-privilege-set/></D:prop>"
			  "</D:propfind>";
	const char *body = program_propfind(*state, HOME "sessions/", "0",
					    "<D:current-user-privilege-set/>");

	assert_holds(body, "<D:write-content/>");
	assert_holds(body, "<D:unbind/>");
	body = program_propfind(*state, HOME "closures/", "0",
				"<D:current-user-privilege-set/>");
	assert_holds(body, "<D:read/>");
	assert_lacks(body, "<D:write");
	body = program_send(*state, "ada", "PROPFIND",
			    "/dav/calendars/ada/sessions/", "Depth: 0", ask)
		       ->body;
	assert_lacks(body, "<D:write");
	body = program_send(*state, "sam", "PROPFIND",
			    "/dav/calendars/sam/closures/", "Depth: 0", ask)
		       ->body;
	assert_holds(body, "<D:write-properties/>");
}

static void ctag_and_sync_token_move_with_the_collection(void **state)
{
	const char *asked = "<CS:getctag/><D:sync-token/><D:getetag/>";
	const char *before, *after;

	before = program_propfind(*state, HOME "calendar/", "0", asked);
	assert_string_equal(
		before, program_propfind(*state, HOME "calendar/", "0", asked));
	assert_holds(before, "<D:sync-token>urn:daybook:sync:");
	program_put_event(*state, HOME "calendar/a.ics", "a");
	after = program_propfind(*state, HOME "calendar/", "0", asked);
	assert_string_not_equal(before, after);
	before = program_propfind(*state, HOME, "0",
				  "<CS:getctag/><D:sync-token/>");
	assert_lacks(before, " 404 ");
	program_put_event(*state, HOME "calendar/b.ics", "b");
	after = program_propfind(*state, HOME, "0",
				 "<CS:getctag/><D:sync-token/>");
	assert_string_not_equal(before, after);
}

static const char *session_of(struct place *place, const char *login,
			      const char *home, const char *props)
{
	const char *target = arena_printf(place->arena, "%ssessions/%s", home,
					  program_session_name(place));

	return program_send(place, login, "PROPFIND", target, "Depth: 0",
			    arena_printf(place->arena,
					 "<D:propfind" MULTISTATUS_PREFIXES
					 "><D:prop>%s</D:prop></D:propfind>",
					 props))
		->body;
}

static void a_session_shows_what_its_viewer_may_see(void **state)
{
	const char *asked = "<B:status/><B:clients/><B:service/><B:charge/>";
	const char *body = session_of(*state, "maria", HOME, asked);

	assert_holds(body, "<B:status>open</B:status>");
	assert_holds(body, "<B:clients>C042</B:clients>");
	assert_holds(body, "<B:service>Therapy</B:service>");
	assert_holds(body, "<B:charge/></D:prop><D:status>HTTP/1.1 404");
	body = session_of(*state, "ada", "/dav/calendars/ada/", asked);
	assert_holds(body, "<B:status>open</B:status>");
	assert_holds(body, "<B:clients/><B:service/><B:charge/></D:prop>"
			   "<D:status>HTTP/1.1 404");
}

static void proppatch_of_status_saves_the_session(void **state)
{
	struct place *place = *state;
	const char *target = arena_printf(place->arena, HOME "sessions/%s",
					  program_session_name(place));
	struct http_response *response =
		patch(place, "maria", target,
		      "<D:set><D:prop><B:status> canceled </B:status>"
		      "</D:prop></D:set>");

	assert_int_equal(response->status, 207);
	assert_holds(response->body, " 200 OK");
	assert_holds(session_of(place, "maria", HOME, "<B:status/>"),
		     "<B:status>canceled<");
}

static void a_refused_status_fails_the_others_too(void **state)
{
	struct place *place = *state;
	const char *target = arena_printf(place->arena, HOME "sessions/%s",
					  program_session_name(place));
	struct http_response *response =
		patch(place, "maria", target,
		      "<D:set><D:prop><B:status>vanished</B:status>"
		      "<note xmlns=\"urn:n\">x</note></D:prop></D:set>");

	assert_int_equal(response->status, 207);
	assert_holds(response->body, "<B:unknown-status/>");
	assert_holds(response->body, " 424 ");
	assert_holds(
		session_of(place, "maria", HOME, "<note xmlns=\"urn:n\"/>"),
		" 404 ");
	response = patch(place, "ada",
			 arena_printf(place->arena,
				      "/dav/calendars/ada/sessions/%s",
				      program_session_name(place)),
			 "<D:set><D:prop><B:status>completed</B:status>"
			 "</D:prop></D:set>");
	assert_holds(response->body, "<D:need-privileges/>");
	assert_holds(session_of(place, "maria", HOME, "<B:status/>"),
		     "<B:status>open<");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_property_stands_in_the_table_twice),
		cmocka_unit_test(what_is_stored_is_never_protected),
		WITH_PROGRAM(colour_order_and_name_are_kept_for_the_viewer),
		WITH_PROGRAM(a_protected_property_fails_all),
		WITH_PROGRAM(principals_keep_nothing),
		WITH_PROGRAM(homes_keep_what_their_person_sets),
		WITH_PROGRAM(dead_properties_keep_structure_and_language),
		WITH_PROGRAM(set_and_remove_act_in_document_order),
		WITH_PROGRAM(the_zone_reads_the_same_by_both_names),
		WITH_PROGRAM(zones_that_are_none_are_refused),
		WITH_PROGRAM(minimal_success_has_no_body),
		WITH_PROGRAM(a_value_over_256_kib_is_refused),
		WITH_PROGRAM(privileges_tell_who_may_write),
		WITH_PROGRAM(ctag_and_sync_token_move_with_the_collection),
		WITH_PROGRAM(a_session_shows_what_its_viewer_may_see),
		WITH_PROGRAM(proppatch_of_status_saves_the_session),
		WITH_PROGRAM(a_refused_status_fails_the_others_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
