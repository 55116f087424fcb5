#include "tests/unit/dav/dav_fixture.h"

#include "dav/multistatus_private.h"
#include "practice/people/credential.h"
#include "practice/people/feed.h"
#include "practice/quota.h"
#include "store/retired.h"

#include <stdlib.h>
#include <string.h>

#define CAL HOME "work/"

static struct quota defaults;

static int quota_setup(void **state)
{
	defaults = *practice_quota();
	return program_setup(state);
}

static int quota_teardown(void **state)
{
	practice_quota_set(&defaults);
	return place_teardown(state);
}

#define WITH_QUOTA(test) \
	cmocka_unit_test_setup_teardown(test, quota_setup, quota_teardown)

static struct http_response *send(struct place *place, const char *method,
				  const char *target, const char *headers,
				  const char *body)
{
	return program_send(place, "maria", method, target, headers, body);
}

static void assert_full(const struct http_response *response)
{
	assert_int_equal(response->status, 507);
	assert_holds(response->body, "<D:quota-not-exceeded/>");
	assert_holds(response->body, "delete some first");
}

static void make_calendar(struct place *place)
{
	assert_int_equal(send(place, "MKCALENDAR", CAL, NULL, NULL)->status,
			 201);
}

static int64_t number(struct place *place, const char *target, const char *name)
{
	const char *body =
		program_propfind(place, target, "0",
				 arena_printf(place->arena, "<D:%s/>", name));
	const char *at =
		strstr(body, arena_printf(place->arena, "<D:%s>", name));

	assert_non_null(at);
	return strtoll(strchr(at, '>') + 1, NULL, 10);
}

/* K42, RFC 4331 3, 4 */
static void a_home_tells_what_is_used_and_what_is_left(void **state)
{
	struct place *place = *state;
	int64_t size = (int64_t)strlen(program_event(place, "a"));
	int64_t all = defaults.bytes;

	make_calendar(place);
	assert_int_equal(number(place, HOME, "quota-used-bytes"), 0);
	assert_int_equal(number(place, CAL, "quota-available-bytes"), all);
	program_put_event(place, CAL "a.ics", "a");
	program_put_event(place, CAL "b.ics", "b");
	assert_int_equal(number(place, HOME, "quota-used-bytes"), 2 * size);
	assert_int_equal(number(place, CAL, "quota-used-bytes"), 2 * size);
	assert_int_equal(number(place, HOME, "quota-available-bytes"),
			 all - 2 * size);
	assert_lacks(send(place, "PROPFIND", CAL, "Depth: 0", NULL)->body,
		     "quota-");
}

static void what_is_used_follows_every_change(void **state)
{
	struct place *place = *state;
	int64_t size = (int64_t)strlen(program_event(place, "a"));

	make_calendar(place);
	program_put_event(place, CAL "a.ics", "a");
	assert_int_equal(send(place, "PUT", CAL "a.ics",
			      "Content-Type: text/calendar",
			      arena_printf(place->arena, "%s\r\n\r\n",
					   program_event(place, "a")))
				 ->status,
			 204);
	assert_int_equal(number(place, HOME, "quota-used-bytes"), size + 4);
	assert_int_equal(send(place, "PUT", CAL "a.ics",
			      "Content-Type: text/calendar",
			      program_event(place, "a"))
				 ->status,
			 204);
	assert_int_equal(number(place, HOME, "quota-used-bytes"), size);
}

static void a_copy_counts_and_a_move_does_not(void **state)
{
	struct place *place = *state;
	int64_t size = (int64_t)strlen(program_event(place, "a"));

	make_calendar(place);
	program_put_event(place, CAL "a.ics", "a");
	assert_int_equal(
		send(place, "COPY", CAL, "Destination: " HOME "copy/", NULL)
			->status,
		201);
	assert_int_equal(number(place, HOME, "quota-used-bytes"), 2 * size);
	assert_int_equal(send(place, "MOVE", CAL "a.ics",
			      "Destination: " CAL "b.ics", NULL)
				 ->status,
			 201);
	assert_int_equal(number(place, HOME, "quota-used-bytes"), 2 * size);
	assert_int_equal(send(place, "MOVE", CAL "b.ics",
			      "Destination: " HOME "copy/a.ics", NULL)
				 ->status,
			 204);
	assert_int_equal(number(place, HOME, "quota-used-bytes"), size);
	assert_int_equal(
		send(place, "DELETE", HOME "copy/a.ics", NULL, NULL)->status,
		204);
	assert_int_equal(number(place, HOME, "quota-used-bytes"), 0);
	program_put_event(place, CAL "c.ics", "c");
	assert_int_equal(send(place, "DELETE", CAL, NULL, NULL)->status, 204);
	assert_int_equal(number(place, HOME, "quota-used-bytes"), 0);
}

static int put(struct place *place, const char *name)
{
	return send(place, "PUT", arena_printf(place->arena, CAL "%s", name),
		    "Content-Type: text/calendar", program_event(place, name))
		->status;
}

static void an_event_too_many_is_refused_and_nothing_is_stored(void **state)
{
	struct quota quota;
	struct place *place = *state;

	make_calendar(place);
	assert_int_equal(
		send(place, "MKCALENDAR", HOME "other/", NULL, NULL)->status,
		201);
	quota = defaults;
	quota.objects = 2;
	practice_quota_set(&quota);
	assert_int_equal(put(place, "a"), 201);
	assert_int_equal(put(place, "b"), 201);
	assert_full(send(place, "PUT", CAL "c", "Content-Type: text/calendar",
			 program_event(place, "c")));
	assert_full(send(place, "COPY", CAL "a", "Destination: " HOME "other/d",
			 NULL));
	assert_int_equal(send(place, "GET", CAL "c", NULL, NULL)->status, 404);
	assert_int_equal(put(place, "b"), 204);
	assert_int_equal(send(place, "DELETE", CAL "a", NULL, NULL)->status,
			 204);
	assert_int_equal(put(place, "c"), 201);
}

static void who_has_too_much_may_take_away(void **state)
{
	struct quota quota;
	struct place *place = *state;

	make_calendar(place);
	assert_int_equal(put(place, "a"), 201);
	assert_int_equal(put(place, "b"), 201);
	quota = defaults;
	quota.bytes = 10;
	practice_quota_set(&quota);
	assert_int_equal(number(place, HOME, "quota-available-bytes"), 0);
	assert_int_equal(
		send(place, "MOVE", CAL "a", "Destination: " CAL "c", NULL)
			->status,
		201);
	assert_int_equal(put(place, "b"), 204);
	assert_full(send(place, "PUT", CAL "d", "Content-Type: text/calendar",
			 program_event(place, "d")));
	assert_int_equal(send(place, "DELETE", CAL "b", NULL, NULL)->status,
			 204);
}

static const char *series(struct place *place, const char *uid,
			  const char *rule)
{
	return arena_printf(place->arena,
			    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
			    "PRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
			    "DTSTAMP:20260601T000000Z\r\n"
			    "DTSTART:20260610T010000Z\r\n"
			    "RRULE:%s\r\nSUMMARY:S\r\n"
			    "END:VEVENT\r\nEND:VCALENDAR\r\n",
			    uid, rule);
}

static struct http_response *put_series(struct place *place, const char *name,
					const char *rule)
{
	return send(place, "PUT", arena_printf(place->arena, CAL "%s", name),
		    "Content-Type: text/calendar", series(place, name, rule));
}

/* Days of a year no two of which are as far apart as two others: no run. */
#define IRREGULAR                                                           \
	"FREQ=YEARLY;BYYEARDAY=11,12,15,22,37,43,67,79,87,126,128,145,161," \
	"174,179,188;COUNT="

/* Bytes tell nothing of how much a series takes of the index. */
static void series_that_take_too_much_of_the_index_are_refused(void **state)
{
	static const char some[] = IRREGULAR "16";
	struct quota quota = *practice_quota();
	struct place *place = *state;

	make_calendar(place);
	quota.index_rows = 30;
	practice_quota_set(&quota);
	assert_int_equal(put_series(place, "a", some)->status, 201);
	assert_int_equal(put_series(place, "b", some)->status, 201);
	assert_full(put_series(place, "c", some));
	assert_full(send(place, "COPY", CAL "a",
			 "Destination: " HOME "calendar/d", NULL));
	assert_full(
		send(place, "COPY", CAL, "Destination: " HOME "copy/", NULL));
	/* as long, and more */
	assert_full(put_series(place, "a", IRREGULAR "90"));
	assert_int_equal(send(place, "GET", CAL "c", NULL, NULL)->status, 404);
	assert_holds(send(place, "GET", CAL "a", NULL, NULL)->body, "COUNT=16");
	assert_int_equal(put_series(place, "a", IRREGULAR "9")->status, 204);
	assert_int_equal(put(place, "single"), 201);
	assert_int_equal(send(place, "DELETE", CAL "b", NULL, NULL)->status,
			 204);
	assert_int_equal(put_series(place, "c", some)->status, 201);
}

static int discard(struct place *place, const char *target)
{
	return send(place, "DELETE", target, NULL, NULL)->status;
}

/* Nobody fills the disk by making and deleting in turn. */
static void who_deletes_more_than_a_quota_waits_until_it_is_gone(void **state)
{
	struct quota quota = *practice_quota();
	const struct http_response *refused;
	struct place *place = *state;
	bool more = true;

	quota.objects = 1;
	practice_quota_set(&quota);
	for (int i = 0; i < 2; i++) {
		make_calendar(place);
		assert_int_equal(put(place, "a"), 201);
		assert_int_equal(number(place, HOME, "quota-used-bytes"),
				 (int64_t)strlen(program_event(place, "a")));
		assert_int_equal(discard(place, CAL), 204);
		assert_int_equal(number(place, HOME, "quota-used-bytes"), 0);
	}
	refused = send(place, "MKCALENDAR", CAL, NULL, NULL);
	assert_int_equal(refused->status, 507);
	assert_holds(refused->body, "<D:quota-not-exceeded/>");
	assert_holds(refused->body, "still being cleared away");
	while (more)
		assert_int_equal(
			store_retired_clear(&place->op, place->store, &more),
			OK);
	make_calendar(place);
	assert_int_equal(put(place, "a"), 201);
}

static void calendars_have_their_bound(void **state)
{
	struct quota quota = *practice_quota();

	quota.collections = 2; /* with the one that each has */
	practice_quota_set(&quota);
	make_calendar(*state);
	assert_full(send(*state, "MKCALENDAR", HOME "more/", NULL, NULL));
	assert_full(send(*state, "MKCOL", HOME "more/", NULL, NULL));
	assert_full(
		send(*state, "COPY", CAL, "Destination: " HOME "more/", NULL));
	assert_int_equal(
		send(*state, "MOVE", CAL, "Destination: " HOME "more/", NULL)
			->status,
		201);
}

static struct http_response *set(struct place *place, const char *login,
				 const char *target, const char *name)
{
	return program_send(
		place, login, "PROPPATCH", target, NULL,
		arena_printf(place->arena,
			     "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>"
			     "<%s xmlns='u'>value</%s></D:prop></D:set>"
			     "</D:propertyupdate>",
			     name, name));
}

static void properties_have_their_bounds_for_a_client_too(void **state)
{
	static const char target[] = "/dav/calendars/ada/sessions/";
	struct quota quota = *practice_quota();

	quota.properties = 2;
	practice_quota_set(&quota);
	assert_int_equal(set(*state, "ada", target, "a")->status, 207);
	assert_int_equal(set(*state, "ada", target, "b")->status, 207);
	assert_int_equal(set(*state, "ada", target, "b")->status, 207);
	assert_full(set(*state, "ada", target, "c"));
	quota.properties = 100;
	quota.property_bytes = 12;
	practice_quota_set(&quota);
	assert_full(set(*state, "ada", target, "c"));
	assert_int_equal(set(*state, "maria", HOME, "a")->status, 207);
}

static void tokens_and_feeds_have_their_bounds(void **state)
{
	struct place *place = *state;
	struct operation *op = &place->op;
	struct quota quota = *practice_quota();
	struct feed feed = { .expires = INSTANT_MAX };
	struct person person;
	const char *secret;
	int64_t id;

	quota.tokens = quota.feeds = 1;
	practice_quota_set(&quota);
	assert_int_equal(
		store_person_find_login(place_read(place), "maria", &person),
		OK);
	store_reader_end(place->reader);
	feed.person = person.id;
	assert_int_equal(practice_token_add(op, place->store, "maria", "a",
					    &secret, &id),
			 OK);
	assert_int_equal(practice_token_add(op, place->store, "maria", "b",
					    &secret, &id),
			 ERR_QUOTA);
	assert_int_equal(practice_token_revoke(op, place->store, "maria", id),
			 OK);
	assert_int_equal(practice_token_add(op, place->store, "maria", "b",
					    &secret, &id),
			 OK);
	assert_int_equal(practice_feed_add(op, place->store, &feed, &secret),
			 OK);
	feed = (struct feed){ .person = person.id, .expires = INSTANT_MAX };
	assert_int_equal(practice_feed_add(op, place->store, &feed, &secret),
			 ERR_QUOTA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_QUOTA(a_home_tells_what_is_used_and_what_is_left),
		WITH_QUOTA(what_is_used_follows_every_change),
		WITH_QUOTA(a_copy_counts_and_a_move_does_not),
		WITH_QUOTA(an_event_too_many_is_refused_and_nothing_is_stored),
		WITH_QUOTA(who_has_too_much_may_take_away),
		WITH_QUOTA(
			who_deletes_more_than_a_quota_waits_until_it_is_gone),
		WITH_QUOTA(series_that_take_too_much_of_the_index_are_refused),
		WITH_QUOTA(calendars_have_their_bound),
		WITH_QUOTA(properties_have_their_bounds_for_a_client_too),
		WITH_QUOTA(tokens_and_feeds_have_their_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
