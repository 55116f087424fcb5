#include "tests/unit/practice/calendar_fixture.h"

#include <string.h>

static struct closure stored(struct home *home, const char *uid)
{
	struct closure closure;

	assert_int_equal(
		store_closure_find_uid(place_read(home->place), uid, &closure),
		OK);
	return closure;
}

static void put(struct home *home, const char *bytes, enum err err)
{
	home_put(home, &home->sam, "closures", "shut.ics", bytes, 0, err);
}

/** A closure event with these times and further lines. */
static char *closure_of(struct home *home, const char *lines)
{
	return home_object(
		home, "VEVENT",
		arena_printf(home->place->arena, "UID:shut\r\n%s", lines));
}

static void check_days(struct home *home, struct day from, struct day to)
{
	struct closure closure = stored(home, "shut");

	assert_true(closure.all_day);
	assert_int_equal(closure.from.n, from.n);
	assert_int_equal(closure.to.n, to.n);
	assert_null(closure.zone);
}

static void an_event_of_days_shuts_from_its_first_to_its_last(void **state)
{
	struct home *home = *state;

	put(home,
	    closure_of(home, "DTSTART;VALUE=DATE:20260701\r\n"
			     "DTEND;VALUE=DATE:20260703\r\nSUMMARY:Move\r\n"),
	    OK);
	check_days(home, day_of(2026, 7, 1), day_of(2026, 7, 2));
	assert_string_equal(stored(home, "shut").title, "Move");
	/* Midnight of the practice, not of UTC. */
	assert_int_equal(stored(home, "shut").span.start.s % DAY, 4 * HOUR);
	/* Without an end it is the one day. */
	put(home, closure_of(home, "DTSTART;VALUE=DATE:20260708\r\n"), OK);
	check_days(home, day_of(2026, 7, 8), day_of(2026, 7, 8));
}

static void an_event_of_hours_keeps_its_zone(void **state)
{
	struct home *home = *state;
	struct closure closure;

	put(home,
	    closure_of(home, "DTSTART;TZID=Europe/Oslo;VALUE=DATE-TIME:"
			     "20260701T120000\r\n"
			     "DTEND;TZID=Europe/Oslo:20260701T140000\r\n"
			     "SUMMARY:Drill\r\n"),
	    OK);
	closure = stored(home, "shut");
	assert_false(closure.all_day);
	assert_string_equal(closure.zone, "Europe/Oslo");
	assert_int_equal(closure.span.end.s - closure.span.start.s, 2 * HOUR);
	/* UTC is nobody's wall: the practice's. */
	put(home, home_event(home, "shut", "SUMMARY:Drill\r\n"), OK);
	assert_string_equal(stored(home, "shut").zone, "America/Toronto");
}

static void a_closure_without_a_title_is_called_closed(void **state)
{
	struct home *home = *state;

	put(home, closure_of(home, "DTSTART;VALUE=DATE:20260701\r\n"), OK);
	assert_string_equal(stored(home, "shut").title, "Closed");
	put(home,
	    closure_of(home, "DTSTART;VALUE=DATE:20260701\r\nSUMMARY:\r\n"),
	    OK);
	assert_string_equal(stored(home, "shut").title, "Closed");
}

static void closures_neither_repeat_nor_are_single_exceptions(void **state)
{
	struct home *home = *state;
	struct closure closure;

	put(home,
	    closure_of(home, "DTSTART;VALUE=DATE:20260701\r\n"
			     "RRULE:FREQ=YEARLY\r\n"),
	    ERR_NOT_PERMITTED);
	put(home,
	    closure_of(home, "DTSTART;VALUE=DATE:20260701\r\n"
			     "RECURRENCE-ID;VALUE=DATE:20260701\r\n"),
	    ERR_NOT_PERMITTED);
	assert_int_equal(store_closure_find_uid(place_read(home->place), "shut",
						&closure),
			 ERR_NOT_FOUND);
}

static void what_cannot_be_shut_is_refused(void **state)
{
	struct home *home = *state;

	/* No length at all. */
	put(home, closure_of(home, "DTSTART:20260701T120000Z\r\n"),
	    ERR_NOT_PERMITTED);
	put(home, closure_of(home, "SUMMARY:Whenever\r\n"), ERR_CALENDAR_DATA);
	put(home, "no calendar", ERR_CALENDAR_DATA);
	assert_false(home_has(home, &home->sam, "closures", "shut.ics"));
}

/** Put the first, then the second, and tell whether that changed the row. */
static bool changes(struct home *home, const char *first, const char *second)
{
	int64_t before;

	put(home, closure_of(home, first), OK);
	before = stored(home, "shut").revision;
	put(home, closure_of(home, second), OK);
	return stored(home, "shut").revision != before;
}

static void only_what_differs_changes_a_closure(void **state)
{
	static const char day[] = "DTSTART;VALUE=DATE:20260701\r\n"
				  "DTEND;VALUE=DATE:20260703\r\n";
	static const char later[] = "DTSTART;VALUE=DATE:20260702\r\n"
				    "DTEND;VALUE=DATE:20260703\r\n";
	static const char longer[] = "DTSTART;VALUE=DATE:20260701\r\n"
				     "DTEND;VALUE=DATE:20260704\r\n";
	static const char titled[] = "DTSTART;VALUE=DATE:20260701\r\n"
				     "DTEND;VALUE=DATE:20260703\r\n"
				     "SUMMARY:Summer\r\n";
	static const char hours[] = "DTSTART:20260701T040000Z\r\n"
				    "DTEND:20260703T040000Z\r\n";
	static const char hours_later[] = "DTSTART:20260701T050000Z\r\n"
					  "DTEND:20260703T040000Z\r\n";
	static const char hours_longer[] = "DTSTART:20260701T040000Z\r\n"
					   "DTEND:20260703T050000Z\r\n";
	struct home *home = *state;

	assert_false(changes(home, day, day));
	assert_false(changes(home, hours, hours));
	assert_true(changes(home, day, later));
	assert_true(changes(home, day, longer));
	assert_true(changes(home, day, titled));
	assert_true(changes(home, day, hours));
	assert_true(changes(home, hours, hours_later));
	assert_true(changes(home, hours, hours_longer));
}

static void a_zone_alone_changes_a_closure_of_hours(void **state)
{
	struct home *home = *state;

	assert_true(changes(home,
			    "DTSTART;TZID=Europe/Oslo:20260701T120000\r\n"
			    "DTEND;TZID=Europe/Oslo:20260701T140000\r\n",
			    "DTSTART;TZID=America/Toronto:20260701T060000\r\n"
			    "DTEND;TZID=America/Toronto:20260701T080000\r\n"));
	assert_string_equal(stored(home, "shut").zone, "America/Toronto");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(an_event_of_days_shuts_from_its_first_to_its_last),
		AT_HOME(an_event_of_hours_keeps_its_zone),
		AT_HOME(a_closure_without_a_title_is_called_closed),
		AT_HOME(closures_neither_repeat_nor_are_single_exceptions),
		AT_HOME(what_cannot_be_shut_is_refused),
		AT_HOME(only_what_differs_changes_a_closure),
		AT_HOME(a_zone_alone_changes_a_closure_of_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
