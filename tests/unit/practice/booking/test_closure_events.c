#include "tests/unit/practice/calendar_fixture.h"
#include "store/closure.h"

#include <string.h>

static struct closure stored(struct agenda *agenda, const char *uid)
{
	struct closure closure;

	assert_int_equal(store_closure_find_uid(place_read(agenda->place), uid,
						&closure),
			 OK);
	return closure;
}

static void put(struct agenda *agenda, const char *bytes, enum err err)
{
	agenda_put(agenda, &agenda->sam, "closures", "shut.ics", bytes, 0, err);
}

/** A closure event with these times and further lines. */
static char *closure_of(struct agenda *agenda, const char *lines)
{
	return agenda_object(
		agenda, "VEVENT",
		arena_printf(agenda->place->arena, "UID:shut\r\n%s", lines));
}

static void check_days(struct agenda *agenda, struct day from, struct day to)
{
	struct closure closure = stored(agenda, "shut");

	assert_true(closure.all_day);
	assert_int_equal(closure.from.n, from.n);
	assert_int_equal(closure.to.n, to.n);
	assert_null(closure.zone);
}

static void an_event_of_days_shuts_from_its_first_to_its_last(void **state)
{
	struct agenda *agenda = *state;

	put(agenda,
	    closure_of(agenda, "DTSTART;VALUE=DATE:20260701\r\n"
			       "DTEND;VALUE=DATE:20260703\r\nSUMMARY:Move\r\n"),
	    OK);
	check_days(agenda, day_of(2026, 7, 1), day_of(2026, 7, 2));
	assert_string_equal(stored(agenda, "shut").title, "Move");
	/* Midnight of the practice, not of UTC. */
	assert_int_equal(stored(agenda, "shut").span.start.s % DAY, 4 * HOUR);
	/* Without an end it is the one day. */
	put(agenda, closure_of(agenda, "DTSTART;VALUE=DATE:20260708\r\n"), OK);
	check_days(agenda, day_of(2026, 7, 8), day_of(2026, 7, 8));
}

static void an_event_of_hours_keeps_its_zone(void **state)
{
	struct agenda *agenda = *state;
	struct closure closure;

	put(agenda,
	    closure_of(agenda, "DTSTART;TZID=Europe/Oslo;VALUE=DATE-TIME:"
			       "20260701T120000\r\n"
			       "DTEND;TZID=Europe/Oslo:20260701T140000\r\n"
			       "SUMMARY:Drill\r\n"),
	    OK);
	closure = stored(agenda, "shut");
	assert_false(closure.all_day);
	assert_string_equal(closure.zone, "Europe/Oslo");
	assert_int_equal(closure.span.end.s - closure.span.start.s, 2 * HOUR);
	/* UTC is nobody's wall: the practice's. */
	put(agenda, agenda_event(agenda, "shut", "SUMMARY:Drill\r\n"), OK);
	assert_string_equal(stored(agenda, "shut").zone, "America/Toronto");
}

static void a_closure_without_a_title_is_called_closed(void **state)
{
	struct agenda *agenda = *state;

	put(agenda, closure_of(agenda, "DTSTART;VALUE=DATE:20260701\r\n"), OK);
	assert_string_equal(stored(agenda, "shut").title, "Closed");
	put(agenda,
	    closure_of(agenda, "DTSTART;VALUE=DATE:20260701\r\nSUMMARY:\r\n"),
	    OK);
	assert_string_equal(stored(agenda, "shut").title, "Closed");
}

static void closures_neither_repeat_nor_are_single_exceptions(void **state)
{
	struct agenda *agenda = *state;
	struct closure closure;

	put(agenda,
	    closure_of(agenda, "DTSTART;VALUE=DATE:20260701\r\n"
			       "RRULE:FREQ=YEARLY\r\n"),
	    REFUSED(NOT_PERMITTED));
	put(agenda,
	    closure_of(agenda, "DTSTART;VALUE=DATE:20260701\r\n"
			       "RECURRENCE-ID;VALUE=DATE:20260701\r\n"),
	    REFUSED(NOT_PERMITTED));
	assert_int_equal(store_closure_find_uid(place_read(agenda->place),
						"shut", &closure),
			 ERR_NOT_FOUND);
}

static void what_cannot_be_shut_is_refused(void **state)
{
	struct agenda *agenda = *state;

	/* No length at all. */
	put(agenda, closure_of(agenda, "DTSTART:20260701T120000Z\r\n"),
	    REFUSED(NOT_PERMITTED));
	put(agenda, closure_of(agenda, "SUMMARY:Whenever\r\n"),
	    ERR_CALENDAR_DATA);
	put(agenda, "no calendar", ERR_CALENDAR_DATA);
	assert_false(agenda_has(agenda, &agenda->sam, "closures", "shut.ics"));
}

/** Put the first, then the second, and tell whether that changed the row. */
static bool changes(struct agenda *agenda, const char *first,
		    const char *second)
{
	int64_t before;

	put(agenda, closure_of(agenda, first), OK);
	before = stored(agenda, "shut").revision;
	put(agenda, closure_of(agenda, second), OK);
	return stored(agenda, "shut").revision != before;
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
	struct agenda *agenda = *state;

	assert_false(changes(agenda, day, day));
	assert_false(changes(agenda, hours, hours));
	assert_true(changes(agenda, day, later));
	assert_true(changes(agenda, day, longer));
	assert_true(changes(agenda, day, titled));
	assert_true(changes(agenda, day, hours));
	assert_true(changes(agenda, hours, hours_later));
	assert_true(changes(agenda, hours, hours_longer));
}

static void a_zone_alone_changes_a_closure_of_hours(void **state)
{
	struct agenda *agenda = *state;

	assert_true(changes(agenda,
			    "DTSTART;TZID=Europe/Oslo:20260701T120000\r\n"
			    "DTEND;TZID=Europe/Oslo:20260701T140000\r\n",
			    "DTSTART;TZID=America/Toronto:20260701T060000\r\n"
			    "DTEND;TZID=America/Toronto:20260701T080000\r\n"));
	assert_string_equal(stored(agenda, "shut").zone, "America/Toronto");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(an_event_of_days_shuts_from_its_first_to_its_last),
		WITH_AGENDA(an_event_of_hours_keeps_its_zone),
		WITH_AGENDA(a_closure_without_a_title_is_called_closed),
		WITH_AGENDA(closures_neither_repeat_nor_are_single_exceptions),
		WITH_AGENDA(what_cannot_be_shut_is_refused),
		WITH_AGENDA(only_what_differs_changes_a_closure),
		WITH_AGENDA(a_zone_alone_changes_a_closure_of_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
