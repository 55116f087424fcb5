#include "tests/unit/dav/dav_fixture.h"

#include "dav/multistatus_private.h"

#include <string.h>

#define CAL HOME "work/"
#define LIMITS "number-of-matches-within-limits"
#define MEGABYTE ((size_t)1024 * 1024)

static void make_calendar(struct place *place)
{
	assert_int_equal(
		program_send(place, "maria", "MKCALENDAR", CAL, NULL, NULL)
			->status,
		201);
}

/* An event with these lines, between its start and its end. */
static void put(struct place *place, const char *name, const char *lines)
{
	struct arena *arena = place->arena;
	const char *body =
		arena_printf(arena,
			     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
			     "PRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
			     "DTSTAMP:20260601T000000Z\r\n"
			     "DTSTART:20260610T100000Z\r\n"
			     "DURATION:PT1H\r\n%sEND:VEVENT\r\n"
			     "END:VCALENDAR\r\n",
			     name, lines);

	assert_int_equal(program_send(place, "maria", "PUT",
				      arena_printf(arena, CAL "%s", name),
				      "Content-Type: text/calendar", body)
				 ->status,
			 201);
}

static const char *long_line(struct place *place, const char *name, size_t len)
{
	char *value = arena_alloc(place->arena, len + 1);

	memset(value, 'x', len);
	return arena_printf(place->arena, "%s:%s\r\n", name, value);
}

static struct http_response *report(struct place *place, const char *name,
				    const char *inner)
{
	return program_send(place, "maria", "REPORT", CAL, "Depth: 1",
			    arena_printf(place->arena,
					 "<C:%s" MULTISTATUS_PREFIXES
					 ">%s</C:%s>",
					 name, inner, name));
}

static void assert_spent(const struct http_response *response)
{
	assert_int_equal(response->status, 507);
	assert_holds(response->body, LIMITS);
	assert_holds(response->body, "ask for less");
}

static const char *repeated(struct place *place, const char *part, int times)
{
	struct buf buf;

	buf_init(&buf, place->arena);
	for (int i = 0; i < times; i++)
		buf_puts(&buf, part);
	return buf.at;
}

static struct http_response *query(struct place *place, const char *filters)
{
	return report(place, "calendar-query",
		      arena_printf(place->arena,
				   "<D:prop><D:getetag/></D:prop><C:filter>"
				   "<C:comp-filter name='VCALENDAR'>"
				   "<C:comp-filter name='VEVENT'>%s"
				   "</C:comp-filter></C:comp-filter>"
				   "</C:filter>",
				   filters));
}

#define NO_MATCH                                       \
	"<C:prop-filter name='DESCRIPTION'>"           \
	"<C:text-match collation='i;unicode-casemap' " \
	"negate-condition='yes'>q</C:text-match></C:prop-filter>"

/* K43 */
static void a_hundred_searches_in_a_long_text_are_counted(void **state)
{
	struct place *place = *state;

	make_calendar(place);
	put(place, "a", long_line(place, "DESCRIPTION", 50000));
	assert_int_equal(query(place, NO_MATCH)->status, 207);
	assert_true(program_work() > 50000 * 10);
	program_bound(10000000, 32 * MEGABYTE);
	assert_int_equal(query(place, NO_MATCH)->status, 207);
	assert_spent(query(place, repeated(place, NO_MATCH, 100)));
}

static void what_a_search_takes_is_given_back(void **state)
{
	struct place *place = *state;
	struct http_response *response;

	make_calendar(place);
	put(place, "a", long_line(place, "DESCRIPTION", 200000));
	program_bound(INT64_MAX, 4 * MEGABYTE);
	response = query(place, repeated(place, NO_MATCH, 60));
	assert_int_equal(response->status, 207);
	assert_int_equal(program_count(response->body, "</D:response>"), 1);
}

static void a_filter_has_a_bound(void **state)
{
	struct place *place = *state;
	const char *text = long_line(place, "x", 1030);

	make_calendar(place);
	assert_int_equal(query(place, repeated(place, NO_MATCH, 120))->status,
			 207);
	assert_holds(query(place, repeated(place, NO_MATCH, 130))->body,
		     "valid-filter");
	assert_holds(query(place, arena_printf(place->arena,
					       "<C:prop-filter name='SUMMARY'>"
					       "<C:text-match>%s</C:text-match>"
					       "</C:prop-filter>",
					       text))
			     ->body,
		     "valid-filter");
}

#define EXPAND                                                        \
	"<D:prop><C:calendar-data><C:expand start='20260610T000000Z'" \
	" end='20360610T000000Z'/></C:calendar-data></D:prop>"

static struct http_response *multiget(struct place *place, const char *prop,
				      const char *hrefs)
{
	return report(place, "calendar-multiget",
		      arena_printf(place->arena, "%s%s", prop, hrefs));
}

static void
a_daily_event_with_a_long_note_is_not_written_for_ten_years(void **state)
{
	struct place *place = *state;
	const char *note = long_line(place, "DESCRIPTION", 300000);

	make_calendar(place);
	put(place, "short", "RRULE:FREQ=DAILY\r\n");
	put(place, "long",
	    arena_printf(place->arena, "RRULE:FREQ=DAILY\r\n%s", note));
	assert_int_equal(
		multiget(place, EXPAND, "<D:href>" CAL "short</D:href>")
			->status,
		207);
	program_bound(INT64_MAX, 8 * MEGABYTE);
	assert_spent(multiget(place, EXPAND, "<D:href>" CAL "long</D:href>"));
}

static void an_address_that_is_asked_for_twice_is_answered_once(void **state)
{
	struct place *place = *state;
	const char *hrefs = repeated(
		place, "<D:href>" CAL "a</D:href><D:href>" CAL "none</D:href>",
		300);
	struct http_response *response;
	int64_t once;

	make_calendar(place);
	put(place, "a", "RRULE:FREQ=DAILY\r\n");
	response = multiget(place, EXPAND, "<D:href>" CAL "a</D:href>");
	once = program_work();
	assert_int_equal(response->status, 207);
	response = multiget(place, EXPAND, hrefs);
	assert_int_equal(response->status, 207);
	assert_int_equal(program_count(response->body, "</D:response>"), 2);
	assert_int_equal(program_count(response->body, " 404 "), 1);
	assert_true(program_work() < once * 2);
}

static void members_are_answered_in_the_memory_of_one(void **state)
{
	struct place *place = *state;
	const char *note = long_line(place, "DESCRIPTION", 100000);
	struct buf hrefs;

	make_calendar(place);
	buf_init(&hrefs, place->arena);
	for (int i = 0; i < 60; i++) {
		const char *name = arena_printf(place->arena, "m%d", i);

		put(place, name, note);
		buf_printf(&hrefs, "<D:href>" CAL "%s</D:href>", name);
	}
	program_bound(INT64_MAX, 2 * MEGABYTE);
	assert_int_equal(query(place, NO_MATCH)->status, 207);
	assert_int_equal(
		multiget(place,
			 "<D:prop><C:calendar-data><C:comp name='VCALENDAR'>"
			 "<C:comp name='VEVENT'><C:prop name='UID'/></C:comp>"
			 "</C:comp></C:calendar-data></D:prop>",
			 hrefs.at)
			->status,
		207);
	/* What is answered itself is not given back. */
	assert_spent(multiget(place, "<D:prop><C:calendar-data/></D:prop>",
			      hrefs.at));
}

static void unknown_properties_of_many_members_are_counted(void **state)
{
	struct place *place = *state;
	struct buf names;

	make_calendar(place);
	for (int i = 0; i < 40; i++)
		put(place, arena_printf(place->arena, "m%d", i), "");
	buf_init(&names, place->arena);
	for (int i = 0; i < 250; i++)
		buf_printf(&names, "<x%d xmlns='u'/>", i);
	program_propfind(place, CAL, "1", names.at);
	assert_true(program_work() > INT64_C(40) * 250 * 50);
	program_bound(500000, 32 * MEGABYTE);
	assert_spent(
		program_send(place, "maria", "PROPFIND", CAL, "Depth: 1",
			     arena_printf(place->arena,
					  "<D:propfind" MULTISTATUS_PREFIXES
					  "><D:prop>%s</D:prop></D:propfind>",
					  names.at)));
}

static void properties_within_properties_are_counted(void **state)
{
	static const char open[] = "<D:property name='principal-URL'>"
				   "<D:property name='principal-URL'>"
				   "<D:property name='principal-URL'>";
	static const char close[] = "</D:property></D:property></D:property>";
	struct place *place = *state;
	const char *inner =
		repeated(place, "<D:property name='principal-URL'/>", 50);
	const char *body =
		arena_printf(place->arena,
			     "<D:expand-property xmlns:D='DAV:'>%s"
			     "</D:expand-property>",
			     repeated(place,
				      arena_printf(place->arena, "%s%s%s", open,
						   inner, close),
				      40));

	assert_int_equal(
		program_send(place, "maria", "REPORT", HOME, NULL, body)
			->status,
		207);
	program_bound(3000000, 32 * MEGABYTE);
	assert_spent(program_send(place, "maria", "REPORT", HOME, NULL, body));
}

static void searches_of_people_are_counted(void **state)
{
	struct place *place = *state;
	const char *searches =
		repeated(place,
			 "<D:property-search><D:prop><D:displayname/></D:prop>"
			 "<D:match>a</D:match></D:property-search>",
			 400);
	const char *body = arena_printf(
		place->arena,
		"<D:principal-property-search xmlns:D='DAV:'>%s<D:prop>"
		"<D:displayname/></D:prop></D:principal-property-search>",
		searches);

	assert_int_equal(program_send(place, "sam", "REPORT",
				      "/dav/principals/", NULL, body)
				 ->status,
			 207);
	program_bound(3000000, 32 * MEGABYTE);
	assert_spent(program_send(place, "sam", "REPORT", "/dav/principals/",
				  NULL, body));
}

static void free_busy_is_counted(void **state)
{
	static const char range[] = "<C:time-range start='20260601T000000Z'"
				    " end='20460601T000000Z'/>";
	struct place *place = *state;

	make_calendar(place);
	put(place, "a", "RRULE:FREQ=DAILY\r\n");
	assert_int_equal(report(place, "free-busy-query", range)->status, 200);
	program_bound(1000000, 32 * MEGABYTE);
	assert_spent(report(place, "free-busy-query", range));
}

static void a_whole_calendar_is_counted(void **state)
{
	struct place *place = *state;

	make_calendar(place);
	for (int i = 0; i < 10; i++)
		put(place, arena_printf(place->arena, "m%d", i),
		    long_line(place, "DESCRIPTION", 100000));
	assert_int_equal(
		program_send(place, "maria", "GET", CAL, NULL, NULL)->status,
		200);
	program_bound(1000000, 32 * MEGABYTE);
	assert_spent(program_send(place, "maria", "GET", CAL, NULL, NULL));
}

static void a_write_is_never_left_half_done(void **state)
{
	struct place *place = *state;

	make_calendar(place);
	for (int i = 0; i < 20; i++)
		put(place, arena_printf(place->arena, "m%d", i), "");
	program_bound(40000, 32 * MEGABYTE);
	assert_int_equal(program_send(place, "maria", "COPY", CAL,
				      "Destination: " HOME "copy/", NULL)
				 ->status,
			 201);
	program_bound(INT64_MAX, 32 * MEGABYTE);
	assert_int_equal(program_count(program_propfind(place, HOME "copy/",
							"1", "<D:getetag/>"),
				       "</D:response>"),
			 21);
}

static void an_honest_poll_costs_little(void **state)
{
	struct place *place = *state;

	make_calendar(place);
	for (int i = 0; i < 20; i++)
		put(place, arena_printf(place->arena, "m%d", i), "");
	program_propfind(place, CAL, "1", "<D:getetag/><D:resourcetype/>");
	assert_true(program_work() < 200000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROGRAM(a_hundred_searches_in_a_long_text_are_counted),
		WITH_PROGRAM(what_a_search_takes_is_given_back),
		WITH_PROGRAM(a_filter_has_a_bound),
		WITH_PROGRAM(
			a_daily_event_with_a_long_note_is_not_written_for_ten_years),
		WITH_PROGRAM(
			an_address_that_is_asked_for_twice_is_answered_once),
		WITH_PROGRAM(members_are_answered_in_the_memory_of_one),
		WITH_PROGRAM(unknown_properties_of_many_members_are_counted),
		WITH_PROGRAM(properties_within_properties_are_counted),
		WITH_PROGRAM(searches_of_people_are_counted),
		WITH_PROGRAM(free_busy_is_counted),
		WITH_PROGRAM(a_whole_calendar_is_counted),
		WITH_PROGRAM(a_write_is_never_left_half_done),
		WITH_PROGRAM(an_honest_poll_costs_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
