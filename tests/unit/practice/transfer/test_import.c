#include "tests/unit/practice/transfer/import_fixture.h"
#include "tests/unit/practice/whole_edit.h"

/* One hour of the 15th of June in Toronto, and what else its event says. */
static char *event(struct clinic *clinic, const char *uid, const char *lines)
{
	return arena_printf(clinic->op->arena,
			    "BEGIN:VEVENT\r\n"
			    "UID:%s\r\n"
			    "DTSTAMP:20260601T120000Z\r\n"
			    "DTSTART;TZID=America/Toronto:20260615T160000\r\n"
			    "DTEND;TZID=America/Toronto:20260615T170000\r\n"
			    "%s"
			    "END:VEVENT\r\n",
			    uid, lines);
}

static struct import_report one(struct clinic *clinic, const char *uid,
				const char *lines)
{
	const char *text = event(clinic, uid, lines);

	return import_ics(clinic, import_calendar(clinic, text), "maria");
}

static void assert_span(const struct session *session, const char *start,
			int minutes)
{
	struct instant from = clinic_instant(start);

	assert_int_equal(session->span.start.s, from.s);
	assert_int_equal(session->span.end.s, from.s + minutes * 60);
}

static struct closure closure_of(struct clinic *clinic, const char *uid)
{
	struct closure closure;

	assert_int_equal(store_closure_find_uid(place_read(clinic->place), uid,
						&closure),
			 OK);
	return closure;
}

static void google_s_export_goes_in(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		import_ics(clinic, import_file(clinic, "google.ics"), "maria");
	struct session session =
		import_session(clinic, "7a1single0001@google.com");

	assert_counts(report, 6, 0, 0, 3);
	assert_span(&session, "2026-06-15T20:00:00Z", 50);
	assert_string_equal(session.zone, "America/Toronto");
	assert_string_equal(session.terms.place, "12 Rue de l'\u00c9glise, "
						 "Montr\u00e9al");
	assert_string_equal(session.terms.private_note,
			    "First talk\n"
			    "Bring the report\n"
			    "and the forms; thanks\n"
			    "Invited: Pat Brown <pat@example.org>");
	assert_null(session.terms.public_note);
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], clinic->maria);
	assert_int_equal(session.terms.clients.count, 1);
	assert_int_equal(session.terms.clients.at[0], clinic->clients[0]);
	session = import_session(clinic, "7a1after0005@google.com");
	assert_int_equal(session.terms.service, clinic->hourly);
	assert_null(session.terms.private_note);
}

static void one_broken_event_costs_only_itself(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		import_ics(clinic, import_file(clinic, "google.ics"), "maria");

	assert_says(report, 106, "begins in line 99");
	assert_says(report, 90, "all-day");
	assert_says(report, 80, "cancelled");
	assert_says(report, 116, "cancelled");
	assert_int_equal(report.line_count, 5);
}

static void a_series_keeps_wall_time_exceptions_and_changes(void **state)
{
	struct clinic *clinic = *state;
	struct session *list;
	size_t count;

	import_ics(clinic, import_file(clinic, "google.ics"), "maria");
	count = import_sessions(clinic, &list);
	assert_int_equal(count, 6);
	list++; /* the all-day event, a draft */
	assert_span(&list[2], "2026-10-19T20:00:00Z", 50);
	assert_string_equal(list[2].uid, "7a1weekly0002@google.com");
	assert_int_equal(list[2].terms.clients.count, 2);
	assert_int_equal(list[2].terms.service, clinic->fixed);
	assert_null(list[2].terms.private_note);
	/* clocks went back on the 1st; the 26th is an EXDATE */
	assert_span(&list[3], "2026-11-02T21:00:00Z", 50);
	assert_span(&list[4], "2026-11-10T15:00:00Z", 90);
	assert_string_equal(list[4].terms.place, "Room 2");
	assert_int_equal(list[4].terms.clients.count, 1);
}

static void apple_s_export_goes_in(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		import_ics(clinic, import_file(clinic, "apple.ics"), NULL);
	struct session session =
		import_session(clinic, "0B1C3D4E-0001-4AAA-8BBB-000000000001");
	struct closure closure =
		closure_of(clinic, "0B1C3D4E-0002-4AAA-8BBB-000000000002");
	struct session *list;

	assert_counts(report, 7, 0, 0, 4);
	assert_span(&session, "2026-06-16T07:30:00Z", 45);
	assert_string_equal(session.zone, "Europe/Berlin");
	assert_string_equal(session.terms.place, "Praxis, Hauptstra\u00dfe 5, "
						 "K\u00f6ln");
	assert_string_equal(session.terms.private_note, "Bo, zweites Mal");
	assert_int_equal(session.terms.practitioners.at[0], clinic->maria);
	assert_int_equal(session.terms.clients.at[0], clinic->clients[1]);
	assert_true(closure.all_day);
	assert_string_equal(closure.title, "Summer break");
	assert_int_equal(closure.from.n, day_of(2026, 8, 3).n);
	assert_int_equal(closure.to.n, day_of(2026, 8, 5).n);
	/* floating: the practice's clock; without a practitioner, drafts */
	assert_int_equal(import_sessions(clinic, &list), 6);
	assert_span(&list[1], "2026-06-20T18:00:00Z", 45);
	assert_span(&list[2], "2026-06-22T18:00:00Z", 45);
	assert_span(&list[4], "2026-06-24T18:00:00Z", 45);
	assert_int_equal(list[1].state, SESSION_DRAFT);
	assert_says(report, 62, "a practitioner.");
	assert_says(report, 55, "An all-day");
	assert_says(report, 70, "A task");
	assert_says(report, 75, "24 hours");
	assert_says(report, 82, "no start");
	assert_says(report, 91, "journal");
}

static void outlook_s_export_goes_in(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		import_ics(clinic, import_file(clinic, "outlook.ics"), "maria");
	struct session session = import_session(
		clinic, "040000008200E00074C5B7101A82E00800000000B0A1C2D3E4F5D"
			"A01000000000000000010000000A1B2C3D4E5F60718293A4B5C6D"
			"7E8F90");

	assert_counts(report, 79, 0, 0, 2);
	assert_span(&session, "2026-06-19T13:00:00Z", 60);
	assert_string_equal(session.zone, "America/New_York");
	assert_string_equal(session.terms.private_note, "Notes for me");
	assert_int_equal(session.terms.clients.at[0], clinic->clients[1]);
	/* a zone that only the file knows: three hours before UTC in June */
	session = import_session(
		clinic, "040000008200E00074C5B7101A82E0080000000000000002");
	assert_span(&session, "2026-06-20T12:00:00Z", 60);
	assert_string_equal(session.zone, "America/Toronto");
	/* two events of one UID */
	session = import_session(
		clinic, "040000008200E00074C5B7101A82E0080000000000000003");
	assert_int_equal(session.terms.clients.at[0], clinic->clients[2]);
	assert_says(report, 84, "The event in line 76 has the same UID");
	assert_says(report, 92, "Nobody knows the time zone");
	assert_says(report, 100, "repeats without an end");
	assert_says(report, 109, "no END:VEVENT");
	assert_says(report, 116, "cut off");
}

static void every_file_again_changes_nothing(void **state)
{
	static const char *const files[] = { "google.ics", "apple.ics",
					     "outlook.ics" };
	static const int64_t known[] = { 6, 7, 79 };
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct slice ics = import_file(clinic, files[i]);
		struct import_report report;
		size_t audits;

		import_ics(clinic, ics, "maria");
		audits = clinic_audits(clinic, NULL, 0);
		report = import_ics(clinic, ics, "maria");
		assert_int_equal(report.added, 0);
		assert_int_equal(report.changed, 0);
		assert_int_equal(report.unchanged, known[i]);
		assert_int_equal(clinic_audits(clinic, NULL, 0), audits);
	}
}

static const char moved[] = "BEGIN:VEVENT\r\n"
			    "UID:a1\r\n"
			    "DTSTART:20260616T160000\r\n"
			    "DTEND:20260616T164500\r\n"
			    "SUMMARY:C051\r\n"
			    "LOCATION:Room 9\r\n"
			    "END:VEVENT\r\n";

static void an_open_session_is_changed(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = one(clinic, "a1", "SUMMARY:C042\r\n");
	struct session session;

	assert_counts(report, 1, 0, 0, 0);
	report = import_ics(clinic, import_calendar(clinic, moved), "maria");
	assert_counts(report, 0, 1, 0, 0);
	session = import_session(clinic, "a1");
	assert_span(&session, "2026-06-16T20:00:00Z", 45);
	assert_int_equal(session.terms.clients.at[0], clinic->clients[1]);
	assert_string_equal(session.terms.place, "Room 9");
	assert_string_equal(clinic_audit(clinic, "session", session.id).channel,
			    "import");
}

static void a_saved_session_is_left_and_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session before, after;

	one(clinic, "a1", "SUMMARY:C042\r\n");
	before = import_session(clinic, "a1");
	clinic_at(clinic, "2026-06-20T12:00:00Z");
	assert_ok(clinic, clinic_save(clinic, before.id, "completed"));
	before = import_session(clinic, "a1");
	assert_counts(one(clinic, "a1", "SUMMARY:C042\r\n"), 0, 0, 1, 0);
	report = import_ics(clinic, import_calendar(clinic, moved), "maria");
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "is saved here");
	after = import_session(clinic, "a1");
	assert_int_equal(after.revision, before.revision);
}

static void a_removed_session_stays_removed(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session session;

	one(clinic, "a1", "SUMMARY:C042\r\n");
	session = import_session(clinic, "a1");
	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  session.id));
	report = one(clinic, "a1", "SUMMARY:C042\r\n");
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "was removed here");
}

static void what_was_added_to_a_draft_stays(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = one(clinic, "a1", "SUMMARY:Intake\r\n");
	struct session session = import_session(clinic, "a1");

	assert_says(report, 4, "as a draft, for nothing in it tells a client.");
	session.terms.clients = (struct ids){ &clinic->clients[0], 1 };
	session.terms.place = "Room 1";
	session.terms.private_note = "called back";
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	report = one(clinic, "a1", "SUMMARY:Intake\r\n");
	assert_counts(report, 0, 0, 1, 0);
	session = import_session(clinic, "a1");
	assert_int_equal(session.state, SESSION_OPEN);
	assert_string_equal(session.terms.private_note, "called back");
}

static void closures_change_with_their_event(void **state)
{
	struct clinic *clinic = *state;
	const char *hours = "BEGIN:VEVENT\r\nUID:c1\r\nCATEGORIES:CLOSURE\r\n"
			    "DTSTART;TZID=America/Toronto:20260615T090000\r\n"
			    "DTEND;TZID=America/Toronto:20260615T120000\r\n"
			    "SUMMARY:Inventory\r\nEND:VEVENT\r\n";
	const char *days = "BEGIN:VEVENT\r\nUID:c1\r\nCATEGORIES:CLOSURE\r\n"
			   "DTSTART;VALUE=DATE:20260615\r\n"
			   "SUMMARY:Inventory\r\nEND:VEVENT\r\n";
	struct closure closure;

	assert_counts(import_ics(clinic, import_calendar(clinic, hours), NULL),
		      1, 0, 0, 0);
	closure = closure_of(clinic, "c1");
	assert_false(closure.all_day);
	assert_int_equal(closure.span.start.s,
			 clinic_instant("2026-06-15T13:00:00Z").s);
	assert_counts(import_ics(clinic, import_calendar(clinic, hours), NULL),
		      0, 0, 1, 0);
	assert_counts(import_ics(clinic, import_calendar(clinic, days), NULL),
		      0, 1, 0, 0);
	closure = closure_of(clinic, "c1");
	assert_true(closure.all_day);
	assert_int_equal(closure.to.n, day_of(2026, 6, 15).n);
}

static void an_unknown_practitioner_ends_the_import(void **state)
{
	struct clinic *clinic = *state;
	struct import_options nobody = { .practitioner = "nobody" };
	struct import_options c042 = { .practitioner = "c042" };
	struct import_report report = { 0 };
	struct slice ics = import_file(clinic, "google.ics");

	assert_failed(clinic,
		      practice_import_ics(clinic->op, clinic->store, "a.ics",
					  &nobody, ics, &report),
		      ERR_INVALID);
	assert_failed(clinic,
		      practice_import_ics(clinic->op, clinic->store, "a.ics",
					  &c042, ics, &report),
		      ERR_INVALID);
	assert_counts(report, 0, 0, 0, 0);
}

static void the_organizer_is_the_practitioner(void **state)
{
	struct clinic *clinic = *state;
	const char *text = event(clinic, "o1",
				 "ORGANIZER:MAILTO:Maria@Example.com\r\n"
				 "SUMMARY:C042\r\n");
	const char *named = event(clinic, "o2",
				  "X-PRACTICE-PRACTITIONERS:ben,maria\r\n"
				  "SUMMARY:C042\r\n");
	struct session session;

	import_ics(clinic, import_calendar(clinic, text), NULL);
	import_ics(clinic, import_calendar(clinic, named), NULL);
	session = import_session(clinic, "o1");
	assert_int_equal(session.terms.practitioners.at[0], clinic->maria);
	session = import_session(clinic, "o2");
	assert_int_equal(session.terms.practitioners.count, 2);
	assert_int_equal(session.terms.practitioners.at[0], clinic->ben);
}

static void the_named_practitioner_wins(void **state)
{
	struct clinic *clinic = *state;
	const char *text = event(clinic, "o1",
				 "ORGANIZER:mailto:maria@example.com\r\n"
				 "ATTENDEE:mailto:maria@example.com\r\n"
				 "SUMMARY:C042\r\n");
	struct session session;

	import_ics(clinic, import_calendar(clinic, text), "ben");
	session = import_session(clinic, "o1");
	assert_int_equal(session.terms.practitioners.count, 1);
	assert_int_equal(session.terms.practitioners.at[0], clinic->ben);
}

static void codes_and_services_are_words_of_the_title(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	clinic_service(clinic, "Long Hour", SERVICE_FIXED, WAGE_SESSION, 1, 1,
		       0);
	one(clinic, "t1", "SUMMARY:(c042/C051): long  hour\r\n");
	session = import_session(clinic, "t1");
	assert_int_equal(session.terms.clients.count, 2);
	assert_int_not_equal(session.terms.service, clinic->hourly);
	assert_int_not_equal(session.terms.service, clinic->fixed);
	assert_null(session.terms.private_note);
	one(clinic, "t2", "SUMMARY:C042s XC051 hours\r\n");
	session = import_session(clinic, "t2");
	assert_int_equal(session.terms.clients.count, 0);
	assert_int_equal(session.terms.service, clinic->fixed);
	assert_string_equal(session.terms.private_note, "C042s XC051 hours");
}

static void our_own_lines_tell_clients_and_service(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		one(clinic, "x1",
		    "X-PRACTICE-CLIENTS:C042,C051=missed,C999\r\n"
		    "X-PRACTICE-SERVICE:hour\r\n"
		    "X-PRACTICE-STATUS:completed\r\n");
	struct session session = import_session(clinic, "x1");

	assert_int_equal(session.terms.clients.count, 2);
	assert_int_equal(session.terms.service, clinic->hourly);
	assert_string_equal(session.terms.private_note,
			    "Clients: C042,C051=missed,C999");
	assert_says(report, 4, "No client has the code C999");
	assert_says(report, 4, "saved as 'completed'");
}

static void a_client_who_is_not_active_makes_a_draft(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct session session;

	assert_ok(clinic, practice_person_deactivate(clinic->op, clinic->store,
						     "c051"));
	report = one(clinic, "t1", "SUMMARY:C042 C051\r\n");
	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 4, "C051 is not active");
	session = import_session(clinic, "t1");
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_int_equal(session.terms.clients.count, 0);
	assert_string_equal(session.terms.private_note, "C042 C051");
}

static void an_address_of_two_clients_is_not_guessed(void **state)
{
	struct clinic *clinic = *state;
	struct person person = import_person(clinic, "C060");
	struct import_report report;

	person.email = "ada@example.org";
	assert_ok(clinic,
		  whole_person_change(clinic->op, clinic->store, &person));
	report = one(clinic, "t1", "ATTENDEE:mailto:ada@example.org\r\n");
	assert_says(report, 4, "Several clients");
	assert_int_equal(import_session(clinic, "t1").terms.clients.count, 0);
	assert_string_equal(import_session(clinic, "t1").terms.private_note,
			    "Invited: ada@example.org");
}

/* The calendar in two bytes a character. */
static struct slice widened(struct clinic *clinic, struct slice ics,
			    const char *mark, size_t at)
{
	char *wide = arena_alloc(clinic->op->arena, ics.len * 2 + 2);

	memset(wide, 0, ics.len * 2 + 2);
	memcpy(wide, mark, 2);
	for (size_t i = 0; i < ics.len; i++)
		wide[2 + i * 2 + at] = ics.at[i];
	return (struct slice){ wide, ics.len * 2 + 2 };
}

static void a_file_in_utf_16_goes_in(void **state)
{
	struct clinic *clinic = *state;
	struct slice ics = import_calendar(
		clinic, event(clinic, "w1", "SUMMARY:C042\r\n"));
	struct import_report little =
		import_ics(clinic, widened(clinic, ics, "\xFF\xFE", 0), NULL);
	struct import_report big =
		import_ics(clinic, widened(clinic, ics, "\xFE\xFF", 1), NULL);

	assert_counts(little, 1, 0, 0, 0);
	assert_counts(big, 0, 0, 1, 0);
}

static void a_file_with_lines_of_one_cr_goes_in(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = import_ics(
		clinic,
		slice_of("BEGIN:VCALENDAR\rVERSION:2.0\rBEGIN:VEVENT\rUID:1\r"
			 "DTSTART:20260615T160000Z\rDURATION:PT1H\r"
			 "SUMMARY:C042\rEND:VEVENT\rEND:VCALENDAR\r"),
		NULL);

	assert_counts(report, 1, 0, 0, 0);
}

static void a_zone_that_cannot_be_read_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = import_ics(
		clinic,
		import_calendar(clinic,
				"BEGIN:VTIMEZONE\r\nTZID:Odd\r\nX\r\n"
				"END:VTIMEZONE\r\n"
				"BEGIN:VEVENT\r\nUID:one\r\nSUMMARY:C042\r\n"
				"DTSTART:20260615T200000Z\r\n"
				"DTEND:20260615T210000Z\r\nEND:VEVENT\r\n"),
		NULL);

	assert_int_equal(report.added, 1);
	assert_says(report, 4, "This time zone cannot be read");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(google_s_export_goes_in),
		WITH_IMPORT(one_broken_event_costs_only_itself),
		WITH_IMPORT(a_series_keeps_wall_time_exceptions_and_changes),
		WITH_IMPORT(apple_s_export_goes_in),
		WITH_IMPORT(outlook_s_export_goes_in),
		WITH_IMPORT(every_file_again_changes_nothing),
		WITH_IMPORT(an_open_session_is_changed),
		WITH_IMPORT(a_saved_session_is_left_and_told),
		WITH_IMPORT(a_removed_session_stays_removed),
		WITH_IMPORT(what_was_added_to_a_draft_stays),
		WITH_IMPORT(closures_change_with_their_event),
		WITH_IMPORT(an_unknown_practitioner_ends_the_import),
		WITH_IMPORT(the_organizer_is_the_practitioner),
		WITH_IMPORT(the_named_practitioner_wins),
		WITH_IMPORT(codes_and_services_are_words_of_the_title),
		WITH_IMPORT(our_own_lines_tell_clients_and_service),
		WITH_IMPORT(a_client_who_is_not_active_makes_a_draft),
		WITH_IMPORT(an_address_of_two_clients_is_not_guessed),
		WITH_IMPORT(a_file_in_utf_16_goes_in),
		WITH_IMPORT(a_file_with_lines_of_one_cr_goes_in),
		WITH_IMPORT(a_zone_that_cannot_be_read_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
