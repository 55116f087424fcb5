#include "tests/unit/practice/booking/series_fixture.h"

#include "practice/booking/copy.h"
#include "practice/session/schedule.h"
#include "practice/wall_time.h"
#include "store/completion_type.h"
#include "store/session_list.h"

#include <string.h>

/* A recurring event that was put over a session of Maria's is put again, by a
 * program that has not read what it became. */

static void a_series_that_is_sent_again_later_moves_as_a_whole(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *later = agenda_edit(agenda, bytes, "0609T090000", "0609T100000");
	struct schedule schedule;
	struct session *list;
	size_t count;

	later = agenda_edit(agenda, later, "0609T080000", "0609T090000");
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	series_put(agenda, &agenda->maria, &session, later, OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].span.start.s,
				 session.span.start.s + HOUR +
					 (int64_t)i * 7 * DAY);
	assert_int_equal(store_schedule_find(place_read(agenda->place),
					     list[0].schedule, &schedule),
			 OK);
	assert_int_equal(schedule.start.hour, 9);
}

static void a_series_that_is_sent_again_may_last_less_than_a_minute(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda, bytes, "0609T090000", "0609T080030"),
		   OK);
	assert_int_equal(series_schedule(agenda, session.uid).minutes, 1);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.span.end.s - session.span.start.s, 30);
}

static void a_series_of_which_one_is_saved_does_not_move_in_part(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -8 * DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *later = agenda_edit(agenda, bytes, "0531T090000", "0531T100000");
	struct session *list;
	size_t count;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 3);
	agenda_save(agenda, list[1].id, "completed", 0);
	series_put(agenda, &agenda->maria, &session, later,
		   REFUSED(SESSION_SAVED));
	list = agenda_sessions(agenda, &count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].span.end.s - list[i].span.start.s,
				 HOUR);
}

/* Open ones only, and as "9 16 23" their days of June at 8:00 or `hour`. */
static void expect_days(struct agenda *agenda, const char *days, int hour)
{
	struct buf buf;
	size_t count;
	struct session *list = agenda_sessions(agenda, &count);

	buf_init(&buf, agenda->place->arena);
	for (size_t i = 0; i < count; i++) {
		struct wall wall = practice_instant_wall("America/Toronto",
							 list[i].span.start);

		if (list[i].state != SESSION_OPEN)
			continue;
		buf_printf(&buf, "%s%d", buf.len ? " " : "", wall.day);
		assert_int_equal(wall.hour, hour);
	}
	assert_string_equal(buf.at, days);
}

static struct session at_day(struct agenda *agenda, int day)
{
	size_t count;
	struct session *list = agenda_sessions(agenda, &count);

	for (size_t i = 0; i < count; i++) {
		if (practice_instant_wall("America/Toronto", list[i].span.start)
			    .day == day)
			return list[i];
	}
	assert_true(false);
	return list[0];
}

static char *with(struct agenda *agenda, const char *bytes, const char *line)
{
	return agenda_edit(
		agenda, bytes, "TRANSP:",
		arena_printf(agenda->place->arena, "%s\r\nTRANSP:", line));
}

static void a_higher_count_makes_the_others_and_a_lower_one_cancels(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=2");
	int64_t second;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	second = at_day(agenda, 16).id;
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda, bytes, "COUNT=2", "COUNT=4"), OK);
	expect_days(agenda, "9 16 23 30", 8);
	assert_int_equal(at_day(agenda, 16).id, second);
	assert_int_equal(at_day(agenda, 30).schedule,
			 at_day(agenda, 9).schedule);
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	expect_days(agenda, "9 16", 8);
	assert_int_equal(at_day(agenda, 30).state, SESSION_SAVED);
	assert_int_equal(
		agenda_facts(agenda, at_day(agenda, 30).id).completion.map,
		MAP_CANCELED);
}

static void
a_date_that_is_left_out_is_removed_and_one_put_back_is_again(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *without = with(agenda, bytes,
			     "EXDATE;TZID=America/Toronto:20260616T080000");
	int64_t second;
	size_t count;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	second = at_day(agenda, 16).id;
	series_put(agenda, &agenda->maria, &session, without, OK);
	expect_days(agenda, "9 23", 8);
	assert_int_equal(at_day(agenda, 16).state, SESSION_SAVED);
	series_put(agenda, &agenda->maria, &session, without, OK);
	expect_days(agenda, "9 23", 8);
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	expect_days(agenda, "9 16 23", 8);
	assert_int_equal(at_day(agenda, 16).id, second);
	agenda_sessions(agenda, &count);
	assert_int_equal(count, 3);
}

static void a_series_moves_though_a_date_of_it_was_left_out(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *later;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	bytes = with(agenda, bytes,
		     "EXDATE;TZID=America/Toronto:20260616T080000");
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	later = agenda_edit(agenda, bytes, "0609T090000", "0609T110000");
	later = agenda_edit(agenda, later, "0609T080000", "0609T100000");
	later = agenda_edit(agenda, later, "0616T080000", "0616T100000");
	series_put(agenda, &agenda->maria, &session, later, OK);
	expect_days(agenda, "9 23", 10);
	/* The date that was left out stays as it was. */
	assert_int_equal(at_day(agenda, 16).state, SESSION_SAVED);
}

static void the_address_goes_on_when_the_first_date_is_left_out(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *without = with(agenda, bytes,
			     "EXDATE;TZID=America/Toronto:20260609T080000");
	struct member member;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	series_put(agenda, &agenda->maria, &session, without, OK);
	expect_days(agenda, "16 23", 8);
	member =
		agenda_member(agenda, &agenda->maria, "sessions", session.name);
	assert_int_equal(member.session, at_day(agenda, 16).id);
	assert_string_equal(member.uid, session.uid);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"X-PRACTICE-STATUS:canceled");
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda, without, "COUNT=3", "COUNT=4"), OK);
	expect_days(agenda, "16 23 30", 8);
}

static void who_may_not_create_adds_no_date_and_nothing_changes(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct person maria = agenda->maria;
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=2");
	char *more = agenda_edit(agenda, bytes, "COUNT=2", "COUNT=3");

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	maria.may = MAY_EDIT | MAY_COMPLETE;
	agenda_put(agenda, &maria, "sessions", session.name,
		   agenda_edit(agenda, more, "0609T090000", "0609T093000"), 0,
		   REFUSED(NOT_PERMITTED));
	expect_days(agenda, "9 16", 8);
	assert_int_equal(at_day(agenda, 9).span.end.s, session.span.end.s);
}

static void a_saved_one_refuses_another_count_too(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -8 * DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	size_t count;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	agenda_save(agenda, session.id, "completed", 0);
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda, bytes, "COUNT=3", "COUNT=4"),
		   REFUSED(SESSION_SAVED));
	series_put(agenda, &agenda->maria, &session,
		   with(agenda, bytes,
			"EXDATE;TZID=America/Toronto:20260607T080000"),
		   REFUSED(SESSION_SAVED));
	agenda_sessions(agenda, &count);
	assert_int_equal(count, 3);
}

static void what_the_office_changed_since_stays(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=2");
	struct session second;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	second = at_day(agenda, 16);
	agenda_put(agenda, &agenda->sam, "maria", second.name,
		   agenda_edit(agenda,
			       agenda_bytes(agenda, &agenda->sam, "maria",
					    second.id),
			       "TRANSP:", "LOCATION:Attic\r\nTRANSP:"),
		   0, OK);
	agenda_put(agenda, &agenda->sam, "maria", session.name,
		   agenda_edit(agenda,
			       agenda_bytes(agenda, &agenda->sam, "maria",
					    session.id),
			       "TRANSP:", "LOCATION:Garden\r\nTRANSP:"),
		   0, OK);
	/* As of a program that has not read any of it. */
	bytes = agenda_edit(agenda, bytes, "X-PRACTICE-REVISION", "X-OTHER");
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda, bytes, "COUNT=2", "COUNT=3"), OK);
	expect_days(agenda, "9 16 23", 8);
	assert_string_equal(at_day(agenda, 16).terms.place, "Attic");
	assert_string_equal(at_day(agenda, 9).terms.place, "Garden");
}

static void a_rule_that_no_schedule_can_say_leaves_the_schedule(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *every_second =
		agenda_edit(agenda, bytes, "COUNT=3", "INTERVAL=2;COUNT=2");

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	series_put(agenda, &agenda->maria, &session, every_second, OK);
	expect_days(agenda, "9 23", 8);
	assert_int_equal(at_day(agenda, 9).schedule, 0);
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	expect_days(agenda, "9 16 23", 8);
}

static void a_moved_series_by_another_rule_keeps_its_sessions(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *later = agenda_edit(agenda, bytes, "0609T090000", "0609T110000");
	int64_t second;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	second = at_day(agenda, 16).id;
	later = agenda_edit(agenda, later, "0609T080000", "0609T100000");
	later = agenda_edit(agenda, later, "COUNT=3", "INTERVAL=2;COUNT=4");
	series_put(agenda, &agenda->maria, &session, later, OK);
	expect_days(agenda, "9 23 7 21", 10);
	/* The one that no date is left for goes to the first new date. */
	assert_int_equal(at_day(agenda, 7).id, second);
}

static void a_date_left_out_is_made_anew_where_the_series_moves(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *later = agenda_edit(agenda, bytes, "0609T090000", "0609T110000");
	int64_t second;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	second = at_day(agenda, 16).id;
	series_put(agenda, &agenda->maria, &session,
		   with(agenda, bytes,
			"EXDATE;TZID=America/Toronto:20260616T080000"),
		   OK);
	later = agenda_edit(agenda, later, "0609T080000", "0609T100000");
	series_put(agenda, &agenda->maria, &session, later, OK);
	expect_days(agenda, "9 16 23", 10);
	assert_int_equal(
		store_session_find(place_read(agenda->place), second, &session),
		OK);
	assert_int_equal(session.state, SESSION_SAVED);
}

static void a_series_of_which_one_is_anothers_now_is_not_changed(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct object_at from = { "sam", "maria", NULL };
	struct object_at to = { "sam", "ben", "moved.ics" };
	bool created;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	from.name = at_day(agenda, 16).name;
	store_reader_end(agenda->place->reader);
	assert_int_equal(practice_object_copy(&op, agenda->place->store, &from,
					      &to, true, true, NULL, &created),
			 OK);
	series_put(agenda, &agenda->maria, &session,
		   with(agenda, bytes, "LOCATION:Room 9"),
		   REFUSED(NOT_PERMITTED));
	assert_null(at_day(agenda, 9).terms.place);
}

static void what_was_never_read_is_changed_by_what_is_said_anew(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=2");

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	bytes = agenda_edit(agenda, bytes, "X-PRACTICE-REVISION", "X-OTHER");
	series_put(agenda, &agenda->maria, &session,
		   with(agenda, bytes, "LOCATION:Room 9"), OK);
	assert_string_equal(at_day(agenda, 9).terms.place, "Room 9");
	assert_string_equal(at_day(agenda, 16).terms.place, "Room 9");
}

static void a_date_has_other_texts_until_they_are_left_out(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *other = agenda_edit(
		agenda, bytes, "END:VCALENDAR",
		arena_printf(agenda->place->arena,
			     "BEGIN:VEVENT\r\nUID:%s\r\n"
			     "DTSTAMP:20260608T120000Z\r\n"
			     "RECURRENCE-ID;TZID=America/Toronto:"
			     "20260616T080000\r\n"
			     "DTSTART;TZID=America/Toronto:20260616T080000\r\n"
			     "DTEND;TZID=America/Toronto:20260616T090000\r\n"
			     "SUMMARY:C042\r\nLOCATION:Attic\r\n"
			     "END:VEVENT\r\nEND:VCALENDAR",
			     session.uid));

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	series_put(agenda, &agenda->maria, &session, other, OK);
	assert_string_equal(at_day(agenda, 16).terms.place, "Attic");
	assert_null(at_day(agenda, 9).terms.place);
	assert_null(at_day(agenda, 23).terms.place);
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	assert_null(at_day(agenda, 16).terms.place);
	expect_days(agenda, "9 16 23", 8);
}

static void the_office_sends_a_series_again_too(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = with(
		agenda, agenda_bytes(agenda, &agenda->sam, "maria", session.id),
		"RRULE:FREQ=WEEKLY;COUNT=3");
	size_t count;

	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, 0, OK);
	agenda_put(agenda, &agenda->sam, "maria", session.name,
		   with(agenda, bytes,
			"EXDATE;TZID=America/Toronto:20260609T080000"),
		   0, OK);
	agenda_sessions(agenda, &count);
	assert_int_equal(count, 2);
	expect_days(agenda, "16 23", 8);
	assert_true(agenda_has(agenda, &agenda->sam, "maria", session.name));
	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, 0, OK);
	expect_days(agenda, "9 16 23", 8);
	agenda_sessions(agenda, &count);
	assert_int_equal(count, 3);
}

static void five_dates_left_out_at_once_wait_for_a_person(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = series_over(agenda, &session, "RRULE:FREQ=DAILY;COUNT=8");

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda, bytes, "COUNT=8", "COUNT=3"), OK);
	expect_days(agenda, "9 10 11", 8);
	assert_int_equal(agenda_reviews(agenda, "deletes"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_series_that_is_sent_again_later_moves_as_a_whole),
		WITH_AGENDA(
			a_series_that_is_sent_again_may_last_less_than_a_minute),
		WITH_AGENDA(
			a_series_of_which_one_is_saved_does_not_move_in_part),
		WITH_AGENDA(
			a_higher_count_makes_the_others_and_a_lower_one_cancels),
		WITH_AGENDA(
			a_date_that_is_left_out_is_removed_and_one_put_back_is_again),
		WITH_AGENDA(a_series_moves_though_a_date_of_it_was_left_out),
		WITH_AGENDA(
			the_address_goes_on_when_the_first_date_is_left_out),
		WITH_AGENDA(
			who_may_not_create_adds_no_date_and_nothing_changes),
		WITH_AGENDA(a_saved_one_refuses_another_count_too),
		WITH_AGENDA(what_the_office_changed_since_stays),
		WITH_AGENDA(
			a_rule_that_no_schedule_can_say_leaves_the_schedule),
		WITH_AGENDA(a_moved_series_by_another_rule_keeps_its_sessions),
		WITH_AGENDA(
			a_date_left_out_is_made_anew_where_the_series_moves),
		WITH_AGENDA(
			a_series_of_which_one_is_anothers_now_is_not_changed),
		WITH_AGENDA(
			what_was_never_read_is_changed_by_what_is_said_anew),
		WITH_AGENDA(a_date_has_other_texts_until_they_are_left_out),
		WITH_AGENDA(the_office_sends_a_series_again_too),
		WITH_AGENDA(five_dates_left_out_at_once_wait_for_a_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
