#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/transfer/import_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/session/closure.h"

/* One file, taken in again and again. */
struct file {
	struct clinic *clinic;
	struct slice bytes;
	const char *practitioner;
	struct import_report report; /* of the last time */
};

static enum err takes_an_ics(void *context)
{
	struct file *file = context;
	struct import_options options = { .practitioner = file->practitioner };

	file->report = (struct import_report){ 0 };
	return practice_import_ics(file->clinic->op, file->clinic->store,
				   "a.ics", &options, file->bytes,
				   &file->report);
}

static enum err takes_people(void *context)
{
	struct file *file = context;

	file->report = (struct import_report){ 0 };
	return practice_import_people(file->clinic->op, file->clinic->store,
				      "people.csv", 0, file->bytes,
				      &file->report);
}

static enum err takes_services(void *context)
{
	struct file *file = context;

	file->report = (struct import_report){ 0 };
	return practice_import_services(file->clinic->op, file->clinic->store,
					"services.csv", file->bytes,
					&file->report);
}

static enum err takes_rates(void *context)
{
	struct file *file = context;

	file->report = (struct import_report){ 0 };
	return practice_import_rates(file->clinic->op, file->clinic->store,
				     "rates.csv", file->bytes, &file->report);
}

static enum err takes_types(void *context)
{
	struct file *file = context;

	file->report = (struct import_report){ 0 };
	return practice_import_types(file->clinic->op, file->clinic->store,
				     "completion-types.csv", file->bytes,
				     &file->report);
}

/* What went in before the fault stands. */
static void fail_each(struct file *file, const char *what, faults_run *run)
{
	const struct faults_case one = { what, run, false, true };

	faults_sweep(file->clinic->place, file->clinic->op, &one, file);
}

/* After all of them the file is in. */
static void sweep(struct file *file, const char *what, faults_run *run)
{
	int64_t refused;

	fail_each(file, what, run);
	refused = file->report.refused;
	assert_int_equal(run(file), OK);
	assert_int_equal(file->report.added, 0);
	assert_int_equal(file->report.changed, 0);
	assert_int_equal(file->report.refused, refused);
	assert_true(file->report.unchanged > 0);
}

static void an_import_that_failed_goes_on_at_the_next_try(void **state)
{
	struct clinic *clinic = *state;
	struct session *list;
	struct file file = { .clinic = clinic,
			     .bytes = import_file(clinic, "google.ics"),
			     .practitioner = "maria" };

	sweep(&file, "google.ics", takes_an_ics);
	assert_int_equal(file.report.unchanged, 6);
	assert_int_equal(import_sessions(clinic, &list), 6);
	file.bytes = import_file(clinic, "outlook.ics");
	file.practitioner = NULL;
	sweep(&file, "outlook.ics", takes_an_ics);
}

/* The server is stopped: what was not begun yet goes in afterwards. */
static void an_import_that_is_stopped_goes_on_afterwards(void **state)
{
	struct clinic *clinic = *state;
	const struct import_options options = { .practitioner = "maria" };
	struct slice bytes = import_file(clinic, "google.ics");
	struct import_watch watch = { .stop = true };
	struct import_report report = { .watch = &watch };
	struct session *list;

	assert_int_equal(practice_import_ics(clinic->op, clinic->store, "a.ics",
					     &options, bytes, &report),
			 ERR_UNAVAILABLE);
	assert_non_null(strstr(clinic->op->failure.message, "goes on"));
	assert_int_equal(import_sessions(clinic, &list), 0);
	operation_recover(clinic->op);
	watch.stop = false;
	assert_ok(clinic,
		  practice_import_ics(clinic->op, clinic->store, "a.ics",
				      &options, bytes, &report));
	assert_int_equal(import_sessions(clinic, &list), 6);
}

static const char events[] =
	"BEGIN:VEVENT\r\nUID:one\r\nDTSTART:20260615T160000Z\r\n"
	"DURATION:PT1H\r\nSUMMARY:C042\r\nDESCRIPTION:First talk\r\n"
	"ATTENDEE;CN=Bo:mailto:bo@example.org\r\n"
	"X-PRACTICE-SERVICE:Hour\r\nX-PRACTICE-STATUS:completed\r\n"
	"END:VEVENT\r\n"
	"BEGIN:VEVENT\r\nUID:days\r\nDTSTART;VALUE=DATE:20260701\r\n"
	"DTEND;VALUE=DATE:20260703\r\nSUMMARY:Holiday\r\n"
	"CATEGORIES:CLOSURE\r\nEND:VEVENT\r\n"
	"BEGIN:VEVENT\r\nUID:many\r\nDTSTART:20260616T160000Z\r\n"
	"DURATION:PT1H\r\nSUMMARY:C051\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
	"END:VEVENT\r\n"
	"BEGIN:VEVENT\r\nUID:many\r\nDTSTART:20260624T160000Z\r\n"
	"RECURRENCE-ID:20260623T160000Z\r\nDURATION:PT1H\r\nSUMMARY:C051\r\n"
	"END:VEVENT\r\n";

static void no_series_or_closure_is_half_taken_in(void **state)
{
	struct clinic *clinic = *state;
	struct file file = { .clinic = clinic,
			     .bytes = import_calendar(clinic, events),
			     .practitioner = "maria" };
	struct slice changed = import_calendar(
		clinic,
		"BEGIN:VEVENT\r\nUID:one\r\nDTSTART:20260615T170000Z\r\n"
		"DURATION:PT2H\r\nSUMMARY:C060\r\nLOCATION:Room 2\r\n"
		"END:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:days\r\n"
		"DTSTART;VALUE=DATE:20260701\r\n"
		"DTEND;VALUE=DATE:20260705\r\nSUMMARY:Holidays\r\n"
		"CATEGORIES:CLOSURE\r\nEND:VEVENT\r\n");
	struct closure closure;
	struct session *list;

	sweep(&file, "events", takes_an_ics);
	assert_int_equal(import_sessions(clinic, &list), 4);
	file.bytes = changed;
	sweep(&file, "changed events", takes_an_ics);
	assert_int_equal(import_session(clinic, "one").span.start.s,
			 clinic_instant("2026-06-15T17:00:00Z").s);
	assert_int_equal(store_closure_find_uid(place_read(clinic->place),
						"days", &closure),
			 OK);
	assert_string_equal(closure.title, "Holidays");
	assert_int_equal(closure.to.n, day_of(2026, 7, 4).n);
}

#define WEEKLY(sequence, lines)                                             \
	"BEGIN:VEVENT\r\nUID:weekly\r\nDTSTAMP:20270101T000000Z\r\n"        \
	"LAST-MODIFIED:20270101T000000Z\r\nSEQUENCE:" sequence "\r\n"       \
	"DTSTART;TZID=America/Toronto:20270505T100000\r\nDURATION:PT1H\r\n" \
	"SUMMARY:C042\r\n" lines "END:VEVENT\r\n"
#define SHUT(version, lines)                                   \
	"BEGIN:VEVENT\r\nUID:shut\r\nSEQUENCE:" version "\r\n" \
	"DTSTAMP:2027010" version "T000000Z\r\n"               \
	"DTSTART;VALUE=DATE:20270701\r\nSUMMARY:Holiday\r\n"   \
	"CATEGORIES:CLOSURE\r\n" lines "END:VEVENT\r\n"
#define MOVED(time)                                                   \
	"BEGIN:VEVENT\r\nUID:moved\r\nDTSTART:20270504T" time "Z\r\n" \
	"DURATION:PT1H\r\nSUMMARY:C042\r\nEND:VEVENT\r\n"
#define EXPORTED(lines)                                                      \
	"BEGIN:VEVENT\r\nUID:own\r\nDTSTART:20270504T140000Z\r\n"            \
	"DURATION:PT1H\r\nSUMMARY:C042\r\nX-PRACTICE-CLIENTS:C042\r\n" lines \
	"END:VEVENT\r\n"

static void what_comes_again_is_not_half_merged(void **state)
{
	static const char *const weekly[] = {
		WEEKLY("2", "RRULE:FREQ=WEEKLY;COUNT=3\r\n"),
		WEEKLY("3", "RRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		WEEKLY("1", "RRULE:FREQ=WEEKLY;COUNT=2\r\nLOCATION:Attic\r\n"),
		WEEKLY("4", "RRULE:FREQ=WEEKLY;COUNT=2\r\nLOCATION:Hall\r\n"),
	};
	struct clinic *clinic = *state;
	struct file file = { .clinic = clinic, .practitioner = "maria" };
	struct session *list;

	for (size_t i = 0; i < ARRAY_SIZE(weekly); i++) {
		file.bytes = import_calendar(clinic, weekly[i]);
		sweep(&file, "a weekly one", takes_an_ics);
	}
	assert_int_equal(import_sessions(clinic, &list), 2);
	assert_string_equal(list[0].terms.place, "Hall");
	file.practitioner = "ben";
	sweep(&file, "another's calendar of it", takes_an_ics);
	import_sessions(clinic, &list);
	assert_int_equal(list[0].terms.practitioners.count, 2);
}

static void no_session_of_our_own_export_is_half_merged(void **state)
{
	struct clinic *clinic = *state;
	struct file file = { .clinic = clinic, .practitioner = "maria" };
	struct session session;

	file.bytes = import_calendar(clinic, EXPORTED("LOCATION:Room 1\r\n"));
	sweep(&file, "a session", takes_an_ics);
	session = import_session(clinic, "own");
	session.terms.place = "Room 2";
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	place_sql(clinic->place, "DELETE FROM imported");
	file.bytes = import_calendar(
		clinic,
		EXPORTED("LOCATION:Room 1\r\nDESCRIPTION:Bring a pen\r\n"
			 "X-PRACTICE-EXPORT:1\r\nX-PRACTICE-REVISION:1\r\n"));
	sweep(&file, "our own export of it", takes_an_ics);
	session = import_session(clinic, "own");
	assert_string_equal(session.terms.place, "Room 2");
	assert_string_equal(session.terms.public_note, "Bring a pen");
}

/* It ended in the export as it did there. */
static void no_ending_of_our_own_export_is_half_taken_in(void **state)
{
	struct clinic *clinic = *state;
	struct file file = { .clinic = clinic };

	clinic_at(clinic, "2027-06-01T12:00:00Z");
	file.bytes = import_calendar(
		clinic, EXPORTED("X-PRACTICE-PRACTITIONERS:maria\r\n"
				 "X-PRACTICE-SERVICE:Hour\r\n"
				 "X-PRACTICE-STATUS:missed\r\n"
				 "X-PRACTICE-EXPORT:1\r\n"
				 "X-PRACTICE-REVISION:1\r\n"));
	sweep(&file, "a saved session", takes_an_ics);
	assert_int_equal(import_session(clinic, "own").state, SESSION_SAVED);
}

/* Both have moved it since: what it was at first has the say. */
static void no_conflict_is_half_judged(void **state)
{
	struct clinic *clinic = *state;
	struct file file = { .clinic = clinic, .practitioner = "maria" };
	struct session session;
	int64_t start;

	file.bytes = import_calendar(clinic, MOVED("140000"));
	assert_int_equal(takes_an_ics(&file), OK);
	session = import_session(clinic, "moved");
	session.span.start.s += 1800;
	session.span.end.s += 1800;
	start = session.span.start.s;
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	file.bytes = import_calendar(clinic, MOVED("160000"));
	fail_each(&file, "an event that was moved twice", takes_an_ics);
	assert_int_equal(file.report.refused, 1);
	assert_int_equal(import_session(clinic, "moved").span.start.s, start);
}

static void no_date_that_is_gone_is_half_taken_away(void **state)
{
	struct clinic *clinic = *state;
	struct file file = { .clinic = clinic, .practitioner = "maria" };
	struct session *list;

	file.bytes = import_calendar(
		clinic, WEEKLY("1", "RRULE:FREQ=WEEKLY;COUNT=5\r\n"));
	sweep(&file, "five", takes_an_ics);
	file.bytes = import_calendar(
		clinic, WEEKLY("2", "RRULE:FREQ=WEEKLY;COUNT=5\r\n"
				    "EXDATE;TZID=America/Toronto:"
				    "20270512T100000,20270519T100000\r\n"));
	sweep(&file, "three of five", takes_an_ics);
	assert_int_equal(import_sessions(clinic, &list), 3);
}

static void no_closure_that_is_gone_is_half_taken_away(void **state)
{
	struct clinic *clinic = *state;
	struct file file = { .clinic = clinic, .practitioner = "maria" };
	struct closure closure;

	file.bytes = import_calendar(clinic, SHUT("1", ""));
	sweep(&file, "a closure", takes_an_ics);
	file.bytes = import_calendar(clinic, SHUT("2", "STATUS:CANCELLED\r\n"));
	fail_each(&file, "a closure that is cancelled", takes_an_ics);
	assert_int_equal(store_closure_find_uid(place_read(clinic->place),
						"shut", &closure),
			 OK);
	assert_int_not_equal(closure.removed.s, INSTANT_MAX.s);
}

static void no_person_is_half_taken_in(void **state)
{
	struct clinic *clinic = *state;
	struct file file = {
		.clinic = clinic,
		.bytes = slice_of(
			"login,name,code,roles,email,hourly,service,may\n"
			"zoe,Zoe Fry,,practitioner,zoe@example.org,25.00,"
			"Hour,create\n"
			",Eli Oak,C099,client,eli@example.org,,,\n"
			",Ada M. Brown,C042,client,,,,\n"
			",Nil Nobody,,client,nil@example.org,,,\n"),
	};
	struct person *list;
	size_t count;

	sweep(&file, "people.csv", takes_people);
	assert_int_equal(file.report.unchanged, 4);
	assert_string_equal(import_person(clinic, "C042").name, "Ada M. Brown");
	assert_int_equal(
		store_person_list(place_read(clinic->place), 0, &list, &count),
		OK);
	assert_int_equal(count, 8 + 3);
}

static void no_price_rate_or_type_is_half_taken_in(void **state)
{
	struct clinic *clinic = *state;
	struct file file = {
		.clinic = clinic,
		.bytes = slice_of(
			"name,kind,wage_basis,effective_from,cost,wage,"
			"tax_bp\r\n"
			"Choir,hourly,client,,40.00,20.00,1300\r\n"
			"Choir,hourly,client,2026-07-01,50.00,25.00,0\r\n"
			"Band,other,other,,10.00,5.00,\r\n"
			"Duo,fixed,session,,10.00,5.00,-1\r\n"),
	};

	sweep(&file, "services.csv", takes_services);
	file.bytes = slice_of(
		"client,service,cost,effective_from,practitioner,hourly,"
		"bonus\r\n"
		"C042,Choir,30.00,,,,\r\n"
		"C042,Choir,35.00,2026-08-01,,,\r\n"
		"C999,Choir,30.00,,,,\r\n"
		",,,2026-07-01,maria,50.00,2.00\r\n"
		",,,2026-09-01,maria,,3.00\r\n"
		",,,2026-09-01,nobody,,3.00\r\n");
	sweep(&file, "rates.csv", takes_rates);
	assert_int_equal(file.report.refused, 2);
	file.bytes = slice_of(
		"slug,label,short,description,map,modifier,client,"
		"practitioner,enabled,archived\r\n"
		"late,Late,lt,Came late,missed,fixed,1000,500,yes,no\r\n"
		"gone,Gone,gn,,canceled,percentage,0,0,yes,yes\r\n");
	sweep(&file, "completion-types.csv", takes_types);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(an_import_that_failed_goes_on_at_the_next_try),
		WITH_IMPORT(an_import_that_is_stopped_goes_on_afterwards),
		WITH_IMPORT(no_series_or_closure_is_half_taken_in),
		WITH_IMPORT(what_comes_again_is_not_half_merged),
		WITH_IMPORT(no_session_of_our_own_export_is_half_merged),
		WITH_IMPORT(no_ending_of_our_own_export_is_half_taken_in),
		WITH_IMPORT(no_conflict_is_half_judged),
		WITH_IMPORT(no_date_that_is_gone_is_half_taken_away),
		WITH_IMPORT(no_closure_that_is_gone_is_half_taken_away),
		WITH_IMPORT(no_person_is_half_taken_in),
		WITH_IMPORT(no_price_rate_or_type_is_half_taken_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
