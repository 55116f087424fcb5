#include "tests/unit/practice/calendar_fixture.h"

#include "base/str.h"
#include "ical/object.h"
#include "ical/parse.h"
#include "ical/zone.h"
#include "practice/calendar/instance_index.h"

#include <string.h>

/* What rows reach, as practice/booking/booking.h has it. */
#define BACK ((int64_t)403 * DAY)
#define AHEAD ((int64_t)775 * DAY)
#define MOST 2000

struct indexed {
	struct member member;
	struct index_rows rows;
};

/** The index of these bytes, read without judgement as stored ones are. */
static struct indexed index_of(struct agenda *agenda, const char *bytes)
{
	struct operation op = agenda_as(agenda, NULL, 0);
	struct indexed made = { .rows = { .count = 99 } };
	struct cal_component *calendar;
	struct cal_object object;

	assert_int_equal(cal_parse(&op, bytes, strlen(bytes), &calendar), OK);
	assert_int_equal(
		cal_object_read(&op, calendar, cal_zone_utc(), &object), OK);
	assert_int_equal(practice_index(&op, &object, &made.member, &made.rows),
			 OK);
	return made;
}

static struct indexed rule(struct agenda *agenda, const char *start,
			   const char *rrule)
{
	struct arena *arena = agenda->place->arena;

	return index_of(
		agenda,
		agenda_object(agenda, "VEVENT",
			      arena_printf(arena,
					   "UID:r\r\nDTSTART:%s\r\n"
					   "DURATION:PT1M\r\nRRULE:%s\r\n",
					   start, rrule)));
}

static void check_span(struct span span, struct instant start,
		       struct instant end)
{
	assert_int_equal(span.start.s, start.s);
	assert_int_equal(span.end.s, end.s);
}

static void check_whole(struct span span)
{
	check_span(span, INSTANT_MIN, INSTANT_MAX);
}

static struct instant now_and(int64_t seconds)
{
	return (struct instant){ FIXTURE_NOW.s + seconds };
}

static void an_event_has_a_row_that_is_complete_for_good(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made = index_of(agenda, agenda_event(agenda, "one", ""));

	assert_string_equal(made.member.uid, "one");
	assert_int_equal(made.member.kind, CAL_VEVENT);
	assert_false(made.member.recurring);
	assert_int_equal(made.rows.count, 1);
	check_span(made.rows.spans[0], now_and(DAY + 4 * HOUR),
		   now_and(DAY + 5 * HOUR));
	check_span(made.member.span, now_and(DAY + 4 * HOUR),
		   now_and(DAY + 5 * HOUR));
	check_whole(made.member.indexed);
}

static void a_task_without_times_is_in_every_range(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made =
		index_of(agenda, agenda_object(agenda, "VTODO", "UID:t\r\n"));

	assert_int_equal(made.rows.count, 1);
	check_whole(made.rows.spans[0]);
	check_whole(made.member.span);
}

static void an_event_that_lost_its_start_is_in_every_range(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made =
		index_of(agenda, agenda_object(agenda, "VEVENT", "UID:e\r\n"));

	assert_int_equal(made.rows.count, 1);
	check_whole(made.rows.spans[0]);
}

static void a_journal_without_a_date_is_in_none(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made = index_of(
		agenda, agenda_object(agenda, "VJOURNAL", "UID:j\r\n"));

	assert_int_equal(made.rows.count, 0);
	check_whole(made.member.span);
	made = index_of(agenda,
			agenda_object(agenda, "VJOURNAL",
				      "UID:j\r\n"
				      "DTSTART;VALUE=DATE:20260609\r\n"));
	assert_int_equal(made.rows.count, 1);
}

static void a_short_series_is_complete_for_good(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made =
		rule(agenda, "20260609T120000Z", "FREQ=WEEKLY;COUNT=3");

	assert_true(made.member.recurring);
	assert_int_equal(made.rows.count, 3);
	check_span(made.rows.spans[2], now_and(15 * DAY),
		   now_and(15 * DAY + 60));
	check_span(made.member.span, now_and(DAY), now_and(15 * DAY + 60));
	check_whole(made.member.indexed);
}

static void an_override_alone_has_its_row(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made = index_of(
		agenda, agenda_event(agenda, "o",
				     "RECURRENCE-ID:20260608T160000Z\r\n"));

	assert_true(made.member.recurring);
	assert_int_equal(made.rows.count, 1);
	check_span(made.rows.spans[0], now_and(DAY + 4 * HOUR),
		   now_and(DAY + 5 * HOUR));
	check_whole(made.member.indexed);
}

static void an_endless_series_is_known_around_now(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made = rule(agenda, "20000101T120000Z", "FREQ=DAILY");

	check_span(made.member.indexed, now_and(-BACK), now_and(AHEAD));
	assert_int_equal(made.rows.count, 403 + 775);
	check_span(made.rows.spans[0], now_and(-BACK), now_and(60 - BACK));
	assert_int_equal(made.member.span.end.s, INSTANT_MAX.s);
}

static void a_series_that_began_long_ago_or_ends_later_is_not_whole(void **s)
{
	struct agenda *agenda = *s;
	struct indexed made = rule(agenda, "20000101T120000Z",
				   "FREQ=WEEKLY;UNTIL=20270101T000000Z");

	check_span(made.member.indexed, now_and(-BACK), now_and(AHEAD));
	made = rule(agenda, "20260609T120000Z",
		    "FREQ=YEARLY;UNTIL=20300101T000000Z");
	check_span(made.member.indexed, now_and(-BACK), now_and(AHEAD));
	assert_int_equal(made.rows.count, 3);
}

static void a_dense_series_is_known_from_a_month_ago(void **state)
{
	struct agenda *agenda = *state;
	/* 8,900 hours, of which the last month and what comes count. */
	struct indexed made = rule(agenda, "20250608T120000Z",
				   "FREQ=HOURLY;UNTIL=20260614T115900Z");

	check_span(made.member.indexed, now_and(-31 * DAY), now_and(AHEAD));
	assert_int_equal(made.rows.count, (31 + 6) * 24);
}

static void a_denser_one_is_known_up_to_the_last_row_found(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made = rule(agenda, "20250608T120000Z", "FREQ=MINUTELY");
	struct instant last = now_and(-31 * DAY + (MOST - 1) * 60);

	assert_int_equal(made.rows.count, MOST);
	check_span(made.member.indexed, now_and(-31 * DAY), last);
	assert_int_equal(made.rows.spans[MOST - 1].start.s, last.s);
}

static void a_rule_too_costly_to_search_is_not_known_at_all(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made = rule(agenda, "20260608T120000Z",
				   "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1");

	assert_int_equal(made.rows.count, 1); /* its start */
	assert_true(made.member.indexed.end.s <= FIXTURE_NOW.s);
	made = rule(agenda, "20000101T120000Z",
		    "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1");
	assert_int_equal(made.rows.count, 0);
	check_span(made.member.indexed, now_and(-31 * DAY), now_and(-31 * DAY));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(an_event_has_a_row_that_is_complete_for_good),
		WITH_AGENDA(a_task_without_times_is_in_every_range),
		WITH_AGENDA(an_event_that_lost_its_start_is_in_every_range),
		WITH_AGENDA(a_journal_without_a_date_is_in_none),
		WITH_AGENDA(a_short_series_is_complete_for_good),
		WITH_AGENDA(an_override_alone_has_its_row),
		WITH_AGENDA(an_endless_series_is_known_around_now),
		WITH_AGENDA(
			a_series_that_began_long_ago_or_ends_later_is_not_whole),
		WITH_AGENDA(a_dense_series_is_known_from_a_month_ago),
		WITH_AGENDA(a_denser_one_is_known_up_to_the_last_row_found),
		WITH_AGENDA(a_rule_too_costly_to_search_is_not_known_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
