#include "tests/unit/practice/transfer/import_fixture.h"
#include "store/closure.h"

/* Events that repeat, and files that are not as they should be. */

static char *series(struct clinic *clinic, const char *start, const char *lines)
{
	return arena_printf(clinic->op->arena,
			    "BEGIN:VEVENT\r\n"
			    "UID:s1\r\n"
			    "DTSTART;TZID=America/Toronto:%s\r\n"
			    "DURATION:PT1H\r\n"
			    "SUMMARY:C042\r\n"
			    "%s"
			    "END:VEVENT\r\n",
			    start, lines);
}

static struct import_report taken(struct clinic *clinic, const char *events)
{
	return import_ics(clinic, import_calendar(clinic, events), "maria");
}

static struct import_report repeated(struct clinic *clinic, const char *start,
				     const char *lines)
{
	return taken(clinic, series(clinic, start, lines));
}

static void assert_starts(const struct session *session, const char *start)
{
	assert_int_equal(session->span.start.s, clinic_instant(start).s);
}

static bool is_there(struct clinic *clinic, const char *uid)
{
	struct session session;

	return store_session_find_uid(place_read(clinic->place), uid,
				      &session) == OK;
}

static void a_count_is_honoured(void **state)
{
	struct clinic *clinic = *state;
	struct session *list;
	struct import_report report =
		repeated(clinic, "20260608T160000",
			 "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4\r\n");

	assert_counts(report, 4, 0, 0, 0);
	assert_int_equal(report.line_count, 0);
	assert_int_equal(import_sessions(clinic, &list), 4);
	assert_starts(&list[3], "2026-06-17T20:00:00Z");
	assert_int_equal(list[0].schedule, 0);
	assert_string_equal(list[0].uid, "s1");
	assert_string_not_equal(list[0].name, list[1].name);
}

static void until_is_inclusive(void **state)
{
	struct clinic *clinic = *state;
	struct session *list;

	assert_counts(repeated(clinic, "20260608T160000",
			       "RRULE:FREQ=DAILY;UNTIL=20260610T200000Z\r\n"),
		      3, 0, 0, 0);
	assert_int_equal(import_sessions(clinic, &list), 3);
	assert_starts(&list[2], "2026-06-10T20:00:00Z");
}

static void endless_ones_end_in_twelve_months(void **state)
{
	struct clinic *clinic = *state;
	struct session *list;
	struct import_report report =
		repeated(clinic, "20270104T160000", "RRULE:FREQ=MONTHLY\r\n");

	assert_counts(report, 12, 0, 0, 0);
	assert_says(report, 4, "up to 2028-01-04T16:00 were taken");
	assert_int_equal(import_sessions(clinic, &list), 12);
	assert_starts(&list[11], "2027-12-04T21:00:00Z");
}

static void a_later_import_goes_on_where_it_ended(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;

	repeated(clinic, "20260601T160000", "RRULE:FREQ=MONTHLY\r\n");
	clinic_at(clinic, "2026-08-08T12:00:00Z");
	report = repeated(clinic, "20260601T160000", "RRULE:FREQ=MONTHLY\r\n");
	assert_counts(report, 2, 0, 13, 0);
}

static void of_too_many_dates_those_to_come_are_taken(void **state)
{
	struct clinic *clinic = *state;
	struct session *list;
	struct import_report report =
		repeated(clinic, "20240101T160000", "RRULE:FREQ=DAILY\r\n");

	assert_counts(report, 366, 0, 0, 0);
	assert_says(report, 4, "more often than 366 times");
	assert_int_equal(import_sessions(clinic, &list), 366);
	/* 365 are to come in twelve months */
	assert_starts(&list[0], "2026-06-07T20:00:00Z");
	assert_starts(&list[365], "2027-06-07T20:00:00Z");
	/* the series' first date, which has the UID, is not among them */
	assert_false(is_there(clinic, "s1"));
	assert_counts(
		repeated(clinic, "20240101T160000", "RRULE:FREQ=DAILY\r\n"), 0,
		0, 366, 0);
}

static void a_count_over_the_cap_is_cut(void **state)
{
	struct clinic *clinic = *state;
	struct session *list;
	struct import_report report = repeated(
		clinic, "20260701T160000", "RRULE:FREQ=DAILY;COUNT=400\r\n");

	assert_counts(report, 366, 0, 0, 0);
	assert_int_equal(import_sessions(clinic, &list), 366);
	assert_string_equal(list[0].uid, "s1");
	assert_starts(&list[365], "2027-07-01T20:00:00Z");
}

static void a_rule_bomb_is_cut_too(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = { 0 };

	/* 8,760 a year for sixteen years, more than is looked at */
	report = taken(clinic, "BEGIN:VEVENT\r\nUID:b1\r\n"
			       "DTSTART:20100101T000000Z\r\n"
			       "DTEND:20100101T003000Z\r\n"
			       "RRULE:FREQ=HOURLY\r\nEND:VEVENT\r\n");
	assert_int_equal(report.added, 366);
	report = taken(clinic, "BEGIN:VEVENT\r\nUID:b2\r\n"
			       "DTSTART:20260701T000000Z\r\n"
			       "DTEND:20260701T003000Z\r\n"
			       "RRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\n");
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "left out");
}

static void the_first_date_keeps_the_uid_also_when_it_moves(void **state)
{
	struct clinic *clinic = *state;
	const char *rule = "RRULE:FREQ=WEEKLY;COUNT=2\r\n";
	const char *both = arena_printf(
		clinic->op->arena,
		"%sBEGIN:VEVENT\r\nUID:s1\r\n"
		"RECURRENCE-ID;TZID=America/Toronto:20260608T160000\r\n"
		"DTSTART;TZID=America/Toronto:20260617T110000\r\n"
		"DTEND;TZID=America/Toronto:20260617T120000\r\n"
		"SUMMARY:C042\r\nEND:VEVENT\r\n",
		series(clinic, "20260608T160000", rule));
	struct session session;

	repeated(clinic, "20260608T160000", rule);
	assert_counts(taken(clinic, both), 0, 1, 1, 0);
	session = import_session(clinic, "s1");
	assert_starts(&session, "2026-06-17T15:00:00Z");
}

static void a_first_date_that_is_left_out_has_no_session(void **state)
{
	struct clinic *clinic = *state;

	assert_counts(
		repeated(clinic, "20260608T160000",
			 "RRULE:FREQ=WEEKLY;COUNT=3\r\n"
			 "EXDATE;TZID=America/Toronto:20260608T160000\r\n"),
		2, 0, 0, 0);
	assert_false(is_there(clinic, "s1"));
}

static void a_changed_date_without_its_series_is_a_session(void **state)
{
	struct clinic *clinic = *state;
	const char *text =
		"BEGIN:VEVENT\r\nUID:s1\r\n"
		"RECURRENCE-ID;TZID=America/Toronto:20260615T160000\r\n"
		"DTSTART;TZID=America/Toronto:20260616T160000\r\n"
		"DTEND;TZID=America/Toronto:20260616T170000\r\n"
		"SUMMARY:C042\r\nEND:VEVENT\r\n";

	assert_counts(taken(clinic, text), 1, 0, 0, 0);
	assert_counts(taken(clinic, text), 0, 0, 1, 0);
	/* the series, when it comes, finds it */
	assert_counts(repeated(clinic, "20260608T160000",
			       "RRULE:FREQ=WEEKLY;COUNT=3\r\n"),
		      2, 1, 0, 0);
}

static void a_broken_change_costs_its_date_only(void **state)
{
	struct clinic *clinic = *state;
	const char *text = arena_printf(
		clinic->op->arena,
		"%sBEGIN:VEVENT\r\nUID:s1\r\n"
		"RECURRENCE-ID;TZID=America/Toronto:20260615T160000\r\n"
		"DTSTART;TZID=America/Toronto:2026061\r\n"
		"SUMMARY:C042\r\nEND:VEVENT\r\n",
		series(clinic, "20260608T160000",
		       "RRULE:FREQ=WEEKLY;COUNT=3\r\n"));
	struct import_report report = taken(clinic, text);

	assert_counts(report, 3, 0, 0, 1);
	assert_says(report, 11, "left out");
}

static void a_rule_that_cannot_be_read_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = repeated(clinic, "20260608T160000",
					       "RRULE:FREQ=FORTNIGHTLY\r\n");

	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "left out");
}

static void recurring_closures_are_closures_each(void **state)
{
	struct clinic *clinic = *state;
	const char *text = "BEGIN:VEVENT\r\nUID:c1\r\n"
			   "DTSTART;VALUE=DATE:20260701\r\n"
			   "RRULE:FREQ=WEEKLY;COUNT=3\r\n"
			   "CATEGORIES:CLOSURE\r\nDESCRIPTION:x\r\n"
			   "END:VEVENT\r\n";
	struct import_report report = taken(clinic, text);
	struct closure *list;
	struct span year = { clinic_instant("2026-01-01T00:00:00Z"),
			     clinic_instant("2027-01-01T00:00:00Z") };
	size_t count;

	assert_counts(report, 3, 0, 0, 0);
	assert_says(report, 4, "title only");
	assert_int_equal(report.line_count, 1);
	assert_int_equal(store_closure_list(place_read(clinic->place), year,
					    &list, &count),
			 OK);
	assert_int_equal(count, 3);
	assert_string_equal(list[0].title, "Closed");
	assert_int_equal(list[2].from.n, day_of(2026, 7, 15).n);
	assert_counts(taken(clinic, text), 0, 0, 3, 0);
}

static void s8_an_all_day_event_is_a_draft_that_bills_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	taken(clinic, "BEGIN:VEVENT\r\nUID:d2\r\n"
		      "DTSTART;VALUE=DATE:20260701\r\n"
		      "DTEND;VALUE=DATE:20260704\r\n"
		      "SUMMARY:C042 Hour\r\nDESCRIPTION:At the fair\r\n"
		      "END:VEVENT\r\n");
	session = import_session(clinic, "d2");
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_int_equal(session.terms.clients.count, 0);
	assert_string_equal(session.terms.private_note,
			    "C042 Hour\nAt the fair");
	assert_int_equal(session.span.end.s - session.span.start.s, 24 * 3600);
}

static void a_recurring_all_day_event_is_told_once(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, "BEGIN:VEVENT\r\nUID:d1\r\n"
			      "DTSTART;VALUE=DATE:20260701\r\n"
			      "RRULE:FREQ=DAILY;COUNT=30\r\n"
			      "SUMMARY:Holiday\r\nEND:VEVENT\r\n");

	assert_counts(report, 30, 0, 0, 0);
	assert_says(report, 4, "An all-day event bills nothing");
}

static const char *nameless(struct clinic *clinic, const char *lines)
{
	return arena_printf(clinic->op->arena,
			    "BEGIN:VEVENT\r\n%sDTSTART:20260615T160000\r\n"
			    "DTEND:20260615T170000\r\n"
			    "SUMMARY:C042\r\nEND:VEVENT\r\n",
			    lines);
}

static void an_event_without_a_uid_is_known_again(void **state)
{
	struct clinic *clinic = *state;
	const char *first = nameless(clinic, "DTSTAMP:1\r\n");
	const char *second = nameless(clinic, "DTSTAMP:2\r\nUID:\r\n");

	assert_counts(taken(clinic, first), 1, 0, 0, 0);
	assert_counts(taken(clinic, second), 0, 0, 1, 0);
}

static void events_of_one_uid_are_bounded(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct buf buf;

	buf_init(&buf, clinic->op->arena);
	buf_puts(&buf, series(clinic, "20260608T160000", ""));
	for (int i = 0; i < 2000; i++)
		buf_puts(&buf, "BEGIN:VEVENT\r\nUID:s1\r\nEND:VEVENT\r\n");
	report = taken(clinic, buf.at);
	assert_counts(report, 1, 0, 0, 2000);
	assert_says(report, 10 + 3 * 1998, "no start");
	assert_says(report, 10 + 3 * 1999, "More than 2000");
}

static void the_same_event_twice_in_a_file_counts_once(void **state)
{
	struct clinic *clinic = *state;
	const char *text = series(clinic, "20260608T160000", "");
	struct import_report report = taken(
		clinic, arena_printf(clinic->op->arena, "%s%s", text, text));

	assert_counts(report, 1, 0, 1, 0);
	assert_int_equal(report.line_count, 0);
}

/* As a calendar program's are. */
static void an_event_without_a_length_lasts_an_hour(void **state)
{
	static const char *const ends[] = { "", "DTEND:20260615T160000\r\n",
					    "DURATION:PT0S\r\n" };
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		const char *uid = arena_printf(clinic->op->arena, "z%zu", i);
		struct import_report report = taken(
			clinic, arena_printf(clinic->op->arena,
					     "BEGIN:VEVENT\r\nUID:%s\r\n"
					     "DTSTART:20260615T160000\r\n%s"
					     "SUMMARY:C042\r\nEND:VEVENT\r\n",
					     uid, ends[i]));
		struct session session;

		assert_counts(report, 1, 0, 0, 0);
		assert_says(report, 4, "an hour");
		session = import_session(clinic, uid);
		assert_int_equal(session.span.end.s - session.span.start.s,
				 3600);
	}
}

static void what_is_too_long_for_a_place_goes_into_the_note(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct buf place;
	struct session session;

	buf_init(&place, arena);
	for (int i = 0; i < 100; i++)
		buf_puts(&place, "h\u00e4\u00fc");
	assert_counts(
		repeated(clinic, "20260608T160000",
			 arena_printf(arena, "LOCATION:%s\r\n", place.at)),
		1, 0, 0, 0);
	session = import_session(clinic, "s1");
	assert_int_equal(strlen(session.terms.place), 255);
	assert_true(str_starts(place.at, session.terms.place));
	assert_string_equal(session.terms.private_note,
			    arena_printf(arena, "Place: %s", place.at));
}

static void a_text_longer_than_a_note_is_cut_and_told(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct import_report report;
	struct buf text;

	buf_init(&text, arena);
	for (int i = 0; i < 6000; i++)
		buf_puts(&text, "\u00fc");
	report = repeated(clinic, "20260608T160000",
			  arena_printf(arena, "DESCRIPTION:x%s\r\n", text.at));
	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 4, "was cut there");
	/* 10,000 would end within a character */
	assert_int_equal(
		strlen(import_session(clinic, "s1").terms.private_note), 9999);
}

static void an_event_without_an_end_does_not_take_the_next(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = taken(
		clinic, arena_printf(clinic->op->arena,
				     "BEGIN:VEVENT\r\nUID:u1\r\n"
				     "begin:valarm\r\n%s",
				     series(clinic, "20260608T160000", "")));

	assert_counts(report, 1, 0, 0, 1);
	assert_says(report, 4, "END:VEVENT");
}

static void line_ends_marks_and_missing_ends_do_no_harm(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = import_ics(
		clinic,
		slice_of("\xEF\xBB\xBF"
			 "begin:vcalendar\nBEGIN:VEVENT\nUID:"
			 "l1\nDTSTART:20260615T160000\nDTEND:20260615T170000\n"
			 "SUMMARY:C0\n 42\nEND:VEVENT"),
		"maria");

	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 9, "cut off");
	assert_int_equal(import_session(clinic, "l1").terms.clients.count, 1);
}

/* Each is read in its own zone, also where files were put together, marks and
 * all. */
static void several_calendars_in_a_file_go_in(void **state)
{
	static const char one[] = "\xEF\xBB\xBF"
				  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%s"
				  "BEGIN:VEVENT\r\nUID:%s\r\n"
				  "DTSTART:20260615T160000\r\n"
				  "DURATION:PT1H\r\nSUMMARY:C042\r\n"
				  "END:VEVENT\r\nEND:VCALENDAR\r\n";
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct import_report report = import_ics(
		clinic,
		slice_of(arena_printf(
			arena, "%s%s",
			arena_printf(arena, one,
				     "X-WR-TIMEZONE:Europe/Paris\r\n", "m1"),
			arena_printf(arena, one, "", "m2"))),
		"maria");

	assert_counts(report, 2, 0, 0, 0);
	assert_string_equal(import_session(clinic, "m1").zone, "Europe/Paris");
	assert_string_equal(import_session(clinic, "m2").zone,
			    "America/Toronto");
	assert_says(report, 4, "Europe/Paris");
	assert_says(report, 13, "America/Toronto");
}

static void what_is_no_calendar_is_told(void **state)
{
	static const char *const texts[] = {
		"",
		"<html>\n</html>\n",
		"\xFF\xFEQ",
		"name,code\n",
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct import_report report =
			import_ics(clinic, slice_of(texts[i]), NULL);

		assert_counts(report, 0, 0, 0, 1);
		assert_says(report, 0, "The file");
	}
	assert_counts(taken(clinic, ""), 0, 0, 0, 0);
}

static void bytes_that_are_no_utf8_cost_their_event_only(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = taken(
		clinic, arena_printf(clinic->op->arena,
				     "BEGIN:VEVENT\r\nUID:u1\r\n"
				     "DTSTART:20260615T160000\r\n"
				     "SUMMARY:M\xFCller\r\n"
				     "LOCATION:Z\xC3\xBCrich\r\n"
				     "END:VEVENT\r\n%s",
				     series(clinic, "20260608T160000", "")));

	assert_counts(report, 1, 0, 0, 1);
	assert_says(report, 7, "UTF-8");
}

static void a_file_of_western_windows_is_read_and_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, "BEGIN:VEVENT\r\nUID:u2\r\n"
			      "DTSTART:20260615T160000Z\r\nDURATION:PT1H\r\n"
			      "SUMMARY:M\xFCller\r\nEND:VEVENT\r\n");

	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 0, "Windows-1252");
	assert_string_equal(import_session(clinic, "u2").terms.private_note,
			    "M\u00FCller");
}

static void a_calendar_s_own_zone_is_for_its_floating_times(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	import_ics(clinic,
		   import_calendar(clinic, "X-WR-TIMEZONE:Europe/Paris\r\n"
					   "BEGIN:VEVENT\r\nUID:f1\r\n"
					   "DTSTART:20260615T160000\r\n"
					   "DTEND:20260615T170000\r\n"
					   "END:VEVENT\r\n"),
		   "maria");
	session = import_session(clinic, "f1");
	assert_starts(&session, "2026-06-15T14:00:00Z");
	assert_string_equal(session.zone, "Europe/Paris");
}

/* The same UID again, or the same date of one. */
static void two_events_that_lie_upon_each_other_are_told(void **state)
{
	static const char events[] =
		"BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:C042\r\n"
		"DTSTART:20260615T200000Z\r\nDTEND:20260615T210000Z\r\n"
		"RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:C051\r\n"
		"RECURRENCE-ID:20260622T200000Z\r\n"
		"DTSTART:20260623T200000Z\r\nDTEND:20260623T210000Z\r\n"
		"END:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:C060\r\n"
		"RECURRENCE-ID:20260622T200000Z\r\n"
		"DTSTART:20260624T200000Z\r\nDTEND:20260624T210000Z\r\n"
		"END:VEVENT\r\n";
	struct clinic *clinic = *state;
	struct import_report report =
		import_ics(clinic, import_calendar(clinic, events), NULL);

	assert_int_equal(report.added, 3);
	assert_int_equal(report.refused, 1);
	assert_says(report, 18, "has the same UID; only that one was taken");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(a_count_is_honoured),
		WITH_IMPORT(until_is_inclusive),
		WITH_IMPORT(endless_ones_end_in_twelve_months),
		WITH_IMPORT(a_later_import_goes_on_where_it_ended),
		WITH_IMPORT(of_too_many_dates_those_to_come_are_taken),
		WITH_IMPORT(a_count_over_the_cap_is_cut),
		WITH_IMPORT(a_rule_bomb_is_cut_too),
		WITH_IMPORT(the_first_date_keeps_the_uid_also_when_it_moves),
		WITH_IMPORT(a_first_date_that_is_left_out_has_no_session),
		WITH_IMPORT(a_changed_date_without_its_series_is_a_session),
		WITH_IMPORT(a_broken_change_costs_its_date_only),
		WITH_IMPORT(a_rule_that_cannot_be_read_is_told),
		WITH_IMPORT(recurring_closures_are_closures_each),
		WITH_IMPORT(s8_an_all_day_event_is_a_draft_that_bills_nothing),
		WITH_IMPORT(a_recurring_all_day_event_is_told_once),
		WITH_IMPORT(an_event_without_a_uid_is_known_again),
		WITH_IMPORT(events_of_one_uid_are_bounded),
		WITH_IMPORT(the_same_event_twice_in_a_file_counts_once),
		WITH_IMPORT(an_event_without_a_length_lasts_an_hour),
		WITH_IMPORT(what_is_too_long_for_a_place_goes_into_the_note),
		WITH_IMPORT(a_text_longer_than_a_note_is_cut_and_told),
		WITH_IMPORT(an_event_without_an_end_does_not_take_the_next),
		WITH_IMPORT(line_ends_marks_and_missing_ends_do_no_harm),
		WITH_IMPORT(several_calendars_in_a_file_go_in),
		WITH_IMPORT(what_is_no_calendar_is_told),
		WITH_IMPORT(bytes_that_are_no_utf8_cost_their_event_only),
		WITH_IMPORT(a_file_of_western_windows_is_read_and_told),
		WITH_IMPORT(a_calendar_s_own_zone_is_for_its_floating_times),
		WITH_IMPORT(two_events_that_lie_upon_each_other_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
