#include "tests/unit/ical/operation_fixture.h"

#include "server/opinion_child.h"

#include <string.h>

static const struct span WINDOW = { { 1767225600 }, { 1830297600 } };

/* Far too little for what libical searches without end. */
static const struct opinion_limits limits = { .milliseconds = 700,
					      .seconds = 60 };

static enum err ask(struct operation *op, struct opinion_child *child,
		    const char *rule, size_t *count)
{
	const char *text = arena_printf(
		op->arena,
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260601T000000Z\r\n"
		"DTSTART:20260601T090000Z\r\nRRULE:%s\r\nEND:VEVENT\r\n"
		"END:VCALENDAR\r\n",
		rule);
	struct cal_said *said;

	return opinion_child_ask(op, child, slice_of(text), WINDOW, &said,
				 count);
}

static void a_child_answers_one_question_after_another(void **state)
{
	struct opinion_child *child = opinion_child_new(&limits);
	size_t count = 0;

	for (int i = 0; i < 5; i++) {
		assert_int_equal(
			ask(*state, child, "FREQ=DAILY;COUNT=9", &count), OK);
		assert_int_equal(count, 9);
	}
	opinion_child_free(child);
}

static void a_child_that_hangs_is_ended_and_another_answers(void **state)
{
	static const char barren[] = "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30";
	struct opinion_child *child = opinion_child_new(&limits);
	size_t count = 77;

	assert_int_equal(ask(*state, child, barren, &count), ERR_UNAVAILABLE);
	operation_recover(*state);
	assert_int_equal(ask(*state, child, "FREQ=DAILY;COUNT=3", &count), OK);
	assert_int_equal(count, 3);
	opinion_child_free(child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_child_answers_one_question_after_another),
		WITH_OPERATION(a_child_that_hangs_is_ended_and_another_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
