/* What an event means is the same by import as by a calendar program; where
 * it is less than was meant, a line says so. */
#include "tests/unit/practice/transfer/import_fixture.h"
#include "store/closure.h"

#include <string.h>

static struct import_report taken(struct clinic *clinic, const char *lines)
{
	return import_ics(clinic, import_calendar(clinic, lines), NULL);
}

static struct import_report marias(struct clinic *clinic, const char *lines)
{
	return import_ics(clinic, import_calendar(clinic, lines), "maria");
}

#define EVENT(uid, lines)                                         \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260101T000000Z" \
	"\r\n" lines "END:VEVENT\r\n"
#define JUNE "DTSTART:20260615T160000Z\r\nDURATION:PT1H\r\n"

static void an_all_day_event_is_a_draft_whose_title_stays(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, EVENT("a1", "DTSTART;VALUE=DATE:20261120\r\n"
					  "DTEND;VALUE=DATE:20261121\r\n"
					  "SUMMARY:C042 birthday\r\n"));
	struct session session = import_session(clinic, "a1");

	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 4, "--all-day closure");
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_int_equal(session.terms.clients.count, 0);
	assert_string_equal(session.typed, "C042 birthday");
}

/* Days off are no five sessions, and no session of five days. */
static void
several_days_are_one_draft_of_the_first_and_a_line_says_so(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, EVENT("a2", "DTSTART;VALUE=DATE:20260720\r\n"
					  "DTEND;VALUE=DATE:20260725\r\n"
					  "SUMMARY:Away\r\n"));
	struct session session = import_session(clinic, "a2");

	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 4, "first 24 hours");
	assert_int_equal(session.span.end.s - session.span.start.s, 24 * 3600);
}

static void all_day_events_are_closures_where_it_is_asked(void **state)
{
	struct import_options options = { .all_day = IMPORT_ALL_DAY_CLOSURE };
	struct clinic *clinic = *state;
	struct slice ics = import_calendar(
		clinic,
		EVENT("a3", "DTSTART;VALUE=DATE:20260720\r\n"
			    "DTEND;VALUE=DATE:20260725\r\n"
			    "SUMMARY:Away\r\n")
			EVENT("a4", "DTSTART;VALUE=DATE:20260701\r\n"
				    "SUMMARY:Canada Day\r\n")
				EVENT("a5", "DTSTART;VALUE=DATE:20260702\r\n"
					    "SUMMARY:C042 birthday\r\n"));
	struct closure closure;

	assert_counts(import_ics_so(clinic, ics, &options), 3, 0, 0, 0);
	assert_int_equal(store_closure_find_uid(place_read(clinic->place), "a3",
						&closure),
			 OK);
	assert_true(closure.all_day);
	assert_int_equal(closure.from.n, day_of(2026, 7, 20).n);
	assert_int_equal(closure.to.n, day_of(2026, 7, 24).n);
	/* Closures are seen by all: whose day it is stays a draft. */
	assert_int_equal(import_session(clinic, "a5").state, SESSION_DRAFT);
	assert_counts(import_ics_so(clinic, ics, &options), 0, 0, 3, 0);
}

static void all_day_events_are_left_out_where_it_is_asked(void **state)
{
	struct import_options options = { .all_day = IMPORT_ALL_DAY_SKIP };
	struct clinic *clinic = *state;
	struct import_report report = import_ics_so(
		clinic,
		import_calendar(clinic,
				EVENT("a6", "DTSTART;VALUE=DATE:20260720\r\n"
					    "SUMMARY:Away\r\n")
					EVENT("a7", JUNE "SUMMARY:C042\r\n")),
		&options);

	assert_counts(report, 1, 0, 0, 1);
	assert_says(report, 4, "as it was asked");
}

static void who_declined_is_no_client(void **state)
{
	static const char *const ways[] = {
		"PARTSTAT=DECLINED",
		"PARTSTAT=declined;CN=Ada",
		"PARTSTAT=DELEGATED",
		"ROLE=NON-PARTICIPANT",
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		struct import_report report = taken(
			clinic,
			arena_printf(clinic->op->arena,
				     "BEGIN:VEVENT\r\nUID:d%zu\r\n" JUNE
				     "SUMMARY:Therapy\r\n"
				     "ORGANIZER:mailto:maria@example.com\r\n"
				     "ATTENDEE;%s:mailto:Ada@Example.org\r\n"
				     "ATTENDEE;CN=Bo:MAILTO:bo@example.org\r\n"
				     "END:VEVENT\r\n",
				     i, ways[i]));
		struct session session = import_session(
			clinic, arena_printf(clinic->op->arena, "d%zu", i));

		assert_counts(report, 1, 0, 0, 0);
		assert_says(report, 4, "Ada@Example.org");
		assert_int_equal(session.terms.clients.count, 1);
		assert_int_equal(session.terms.clients.at[0],
				 clinic->clients[1]);
		assert_non_null(strstr(session.terms.private_note, "Ada"));
	}
}

static void what_its_practitioner_declined_is_left_out(void **state)
{
	struct clinic *clinic = *state;
	struct slice ics = import_calendar(
		clinic, EVENT("d9", JUNE "SUMMARY:C042\r\n"
					 "ATTENDEE;PARTSTAT=DECLINED:mailto:"
					 "maria@example.com\r\n"));
	struct import_report report = import_ics(clinic, ics, "maria");

	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "declined");
	/* Another's calendar may have it. */
	report = import_ics(clinic, ics, "ben");
	assert_counts(report, 1, 0, 0, 0);
	assert_int_equal(import_session(clinic, "d9").terms.practitioners.count,
			 1);
}

/* Outlook writes its all-day events so. */
static void a_day_from_midnight_on_is_told_to_bill_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = marias(
		clinic,
		EVENT("m1", "DTSTART;TZID=America/Toronto:20270113T000000\r\n"
			    "DTEND;TZID=America/Toronto:20270114T000000\r\n"
			    "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\r\n"
			    "SUMMARY:C042\r\n"));

	assert_counts(report, 1, 0, 0, 0);
	assert_int_equal(report.line_count, 1);
	assert_says(report, 4, "for it takes a whole day");
	assert_int_equal(import_session(clinic, "m1").state, SESSION_DRAFT);
}

static void times_without_a_zone_are_told_once_a_calendar(void **state)
{
	static const char event[] = EVENT("%s", "DTSTART:20270113T100000\r\n"
						"DURATION:PT1H\r\n"
						"SUMMARY:C042\r\n");
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct import_report report =
		marias(clinic, arena_printf(arena,
					    "X-WR-TIMEZONE:America/Vancouver"
					    "\r\n%s%s",
					    arena_printf(arena, event, "f1"),
					    arena_printf(arena, event, "f2")));

	assert_counts(report, 2, 0, 0, 0);
	assert_int_equal(report.line_count, 1);
	assert_says(report, 5, "America/Vancouver");
	assert_says(report, 5, "X-WR-TIMEZONE");
	report = marias(clinic, arena_printf(arena, event, "f3"));
	assert_says(report, 4, "the zone of the practice");
	report = marias(clinic,
			arena_printf(arena, "X-WR-TIMEZONE:Mars/Base\r\n%s",
				     arena_printf(arena, event, "f4")));
	assert_says(report, 5, "'Mars/Base' is not known");
	report = marias(
		clinic,
		arena_printf(arena,
			     "X-WR-TIMEZONE;VALUE=TEXT:America/Vancouver\r\n%s",
			     arena_printf(arena, event, "f6")));
	assert_says(report, 5, "read in America/Vancouver");
	report = marias(clinic, arena_printf(arena, "X-WR-TIMEZONE;X\r\n%s",
					     arena_printf(arena, event, "f7")));
	assert_says(report, 5, "the zone of the practice");
	report = marias(clinic, "X-WR-TIMEZONE:America/Vancouver\r\n" EVENT(
					"f5", JUNE "SUMMARY:C042\r\n"));
	assert_int_equal(report.line_count, 0);
}

static void
a_zone_that_nobody_knows_is_the_practices_and_told_once(void **state)
{
	static const char event[] =
		EVENT("%s", "DTSTART;TZID=Customized Time Zone:20270113T100000"
			    "\r\nDURATION:PT1H\r\nSUMMARY:C042\r\n");
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct import_report report =
		marias(clinic, arena_printf(arena, "%s%s",
					    arena_printf(arena, event, "n1"),
					    arena_printf(arena, event, "n2")));

	assert_counts(report, 2, 0, 0, 0);
	assert_int_equal(report.line_count, 1);
	assert_says(report, 4, "'Customized Time Zone'");
	assert_says(report, 4, "read in America/Toronto");
	/* 15:00 UTC */
	assert_int_equal(import_session(clinic, "n1").span.start.s % 86400,
			 15 * 3600);
	assert_string_equal(import_session(clinic, "n1").zone,
			    "America/Toronto");
}

static void a_zone_as_windows_shows_it_is_known(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = marias(
		clinic,
		EVENT("n3",
		      "DTSTART;TZID=\"(UTC-08:00) Pacific Time (US & Canada)\""
		      ":20270113T100000\r\nDURATION:PT1H\r\nSUMMARY:C042\r\n"));

	assert_counts(report, 1, 0, 0, 0);
	assert_int_equal(report.line_count, 0);
	assert_string_equal(import_session(clinic, "n3").zone,
			    "America/Los_Angeles");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(an_all_day_event_is_a_draft_whose_title_stays),
		WITH_IMPORT(
			several_days_are_one_draft_of_the_first_and_a_line_says_so),
		WITH_IMPORT(all_day_events_are_closures_where_it_is_asked),
		WITH_IMPORT(all_day_events_are_left_out_where_it_is_asked),
		WITH_IMPORT(who_declined_is_no_client),
		WITH_IMPORT(what_its_practitioner_declined_is_left_out),
		WITH_IMPORT(a_day_from_midnight_on_is_told_to_bill_nothing),
		WITH_IMPORT(times_without_a_zone_are_told_once_a_calendar),
		WITH_IMPORT(
			a_zone_that_nobody_knows_is_the_practices_and_told_once),
		WITH_IMPORT(a_zone_as_windows_shows_it_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
