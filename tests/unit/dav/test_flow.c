#include "tests/unit/dav/dav_fixture.h"

#include "base/flow.h"
#include "dav/multistatus_private.h"

#include <string.h>

#define CAL HOME "long/"
#define COUNT 40
#define LONG 60000
#define DATA "<D:prop><D:getetag/><C:calendar-data/></D:prop>"

/* Who takes an answer: `most` bytes, and then wants no more. */
struct taker {
	struct flow flow; /* first: the same address */
	struct buf got;
	size_t most;
	size_t refused;
};

static bool take(struct flow *flow, struct slice bytes)
{
	struct taker *taker = (struct taker *)(void *)flow;

	flow->sent = true;
	if (taker->got.len >= taker->most) {
		taker->refused++;
		return false;
	}
	buf_slice(&taker->got, bytes);
	return true;
}

static void begin(struct place *place, struct taker *taker)
{
	*taker = (struct taker){ .flow = { .send = take }, .most = SIZE_MAX };
	buf_init(&taker->got, arena_within(place->arena));
	program_flow(&taker->flow);
}

static void fill(struct place *place)
{
	struct arena *arena = place->arena;
	char *text = arena_alloc(arena, LONG + 1);

	memset(text, 'x', LONG);
	program_send(place, "maria", "MKCALENDAR", CAL, NULL, NULL);
	for (int i = 0; i < COUNT; i++) {
		const char *event = arena_printf(
			arena,
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
			"PRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:%d\r\n"
			"DTSTAMP:20260601T000000Z\r\n"
			"DTSTART:20260610T100000Z\r\nDURATION:PT1H\r\n"
			"DESCRIPTION:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
			i, text);

		assert_int_equal(
			program_send(place, "maria", "PUT",
				     arena_printf(arena, CAL "%02d.ics", i),
				     "Content-Type: text/calendar", event)
				->status,
			201);
	}
}

static struct http_response *report(struct place *place, const char *name,
				    const char *inner)
{
	return program_send(place, "maria", "REPORT", CAL, "Depth: 1",
			    arena_printf(place->arena,
					 "<%s" MULTISTATUS_PREFIXES ">%s</%s>",
					 name, inner, name));
}

static struct http_response *multiget(struct place *place)
{
	struct buf buf;

	buf_init(&buf, place->arena);
	buf_puts(&buf, DATA);
	for (int i = 0; i < COUNT; i++)
		buf_printf(&buf, "<D:href>" CAL "%02d.ics</D:href>", i);
	return report(place, "C:calendar-multiget", buf.at);
}

static struct http_response *query(struct place *place)
{
	return report(place, "C:calendar-query",
		      DATA "<C:filter><C:comp-filter name='VCALENDAR'>"
			   "<C:comp-filter name='VEVENT'/></C:comp-filter>"
			   "</C:filter>");
}

static struct http_response *sync_all(struct place *place)
{
	return report(place, "D:sync-collection",
		      "<D:sync-token/><D:sync-level>1</D:sync-level>" DATA);
}

static struct http_response *get(struct place *place)
{
	return program_send(place, "maria", "GET", CAL, NULL, NULL);
}

/* The long answers, each by the request that asks for it. */
static struct http_response *(*const askings[])(struct place *place) = {
	multiget,
	query,
	sync_all,
	get,
};

static void
a_long_answer_is_the_same_whether_it_is_held_or_leaves_early(void **state)
{
	struct place *place = *state;
	struct taker taker;

	fill(place);
	for (size_t i = 0; i < ARRAY_SIZE(askings); i++) {
		struct http_response *held = askings[i](place);
		struct http_response *sent;

		begin(place, &taker);
		sent = askings[i](place);
		program_flow(NULL);
		assert_true(taker.flow.begun && !taker.flow.cut);
		assert_int_equal(sent->status, held->status);
		assert_string_equal(http_response_header(sent, "Content-Type"),
				    http_response_header(held, "Content-Type"));
		assert_int_equal(sent->body_len, 0);
		assert_int_equal(taker.got.len, held->body_len);
		assert_memory_equal(taker.got.at, held->body, held->body_len);
	}
}

/* The head is another thread's from the moment that it leaves. */
#define LEFT (-1)

static bool take_the_head(struct flow *flow, struct slice bytes)
{
	if (!flow->sent)
		program_answering()->status = LEFT;
	return take(flow, bytes);
}

static void a_head_that_has_left_is_not_written_again(void **state)
{
	struct place *place = *state;
	struct taker taker;

	fill(place);
	for (size_t i = 0; i < ARRAY_SIZE(askings); i++) {
		begin(place, &taker);
		taker.flow.send = take_the_head;
		assert_int_equal(askings[i](place)->status, LEFT);
		assert_true(taker.flow.begun && !taker.flow.cut);
		program_flow(NULL);
	}
}

static void a_long_answer_takes_little_memory_when_it_leaves_early(void **state)
{
	struct place *place = *state;
	struct taker taker;

	fill(place);
	for (size_t i = 0; i < ARRAY_SIZE(askings); i++) {
		/* The taker's own, once, and what is held at first. */
		begin(place, &taker);
		buf_reserve(&taker.got, (size_t)2 * COUNT * LONG);
		program_bound(INT64_MAX, (size_t)1900 * 1024);
		assert_true(askings[i](place)->status < 300);
		assert_false(taker.flow.cut);
		program_flow(NULL);
		assert_int_equal(askings[i](place)->status, 507);
	}
}

static void a_short_answer_is_held(void **state)
{
	struct place *place = *state;
	struct http_response *response;
	struct taker taker;

	program_send(place, "maria", "MKCALENDAR", CAL, NULL, NULL);
	program_put_event(place, CAL "a.ics", "a");
	begin(place, &taker);
	response = query(place);
	assert_false(taker.flow.begun);
	assert_int_equal(response->status, 207);
	assert_holds(response->body, "BEGIN:VEVENT");
	response = get(place);
	assert_false(taker.flow.begun);
	assert_holds(response->body, "BEGIN:VEVENT");
}

/* What is too much is told before anything has left, and else the answer ends
 * where it is, and not as if it were whole. */
static void what_fails_behind_the_head_is_cut(void **state)
{
	struct place *place = *state;
	struct taker taker;
	int64_t all;

	fill(place);
	for (size_t i = 0; i < ARRAY_SIZE(askings); i++) {
		program_bound(INT64_MAX, SIZE_MAX / 2);
		(void)askings[i](place);
		all = program_work();
		begin(place, &taker);
		program_bound(all / 50, SIZE_MAX / 2);
		assert_int_equal(askings[i](place)->status, 507);
		assert_false(taker.flow.begun);
		program_bound(all * 3 / 4, SIZE_MAX / 2);
		assert_true(askings[i](place)->status < 300);
		assert_true(taker.flow.begun && taker.flow.cut);
		buf_putc(&taker.got, '\0');
		assert_lacks(taker.got.at, "</D:multistatus>");
		assert_lacks(taker.got.at, "END:VCALENDAR\r\nEND:VCALENDAR");
		assert_lacks(taker.got.at, "within-limits");
		program_flow(NULL);
	}
}

static void nobody_works_on_for_who_wants_no_more(void **state)
{
	struct place *place = *state;
	struct taker taker;
	int64_t all;

	fill(place);
	for (size_t i = 0; i < ARRAY_SIZE(askings); i++) {
		(void)askings[i](place);
		all = program_work();
		begin(place, &taker);
		taker.most = 1;
		(void)askings[i](place);
		program_flow(NULL);
		assert_true(taker.flow.cut);
		assert_int_equal(taker.refused, 1);
		assert_true(program_work() < all / 2);
	}
}

/* Another form takes thought, and that may be too much. */
static void what_takes_thought_is_held(void **state)
{
	struct place *place = *state;
	struct taker taker;

	fill(place);
	begin(place, &taker);
	assert_int_equal(program_send(place, "maria", "GET", CAL,
				      "Accept: application/calendar+json", NULL)
				 ->status,
			 200);
	assert_int_equal(
		report(place, "C:calendar-query",
		       "<D:prop><C:calendar-data><C:expand "
		       "start='20260601T000000Z' end='20260701T000000Z'/>"
		       "</C:calendar-data></D:prop><C:filter>"
		       "<C:comp-filter name='VCALENDAR'/></C:filter>")
			->status,
		207);
	assert_false(taker.flow.begun);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROGRAM(
			a_long_answer_is_the_same_whether_it_is_held_or_leaves_early),
		WITH_PROGRAM(a_head_that_has_left_is_not_written_again),
		WITH_PROGRAM(
			a_long_answer_takes_little_memory_when_it_leaves_early),
		WITH_PROGRAM(a_short_answer_is_held),
		WITH_PROGRAM(what_fails_behind_the_head_is_cut),
		WITH_PROGRAM(nobody_works_on_for_who_wants_no_more),
		WITH_PROGRAM(what_takes_thought_is_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
