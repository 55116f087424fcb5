#include "tests/unit/practice/calendar_fixture.h"

#include "practice/calendar/instance_index.h"
#include "store/object_list.h"

#include <string.h>

/* What the index knows of a member, by which ranges find it. */

static struct member put(struct agenda *agenda, const char *name,
			 const char *bytes)
{
	return agenda_put(agenda, &agenda->maria, "calendar", name, bytes, 0,
			  OK)
		.member;
}

static struct member rule(struct agenda *agenda, const char *uid,
			  const char *lines)
{
	return put(agenda, arena_printf(agenda->place->arena, "%s.ics", uid),
		   agenda_event(agenda, uid, lines));
}

static bool is_whole(struct span span)
{
	return span.start.s == INSTANT_MIN.s && span.end.s == INSTANT_MAX.s;
}

static enum err count_member(void *context, const struct member *member,
			     struct slice bytes)
{
	(void)member;
	(void)bytes;
	++*(size_t *)context;
	return OK;
}

/* How many members of the calendar the index finds in this range. */
static size_t found(struct agenda *agenda, struct span range)
{
	struct collection of =
		agenda_collection(agenda, &agenda->maria, "calendar");
	size_t count = 0;

	assert_int_equal(store_member_overlapping(agenda->place->reader, of.id,
						  0, range, false, count_member,
						  &count),
			 OK);
	return count;
}

static struct span day_from_now(int64_t day)
{
	return (struct span){ { FIXTURE_NOW.s + day * DAY },
			      { FIXTURE_NOW.s + (day + 1) * DAY } };
}

static void a_single_event_is_known_for_all_time(void **s)
{
	struct agenda *agenda = *s;
	struct member member = rule(agenda, "a", "");

	assert_true(is_whole(member.indexed));
	assert_int_equal(member.span.start.s, FIXTURE_NOW.s + DAY + 4 * HOUR);
	assert_int_equal(found(agenda, day_from_now(1)), 1);
	assert_int_equal(found(agenda, day_from_now(2)), 0);
}

static void a_short_series_is_known_for_all_time(void **s)
{
	struct agenda *agenda = *s;
	struct member member =
		rule(agenda, "a", "RRULE:FREQ=DAILY;COUNT=3\r\n");

	assert_true(member.recurring);
	assert_true(is_whole(member.indexed));
	assert_int_equal(found(agenda, day_from_now(3)), 1);
	assert_int_equal(found(agenda, day_from_now(4)), 0);
}

/* Where it has not too many dates: else from a year ago. */
static void a_series_that_ends_is_known_for_all_time(void **s)
{
	struct agenda *agenda = *s;
	struct member member = rule(
		agenda, "a", "RRULE:FREQ=YEARLY;UNTIL=20400101T000000Z\r\n");

	assert_true(is_whole(member.indexed));
	member = put(agenda, "b.ics",
		     agenda_object(agenda, "VEVENT",
				   "UID:b\r\nDTSTART:20200101T100000Z\r\n"
				   "DTEND:20200101T110000Z\r\n"
				   "RRULE:FREQ=DAILY;COUNT=2500\r\n"));
	assert_int_equal(member.indexed.start.s, FIXTURE_NOW.s - 403 * DAY);
	assert_int_equal(member.span.start.s, 1577872800);
}

/* More rows than an object may have: it begins nearer to now, and ends with
 * the last row. */
static void a_dense_series_is_known_for_less(void **s)
{
	struct agenda *agenda = *s;
	struct member member =
		put(agenda, "a.ics",
		    agenda_object(agenda, "VEVENT",
				  "UID:a\r\nDTSTART:20200101T100000Z\r\n"
				  "DTEND:20200101T101500Z\r\n"
				  "RRULE:FREQ=HOURLY\r\n"));

	assert_int_equal(member.indexed.start.s, FIXTURE_NOW.s - 31 * DAY);
	assert_true(member.indexed.end.s < FIXTURE_NOW.s + 60 * DAY);
	assert_true(member.indexed.end.s > FIXTURE_NOW.s + 40 * DAY);
	assert_int_equal(found(agenda, day_from_now(1)), 1);
}

/* RFC 4791 9.9 */
static void a_task_without_times_is_in_every_range(void **s)
{
	struct agenda *agenda = *s;
	struct member member = put(agenda, "a.ics",
				   agenda_object(agenda, "VTODO", "UID:a\r\n"));

	assert_true(is_whole(member.span));
	assert_int_equal(found(agenda, day_from_now(-300)), 1);
	assert_int_equal(found(agenda, day_from_now(300)), 1);
}

/* In no range by RFC 4791 9.9, but the index cannot say so: the filter does. */
static void a_journal_without_a_date_is_left_to_the_filter(void **s)
{
	struct agenda *agenda = *s;
	struct member member =
		put(agenda, "a.ics",
		    agenda_object(agenda, "VJOURNAL", "UID:a\r\n"));

	assert_true(is_whole(member.span));
	assert_false(store_member_sure(&member, day_from_now(0)));
	member = put(agenda, "b.ics",
		     agenda_object(agenda, "VJOURNAL",
				   "UID:b\r\nDTSTART:20260609T120000Z\r\n"));
	assert_true(store_member_sure(&member, day_from_now(0)));
	assert_int_equal(member.span.start.s, FIXTURE_NOW.s + DAY);
}

/* An invitation to one date of a series that one is not invited to. */
static void an_override_alone_is_found_by_its_own_time(void **s)
{
	struct agenda *agenda = *s;
	struct member member = rule(
		agenda, "a", "RECURRENCE-ID:20260609T160000Z\r\nSUMMARY:A\r\n");

	assert_int_equal(member.span.start.s, FIXTURE_NOW.s + DAY + 4 * HOUR);
	assert_int_equal(found(agenda, day_from_now(1)), 1);
	assert_int_equal(found(agenda, day_from_now(2)), 0);
}

static void a_series_whose_dates_are_all_taken_out_is_in_no_range(void **s)
{
	struct agenda *agenda = *s;

	rule(agenda, "a",
	     "RRULE:FREQ=DAILY;COUNT=1\r\nEXDATE:20260609T160000Z\r\n");
	assert_int_equal(found(agenda, WHOLE_TIME), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_single_event_is_known_for_all_time),
		WITH_AGENDA(a_short_series_is_known_for_all_time),
		WITH_AGENDA(a_series_that_ends_is_known_for_all_time),
		WITH_AGENDA(a_dense_series_is_known_for_less),
		WITH_AGENDA(a_task_without_times_is_in_every_range),
		WITH_AGENDA(a_journal_without_a_date_is_left_to_the_filter),
		WITH_AGENDA(an_override_alone_is_found_by_its_own_time),
		WITH_AGENDA(
			a_series_whose_dates_are_all_taken_out_is_in_no_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
