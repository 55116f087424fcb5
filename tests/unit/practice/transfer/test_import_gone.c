/* What a file does not hold any more, or said once and says otherwise now:
 * dates of a series, closures, and parts of our own exports. */
#include "tests/unit/practice/transfer/import_fixture.h"
#include "tests/unit/practice/whole_edit.h"
#include "practice/session/closure.h"
#include "store/closure.h"

#define EVENT(uid, lines)                                         \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260101T000000Z" \
	"\r\n" lines "END:VEVENT\r\n"
#define WEEKLY(count)                                         \
	"DTSTART;TZID=America/Toronto:20270505T100000\r\n"    \
	"DURATION:PT1H\r\nSUMMARY:C042\r\nRRULE:FREQ=WEEKLY;" \
	"COUNT=" count "\r\n"
#define SHUT(count)                                                  \
	"DTSTART;VALUE=DATE:20270701\r\nSUMMARY:Shut\r\nCATEGORIES:" \
	"CLOSURE\r\nRRULE:FREQ=WEEKLY;COUNT=" count "\r\n"

static struct import_report marias(struct clinic *clinic, const char *lines)
{
	return import_ics(clinic, import_calendar(clinic, lines), "maria");
}

static struct session week(struct clinic *clinic, size_t which)
{
	struct session *list;
	size_t count = import_sessions(clinic, &list);

	assert_true(which < count);
	return list[which];
}

static struct closure *closures(struct clinic *clinic, size_t *count)
{
	struct span year = { clinic_instant("2027-01-01T00:00:00Z"),
			     clinic_instant("2028-01-01T00:00:00Z") };
	struct closure *list;

	assert_int_equal(store_closure_list(place_read(clinic->place), year,
					    &list, count),
			 OK);
	return list;
}

static void a_date_that_was_removed_here_is_gone_already(void **state)
{
	struct clinic *clinic = *state;

	marias(clinic, EVENT("g1", WEEKLY("3")));
	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  week(clinic, 2).id));
	assert_counts(marias(clinic, EVENT("g1", WEEKLY("2"))), 0, 0, 2, 0);
}

static void a_date_that_was_saved_here_stays(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session saved;

	marias(clinic, EVENT("g2", WEEKLY("2")));
	saved = week(clinic, 1);
	assert_ok(clinic, clinic_save(clinic, saved.id, "canceled"));
	report = marias(clinic, EVENT("g2", WEEKLY("1")));
	assert_counts(report, 0, 0, 1, 1);
	assert_says(report, 4, "it is saved here and stays");
	assert_int_equal(clinic_find(clinic, saved.id).state, SESSION_SAVED);
}

/* A cancelled date that comes alone, as an invitation does. */
static void a_cancelled_date_alone_takes_that_one_away(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session *list;

	marias(clinic, EVENT("g3", WEEKLY("3")));
	report = marias(clinic,
			EVENT("g3", "RECURRENCE-ID;TZID=America/Toronto:"
				    "20270512T100000\r\n"
				    "DTSTART;TZID=America/Toronto:"
				    "20270512T100000\r\nDURATION:PT1H\r\n"
				    "STATUS:CANCELLED\r\n"));
	assert_int_equal(report.changed, 1);
	assert_int_equal(import_sessions(clinic, &list), 2);
}

/* What is not taken for a reason that may pass is still in the file. */
static void a_date_that_is_held_back_takes_nothing_away(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session *list;

	marias(clinic, EVENT("g4", WEEKLY("2")));
	report = marias(clinic,
			EVENT("g4", WEEKLY("2")) EVENT(
				"g4", "RECURRENCE-ID;TZID=America/Toronto:"
				      "20270512T100000\r\n"
				      "DTSTART;TZID=America/Toronto:"
				      "20270512T100000\r\nDURATION:P2D\r\n"));
	assert_says(report, 12, "more than 24 hours");
	assert_int_equal(import_sessions(clinic, &list), 2);
}

static void a_closure_that_was_taken_out_goes(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	size_t count;

	marias(clinic, EVENT("s1", SHUT("3")));
	report = marias(clinic, EVENT("s1", SHUT("2")));
	assert_counts(report, 0, 1, 2, 0);
	assert_says(report, 4, "removed here too");
	closures(clinic, &count);
	assert_int_equal(count, 2);
	/* It is known to be gone. */
	assert_counts(marias(clinic, EVENT("s1", SHUT("2"))), 0, 0, 2, 0);
	/* Nor does it come back with an older file. */
	report = marias(clinic, EVENT("s1", SHUT("3")));
	assert_says(report, 4, "was removed here and stays so");
}

static void
a_closure_that_was_taken_out_stays_where_it_was_changed(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct closure closure;
	size_t count;

	marias(clinic, EVENT("s2", SHUT("2")));
	closure = closures(clinic, &count)[1];
	closure.title = "Moving";
	assert_ok(clinic,
		  whole_closure_change(clinic->op, clinic->store, &closure));
	report = marias(clinic, EVENT("s2", SHUT("1")));
	assert_counts(report, 0, 0, 1, 1);
	assert_says(report, 4, "was changed here and stays");
	closures(clinic, &count);
	assert_int_equal(count, 2);
}

#define CLOSED(version, title, days)                                 \
	EVENT("c1", "SEQUENCE:" version "\r\nCATEGORIES:CLOSURE\r\n" \
		    "SUMMARY:" title "\r\n"                          \
		    "DTSTART;VALUE=DATE:20270615\r\n"                \
		    "DURATION:P" days "D\r\n")

static void an_older_closure_changes_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	size_t count;

	marias(clinic, CLOSED("2", "Shut", "2"));
	report = marias(clinic, CLOSED("1", "Closed", "3"));
	assert_counts(report, 0, 0, 1, 0);
	assert_says(report, 4, "older");
	assert_string_equal(closures(clinic, &count)->title, "Shut");
	/* The same again, from an older file, is no news. */
	report = marias(clinic, CLOSED("1", "Shut", "2"));
	assert_counts(report, 0, 0, 1, 0);
	assert_int_equal(report.line_count, 0);
	/* Changed here, the older one says what it said then. */
	report = marias(clinic, CLOSED("3", "Open", "2"));
	assert_counts(report, 0, 1, 0, 0);
}

static void an_older_series_of_closures_brings_none_back(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	size_t count;

	marias(clinic, EVENT("s4", "SEQUENCE:2\r\n" SHUT("1")));
	report = marias(clinic, EVENT("s4", "SEQUENCE:1\r\n" SHUT("3")));
	assert_int_equal(report.added, 0);
	assert_says(report, 4, "older");
	closures(clinic, &count);
	assert_int_equal(count, 1);
}

static void what_both_changed_of_a_closure_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct closure closure;
	size_t count;

	marias(clinic, CLOSED("1", "Shut", "2"));
	closure = closures(clinic, &count)[0];
	closure.title = "Moving";
	assert_ok(clinic,
		  whole_closure_change(clinic->op, clinic->store, &closure));
	/* An older file that says the same as the one before it. */
	report = marias(clinic, CLOSED("0", "Shut", "2"));
	assert_counts(report, 0, 0, 1, 0);
	report = marias(clinic, CLOSED("2", "Open", "2"));
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "changed here since");
	assert_string_equal(closures(clinic, &count)->title, "Moving");
}

/* A session that was made here, and comes back from an export of ours. */
static struct session own(struct clinic *clinic)
{
	struct session session = clinic_draft(clinic, "2027-05-04T14:00:00Z",
					      60, clinic->fixed, 1);

	session.uid = "own1";
	session.terms.place = "Room 1";
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	return session;
}

static struct import_report exported(struct clinic *clinic, const char *lines)
{
	return import_ics(
		clinic,
		import_calendar(
			clinic,
			arena_printf(clinic->op->arena,
				     EVENT("own1", "DTSTART:20270504T140000Z"
						   "\r\nDURATION:PT1H\r\n"
						   "X-PRACTICE-EXPORT:1\r\n"
						   "%s"),
				     lines)),
		NULL);
}

static void an_export_of_a_revision_that_never_was_is_of_the_first(void **state)
{
	static const char *const revisions[] = { "99", "0", "soon", "" };
	struct clinic *clinic = *state;
	struct session session = own(clinic);

	session.terms.place = "Room 2";
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	for (size_t i = 0; i < ARRAY_SIZE(revisions); i++) {
		struct import_report report = exported(
			clinic, arena_printf(clinic->op->arena,
					     "LOCATION:Room 1\r\n"
					     "X-PRACTICE-REVISION:%s\r\n",
					     revisions[i]));

		assert_counts(report, 0, 0, 1, 0);
		assert_string_equal(import_session(clinic, "own1").terms.place,
				    "Room 2");
		place_sql(clinic->place, "DELETE FROM imported");
	}
}

static void
an_export_of_a_session_whose_past_is_not_known_is_taken(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;

	own(clinic);
	place_sql(clinic->place, "DELETE FROM session_version");
	report = exported(clinic, "LOCATION:Room 3\r\n");
	assert_counts(report, 0, 1, 0, 0);
	assert_string_equal(import_session(clinic, "own1").terms.place,
			    "Room 3");
}

static void nobodys_service_and_no_people_are_no_news(void **state)
{
	struct clinic *clinic = *state;
	struct session session = own(clinic);

	session.terms.service = 0;
	session.terms.clients.count = 0;
	session.terms.practitioners.count = 0;
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	assert_counts(exported(clinic, ""), 0, 0, 1, 0);
	assert_string_equal(import_session(clinic, "own1").terms.place,
			    "Room 1");
}

static void a_date_with_a_note_of_the_office_stays(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session noted;

	marias(clinic, EVENT("n1", WEEKLY("2")));
	noted = week(clinic, 1);
	noted.terms.public_note = "Bring the book.";
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &noted));
	report = marias(clinic, EVENT("n1", WEEKLY("1")));
	assert_says(report, 4, "was changed here and stays");
	assert_string_equal(week(clinic, 1).terms.public_note,
			    "Bring the book.");
}

static void a_date_that_another_practitioner_takes_too_stays(void **state)
{
	struct clinic *clinic = *state;
	struct slice whole =
		import_calendar(clinic, EVENT("both", WEEKLY("2")));
	struct import_report report;

	import_ics(clinic, whole, "maria");
	import_ics(clinic, whole, "ben");
	assert_int_equal(week(clinic, 1).terms.practitioners.count, 2);
	report = marias(clinic, EVENT("both", WEEKLY("1")));
	assert_says(report, 4, "others take it too");
	assert_int_equal(week(clinic, 1).terms.practitioners.count, 2);
	assert_counts(import_ics(clinic, whole, "ben"), 0, 0, 2, 0);
}

#define ALONE(uid, lines)                                                 \
	EVENT(uid, lines "X-PRACTICE-REVISION:1\r\nX-PRACTICE-EXPORT:1\r" \
			 "\n")

/* In our own export each date stands alone, whatever made it. */
static void our_own_export_of_one_date_takes_no_other_away(void **state)
{
	static const char one[] =
		"DTSTART;TZID=America/Toronto:20270505T100000\r\n"
		"DURATION:PT1H\r\nSUMMARY:C042\r\n"
		"X-PRACTICE-CLIENTS:C042\r\n";
	struct clinic *clinic = *state;
	struct import_report report;

	marias(clinic, EVENT("w9", WEEKLY("3")));
	report = marias(clinic, arena_printf(clinic->op->arena,
					     ALONE("w9", "%s"), one));
	assert_int_equal(report.changed + report.refused, 0);
	week(clinic, 2);
	/* And it is still a date of its series. */
	report = marias(clinic, EVENT("w9", WEEKLY("2")));
	assert_says(report, 4, "2027-05-19T10:00 is not in the file any more");
}

static void our_own_export_of_a_date_leaves_it_to_its_series(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;

	marias(clinic, EVENT("w8", WEEKLY("2")));
	report = marias(clinic,
			arena_printf(clinic->op->arena, ALONE("%s", "%s"),
				     week(clinic, 1).uid,
				     "DTSTART;TZID=America/Toronto:"
				     "20270512T100000\r\nDURATION:PT1H\r\n"
				     "X-PRACTICE-CLIENTS:C042\r\n"));
	assert_int_equal(report.changed + report.refused, 0);
	report = marias(clinic, EVENT("w8", WEEKLY("1")));
	assert_says(report, 4, "2027-05-12T10:00 is not in the file any more");
	assert_int_equal(report.changed, 1);
}

static void our_own_export_of_a_closure_takes_no_other_away(void **state)
{
	struct clinic *clinic = *state;
	size_t count;

	marias(clinic, EVENT("c9", SHUT("3")));
	marias(clinic, ALONE("c9", "DTSTART;VALUE=DATE:20270701\r\nSUMMARY:"
				   "Shut\r\nCATEGORIES:CLOSURE\r\n"));
	closures(clinic, &count);
	assert_int_equal(count, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(a_date_that_was_removed_here_is_gone_already),
		WITH_IMPORT(a_date_that_was_saved_here_stays),
		WITH_IMPORT(a_cancelled_date_alone_takes_that_one_away),
		WITH_IMPORT(a_date_that_is_held_back_takes_nothing_away),
		WITH_IMPORT(a_closure_that_was_taken_out_goes),
		WITH_IMPORT(
			a_closure_that_was_taken_out_stays_where_it_was_changed),
		WITH_IMPORT(an_older_closure_changes_nothing),
		WITH_IMPORT(an_older_series_of_closures_brings_none_back),
		WITH_IMPORT(what_both_changed_of_a_closure_is_told),
		WITH_IMPORT(
			an_export_of_a_revision_that_never_was_is_of_the_first),
		WITH_IMPORT(
			an_export_of_a_session_whose_past_is_not_known_is_taken),
		WITH_IMPORT(nobodys_service_and_no_people_are_no_news),
		WITH_IMPORT(a_date_with_a_note_of_the_office_stays),
		WITH_IMPORT(a_date_that_another_practitioner_takes_too_stays),
		WITH_IMPORT(our_own_export_of_one_date_takes_no_other_away),
		WITH_IMPORT(our_own_export_of_a_date_leaves_it_to_its_series),
		WITH_IMPORT(our_own_export_of_a_closure_takes_no_other_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
