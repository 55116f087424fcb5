#include "tests/unit/practice/transfer/import_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/session/closure.h"

/** One event of this UID with these lines, for Maria. */
static struct import_report event(struct clinic *clinic, const char *uid,
				  const char *lines)
{
	char *text = arena_printf(clinic->op->arena,
				  "BEGIN:VEVENT\r\nUID:%s\r\n"
				  "DTSTAMP:20260601T120000Z\r\n%s"
				  "END:VEVENT\r\n",
				  uid, lines);

	return import_ics(clinic, import_calendar(clinic, text), "maria");
}

#define AT_TEN                         \
	"DTSTART:20260610T140000Z\r\n" \
	"DTEND:20260610T150000Z\r\n"
#define AT_ELEVEN                      \
	"DTSTART:20260610T150000Z\r\n" \
	"DTEND:20260610T160000Z\r\n"

/** The event is there; then its lines are others: is that a change? */
static bool changes(struct clinic *clinic, const char *before,
		    const char *after)
{
	struct import_report report;

	event(clinic, "one", before);
	report = event(clinic, "one", after);
	assert_int_equal(report.refused, 0);
	assert_int_equal(report.added, 0);
	assert_int_equal(report.changed + report.unchanged, 1);
	return report.changed == 1;
}

static void time_clients_and_place_are_what_an_event_changes(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	assert_false(changes(clinic, AT_TEN "SUMMARY:C042\r\n",
			     AT_TEN "SUMMARY:C042\r\n"));
	assert_true(changes(clinic, AT_TEN "SUMMARY:C042\r\n",
			    AT_ELEVEN "SUMMARY:C042\r\n"));
	assert_true(changes(clinic, AT_TEN "SUMMARY:C042\r\n",
			    AT_TEN "SUMMARY:C051\r\n"));
	assert_true(changes(clinic, AT_TEN "SUMMARY:C042\r\n",
			    AT_TEN "SUMMARY:C042 C051\r\n"));
	assert_false(changes(clinic, AT_TEN "SUMMARY:C042 C051\r\n",
			     AT_TEN "SUMMARY:C051 C042\r\n"));
	assert_true(changes(clinic, AT_TEN "SUMMARY:C042\r\nLOCATION:A\r\n",
			    AT_TEN "SUMMARY:C042\r\nLOCATION:B\r\n"));
	session = import_session(clinic, "one");
	assert_string_equal(session.terms.place, "B");
	assert_int_equal(session.terms.clients.at[0], clinic->clients[0]);
}

static void what_an_event_does_not_tell_stays(void **state)
{
	struct clinic *clinic = *state;

	assert_false(changes(clinic, AT_TEN "SUMMARY:C042\r\nLOCATION:A\r\n",
			     AT_TEN "SUMMARY:C042\r\n"));
	assert_string_equal(import_session(clinic, "one").terms.place, "A");
	/* A title that names nobody takes nobody away. */
	assert_false(changes(clinic, AT_TEN "SUMMARY:C042\r\n",
			     AT_TEN "SUMMARY:Talk\r\n"));
	assert_int_equal(import_session(clinic, "one").terms.clients.count, 1);
}

#define OURS AT_TEN "X-PRACTICE-EXPORT:1\r\nX-PRACTICE-CLIENTS:C042\r\n"

static void every_field_of_our_own_export_is_compared(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	assert_true(changes(clinic, OURS "DESCRIPTION:Bring a pen\r\n",
			    OURS "DESCRIPTION:Bring two\r\n"));
	session = import_session(clinic, "one");
	assert_string_equal(session.terms.public_note, "Bring two");
	assert_true(changes(clinic, OURS "X-PRACTICE-PRIVATE-NOTE:Shy\r\n",
			    OURS "X-PRACTICE-PRIVATE-NOTE:Not shy\r\n"));
	session = import_session(clinic, "one");
	assert_string_equal(session.terms.private_note, "Not shy");
	assert_string_equal(session.terms.public_note, "Bring two");
	assert_true(changes(clinic, OURS "X-PRACTICE-SERVICE:Session\r\n",
			    OURS "X-PRACTICE-SERVICE:Hour\r\n"));
	session = import_session(clinic, "one");
	assert_int_equal(session.terms.service, clinic->hourly);
	assert_false(changes(clinic, OURS "X-PRACTICE-SERVICE:Hour\r\n",
			     OURS "DESCRIPTION:Bring two\r\n"
				  "X-PRACTICE-PRIVATE-NOTE:Not shy\r\n"));
}

static void a_private_note_stays_beside_another_programs_words(void **state)
{
	struct clinic *clinic = *state;

	assert_false(changes(clinic,
			     AT_TEN "SUMMARY:C042\r\nDESCRIPTION:One\r\n",
			     AT_TEN "SUMMARY:C042\r\nDESCRIPTION:Two\r\n"));
	assert_true(changes(clinic,
			    AT_TEN "SUMMARY:C042\r\nDESCRIPTION:Two\r\n",
			    AT_ELEVEN "SUMMARY:C042\r\nDESCRIPTION:Three\r\n"));
	assert_string_equal(import_session(clinic, "one").terms.private_note,
			    "One");
}

static void words_that_no_note_takes_are_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;

	event(clinic, "one", AT_TEN "SUMMARY:C042\r\n");
	report = event(clinic, "one",
		       AT_TEN "SUMMARY:C042\r\nDESCRIPTION:New\r\n");
	assert_counts(report, 0, 0, 1, 0);
	assert_says(report, 4, "The words of this event are others now");
	report = event(clinic, "one",
		       AT_TEN "SUMMARY:C042\r\nDESCRIPTION:New\r\n");
	assert_int_equal(report.line_count, 0);
}

/* Nobody chose the default: what the file names later is no conflict. */
static void a_service_that_is_named_later_takes_the_defaults_place(void **state)
{
	struct clinic *clinic = *state;
	struct session session;
	struct import_report report;

	event(clinic, "one", AT_TEN "SUMMARY:C042\r\n");
	session = import_session(clinic, "one");
	assert_int_not_equal(session.terms.service, clinic->hourly);
	report = event(clinic, "one", AT_TEN "SUMMARY:C042 Hour\r\n");
	assert_counts(report, 0, 1, 0, 0);
	assert_int_equal(report.line_count, 0);
	session = import_session(clinic, "one");
	assert_int_equal(session.terms.service, clinic->hourly);
	/* One that was chosen here stays. */
	event(clinic, "two", AT_ELEVEN "SUMMARY:C042\r\n");
	session = import_session(clinic, "two");
	session.terms.service = clinic->hourly;
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	report = event(clinic, "two", AT_ELEVEN "SUMMARY:C042 Session\r\n");
	assert_says(report, 4, "was changed here since (service)");
	assert_int_equal(import_session(clinic, "two").terms.service,
			 clinic->hourly);
}

/* The same event in two practitioners' calendars is one that both take. */
static void another_practitioner_takes_part_as_well(void **state)
{
	struct clinic *clinic = *state;
	struct slice one = import_calendar(
		clinic,
		"BEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260601T120000Z\r\n" AT_TEN
		"SUMMARY:C042\r\nEND:VEVENT\r\n");
	struct session session;

	assert_counts(import_ics(clinic, one, "maria"), 1, 0, 0, 0);
	assert_counts(import_ics(clinic, one, "ben"), 0, 1, 0, 0);
	session = import_session(clinic, "one");
	assert_int_equal(session.terms.practitioners.count, 2);
	assert_int_equal(session.terms.practitioners.at[0], clinic->maria);
	assert_int_equal(session.terms.practitioners.at[1], clinic->ben);
	assert_counts(import_ics(clinic, one, "maria"), 0, 0, 1, 0);
	assert_counts(import_ics(clinic, one, "ben"), 0, 0, 1, 0);
	/* Who was taken off here does not come back. */
	session.terms.practitioners.count = 1;
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	assert_counts(import_ics(clinic, one, "ben"), 0, 0, 1, 0);
	session = import_session(clinic, "one");
	assert_int_equal(session.terms.practitioners.count, 1);
}

#define SHUT "CATEGORIES:CLOSURE\r\nSUMMARY:Inventory\r\n"
#define DAYS SHUT "DTSTART;VALUE=DATE:20260615\r\nDTEND;VALUE=DATE:20260617\r\n"
#define HOURS SHUT AT_TEN

static void days_hours_and_title_are_what_changes_a_closure(void **state)
{
	struct clinic *clinic = *state;

	assert_false(changes(clinic, DAYS, DAYS));
	assert_true(changes(clinic, DAYS,
			    SHUT "DTSTART;VALUE=DATE:20260614\r\n"
				 "DTEND;VALUE=DATE:20260617\r\n"));
	assert_true(changes(clinic, DAYS,
			    SHUT "DTSTART;VALUE=DATE:20260615\r\n"
				 "DTEND;VALUE=DATE:20260618\r\n"));
	assert_true(changes(clinic, DAYS,
			    "CATEGORIES:CLOSURE\r\nSUMMARY:Move\r\n"
			    "DTSTART;VALUE=DATE:20260615\r\n"
			    "DTEND;VALUE=DATE:20260617\r\n"));
	assert_true(changes(clinic, DAYS, HOURS));
	assert_false(changes(clinic, HOURS, HOURS));
	assert_true(changes(clinic, HOURS, SHUT AT_ELEVEN));
	assert_true(changes(clinic, HOURS,
			    SHUT "DTSTART:20260610T140000Z\r\n"
				 "DTEND:20260610T160000Z\r\n"));
}

static void a_removed_closure_stays_removed(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct closure closure;

	assert_counts(event(clinic, "one", DAYS), 1, 0, 0, 0);
	assert_int_equal(store_closure_find_uid(place_read(clinic->place),
						"one", &closure),
			 OK);
	assert_ok(clinic, practice_closure_remove(clinic->op, clinic->store,
						  closure.id));
	report = event(clinic, "one", DAYS);
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "was removed here");
}

static struct import_report closes(struct clinic *clinic, const char *times)
{
	const char *event = arena_printf(
		clinic->op->arena,
		"BEGIN:VEVENT\r\nUID:shut\r\nSUMMARY:Repairs\r\n%s\r\n"
		"CATEGORIES:CLOSURE\r\nEND:VEVENT\r\n",
		times);

	return import_ics(clinic, import_calendar(clinic, event), NULL);
}

static void every_difference_of_a_closure_is_a_change(void **state)
{
	static const char *const steps[] = {
		"DTSTART:20260701T120000Z\r\nDTEND:20260701T130000Z",
		"DTSTART:20260701T110000Z\r\nDTEND:20260701T130000Z",
		"DTSTART:20260701T110000Z\r\nDTEND:20260701T140000Z",
		"DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260702",
		"DTSTART;VALUE=DATE:20260630\r\nDTEND;VALUE=DATE:20260702",
		"DTSTART;VALUE=DATE:20260630\r\nDTEND;VALUE=DATE:20260703",
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		struct import_report report = closes(clinic, steps[i]);

		assert_int_equal(report.added + report.changed, 1);
		assert_counts(closes(clinic, steps[i]), 0, 0, 1, 0);
	}
}

static void a_removed_closure_stays_so_when_its_event_changes(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure;
	struct import_report report;

	closes(clinic, "DTSTART:20260701T120000Z\r\nDTEND:20260701T130000Z");
	assert_int_equal(store_closure_find_uid(place_read(clinic->place),
						"shut", &closure),
			 OK);
	assert_ok(clinic, practice_closure_remove(clinic->op, clinic->store,
						  closure.id));
	report = closes(clinic,
			"DTSTART:20260701T120000Z\r\nDTEND:20260701T150000Z");
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "was removed here and stays so");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(time_clients_and_place_are_what_an_event_changes),
		WITH_IMPORT(what_an_event_does_not_tell_stays),
		WITH_IMPORT(every_field_of_our_own_export_is_compared),
		WITH_IMPORT(a_private_note_stays_beside_another_programs_words),
		WITH_IMPORT(words_that_no_note_takes_are_told),
		WITH_IMPORT(
			a_service_that_is_named_later_takes_the_defaults_place),
		WITH_IMPORT(another_practitioner_takes_part_as_well),
		WITH_IMPORT(days_hours_and_title_are_what_changes_a_closure),
		WITH_IMPORT(a_removed_closure_stays_removed),
		WITH_IMPORT(every_difference_of_a_closure_is_a_change),
		WITH_IMPORT(a_removed_closure_stays_so_when_its_event_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
