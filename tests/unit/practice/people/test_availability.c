#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/practice_fixture.h"

#include "practice/people/availability.h"
#include "practice/session/closure.h"

#include <string.h>

/* The practice's hours as an object of RFC 7953, and what closures leave of
 * them. The clinic is in Toronto; 15 June 2026 is a Monday. */

#define MONDAYS                        \
	"UPDATE practice SET hours = " \
	"'{\"MO\": [[\"09:00\", \"12:00\"], [\"13:00\", \"17:00\"]]}'"

static enum err write_it(struct clinic *clinic, struct buf *ics, bool *hours)
{
	buf_init(ics, clinic->op->arena);
	return practice_availability(place_read(clinic->place), ics, hours);
}

/* The whole object; NULL: there is none to show. */
static const char *availability(struct clinic *clinic, bool *hours)
{
	struct buf ics;
	enum err err = write_it(clinic, &ics, hours);

	if (err == ERR_NOT_FOUND)
		return NULL;
	assert_int_equal(err, OK);
	return ics.at;
}

static void shut(struct clinic *clinic, const char *from, const char *to)
{
	struct closure closure = { .title = "Shut",
				   .zone = "America/Toronto",
				   .span = { clinic_instant(from),
					     clinic_instant(to) } };

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &closure));
}

static size_t times(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		n++;
	return n;
}

static void without_hours_and_closures_there_is_nothing_to_show(void **state)
{
	bool hours = true;

	assert_null(availability(*state, &hours));
	assert_false(hours);
}

static void hours_repeat_by_the_week_on_the_wall(void **state)
{
	struct clinic *clinic = *state;
	const char *ics;
	bool hours;

	place_sql(clinic->place, MONDAYS);
	ics = availability(clinic, &hours);
	assert_true(hours);
	assert_int_equal(times(ics, "BEGIN:AVAILABLE"), 2);
	assert_int_equal(times(ics, "RRULE:FREQ=WEEKLY\r\n"), 2);
	assert_non_null(
		strstr(ics, "DTSTART;TZID=America/Toronto:20010101T090000\r\n"
			    "DTEND;TZID=America/Toronto:20010101T120000\r\n"));
	assert_null(strstr(ics, "EXDATE"));
}

static void a_closure_leaves_the_hours_around_it(void **state)
{
	struct clinic *clinic = *state;
	const char *ics;
	bool hours;

	place_sql(clinic->place, MONDAYS);
	/* 10:00 to 11:00, 10:30 to 11:30, and from 16:00 to the end. */
	shut(clinic, "2026-06-15T14:00:00Z", "2026-06-15T15:00:00Z");
	shut(clinic, "2026-06-15T14:30:00Z", "2026-06-15T15:30:00Z");
	shut(clinic, "2026-06-15T14:40:00Z", "2026-06-15T14:50:00Z");
	shut(clinic, "2026-06-15T20:00:00Z", "2026-06-15T21:00:00Z");
	/* Not in its hours: before them, at noon, on a Tuesday. */
	shut(clinic, "2026-06-15T12:00:00Z", "2026-06-15T13:00:00Z");
	shut(clinic, "2026-06-15T16:00:00Z", "2026-06-15T17:00:00Z");
	shut(clinic, "2026-06-16T14:00:00Z", "2026-06-16T15:00:00Z");
	ics = availability(clinic, &hours);
	assert_int_equal(times(ics, "EXDATE"), 2);
	assert_int_equal(times(ics, "BEGIN:AVAILABLE"), 2 + 3);
	assert_non_null(
		strstr(ics, "DTSTART;TZID=America/Toronto:20260615T090000\r\n"
			    "DTEND;TZID=America/Toronto:20260615T100000\r\n"));
	assert_non_null(
		strstr(ics, "DTSTART;TZID=America/Toronto:20260615T113000\r\n"
			    "DTEND;TZID=America/Toronto:20260615T120000\r\n"));
	assert_non_null(
		strstr(ics, "DTSTART;TZID=America/Toronto:20260615T130000\r\n"
			    "DTEND;TZID=America/Toronto:20260615T160000\r\n"));
}

static void closures_alone_are_cut_out_of_whole_days(void **state)
{
	struct clinic *clinic = *state;
	const char *ics;
	bool hours;

	/* From Saturday 18:00 over two weeks. */
	shut(clinic, "2026-06-13T22:00:00Z", "2026-06-27T22:00:00Z");
	ics = availability(clinic, &hours);
	assert_false(hours);
	assert_int_equal(times(ics, "RRULE:FREQ=WEEKLY\r\n"), 7);
	assert_int_equal(times(ics, "EXDATE"), 15);
	assert_non_null(
		strstr(ics, "DTSTART;TZID=America/Toronto:20260613T000000\r\n"
			    "DTEND;TZID=America/Toronto:20260613T180000\r\n"));
	assert_non_null(
		strstr(ics, "DTSTART;TZID=America/Toronto:20260627T180000\r\n"
			    "DTEND;TZID=America/Toronto:20260628T000000\r\n"));
}

static enum err shows(void *context)
{
	struct clinic *clinic = context;
	struct buf ics;
	unsigned char hours;
	enum err err;

	faults_fill(hours);
	buf_init(&ics, clinic->op->arena);
	err = practice_availability(clinic->place->reader, &ics,
				    (bool *)&hours);
	return faults_kept(err, hours);
}

static void hours_are_read_whole_or_not_at_all(void **state)
{
	struct clinic *clinic = *state;
	static const struct faults_case one = { "hours", shows, true, true };

	place_sql(clinic->place, MONDAYS);
	shut(clinic, "2026-06-15T14:00:00Z", "2026-06-15T15:00:00Z");
	faults_sweep(clinic->place, clinic->op, &one, clinic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(
			without_hours_and_closures_there_is_nothing_to_show),
		WITH_CLINIC(hours_repeat_by_the_week_on_the_wall),
		WITH_CLINIC(a_closure_leaves_the_hours_around_it),
		WITH_CLINIC(closures_alone_are_cut_out_of_whole_days),
		WITH_CLINIC(hours_are_read_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
