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

static void an_endless_series_is_known_from_its_start(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made = rule(agenda, "20220608T120000Z", "FREQ=WEEKLY");

	check_span(made.member.indexed, INSTANT_MIN, now_and(AHEAD));
	assert_int_equal(made.rows.count, (1461 + 775) / 7 + 1);
	check_span(made.rows.spans[0], now_and(-1461 * DAY),
		   now_and(60 - 1461 * DAY));
	made = rule(agenda, "20260609T120000Z", "FREQ=YEARLY");
	check_span(made.member.indexed, INSTANT_MIN, now_and(AHEAD));
}

static void a_series_that_ends_is_whole_wherever_it_lies(void **s)
{
	struct agenda *agenda = *s;
	struct indexed made = rule(agenda, "20000101T120000Z",
				   "FREQ=WEEKLY;UNTIL=20270101T000000Z");

	check_whole(made.member.indexed);
	assert_int_equal(made.rows.count, 1409);
	made = rule(agenda, "20260609T120000Z",
		    "FREQ=YEARLY;UNTIL=20600101T000000Z");
	check_whole(made.member.indexed);
	assert_int_equal(made.rows.count, 34);
	made = rule(agenda, "19900101T120000Z", "FREQ=WEEKLY;COUNT=5");
	check_whole(made.member.indexed);
	assert_int_equal(made.rows.count, 5);
}

static void check_busy(struct indexed made, size_t at, enum instance_busy busy)
{
	assert_true(at < made.rows.count);
	assert_non_null(made.rows.busy);
	assert_int_equal(made.rows.busy[at], busy);
}

static void rows_tell_what_takes_time(void **state)
{
	struct agenda *agenda = *state;

	check_busy(index_of(agenda, agenda_event(agenda, "a", "")), 0,
		   INSTANCE_BUSY);
	check_busy(index_of(agenda,
			    agenda_event(agenda, "a", "STATUS:TENTATIVE\r\n")),
		   0, INSTANCE_TENTATIVE);
	check_busy(index_of(agenda,
			    agenda_event(agenda, "a", "STATUS:CANCELLED\r\n")),
		   0, INSTANCE_FREE);
	check_busy(index_of(agenda, agenda_event(agenda, "a",
						 "TRANSP:TRANSPARENT\r\n")),
		   0, INSTANCE_FREE);
	check_busy(index_of(agenda, agenda_object(agenda, "VTODO",
						  "UID:t\r\n"
						  "DUE:20260609T120000Z\r\n")),
		   0, INSTANCE_FREE);
}

#define DAILY                                   \
	"UID:a\r\nDTSTART:20260609T120000Z\r\n" \
	"DURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
#define SECOND_OF_THEM                            \
	"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\n" \
	"RECURRENCE-ID:20260610T120000Z\r\n"

static void an_override_takes_time_of_its_own(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made =
		index_of(agenda, agenda_object(agenda, "VEVENT",
					       DAILY SECOND_OF_THEM
					       "DTSTART:20260610T150000Z\r\n"
					       "DURATION:PT1H\r\n"
					       "STATUS:TENTATIVE\r\n"));

	check_busy(made, 0, INSTANCE_BUSY);
	check_busy(made, 1, INSTANCE_TENTATIVE);
	check_busy(made, 2, INSTANCE_BUSY);
}

/* A row stands for a span, and could tell of one of them only. */
static void two_that_differ_at_one_time_are_left_to_the_object(void **state)
{
	struct agenda *agenda = *state;
	struct indexed made =
		index_of(agenda, agenda_object(agenda, "VEVENT",
					       DAILY SECOND_OF_THEM
					       "DTSTART:20260611T120000Z\r\n"
					       "DURATION:PT1H\r\n"
					       "TRANSP:TRANSPARENT\r\n"));

	assert_int_equal(made.rows.count, 3);
	assert_null(made.rows.busy);
}

static void a_dense_series_is_known_from_a_month_ago(void **state)
{
	struct agenda *agenda = *state;
	/* 8,900 hours, of which the last month and what comes count. */
	struct indexed made = rule(agenda, "20250608T120000Z",
				   "FREQ=HOURLY;UNTIL=20260614T115900Z");

	check_span(made.member.indexed, now_and(-31 * DAY), INSTANT_MAX);
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
		WITH_AGENDA(an_endless_series_is_known_from_its_start),
		WITH_AGENDA(a_series_that_ends_is_whole_wherever_it_lies),
		WITH_AGENDA(rows_tell_what_takes_time),
		WITH_AGENDA(an_override_takes_time_of_its_own),
		WITH_AGENDA(two_that_differ_at_one_time_are_left_to_the_object),
		WITH_AGENDA(a_dense_series_is_known_from_a_month_ago),
		WITH_AGENDA(a_denser_one_is_known_up_to_the_last_row_found),
		WITH_AGENDA(a_rule_too_costly_to_search_is_not_known_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
