/* A file that comes again, later or older than it was: what changed there goes
 * in, what changed here stays, and a line says so. */
#include "tests/unit/practice/transfer/import_fixture.h"
#include "tests/unit/practice/whole_edit.h"
#include "store/closure.h"

#define EVENT(uid, lines)                                         \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260101T000000Z" \
	"\r\n" lines "END:VEVENT\r\n"
#define AT(hour) "DTSTART:20270504T" hour "0000Z\r\nDURATION:PT1H\r\n"
#define WEEKLY                               \
	"DTSTART;TZID=America/Toronto:"      \
	"20270505T100000\r\nDURATION:PT1H\r" \
	"\nSUMMARY:C042\r\n"

static struct import_report marias(struct clinic *clinic, const char *lines)
{
	return import_ics(clinic, import_calendar(clinic, lines), "maria");
}

static int64_t start_of(struct clinic *clinic, const char *uid)
{
	return import_session(clinic, uid).span.start.s;
}

/* Somebody here moves it by an hour and writes where. */
static struct session move(struct clinic *clinic, const char *uid)
{
	struct session session = import_session(clinic, uid);

	session.span.start.s += 3600;
	session.span.end.s += 3600;
	session.terms.place = "Room 2";
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	return session;
}

static void of_two_with_one_uid_the_newer_is_taken_in_any_order(void **state)
{
	static const char old[] =
		EVENT("v%d", AT("14") "SEQUENCE:1\r\nSUMMARY:C042\r\n");
	static const char new[] =
		EVENT("v%d", AT("18") "SEQUENCE:2\r\nSUMMARY:C042\r\n");
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;

	for (int i = 0; i < 2; i++) {
		char *first = arena_printf(arena, i ? new : old, i);
		char *second = arena_printf(arena, i ? old : new, i);
		struct import_report report = marias(
			clinic, arena_printf(arena, "%s%s", first, second));

		assert_counts(report, 1, 0, 0, 1);
		assert_says(report, i ? 12 : 4, "is newer");
		assert_int_equal(
			start_of(clinic, arena_printf(arena, "v%d", i)) % 86400,
			18 * 3600);
	}
}

static void an_older_file_changes_nothing_and_is_told(void **state)
{
	static const char *const newer[] = {
		"SEQUENCE:3\r\n",
		"SEQUENCE:1\r\nLAST-MODIFIED:20260301T000000Z\r\n",
		"SEQUENCE:12\r\n",
	};
	static const char *const older[] = {
		"SEQUENCE:1\r\n",
		"SEQUENCE:1\r\nLAST-MODIFIED:20260201T000000Z\r\n",
		"SEQUENCE:9\r\n",
	};
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;

	for (size_t i = 0; i < ARRAY_SIZE(newer); i++) {
		const char *uid = arena_printf(arena, "o%zu", i);
		static const char text[] =
			EVENT("%s", AT("%s") "%sSUMMARY:C042\r\n");
		struct import_report report;
		int64_t start;

		marias(clinic, arena_printf(arena, text, uid, "14", newer[i]));
		start = start_of(clinic, uid);
		report = marias(clinic,
				arena_printf(arena, text, uid, "09", older[i]));
		assert_counts(report, 0, 0, 1, 0);
		assert_says(report, 4, "older");
		assert_int_equal(start_of(clinic, uid), start);
	}
}

static void by_dtstamp_too_one_is_the_older(void **state)
{
	static const char text[] = "BEGIN:VEVENT\r\nUID:s1\r\n"
				   "DTSTAMP:2026%s01T000000Z\r\n" AT(
					   "%s") "SUMMARY:C042\r\nEND:VEVENT\r"
						 "\n";
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct import_report report;

	marias(clinic, arena_printf(arena, text, "03", "14"));
	report = marias(clinic, arena_printf(arena, text, "02", "15"));
	assert_counts(report, 0, 0, 1, 0);
	assert_says(report, 4, "older");
	report = marias(clinic, arena_printf(arena, text, "04", "15"));
	assert_counts(report, 0, 1, 0, 0);
}

static void what_was_changed_here_stays(void **state)
{
	static const char file[] =
		EVENT("e1", AT("14") "SUMMARY:C042\r\nLOCATION:Room 1\r\n");
	struct clinic *clinic = *state;
	struct import_report report;
	struct session moved;

	marias(clinic, file);
	moved = move(clinic, "e1");
	for (int again = 0; again < 2; again++) {
		report = marias(clinic, file);
		assert_counts(report, 0, 0, 1, 0);
		assert_says(report, 4, "time, place");
		assert_int_equal(start_of(clinic, "e1"), moved.span.start.s);
		assert_string_equal(import_session(clinic, "e1").terms.place,
				    "Room 2");
	}
}

static void
what_is_new_in_the_file_goes_in_beside_what_was_changed_here(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session moved;

	marias(clinic, EVENT("e2", AT("14") "SUMMARY:C042\r\n"));
	moved = move(clinic, "e2");
	report = marias(clinic, EVENT("e2", AT("14") "SUMMARY:C042 C051\r\n"));
	assert_counts(report, 0, 1, 0, 0);
	assert_says(report, 4, "(time)");
	assert_int_equal(start_of(clinic, "e2"), moved.span.start.s);
	assert_int_equal(import_session(clinic, "e2").terms.clients.count, 2);
	/* Both have moved it: it stays as it is here. */
	report = marias(clinic, EVENT("e2", AT("20") "SUMMARY:C042 C051\r\n"));
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "and in the file too (time)");
	assert_int_equal(start_of(clinic, "e2"), moved.span.start.s);
}

static void an_export_of_before_does_not_undo_what_came_since(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session session = { 0 };
	int64_t practitioner = clinic->maria;
	int64_t client = clinic->clients[0];
	char *file;

	session.span.start.s = 1809439200;
	session.span.end.s = session.span.start.s + 3600;
	session.zone = "America/Toronto";
	session.uid = "own1";
	session.terms.practitioners = (struct ids){ &practitioner, 1 };
	session.terms.clients = (struct ids){ &client, 1 };
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	file = arena_printf(
		clinic->op->arena,
		EVENT("own1", "DTSTART:20270504T140000Z\r\nDURATION:PT1H\r\n"
			      "X-PRACTICE-EXPORT:1\r\n"
			      "X-PRACTICE-CLIENTS:C042\r\n"
			      "X-PRACTICE-REVISION:%lld\r\n%s"),
		(long long)session.revision, "");
	move(clinic, "own1");
	report = import_ics(clinic, import_calendar(clinic, file), NULL);
	assert_counts(report, 0, 0, 1, 0);
	assert_says(report, 4, "time");
	/* What was edited in the export itself is taken. */
	file = arena_printf(
		clinic->op->arena,
		EVENT("own1", "DTSTART:20270504T140000Z\r\nDURATION:PT1H\r\n"
			      "X-PRACTICE-EXPORT:1\r\n"
			      "X-PRACTICE-CLIENTS:C042\r\n"
			      "X-PRACTICE-REVISION:%lld\r\n%s"),
		(long long)session.revision, "DESCRIPTION:Bring a pen\r\n");
	report = import_ics(clinic, import_calendar(clinic, file), NULL);
	assert_counts(report, 0, 1, 0, 0);
	session = import_session(clinic, "own1");
	assert_string_equal(session.terms.public_note, "Bring a pen");
	assert_string_equal(session.terms.place, "Room 2");
}

/* The sessions of the weekly one that are there, in order. */
static size_t weeks(struct clinic *clinic, struct session **list)
{
	return import_sessions(clinic, list);
}

static void a_date_that_was_taken_out_goes(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session *list;

	marias(clinic, EVENT("w1", WEEKLY "RRULE:FREQ=WEEKLY;COUNT=4\r\n"));
	report = marias(clinic,
			EVENT("w1", WEEKLY "RRULE:FREQ=WEEKLY;COUNT=4\r\n"
					   "EXDATE;TZID=America/Toronto:"
					   "20270512T100000\r\n"));
	assert_counts(report, 0, 1, 3, 0);
	assert_says(report, 4, "2027-05-12T10:00 is not in the file any more");
	assert_int_equal(weeks(clinic, &list), 3);
	/* Fewer of them, and one that is cancelled. */
	report =
		marias(clinic,
		       EVENT("w1", WEEKLY "RRULE:FREQ=WEEKLY;COUNT=3\r\n")
			       EVENT("w1", "RECURRENCE-ID;TZID=America/Toronto:"
					   "20270519T100000\r\n" WEEKLY
					   "STATUS:CANCELLED\r\n"));
	assert_int_equal(report.changed, 2);
	assert_int_equal(weeks(clinic, &list), 1);
}

static void
a_date_that_was_taken_out_stays_where_it_was_changed_here(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session *list;

	marias(clinic, EVENT("w2", WEEKLY "RRULE:FREQ=WEEKLY;COUNT=2\r\n"));
	weeks(clinic, &list);
	move(clinic, list[1].uid);
	report = marias(clinic,
			EVENT("w2", WEEKLY "RRULE:FREQ=WEEKLY;COUNT=1\r\n"));
	assert_counts(report, 0, 0, 1, 1);
	assert_says(report, 4, "was changed here and stays");
	assert_int_equal(weeks(clinic, &list), 2);
}

static void a_cancelled_event_goes_whole(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session *list;

	marias(clinic, EVENT("w3", WEEKLY));
	report = marias(clinic, EVENT("w3", WEEKLY "STATUS:CANCELLED\r\n"));
	assert_int_equal(report.changed, 1);
	assert_int_equal(weeks(clinic, &list), 0);
}

/* What is told of one changed date says nothing of the others. */
static void a_changed_date_alone_takes_nothing_away(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session *list;

	marias(clinic, EVENT("w4", WEEKLY "RRULE:FREQ=WEEKLY;COUNT=3\r\n"));
	report = marias(clinic,
			EVENT("w4", "RECURRENCE-ID;TZID=America/Toronto:"
				    "20270512T100000\r\n"
				    "DTSTART;TZID=America/Toronto:"
				    "20270513T100000\r\nDURATION:PT1H\r\n"
				    "SUMMARY:C042\r\n"));
	assert_counts(report, 0, 1, 0, 0);
	assert_int_equal(weeks(clinic, &list), 3);
}

static void an_older_series_brings_nothing_back(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session *list;

	marias(clinic, EVENT("w5", WEEKLY "SEQUENCE:2\r\n"
					  "RRULE:FREQ=WEEKLY;COUNT=2\r\n"));
	report = marias(clinic,
			EVENT("w5", WEEKLY "SEQUENCE:1\r\n"
					   "RRULE:FREQ=WEEKLY;COUNT=4\r\n"));
	assert_int_equal(report.added, 0);
	assert_says(report, 4, "older");
	assert_int_equal(weeks(clinic, &list), 2);
}

static void a_closure_that_was_changed_here_stays(void **state)
{
	static const char file[] =
		EVENT("c1", "CATEGORIES:CLOSURE\r\nSUMMARY:Shut\r\n"
			    "DTSTART;VALUE=DATE:20270615\r\n"
			    "DTEND;VALUE=DATE:20270617\r\n");
	struct clinic *clinic = *state;
	struct import_report report;
	struct closure closure;

	marias(clinic, file);
	assert_int_equal(store_closure_find_uid(place_read(clinic->place), "c1",
						&closure),
			 OK);
	closure.title = "Moving";
	assert_ok(clinic,
		  whole_closure_change(clinic->op, clinic->store, &closure));
	report = marias(clinic, file);
	assert_counts(report, 0, 0, 1, 0);
	assert_says(report, 4, "changed here since");
	assert_int_equal(store_closure_find_uid(place_read(clinic->place), "c1",
						&closure),
			 OK);
	assert_string_equal(closure.title, "Moving");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(
			of_two_with_one_uid_the_newer_is_taken_in_any_order),
		WITH_IMPORT(an_older_file_changes_nothing_and_is_told),
		WITH_IMPORT(by_dtstamp_too_one_is_the_older),
		WITH_IMPORT(what_was_changed_here_stays),
		WITH_IMPORT(
			what_is_new_in_the_file_goes_in_beside_what_was_changed_here),
		WITH_IMPORT(an_export_of_before_does_not_undo_what_came_since),
		WITH_IMPORT(a_date_that_was_taken_out_goes),
		WITH_IMPORT(
			a_date_that_was_taken_out_stays_where_it_was_changed_here),
		WITH_IMPORT(a_cancelled_event_goes_whole),
		WITH_IMPORT(a_changed_date_alone_takes_nothing_away),
		WITH_IMPORT(an_older_series_brings_nothing_back),
		WITH_IMPORT(a_closure_that_was_changed_here_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
