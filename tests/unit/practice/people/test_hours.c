#include "tests/unit/practice/practice_fixture.h"

#include "practice/people/hours.h"

#include <string.h>

/* The hours of the practice as they are sent, kept and read. */

static enum err apply(struct clinic *clinic, const char *json,
		      struct practice *practice)
{
	operation_recover(clinic->op);
	return practice_hours_apply(
		clinic->op, json_read(clinic->op->arena, json), practice);
}

static void times_of_the_day_are_read_and_written(void **state)
{
	static const char *const wrong[] = { "",      "7:00",  "24:01",
					     "07:60", "0700",  "ab:cd",
					     "07:0x", "07.00", "07:000" };
	struct clinic *clinic = *state;
	int minutes = -1;

	assert_true(practice_clock_read("07:05", &minutes));
	assert_int_equal(minutes, 425);
	assert_true(practice_clock_read("24:00", &minutes));
	assert_string_equal(practice_clock_text(clinic->op->arena, minutes),
			    "24:00");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_false(practice_clock_read(wrong[i], &minutes));
	assert_false(practice_clock_read(NULL, &minutes));
}

static void hours_are_kept_by_weekday_in_their_order(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct work_span spans[WORK_SPANS_MOST];
	struct practice practice = { .hours = NULL };

	assert_int_equal(practice_hours_of(arena, &practice, MONDAY, spans), 0);
	assert_string_equal(
		json_text(arena, practice_hours_json(arena, &practice)), "{}");
	assert_ok(clinic, apply(clinic,
				"{\"SA\": [], \"MO\": [[\"09:00\", \"12:00\"],"
				" [\"12:00\", \"24:00\"]]}",
				&practice));
	assert_string_equal(
		practice.hours,
		"{\"MO\":[[\"09:00\",\"12:00\"],[\"12:00\",\"24:00\"]]}");
	assert_int_equal(practice_hours_of(arena, &practice, MONDAY, spans), 2);
	assert_int_equal(spans[1].from, 720);
	assert_int_equal(spans[1].to, 1440);
	assert_int_equal(practice_hours_of(arena, &practice, SATURDAY, spans),
			 0);
	assert_ok(clinic, apply(clinic, "null", &practice));
	assert_null(practice.hours);
}

static void hours_that_are_none_are_refused_by_their_day(void **state)
{
	static const struct {
		const char *json, *field;
	} wrong[] = {
		{ "[]", "hours" },
		{ "\"always\"", "hours" },
		{ "{\"XX\": []}", "hours.XX" },
		{ "{\"mo\": []}", "hours.mo" },
		{ "{\"MO\": null}", "hours.MO" },
		{ "{\"MO\": \"09:00\"}", "hours.MO" },
		{ "{\"MO\": [[\"09:00\"]]}", "hours.MO" },
		{ "{\"MO\": [[\"09:00\", \"09:00\"]]}", "hours.MO" },
		{ "{\"MO\": [[\"09:00\", 10]]}", "hours.MO" },
		{ "{\"MO\": [[9, \"10:00\"]]}", "hours.MO" },
		{ "{\"TU\": [[\"13:00\", \"17:00\"],"
		  " [\"09:00\", \"12:00\"]]}",
		  "hours.TU" },
		{ "{\"MO\": [[\"01:00\", \"02:00\"], [\"02:00\", \"03:00\"],"
		  " [\"03:00\", \"04:00\"], [\"04:00\", \"05:00\"],"
		  " [\"05:00\", \"06:00\"]]}",
		  "hours.MO" },
	};
	struct clinic *clinic = *state;
	struct practice practice = { .hours = "{}" };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_failed(clinic, apply(clinic, wrong[i].json, &practice),
			      ERR_INVALID);
		assert_string_equal(clinic->op->failure.fields[0].field,
				    wrong[i].field);
		assert_string_equal(practice.hours, "{}");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(times_of_the_day_are_read_and_written),
		WITH_CLINIC(hours_are_kept_by_weekday_in_their_order),
		WITH_CLINIC(hours_that_are_none_are_refused_by_their_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
