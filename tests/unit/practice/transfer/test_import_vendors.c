/* Files of people as other products export them. */
#include "tests/unit/practice/transfer/import_fixture.h"
#include "practice/transfer/import.h"

#include <string.h>

static struct import_report rows(struct clinic *clinic, const char *text)
{
	return import_people(clinic, slice_of(text));
}

static struct import_report rows_of(struct clinic *clinic, unsigned roles,
				    const char *text)
{
	struct import_report report = { 0 };

	assert_ok(clinic,
		  practice_import_people(clinic->op, clinic->store, "a.csv",
					 roles, slice_of(text), &report));
	return report;
}

/* The person who came last. */
static struct person last(struct clinic *clinic)
{
	struct person *list;
	size_t count;

	assert_int_equal(
		store_person_list(place_read(clinic->place), 0, &list, &count),
		OK);
	return list[count - 1];
}

static void first_and_last_names_make_a_name(void **state)
{
	static const char *const files[] = {
		"First Name;Last Name;E-mail;Mobile;Status\r\n"
		"Anna;Berg;anna@example.org;+49 151 1;Active\r\n",
		"Given Name,Family Name,E-mail 1 - Value,Phone 1 - Value\n"
		"Anna,Berg,anna@example.org,+49 151 1\n",
		"Client First Name\tClient Last Name\tClient Email Address\t"
		"Client Cell Phone\n"
		"Anna\tBerg\tanna@example.org\t+49 151 1\n",
		"Patient Name|Email Address|Home Phone\n"
		"Anna Berg|anna@example.org|+49 151 1\n",
		"\"Last Name, First Name\",Email,Phone\n"
		"\"Berg, Anna\",anna@example.org,+49 151 1\n",
		"Name;Vorname;E-Mail;Handy\nBerg;Anna;anna@example.org;"
		"+49 151 1\n",
		"Nom;Pr\xC3\xA9nom;Courriel;T\xC3\xA9l\xC3\xA9phone\n"
		"Berg;Anna;anna@example.org;+49 151 1\n",
		"sep=,\nFIRST,LAST,EMAIL,TEL\n"
		"Anna,Berg,anna@example.org,+49 151 1\n",
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct import_report report = rows(clinic, files[i]);
		struct person person = last(clinic);

		assert_int_equal(report.refused, 0);
		assert_int_equal(report.added + report.unchanged, 1);
		assert_string_equal(person.name, "Anna Berg");
		assert_string_equal(person.email, "anna@example.org");
		assert_string_equal(person.phone, "+49 151 1");
	}
	/* Each of them is about the same person. */
	assert_counts(rows(clinic, files[0]), 0, 0, 1, 0);
}

static void an_address_is_made_of_its_lines(void **state)
{
	static const char *const files[] = {
		"Name,Street,City,State,Zip Code,Country\n"
		"A B,1 Main St,Utica,NY,13501,USA\n",
		"Name,Address 1,Suburb/City,Province,Postal,Country\n"
		"A C,1 Main St,Utica,NY,13501,USA\n",
		"First Name,Last Name,Home Street,Home City,Home State,"
		"Home Postal Code,Home Country/Region\n"
		"A,D,1 Main St,Utica,NY,13501,USA\n",
		"Name,Address 1 - Formatted\n"
		"A E,\"1 Main St\nUtica NY 13501\nUSA\"\n",
		"Name,Address,City,State,Zip,Country\n"
		"A F,1 Main St,Utica,NY,13501,USA\n",
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		assert_counts(rows(clinic, files[i]), 1, 0, 0, 0);
		assert_string_equal(last(clinic).address,
				    "1 Main St\nUtica NY 13501\nUSA");
		assert_counts(rows(clinic, files[i]), 0, 0, 1, 0);
	}
}

static void
of_two_numbers_the_mobile_one_is_taken_and_the_other_named(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "Name,Home Phone,Mobile Phone,E-mail 1 - Value\n"
			     "A B,5551,5552,a@example.org ::: b@example.org\n");

	assert_counts(report, 1, 0, 0, 0);
	assert_string_equal(last(clinic).phone, "5552");
	assert_string_equal(last(clinic).email, "a@example.org");
	assert_says(report, 2, "'5551' (Home Phone)");
	assert_says(report, 2, "'b@example.org'");
}

static void a_status_tells_who_is_active(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "Name,Status\nA B,Discharged\n");

	assert_false(last(clinic).active);
	rows(clinic, "Name,Archived\nA C,true\n");
	assert_false(last(clinic).active);
	rows(clinic, "Name,Archived at\nA D,2026-01-02\n");
	assert_false(last(clinic).active);
	rows(clinic, "Name,Archived\nA E,No\n");
	assert_true(last(clinic).active);
	report = rows(clinic, "Name,Client Status\nA F,Waitlist\n");
	assert_true(last(clinic).active);
	assert_says(report, 2, "'Waitlist'");
}

static void what_a_status_does_not_tell_the_archive_does(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;

	rows(clinic, "Name,Status,Archived\nB A,Trial,no\n");
	assert_true(last(clinic).active);
	rows(clinic, "Name,Status,Archived\nB B,Closed,no\n");
	assert_false(last(clinic).active);
	report = rows(clinic, "Name,Status,Archived\nB C,Waitlist,yes\n");
	assert_false(last(clinic).active);
	assert_says(report, 2, "'Waitlist'");
}

static void what_an_address_has_already_is_not_said_again(void **state)
{
	struct clinic *clinic = *state;

	rows(clinic, "Name,Address,City,Country\n"
		     "C A,\"1 Elm St, Toronto, Canada\",Toronto,Canada\n");
	assert_string_equal(last(clinic).address, "1 Elm St, Toronto, Canada");
	rows(clinic, "Name,Address,City,Country\n"
		     "C B,1 Elm St,Toronto,Canada\n");
	assert_string_equal(last(clinic).address, "1 Elm St\nToronto\nCanada");
}

static void a_name_with_its_first_name_in_it_is_whole(void **state)
{
	struct clinic *clinic = *state;

	rows(clinic, "Name,First Name\nAnna Berg,Anna\n");
	assert_string_equal(last(clinic).name, "Anna Berg");
	rows(clinic, "Last First\nPlato\n");
	assert_string_equal(last(clinic).name, "Plato");
}

static void ids_that_are_no_codes_are_told(void **state)
{
	static const char *const ids[] = { "X-201", "C01234567890123456", "c:1",
					   "42" };
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		struct import_report report =
			rows(clinic, arena_printf(clinic->op->arena,
						  "ID,Name\n%s,D %c\n", ids[i],
						  'A' + (int)i));

		assert_says(report, 2, "cannot be a code");
		assert_string_not_equal(last(clinic).code, ids[i]);
	}
}

static void an_id_is_a_code_where_it_can_be_one(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "Client ID\tFull Name\nC201\tA B\n1001\tA C\n"
			     "3e0b7a52-0d6e-4c2f-9a37-1f2a55d1c001\tA D\n");

	assert_counts(report, 3, 0, 0, 0);
	assert_string_equal(import_person(clinic, "C201").name, "A B");
	assert_says(report, 3, "'1001'");
	assert_says(report, 4, "3e0b7a52");
}

static void roles_stand_under_any_of_their_names(void **state)
{
	static const char *const headings[] = { "role", "roles", "kind", "type",
						"Type" };
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(headings); i++) {
		struct import_report report = rows(
			clinic, arena_printf(clinic->op->arena,
					     "login,name,%s\np%zu,P,Therapist\n"
					     "s%zu,S,Front Desk\n",
					     headings[i], i, i));

		assert_counts(report, 2, 0, 0, 0);
		assert_int_equal(last(clinic).roles, ROLE_STAFF);
		assert_null(last(clinic).code);
	}
}

static void
a_file_whose_roles_cannot_be_told_waits_for_the_command(void **state)
{
	static const char file[] = "name,position\nP Q,practitioner\nR S,\n";
	struct clinic *clinic = *state;
	struct import_report report = rows(clinic, file);

	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 1, "'position'");
	assert_says(report, 1, "--role");
	report = rows_of(clinic, ROLE_PRACTITIONER, file);
	assert_counts(report, 2, 0, 0, 0);
	assert_int_equal(last(clinic).roles, ROLE_PRACTITIONER);
	report = rows(clinic, "name,groups\nP Q,staff; client\n");
	assert_counts(report, 0, 0, 0, 1);
	/* A client may be a teacher, and a note name the staff. */
	assert_counts(rows(clinic, "name,code,occupation,notes\n"
				   "T U,C801,Teacher,spoke with staff\n"),
		      1, 0, 0, 0);
}

static void a_type_that_is_no_role_is_refused_but_for_the_command(void **state)
{
	static const char file[] = "name,type\nA B,Adult\n";
	struct clinic *clinic = *state;
	struct import_report report = rows(clinic, file);

	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 2, "--role");
	report = rows_of(clinic, ROLE_CLIENT, file);
	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 2, "'Adult' is no role");
}

static void a_rate_makes_nobody_a_client(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = rows(clinic, "name,hourly\nA B,40\n");

	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 2, "roles");
}

static void who_went_in_as_a_client_untold_is_counted_in_a_line(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = rows(clinic, "name,email\nA B,\nC D,\n");

	assert_says(report, 1, "2 new people went in as clients");
	report = rows(clinic, "name,code\nE F,C301\n");
	assert_int_equal(report.line_count, 0);
}

static void any_unicode_encoding_is_read_and_windows_told(void **state)
{
	static const char wide[] = "\xFF\xFE"
				   "C\0o\0d\0e\0,\0N\0a\0m\0e\0\r\0\n\0C\0"
				   "8\0"
				   "1\0,\0Z\0o\0"
				   "\xEB\0\n\0";
	struct clinic *clinic = *state;
	struct import_report report =
		import_people(clinic, (struct slice){ wide, sizeof(wide) - 1 });

	assert_counts(report, 1, 0, 0, 0);
	assert_int_equal(report.line_count, 0);
	assert_string_equal(last(clinic).name, "Zo\u00EB");
	report = rows(clinic, "Code;Name\nC82;J\xF6rg\n");
	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 0, "Windows-1252");
	assert_string_equal(last(clinic).name, "J\u00F6rg");
}

static void a_title_may_stand_above_the_columns(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "Clients of 1 June 2026\n\nName,Email\nA B,\n");

	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 3, "above the names of the columns");
	/* But no row of a person is taken for it. */
	report = rows(clinic, "A B,a@example.org\nC D,Active\n");
	assert_counts(report, 0, 0, 0, 1);
}

static void columns_without_a_word_in_them_are_not_named(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "name,code,Company,Birthday\nA B,C301,,1 May\n");

	assert_says(report, 1, "left out: 'Birthday'.");
}

/* By what each is called, not by the case of that. */
static void a_file_that_is_not_taken_is_named(void **state)
{
	struct clinic *clinic = *state;
	struct import_file files[] = {
		{ "d/B.ICS", import_calendar(clinic, "") },
		{ "d/notes.pdf", { "x", 1 } },
		{ "d/._people.csv", { "x", 1 } },
		{ "d/PEOPLE.CSV", slice_of("name,code\nA B,C301\n") },
	};
	struct import_options options = { 0 };
	struct import_report report = { 0 };

	assert_ok(clinic,
		  practice_import(clinic->op, clinic->store, files,
				  ARRAY_SIZE(files), &options, &report));
	assert_counts(report, 1, 0, 0, 2);
	assert_int_equal(report.line_count, 2);
	assert_string_equal(report.lines[0].file, "d/._people.csv");
	assert_string_equal(report.lines[1].file, "d/notes.pdf");
}

static void
tables_of_an_own_export_that_others_stand_for_are_named(void **state)
{
	struct clinic *clinic = *state;
	struct import_file files[] = {
		{ "d/people.csv", slice_of("name,code\nA B,C301\n") },
		{ "d/sessions.csv", slice_of("name,code\nC D,C302\n") },
		{ "d/ledger-proof.json", slice_of("{}") },
	};
	struct import_options options = { 0 };
	struct import_report report = { 0 };

	assert_ok(clinic,
		  practice_import(clinic->op, clinic->store, files,
				  ARRAY_SIZE(files), &options, &report));
	assert_counts(report, 1, 0, 0, 0);
	assert_int_equal(report.line_count, 2);
	assert_says(report, 0, "for reading");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(first_and_last_names_make_a_name),
		WITH_IMPORT(an_address_is_made_of_its_lines),
		WITH_IMPORT(what_a_status_does_not_tell_the_archive_does),
		WITH_IMPORT(what_an_address_has_already_is_not_said_again),
		WITH_IMPORT(a_name_with_its_first_name_in_it_is_whole),
		WITH_IMPORT(ids_that_are_no_codes_are_told),
		WITH_IMPORT(
			of_two_numbers_the_mobile_one_is_taken_and_the_other_named),
		WITH_IMPORT(a_status_tells_who_is_active),
		WITH_IMPORT(an_id_is_a_code_where_it_can_be_one),
		WITH_IMPORT(roles_stand_under_any_of_their_names),
		WITH_IMPORT(
			a_file_whose_roles_cannot_be_told_waits_for_the_command),
		WITH_IMPORT(
			a_type_that_is_no_role_is_refused_but_for_the_command),
		WITH_IMPORT(a_rate_makes_nobody_a_client),
		WITH_IMPORT(
			who_went_in_as_a_client_untold_is_counted_in_a_line),
		WITH_IMPORT(any_unicode_encoding_is_read_and_windows_told),
		WITH_IMPORT(a_title_may_stand_above_the_columns),
		WITH_IMPORT(columns_without_a_word_in_them_are_not_named),
		WITH_IMPORT(a_file_that_is_not_taken_is_named),
		WITH_IMPORT(
			tables_of_an_own_export_that_others_stand_for_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
