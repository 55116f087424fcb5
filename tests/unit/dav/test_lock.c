#include "tests/unit/dav/lock_fixture.h"

#include <string.h>

static struct http_response *send(struct place *place, const char *method,
				  const char *target, const char *headers,
				  const char *body)
{
	return program_send(place, "maria", method, target, headers, body);
}

static const char *discovery(struct place *place, const char *target)
{
	return program_propfind(place, target, "0",
				"<D:lockdiscovery/><D:supportedlock/>");
}

/* RFC 4918 9.10.1, 15.8 */
static void a_lock_is_told_as_it_was_asked_for(void **state)
{
	struct place *place = *state;
	struct http_response *response =
		lock_ask(place, CAL "a.ics", "exclusive", "0");
	const char *token = http_response_header(response, "Lock-Token");
	const char *told;

	assert_int_equal(response->status, 200);
	assert_holds(response->body,
		     "<D:lockdiscovery><D:activelock><D:locktype><D:write/>"
		     "</D:locktype><D:lockscope><D:exclusive/></D:lockscope>"
		     "<D:depth>0</D:depth><D:owner>Maria's desk</D:owner>"
		     "<D:timeout>Second-600</D:timeout><D:locktoken><D:href>");
	assert_holds(response->body, "<D:lockroot><D:href>" CAL "a.ics<");
	program_later(60);
	told = discovery(place, CAL "a.ics");
	assert_holds(told,
		     slice_dup(place->arena,
			       (struct slice){ token + 1, strlen(token) - 2 }));
	assert_holds(told, "<D:timeout>Second-540</D:timeout>");
	assert_holds(told, "<D:owner>Maria's desk</D:owner>");
	assert_holds(discovery(place, CAL), "<D:lockdiscovery/>");
}

/* RFC 4918 7 */
static void who_does_not_name_the_lock_is_told_where_it_is(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, CAL "a.ics", "exclusive", "0");
	struct http_response *response =
		send(place, "DELETE", CAL "a.ics", NULL, NULL);

	assert_int_equal(response->status, 423);
	assert_holds(response->body,
		     "<D:lock-token-submitted><D:href>" CAL "a.ics</D:href>");
	assert_holds(response->body, "'a.ics' is locked");
	assert_int_equal(lock_try(place, "PUT", CAL "a.ics", NULL, NULL), 423);
	assert_int_equal(lock_try(place, "PROPPATCH", CAL "a.ics", NULL, NULL),
			 423);
	assert_int_equal(lock_try(place, "PUT", CAL "a.ics", token, NULL), 204);
	assert_int_equal(lock_try(place, "PROPPATCH", CAL "a.ics", token, NULL),
			 207);
	assert_int_equal(lock_try(place, "PUT", CAL "b.ics", NULL, NULL), 201);
	assert_int_equal(lock_end(place, CAL "a.ics", token), 204);
	assert_int_equal(lock_try(place, "DELETE", CAL "a.ics", NULL, NULL),
			 204);
}

/* RFC 4918 6.1 */
static void an_exclusive_lock_is_alone_and_shared_ones_are_not(void **state)
{
	struct place *place = *state;
	const char *first = lock_take(place, FILES "a", "shared", "0");
	const char *second = lock_take(place, FILES "a", "shared", "0");
	struct http_response *response =
		lock_ask(place, FILES "a", "exclusive", "0");

	assert_string_not_equal(first, second);
	assert_int_equal(response->status, 423);
	assert_holds(response->body,
		     "<D:no-conflicting-lock><D:href>" FILES "a</D:href>");
	assert_int_equal(lock_try(place, "PUT", FILES "a", first, NULL), 204);
	assert_int_equal(lock_try(place, "PUT", FILES "a", second, NULL), 204);
	assert_int_equal(lock_try(place, "PUT", FILES "a", NULL, NULL), 423);
	assert_int_equal(lock_end(place, FILES "a", first), 204);
	assert_int_equal(lock_try(place, "PUT", FILES "a", first, NULL), 423);
	assert_int_equal(lock_end(place, FILES "a", second), 204);
	lock_take(place, FILES "a", "exclusive", "0");
	assert_int_equal(lock_ask(place, FILES "a", "shared", "0")->status,
			 423);
}

/* RFC 4918 7.4 */
static void a_lock_on_a_collection_alone_holds_what_is_in_it(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES, "exclusive", "0");

	assert_int_equal(lock_try(place, "PUT", FILES "a", NULL, NULL), 204);
	assert_int_equal(lock_try(place, "PROPPATCH", FILES "a", NULL, NULL),
			 207);
	assert_int_equal(lock_try(place, "PUT", FILES "sub/c", NULL, NULL),
			 201);
	assert_int_equal(lock_try(place, "PUT", FILES "new", NULL, NULL), 423);
	assert_int_equal(lock_try(place, "DELETE", FILES "a", NULL, NULL), 423);
	assert_int_equal(lock_try(place, "MKCOL", FILES "new/", NULL, NULL),
			 423);
	assert_int_equal(lock_try(place, "DELETE", FILES "sub/", NULL, NULL),
			 423);
	assert_int_equal(lock_try(place, "PROPPATCH", FILES, NULL, NULL), 423);
	assert_int_equal(lock_carry(place, "MOVE", FILES "a", HOME "calendar/x",
				    NULL, NULL),
			 423);
	assert_int_equal(
		lock_carry(place, "COPY", FILES "a", FILES "c", NULL, NULL),
		423);
	assert_int_equal(lock_ask(place, FILES "new", "shared", "0")->status,
			 423);
	assert_int_equal(lock_try(place, "MKCOL", FILES "new/", token, NULL),
			 201);
	assert_int_equal(lock_try(place, "DELETE", FILES "sub/", token, NULL),
			 204);
	assert_int_equal(lock_try(place, "PROPPATCH", FILES, token, NULL), 207);
	assert_int_equal(
		lock_carry(place, "COPY", FILES "a", FILES "c", token, NULL),
		201);
}

/* RFC 4918 7.4, 9.10.3 */
static void a_lock_with_all_below_holds_at_every_depth(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES, "exclusive", "infinity");

	assert_holds(discovery(place, FILES "sub/b"),
		     "<D:depth>infinity</D:depth>");
	assert_holds(discovery(place, FILES "sub/b"),
		     "<D:lockroot><D:href>" FILES "<");
	assert_int_equal(lock_try(place, "PUT", FILES "sub/b", NULL, NULL),
			 423);
	assert_int_equal(lock_try(place, "PUT", FILES "sub/new", NULL, NULL),
			 423);
	assert_int_equal(lock_try(place, "PROPPATCH", FILES "sub/", NULL, NULL),
			 423);
	assert_int_equal(
		lock_ask(place, FILES "sub/b", "exclusive", "0")->status, 423);
	assert_int_equal(lock_try(place, "PUT", FILES "sub/new", token, NULL),
			 201);
	/* Of what came under it since, too; ended at any address within. */
	assert_int_equal(lock_try(place, "PUT", FILES "sub/new", NULL, NULL),
			 423);
	assert_int_equal(lock_end(place, FILES "sub/new", token), 204);
	assert_int_equal(lock_try(place, "DELETE", FILES, NULL, NULL), 204);
}

/* RFC 4918 9.10.3 */
static void what_is_below_and_locked_is_named_where_all_is_to_be(void **state)
{
	struct place *place = *state;
	struct http_response *response;

	lock_take(place, FILES "sub/b", "exclusive", "0");
	response = lock_ask(place, FILES, "shared", "infinity");
	assert_int_equal(response->status, 207);
	assert_null(http_response_header(response, "Lock-Token"));
	assert_holds(response->body, "<D:href>" FILES "sub/b</D:href>"
				     "<D:status>HTTP/1.1 423 ");
	assert_holds(response->body, "<D:href>" FILES "</D:href>"
				     "<D:status>HTTP/1.1 424 ");
	assert_holds(discovery(place, FILES), "<D:lockdiscovery/>");
	lock_take(place, FILES, "shared", "0");
}

/* RFC 4918 9.6.1: whoever is in the way is named, and nothing goes. */
static void a_lock_within_holds_the_collection(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES "sub/b", "exclusive", "0");
	struct http_response *response =
		send(place, "DELETE", FILES, NULL, NULL);

	assert_int_equal(response->status, 423);
	assert_holds(response->body, "<D:href>" FILES "sub/b</D:href>");
	assert_int_equal(
		lock_carry(place, "MOVE", FILES, HOME "moved/", NULL, NULL),
		423);
	assert_int_equal(lock_carry(place, "COPY", FILES "sub/", HOME "moved/",
				    NULL, NULL),
			 201);
	assert_int_equal(
		lock_carry(place, "COPY", HOME "moved/", FILES, NULL, NULL),
		423);
	assert_int_equal(
		lock_carry(place, "MOVE", FILES, HOME "moved/", token, NULL),
		204);
	assert_holds(discovery(place, HOME "moved/sub/b"),
		     "<D:lockdiscovery/>");
	assert_int_equal(lock_try(place, "DELETE", HOME "moved/", NULL, NULL),
			 204);
}

/* RFC 4918 7.6 */
static void a_lock_is_neither_copied_nor_moved(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES "a", "exclusive", "0");
	const char *there;

	assert_int_equal(
		lock_carry(place, "COPY", FILES "a", FILES "c", NULL, NULL),
		201);
	assert_holds(discovery(place, FILES "c"), "<D:lockdiscovery/>");
	assert_int_equal(
		lock_carry(place, "MOVE", FILES "a", FILES "d", NULL, NULL),
		423);
	there = lock_take(place, FILES "c", "exclusive", "0");
	assert_int_equal(
		lock_carry(place, "MOVE", FILES "a", FILES "c", token, NULL),
		423);
	assert_int_equal(
		lock_carry(place, "MOVE", FILES "a", FILES "c", token, there),
		204);
	/* What is at the destination is of its lock now. */
	assert_holds(discovery(place, FILES "c"), there);
	assert_lacks(discovery(place, FILES "c"), token);
	assert_int_equal(lock_try(place, "PUT", FILES "a", NULL, NULL), 201);
	assert_int_equal(
		lock_carry(place, "COPY", FILES "a", FILES "c", NULL, NULL),
		423);
	assert_int_equal(
		lock_carry(place, "COPY", FILES "a", FILES "c", there, NULL),
		204);
	assert_holds(discovery(place, FILES "c"), there);
}

static void a_collection_does_not_come_over_a_locked_file(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES "a", "exclusive", "0");

	assert_int_equal(
		lock_carry(place, "COPY", FILES "sub/", FILES "a/", NULL, NULL),
		423);
	assert_int_equal(lock_carry(place, "MOVE", FILES "sub/", FILES "a/",
				    token, NULL),
			 204);
	assert_int_equal(lock_try(place, "DELETE", FILES "a/", NULL, NULL),
			 204);
	assert_int_equal(lock_try(place, "PUT", FILES "a", NULL, NULL), 201);
}

/* RFC 4918 9.6: what was deleted is locked no more. */
static void a_lock_ends_with_what_it_is_on(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES "a", "exclusive", "0");

	assert_int_equal(lock_try(place, "DELETE", FILES "a", token, NULL),
			 204);
	assert_int_equal(lock_try(place, "PUT", FILES "a", NULL, NULL), 201);
	assert_int_equal(lock_end(place, FILES "a", token), 409);
}

/* RFC 4918 7.3 */
static void a_lock_where_nothing_is_makes_an_empty_resource(void **state)
{
	struct place *place = *state;
	struct http_response *response =
		lock_ask(place, CAL "new.ics", "exclusive", "0");
	const char *token = http_response_header(response, "Lock-Token");

	assert_int_equal(response->status, 201);
	token = arena_strndup(place->arena, token + 1, strlen(token) - 2);
	response = send(place, "GET", CAL "new.ics", NULL, NULL);
	assert_int_equal(response->status, 200);
	assert_int_equal(response->body_len, 0);
	assert_holds(program_propfind(place, CAL, "1", "<D:lockdiscovery/>"),
		     token);
	assert_int_equal(lock_try(place, "MKCOL", CAL "new.ics/", token, NULL),
			 405);
	response = send(place, "REPORT", CAL, "Depth: 1",
			"<C:calendar-query xmlns:C=\"urn:ietf:params:xml:ns:"
			"caldav\" xmlns:D=\"DAV:\"><D:prop><C:calendar-data/>"
			"</D:prop><C:filter><C:comp-filter name=\"VCALENDAR\"/>"
			"</C:filter></C:calendar-query>");
	assert_int_equal(response->status, 207);
	assert_lacks(response->body, "new.ics");
	response = send(place, "GET", CAL, NULL, NULL);
	assert_int_equal(response->status, 200);
	assert_holds(response->body, "UID:a\r\n");
	assert_int_equal(lock_try(place, "PUT", CAL "new.ics", NULL, NULL),
			 423);
	assert_int_equal(lock_try(place, "PUT", CAL "new.ics", token, NULL),
			 204);
	assert_int_equal(lock_end(place, CAL "new.ics", token), 204);
	assert_holds(send(place, "GET", CAL, NULL, NULL)->body, "UID:new\r\n");
}

static void an_empty_resource_stays_when_its_lock_ends(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, CAL "new.ics", "shared", "0");

	assert_int_equal(lock_end(place, CAL "new.ics", token), 204);
	assert_int_equal(send(place, "GET", CAL "new.ics", NULL, NULL)->status,
			 200);
	assert_int_equal(
		lock_carry(place, "MOVE", CAL "new.ics", FILES "e", NULL, NULL),
		201);
	assert_int_equal(lock_try(place, "DELETE", FILES "e", NULL, NULL), 204);
}

/* RFC 4918 9.10.4 */
static void a_lock_makes_no_collections_and_no_parents(void **state)
{
	static const struct {
		const char *target;
		int status;
	} rows[] = {
		{ FILES "none/a", 409 },    { FILES "none/", 409 },
		{ HOME "new", 403 },        { HOME, 405 },
		{ "/dav/", 405 },           { "/dav/calendars/sam/a", 404 },
		{ HOME "sessions/n", 403 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(
			lock_ask(*state, rows[i].target, "shared", "0")->status,
			rows[i].status);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_LOCKS(a_lock_is_told_as_it_was_asked_for),
		WITH_LOCKS(who_does_not_name_the_lock_is_told_where_it_is),
		WITH_LOCKS(an_exclusive_lock_is_alone_and_shared_ones_are_not),
		WITH_LOCKS(a_lock_on_a_collection_alone_holds_what_is_in_it),
		WITH_LOCKS(a_lock_with_all_below_holds_at_every_depth),
		WITH_LOCKS(
			what_is_below_and_locked_is_named_where_all_is_to_be),
		WITH_LOCKS(a_lock_within_holds_the_collection),
		WITH_LOCKS(a_lock_is_neither_copied_nor_moved),
		WITH_LOCKS(a_collection_does_not_come_over_a_locked_file),
		WITH_LOCKS(a_lock_ends_with_what_it_is_on),
		WITH_LOCKS(a_lock_where_nothing_is_makes_an_empty_resource),
		WITH_LOCKS(an_empty_resource_stays_when_its_lock_ends),
		WITH_LOCKS(a_lock_makes_no_collections_and_no_parents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
