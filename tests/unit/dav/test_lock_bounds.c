#include "tests/unit/dav/lock_fixture.h"

#include "practice/booking/locking.h"
#include "practice/quota.h"

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

/* RFC 4918 6.6, 10.7 */
static void a_lock_ends_by_the_servers_clock(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES "a", "exclusive", "0");

	program_later(599);
	assert_int_equal(lock_try(place, "PUT", FILES "a", NULL, NULL), 423);
	program_later(1);
	assert_int_equal(lock_try(place, "PUT", FILES "a", NULL, NULL), 204);
	assert_holds(discovery(place, FILES "a"), "<D:lockdiscovery/>");
	assert_int_equal(lock_end(place, FILES "a", token), 409);
	assert_int_equal(send(place, "LOCK", FILES "a",
			      arena_printf(place->arena, "If: (<%s>)", token),
			      NULL)
				 ->status,
			 412);
	lock_take(place, FILES "a", "exclusive", "0");
}

static void how_long_it_lasts_is_bounded(void **state)
{
	static const struct {
		const char *wish;
		int64_t seconds;
	} rows[] = {
		{ "Infinite", LOCK_LONGEST },
		{ "Second-4100000000", LOCK_LONGEST },
		{ "Second-99999999999999999999999", LOCK_LONGEST },
		{ "Second-86400", LOCK_LONGEST },
		{ "Second-7", 7 },
		{ "Extend, Second-8, Infinite", 8 },
		{ "Second-", LOCK_USUAL },
		{ "Second-0", LOCK_USUAL },
		{ "Second-1x", LOCK_USUAL },
		{ "-5", LOCK_USUAL },
		{ "", LOCK_USUAL },
	};
	struct place *place = *state;
	const char *token = lock_take(place, FILES "a", "exclusive", "0");

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct http_response *response = send(
			place, "LOCK", FILES "a",
			arena_printf(place->arena, "If: (<%s>)\nTimeout: %s",
				     token, rows[i].wish),
			NULL);

		assert_int_equal(response->status, 200);
		assert_holds(response->body,
			     arena_printf(place->arena, ">Second-%lld<",
					  (long long)rows[i].seconds));
	}
}

/* RFC 4918 9.10.2 */
static void a_lock_is_refreshed_by_naming_it(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES, "exclusive", "infinity");
	const char *header = arena_printf(place->arena, "If: (<%s>)", token);
	struct http_response *response;

	program_later(500);
	response = send(
		place, "LOCK", FILES "sub/b",
		arena_printf(place->arena, "%s\nTimeout: Second-900", header),
		NULL);
	assert_int_equal(response->status, 200);
	assert_null(http_response_header(response, "Lock-Token"));
	assert_holds(response->body, "<D:timeout>Second-900</D:timeout>");
	assert_holds(response->body, "<D:lockroot><D:href>" FILES "<");
	response = send(place, "LOCK", CAL "a.ics",
			arena_printf(place->arena,
				     "If: (<%s>) (Not <DAV:no-lock>)", token),
			NULL);
	assert_int_equal(response->status, 412);
	assert_holds(response->body, "<D:lock-token-matches-request-uri/>");
	assert_int_equal(send(place, "LOCK", CAL "a.ics", header, NULL)->status,
			 412);
	assert_int_equal(send(place, "LOCK", FILES, NULL, NULL)->status, 400);
	assert_int_equal(
		send(place, "LOCK", FILES,
		     arena_printf(place->arena, "%s (<urn:x>)", header), NULL)
			->status,
		400);
	assert_int_equal(
		send(place, "LOCK", FILES "none", header, NULL)->status, 404);
}

/* RFC 4918 9.11.1 */
static void unlock_names_a_lock_that_is_there(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES "a", "exclusive", "0");
	struct http_response *response =
		send(place, "UNLOCK", FILES "a", NULL, NULL);

	assert_int_equal(response->status, 400);
	response = send(place, "UNLOCK", FILES "a", "Lock-Token: urn:x", NULL);
	assert_int_equal(response->status, 400);
	response = send(place, "UNLOCK", FILES "sub/b",
			arena_printf(place->arena, "Lock-Token: <%s>", token),
			NULL);
	assert_int_equal(response->status, 409);
	assert_holds(response->body, "<D:lock-token-matches-request-uri/>");
	assert_int_equal(lock_end(place, FILES "none", token), 404);
	assert_int_equal(lock_end(place, HOME, token), 405);
	assert_int_equal(lock_end(place, FILES "a", token), 204);
	assert_int_equal(lock_end(place, FILES "a", token), 409);
}

static void what_is_no_lock_is_not_taken(void **state)
{
#define INFO(content) "<D:lockinfo xmlns:D=\"DAV:\">" content "</D:lockinfo>"
#define SCOPE "<D:lockscope><D:shared/></D:lockscope>"
#define TYPE "<D:locktype><D:write/></D:locktype>"
	static const struct {
		const char *headers, *body;
	} rows[] = {
		{ "Depth: 1", INFO(SCOPE TYPE) },
		{ "Depth: 2", INFO(SCOPE TYPE) },
		{ NULL, INFO(SCOPE) },
		{ NULL, INFO(TYPE) },
		{ NULL, INFO(SCOPE "<D:locktype><D:read/></D:locktype>") },
		{ NULL, INFO("<D:lockscope/>" TYPE) },
		{ NULL, INFO("<D:lockscope><D:shared/><D:exclusive/>"
			     "</D:lockscope>" TYPE) },
		{ NULL, "<D:lock xmlns:D=\"DAV:\"/>" },
		{ NULL, "<nonsense" },
	};
	struct place *place = *state;
	const char *owner;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(send(place, "LOCK", FILES "a", rows[i].headers,
				      rows[i].body)
					 ->status,
				 400);
	owner = arena_printf(place->arena,
			     INFO(SCOPE TYPE "<D:owner>%0*d</D:owner>"),
			     LOCK_OWNER_LIMIT + 1, 0);
	assert_int_equal(send(place, "LOCK", FILES "a", NULL, owner)->status,
			 400);
	assert_holds(discovery(place, FILES "a"), "<D:lockdiscovery/>");
}

static void an_owner_is_kept_with_its_language_and_names(void **state)
{
	struct place *place = *state;

	assert_int_equal(
		send(place, "LOCK", FILES "a", NULL,
		     INFO(SCOPE TYPE
			  "<D:owner xml:lang=\"de\"><x:who xmlns:x=\"urn:x\">"
			  "&lt;B&amp;C&gt;</x:who></D:owner>"))
			->status,
		200);
	assert_holds(discovery(place, FILES "a"),
		     "<D:owner xml:lang=\"de\"><x:who xmlns:x=\"urn:x\">"
		     "&lt;B&amp;C&gt;</x:who></D:owner>");
}

/* K44 */
static void the_practices_collections_take_no_locks_and_say_so(void **state)
{
	static const char *const paths[] = { "sessions/", "closures/",
					     "to-save/", "sessions/new.ics" };
	struct place *place = *state;

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		const char *target =
			arena_printf(place->arena, HOME "%s", paths[i]);
		struct http_response *response =
			lock_ask(place, target, "exclusive", "infinity");
		const char *allow;

		assert_int_equal(response->status, 403);
		assert_holds(response->body, "<B:not-permitted/>");
		assert_holds(response->body, "the office can change");
		response = send(place, "OPTIONS", target, "Authorization: x",
				NULL);
		allow = http_response_header(response, "Allow");
		assert_lacks(allow, "LOCK");
		assert_string_equal(http_response_header(response, "DAV"),
				    "1, 3, access-control, extended-mkcol, "
				    "calendar-access, calendar-no-timezone, "
				    "calendar-availability, calendar-proxy, "
				    "calendarserver-sharing");
		if (str_ends(target, "/"))
			assert_holds(discovery(place, target),
				     "<D:supportedlock/>");
	}
}

static void what_takes_locks_says_so(void **state)
{
	static const struct {
		const char *target;
		bool locks, unlocks;
	} rows[] = {
		{ CAL, true, true },           { CAL "a.ics", true, true },
		{ CAL "none", true, false },   { FILES, true, true },
		{ FILES "sub/b", true, true }, { FILES "none/x", false, false },
		{ HOME, false, false },        { HOME "none", false, false },
		{ "/dav/", false, false },
	};
	struct place *place = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct http_response *response =
			send(place, "OPTIONS", rows[i].target,
			     "Authorization: x", NULL);
		const char *allow = http_response_header(response, "Allow");
		const char *dav = http_response_header(response, "DAV");

		assert_int_equal(strstr(allow, " LOCK") != NULL, rows[i].locks);
		assert_int_equal(strstr(allow, "UNLOCK") != NULL,
				 rows[i].unlocks);
		assert_int_equal(str_starts(dav, "1, 2, 3"), rows[i].locks);
		response = send(place, "PROPFIND", rows[i].target, "Depth: 0",
				NULL);
		if (response->status == 207)
			assert_string_equal(
				http_response_header(response, "DAV"), dav);
	}
	assert_holds(discovery(place, CAL "a.ics"),
		     "<D:supportedlock><D:lockentry><D:lockscope><D:exclusive/>"
		     "</D:lockscope><D:locktype><D:write/></D:locktype>"
		     "</D:lockentry><D:lockentry><D:lockscope><D:shared/>");
}

/* RFC 4918 10.4, 10.4.4 */
static void if_knows_the_locks_of_each_address(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES "a", "exclusive", "0");
	const struct {
		const char *target, *format;
		int status;
	} rows[] = {
		{ FILES "a", "If: (<%s>)", 204 },
		{ FILES "a", "If: (Not <%s>)", 412 },
		{ FILES "a", "If: (<%s> [\"other\"])", 412 },
		{ FILES "a", "If: (<%s> [\"other\"]) (Not <DAV:no-lock>)",
		  204 },
		{ FILES "a", "If: <" FILES "a> (<%s>)", 204 },
		{ FILES "a", "If: <http://host" FILES "a> (<%s>)", 204 },
		{ FILES "a", "If: <" FILES "sub/b> (<%s>)", 412 },
		{ FILES "a", "If: <" FILES "sub/b> (Not <%s>)", 204 },
		{ FILES "sub/b", "If: <" FILES "a> (<%s>)", 204 },
		{ FILES "sub/b", "If: (<%s>)", 412 },
		{ FILES "none", "If: (<%s>)", 412 },
		{ FILES "none", "If: (Not <%s>)", 201 },
		{ FILES "a", "If: (<DAV:no-lock>) (<urn:x%s>)", 412 },
		{ FILES "a", "If: <%s", 412 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *at = strstr(rows[i].format, "%s");
		const char *header = arena_printf(
			place->arena, "%.*s%s%s", (int)(at - rows[i].format),
			rows[i].format, token, at + 2);

		assert_int_equal(
			send(place, "PUT", rows[i].target, header, "x")->status,
			rows[i].status);
	}
}

/* RFC 4918 10.4, of methods on collections */
static void if_holds_for_collections_too(void **state)
{
	struct place *place = *state;
	const char *token = lock_take(place, FILES "sub/", "shared", "0");
	const char *wrong = "If: (<urn:x>)";
	const char *right = arena_printf(place->arena, "If: (<%s>)", token);
	const char *change = "<D:propertyupdate xmlns:D=\"DAV:\"><D:set>"
			     "<D:prop><p xmlns=\"urn:p\">1</p></D:prop>"
			     "</D:set></D:propertyupdate>";

	assert_int_equal(
		send(place, "PROPPATCH", FILES "sub/", wrong, change)->status,
		412);
	assert_int_equal(
		send(place, "PROPPATCH", FILES "sub/", right, change)->status,
		207);
	assert_int_equal(
		send(place, "MKCOL", FILES "new/", wrong, NULL)->status, 412);
	assert_int_equal(
		send(place, "DELETE", FILES "sub/", wrong, NULL)->status, 412);
	assert_int_equal(
		send(place, "DELETE", FILES "sub/", right, NULL)->status, 204);
}

/* K42 */
static void a_person_may_hold_so_many_locks(void **state)
{
	struct place *place = *state;
	struct quota usual = *practice_quota();
	struct quota few = usual;
	struct http_response *response;

	few.locks = 2;
	practice_quota_set(&few);
	lock_take(place, FILES "a", "shared", "0");
	lock_take(place, FILES "a", "shared", "0");
	response = lock_ask(place, FILES "a", "shared", "0");
	assert_int_equal(response->status, 507);
	assert_holds(response->body, "<D:quota-not-exceeded/>");
	program_later(600);
	lock_take(place, FILES "a", "exclusive", "0");
	practice_quota_set(&usual);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_LOCKS(a_lock_ends_by_the_servers_clock),
		WITH_LOCKS(how_long_it_lasts_is_bounded),
		WITH_LOCKS(a_lock_is_refreshed_by_naming_it),
		WITH_LOCKS(unlock_names_a_lock_that_is_there),
		WITH_LOCKS(what_is_no_lock_is_not_taken),
		WITH_LOCKS(an_owner_is_kept_with_its_language_and_names),
		WITH_LOCKS(the_practices_collections_take_no_locks_and_say_so),
		WITH_LOCKS(what_takes_locks_says_so),
		WITH_LOCKS(if_knows_the_locks_of_each_address),
		WITH_LOCKS(if_holds_for_collections_too),
		WITH_LOCKS(a_person_may_hold_so_many_locks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
