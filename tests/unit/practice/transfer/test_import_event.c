#include "tests/unit/practice/transfer/import_fixture.h"
#include "tests/unit/practice/whole_edit.h"

/* What an event of another program is made into. */

static struct import_report taken(struct clinic *clinic, const char *lines)
{
	const char *event = arena_printf(
		clinic->op->arena,
		"BEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260601T120000Z\r\n"
		"DTSTART:20260615T200000Z\r\nDTEND:20260615T210000Z\r\n"
		"%sEND:VEVENT\r\n",
		lines);

	return import_ics(clinic, import_calendar(clinic, event), NULL);
}

static struct session session_of(struct clinic *clinic, const char *lines)
{
	struct import_report report = taken(clinic, lines);

	assert_int_equal(report.added, 1);
	return import_session(clinic, "one");
}

static void an_address_without_a_scheme_may_stand_beside(void **state)
{
	struct clinic *clinic = *state;
	struct session session = session_of(
		clinic,
		"ORGANIZER;EMAIL=maria@example.com:/aabbcc/principal/\r\n"
		"ATTENDEE;EMAIL=ada@example.org:urn:uuid:1\r\n"
		"ATTENDEE:urn:uuid:2\r\nATTENDEE:mailto:\r\n");

	assert_int_equal(session.terms.practitioners.at[0], clinic->maria);
	assert_int_equal(session.terms.clients.count, 1);
	assert_int_equal(session.terms.clients.at[0], clinic->clients[0]);
}

/* A room is invited to be booked, not to take part. */
static void rooms_and_devices_are_nobody(void **state)
{
	struct clinic *clinic = *state;
	struct session session = session_of(
		clinic, "ORGANIZER:mailto:maria@example.com\r\n"
			"ATTENDEE;CUTYPE=ROOM:mailto:room@example.com\r\n"
			"ATTENDEE;CUTYPE=RESOURCE:mailto:tv@example.com\r\n"
			"ATTENDEE;CUTYPE=INDIVIDUAL:mailto:ada@example.org\r\n"
			"ATTENDEE:MAILTO:maria@example.com\r\n"
			"ATTENDEE:mailto:ada@example.org\r\n");

	assert_int_equal(session.terms.clients.count, 1);
	assert_null(session.terms.private_note);
}

static void strangers_are_named_in_the_note(void **state)
{
	struct clinic *clinic = *state;
	struct session session = session_of(
		clinic, "SUMMARY:C042\r\n"
			"ATTENDEE;CN=Pat:mailto:pat@example.org\r\n"
			"ATTENDEE;CN=kim@example.org:mailto:kim@example.org\r\n"
			"ATTENDEE:mailto:lee@example.org\r\n");

	assert_string_equal(session.terms.private_note,
			    "Invited: Pat <pat@example.org>, kim@example.org, "
			    "lee@example.org");
}

static void an_address_of_two_practitioners_is_not_guessed(void **state)
{
	struct clinic *clinic = *state;
	struct person ben;
	struct import_report report;

	assert_int_equal(
		store_person_find(place_read(clinic->place), clinic->ben, &ben),
		OK);
	ben.email = "maria@example.com";
	assert_ok(clinic, whole_person_change(clinic->op, clinic->store, &ben));
	report = taken(clinic, "ORGANIZER:mailto:maria@example.com\r\n");
	assert_int_equal(
		import_session(clinic, "one").terms.practitioners.count, 0);
	assert_says(report, 4, "Several practitioners have the address");
}

static void logins_tell_practitioners_and_unknown_ones_are_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic,
		      "X-PRACTICE-PRACTITIONERS:maria,, nobody,ben,maria\r\n");

	assert_int_equal(
		import_session(clinic, "one").terms.practitioners.count, 2);
	assert_says(report, 4, "No active practitioner has the login nobody");
}

static void people_who_are_not_active_are_not_known(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;

	assert_ok(clinic,
		  practice_person_deactivate(clinic->op, clinic->store, "ben"));
	report = taken(clinic, "X-PRACTICE-PRACTITIONERS:ben\r\n");
	assert_int_equal(
		import_session(clinic, "one").terms.practitioners.count, 0);
	assert_says(report, 4, "No active practitioner has the login ben");
}

static void the_line_of_a_service_speaks_before_the_title(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		session_of(clinic, "SUMMARY:C042 Hour\r\n"
				   "X-PRACTICE-SERVICE:session\r\n");

	assert_int_equal(session.terms.service, clinic->fixed);
}

static void an_unknown_service_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, "SUMMARY:C042\r\nX-PRACTICE-SERVICE:Dancing\r\n");

	assert_says(report, 4, "There is no service 'Dancing' here");
	report = taken(clinic, "SUMMARY:C042\r\nX-PRACTICE-SERVICE: \r\n");
	assert_int_equal(report.unchanged, 1);
}

static void how_it_ended_elsewhere_is_told_unless_it_is_open(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, "SUMMARY:C042\r\nX-PRACTICE-STATUS:Completed\r\n"
			      "CATEGORIES:Work\r\nCATEGORIES:Home,Other\r\n");

	assert_says(report, 4, "was saved as 'Completed' where it comes from");
	report = taken(clinic, "SUMMARY:C042\r\nX-PRACTICE-STATUS:Open\r\n");
	assert_int_equal(report.line_count, 0);
}

static void a_title_of_very_many_words_is_kept_whole(void **state)
{
	struct clinic *clinic = *state;
	struct session session;
	struct buf buf;

	buf_init(&buf, clinic->op->arena);
	buf_puts(&buf, "SUMMARY:C042");
	for (int i = 0; i < 200; i++)
		buf_puts(&buf, " session");
	buf_puts(&buf, "\r\n");
	session = session_of(clinic, buf.at);
	assert_int_equal(session.terms.clients.count, 1);
	assert_non_null(session.terms.private_note);
	assert_int_equal(strlen(session.terms.private_note), 4 + 200 * 8);
}

static void a_place_of_several_lines_becomes_one(void **state)
{
	struct clinic *clinic = *state;
	struct session session = session_of(
		clinic, "SUMMARY:C042\r\nLOCATION:12 Elm St\\n\tToronto\r\n");

	assert_string_equal(session.terms.place, "12 Elm St,  Toronto");
}

/* A note is cut between two characters. */
static void a_very_long_text_is_cut_and_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session session;
	struct buf buf;

	buf_init(&buf, clinic->op->arena);
	buf_puts(&buf, "SUMMARY:C042\r\nDESCRIPTION:x");
	for (int i = 0; i < 6000; i++)
		buf_puts(&buf, "\u00e9");
	buf_puts(&buf, "\r\n");
	report = taken(clinic, buf.at);
	assert_says(report, 4, "longer than a note may be");
	session = import_session(clinic, "one");
	assert_int_equal(strlen(session.terms.private_note), 9999);
}

static void a_new_end_or_practitioner_is_a_change(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, "SUMMARY:C042\r\n"
			      "X-PRACTICE-PRACTITIONERS:maria\r\n");

	assert_int_equal(report.added, 1);
	report = taken(clinic, "SUMMARY:C042\r\n"
			       "X-PRACTICE-PRACTITIONERS:ben\r\n");
	assert_int_equal(report.changed, 1);
	assert_int_equal(
		import_session(clinic, "one").terms.practitioners.at[0],
		clinic->ben);
	report = import_ics(
		clinic,
		import_calendar(clinic,
				"BEGIN:VEVENT\r\nUID:one\r\nSUMMARY:C042\r\n"
				"DTSTART:20260615T200000Z\r\n"
				"DTEND:20260615T213000Z\r\nEND:VEVENT\r\n"),
		NULL);
	assert_int_equal(report.changed, 1);
	assert_int_equal(import_session(clinic, "one").span.end.s,
			 clinic_instant("2026-06-15T21:30:00Z").s);
}

static void an_event_as_large_as_no_calendar_takes_is_refused(void **state)
{
	struct clinic *clinic = *state;
	char *text = arena_alloc(clinic->op->arena, (size_t)11 << 20);
	struct import_report report;

	memset(text, 'x', ((size_t)11 << 20) - 1);
	report = taken(clinic, arena_printf(clinic->op->arena,
					    "DESCRIPTION:%s\r\n", text));
	assert_int_equal(report.refused, 1);
	assert_says(report, 4, "it is over");
}

static void a_rule_without_any_date_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, "SUMMARY:C042\r\nRRULE:FREQ=DAILY;COUNT=1\r\n"
			      "EXDATE:20260615T200000Z\r\n");

	assert_int_equal(report.added, 0);
	assert_says(report, 4, "This event has no date");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(an_address_without_a_scheme_may_stand_beside),
		WITH_IMPORT(rooms_and_devices_are_nobody),
		WITH_IMPORT(strangers_are_named_in_the_note),
		WITH_IMPORT(an_address_of_two_practitioners_is_not_guessed),
		WITH_IMPORT(
			logins_tell_practitioners_and_unknown_ones_are_told),
		WITH_IMPORT(people_who_are_not_active_are_not_known),
		WITH_IMPORT(the_line_of_a_service_speaks_before_the_title),
		WITH_IMPORT(an_unknown_service_is_told),
		WITH_IMPORT(how_it_ended_elsewhere_is_told_unless_it_is_open),
		WITH_IMPORT(a_title_of_very_many_words_is_kept_whole),
		WITH_IMPORT(a_place_of_several_lines_becomes_one),
		WITH_IMPORT(a_very_long_text_is_cut_and_told),
		WITH_IMPORT(a_new_end_or_practitioner_is_a_change),
		WITH_IMPORT(an_event_as_large_as_no_calendar_takes_is_refused),
		WITH_IMPORT(a_rule_without_any_date_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
