#include "tests/unit/practice/transfer/import_fixture.h"
#include "practice/session/rate.h"
#include "store/credential.h"

static struct import_report rows(struct clinic *clinic, const char *text)
{
	return import_people(clinic, slice_of(text));
}

static void a_file_in_another_order_goes_in_row_by_row(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		import_people(clinic, import_file(clinic, "people.csv"));
	struct person person;

	assert_counts(report, 3, 1, 1, 6);
	assert_says(report, 1, "'Birthday'");
	person = import_person(clinic, "C042");
	assert_string_equal(person.phone, "+1 555 0142");
	assert_int_equal(person.notice, NOTICE_BOTH);
	person = import_person(clinic, "C070");
	assert_string_equal(person.name, "Zo\u00eb \"Zed\" \u00c5lund");
	assert_int_equal(person.roles, ROLE_CLIENT);
	assert_int_equal(person.notice, NOTICE_EMAIL);
	assert_true(person.active);
	assert_int_equal(store_person_find_login(place_read(clinic->place),
						 "eva", &person),
			 OK);
	assert_int_equal(person.roles, ROLE_PRACTITIONER | ROLE_STAFF);
	assert_int_equal(person.may, MAY_CREATE | MAY_EDIT);
	assert_true(person.has_hourly);
	assert_int_equal(person.hourly.minor, 4250);
	assert_int_equal(person.bonus.minor, 300);
	/* the next free code, as C070 was taken before */
	person = import_person(clinic, "C071");
	assert_string_equal(person.name, "Kim Park");
	assert_false(person.active);
}

static void a_wrong_row_is_told_with_every_wrong_field(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		import_people(clinic, import_file(clinic, "people.csv"));

	assert_says(report, 6, "not-an-address");
	assert_says(report, 6, "'doctor'");
	assert_says(report, 6, "'pigeon'");
	assert_says(report, 6, "'12,505'");
	assert_says(report, 6, "'-1'");
	assert_says(report, 6, "'fly'");
	assert_says(report, 6, "'perhaps'");
	assert_says(report, 7, "name is missing");
	assert_says(report, 8, "two people");
	assert_says(report, 9, "as in line 5");
	assert_says(report, 10, "more than the 12 columns");
	assert_says(report, 11, "none closes");
	assert_int_equal(report.line_count, 7);
}

static void the_same_file_again_changes_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct slice csv = import_file(clinic, "people.csv");
	struct import_report report;
	size_t audits;

	import_people(clinic, csv);
	audits = clinic_audits(clinic, NULL, 0);
	report = import_people(clinic, csv);
	assert_counts(report, 0, 0, 5, 6);
	assert_int_equal(clinic_audits(clinic, NULL, 0), audits);
}

static void an_empty_cell_leaves_what_is_there(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct person person;

	rows(clinic,
	     "code,name,phone,email\nC042,Ada Brown,555,a@example.org\n");
	report = rows(clinic, "code,name,phone,email\nC042,Ada B.,,\n");
	assert_counts(report, 0, 1, 0, 0);
	person = import_person(clinic, "C042");
	assert_string_equal(person.name, "Ada B.");
	assert_string_equal(person.phone, "555");
	assert_string_equal(person.email, "a@example.org");
	assert_string_equal(person.login, "c042");
}

static void case_alone_is_no_difference(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "CODE,Log In,E_mail\nc042,C042,ADA@example.org\n");

	assert_counts(report, 0, 0, 1, 0);
}

static void without_code_and_login_name_and_address_tell(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = rows(
		clinic, "name,email,phone\nADA maria brown,Ada@example.org,7\n"
			"Ada Maria Brown,other@example.org,8\n"
			"Cy Young,,9\n");

	assert_counts(report, 1, 2, 0, 0);
	assert_string_equal(import_person(clinic, "C042").phone, "7");
	assert_string_equal(import_person(clinic, "C060").phone, "9");
	assert_string_equal(import_person(clinic, "C062").phone, "8");
}

static void people_of_one_name_differ_by_code(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "code,name\nC201,Jo Lee\nC202,Jo Lee\n");

	assert_counts(report, 2, 0, 0, 0);
	report = rows(clinic, "name\nJo Lee\n");
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 2, "Several people");
}

static void a_practitioner_may_all_unless_told(void **state)
{
	struct clinic *clinic = *state;
	struct person person;

	rows(clinic, "login;name;roles;may\n"
		     "pia;Pia;practitioner;\n"
		     "pam;Pam;practitioner|staff;edit|complete\n"
		     "pip;Pip;practitioner;none\n");
	assert_int_equal(store_person_find_login(place_read(clinic->place),
						 "pia", &person),
			 OK);
	assert_int_equal(person.may, MAY_CREATE | MAY_EDIT | MAY_COMPLETE);
	assert_int_equal(store_person_find_login(place_read(clinic->place),
						 "pam", &person),
			 OK);
	assert_int_equal(person.may, MAY_EDIT | MAY_COMPLETE);
	assert_int_equal(person.roles, ROLE_PRACTITIONER | ROLE_STAFF);
	assert_int_equal(store_person_find_login(place_read(clinic->place),
						 "pip", &person),
			 OK);
	assert_int_equal(person.may, 0);
}

static void a_service_is_named_by_its_name(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "login,service\nben,Hour\nmaria,Massage\n");
	struct person person;

	assert_counts(report, 0, 1, 0, 1);
	assert_says(report, 3, "no service 'Massage'");
	assert_int_equal(store_person_find(place_read(clinic->place),
					   clinic->ben, &person),
			 OK);
	assert_int_equal(person.default_service, clinic->hourly);
}

static void passwords_are_not_taken(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "login,name,password\nnew,New One,secret123\n");
	struct person person;
	const char *hash;

	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 1, "'password'");
	assert_int_equal(store_person_find_login(place_read(clinic->place),
						 "new", &person),
			 OK);
	assert_int_equal(
		store_password_find(clinic->place->reader, person.id, &hash),
		ERR_NOT_FOUND);
}

static void a_file_without_columns_is_refused_whole(void **state)
{
	struct clinic *clinic = *state;

	assert_counts(rows(clinic, "Ada,555\nBo,556\n"), 0, 0, 0, 1);
	assert_counts(rows(clinic, ""), 0, 0, 0, 1);
	assert_counts(rows(clinic, "\xFF\xFEn\n"), 0, 0, 0, 1);
	assert_counts(rows(clinic, "name,code\n"), 0, 0, 0, 0);
}

static void a_column_twice_counts_once(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "code,role,roles,name\nC301,client,staff,Al\n");

	assert_counts(report, 1, 0, 0, 0);
	report = rows(clinic, "code,name,name\nC302,Al,Bert\n");
	assert_counts(report, 1, 0, 0, 0);
	assert_says(report, 1, "'name'");
	assert_string_equal(import_person(clinic, "C302").name, "Al");
}

static void amounts_have_the_currency_s_digits(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = rows(
		clinic, "login,hourly,bonus\nmaria,25,3.5\nben,25.005,1\n");
	struct person person = { .id = clinic->maria };

	assert_counts(report, 0, 1, 0, 1);
	assert_says(report, 3, "such as 42.50");
	assert_int_equal(practice_pay_today(place_read(clinic->place), &person),
			 OK);
	assert_int_equal(person.hourly.minor, 2500);
	assert_int_equal(person.bonus.minor, 350);
}

static void the_audit_row_names_the_import(void **state)
{
	struct clinic *clinic = *state;
	struct audit audit;

	clinic_as(clinic, clinic->staff);
	rows(clinic, "code,phone\nC042,1\n");
	audit = clinic_audit(clinic, "person", clinic->clients[0]);
	assert_string_equal(audit.channel, "import");
	assert_string_equal(audit.action, "person.change");
	assert_int_equal(audit.who, 0);
}

static void a_long_file_is_told_in_part(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct buf buf;

	buf_init(&buf, clinic->op->arena);
	buf_puts(&buf, "name,code\n");
	for (int i = 0; i < 10500; i++)
		buf_puts(&buf, "\"x\"y\n");
	report = import_people(clinic, buf_view(&buf));
	assert_counts(report, 0, 0, 0, 10500);
	assert_int_equal(report.line_count, 10000);
	assert_says(report, 10001, "only counted");
}

static void each_column_that_differs_is_a_change(void **state)
{
	static const char *const changes[] = {
		"login,name\nlena,Lena Oak-Ash\n",
		"login,code\nlena,L7\n",
		"login,email\nlena,lena@example.net\n",
		"login,phone\nlena,+1 555 0199\n",
		"login,notice\nlena,text\n",
		"login,active\nlena,no\n",
		"login,hourly\nlena,40.00\n",
		"login,hourly\nlena,41.00\n",
		"login,bonus\nlena,2.00\n",
		"login,service\nlena,Hour\n",
		"login,roles\nlena,practitioner client\n",
		"login,may\nlena,complete\n",
		"login,grants\nlena,void\n",
		"login,calendar_names\nlena,full\n",
	};
	struct clinic *clinic = *state;

	assert_counts(rows(clinic, "login,name,roles,email\n"
				   "lena,Lena Oak,practitioner,"
				   "lena@example.org\n"),
		      1, 0, 0, 0);
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		assert_counts(rows(clinic, changes[i]), 0, 1, 0, 0);
		assert_counts(rows(clinic, changes[i]), 0, 0, 1, 0);
	}
}

static void a_person_is_found_where_code_or_login_is_missing(void **state)
{
	struct clinic *clinic = *state;

	/* By name and address, to which the row adds a login. */
	assert_counts(rows(clinic, "name,email,roles\n"
				   "Lena Oak,lena@example.org,client\n"),
		      1, 0, 0, 0);
	assert_counts(rows(clinic, "login,name,email\n"
				   "lena,Lena Oak,lena@example.org\n"),
		      0, 1, 0, 0);
	/* One of that name with another login is somebody else. */
	assert_counts(rows(clinic, "login,name,email,roles\n"
				   "lena2,Lena Oak,lena@example.org,client\n"),
		      1, 0, 0, 0);
	/* And so is one with another code. */
	assert_counts(rows(clinic, "code,name,email,roles\n"
				   "C900,Lena Oak,lena@example.org,client\n"),
		      1, 0, 0, 0);
}

static void a_short_row_leaves_the_rest_as_it_is(void **state)
{
	struct clinic *clinic = *state;
	struct person person;

	assert_counts(rows(clinic, "code,phone,email\n"
				   "C042,+1 555 0142,ada@example.net\n"),
		      0, 1, 0, 0);
	assert_counts(rows(clinic, "code,phone,email\nC042,+1 555 0143\n"), 0,
		      1, 0, 0);
	person = import_person(clinic, "C042");
	assert_string_equal(person.phone, "+1 555 0143");
	assert_string_equal(person.email, "ada@example.net");
}

static void an_unnamed_column_that_is_empty_is_not_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "code,,phone, \nC042,x,+1 555 0142,\n");

	assert_counts(report, 0, 1, 0, 0);
	assert_int_equal(report.line_count, 0);
}

#define COLUMNS                                                             \
	"login,name,code,roles,email,phone,notice,hourly,bonus,active,may," \
	"grants,service,calendar_names\n"
#define ZOE                                                           \
	"zoe,Zoe Fry,,practitioner,zoe@example.org,1,email,25,3,yes," \
	"create,none,Hour,code\n"

static struct import_report people(struct clinic *clinic, const char *rows)
{
	return import_people(clinic,
			     slice_of(arena_printf(clinic->op->arena, "%s%s",
						   COLUMNS, rows)));
}

static void every_difference_of_a_person_is_a_change(void **state)
{
	static const char *const rows[] = {
		"zoe,Zoe Frye,,,,,,,,,,,,\n",
		"zoe,,,,zoe@example.net,,,,,,,,,\n",
		"zoe,,,,,2,,,,,,,,\n",
		"zoe,,,,,,both,,,,,,,\n",
		"zoe,,,,,,,26,,,,,,\n",
		"zoe,,,,,,,,4,,,,,\n",
		"zoe,,,,,,,,,no,,,,\n",
		"zoe,,,,,,,,,,create edit,,,\n",
		"zoe,,,,,,,,,,,\"types; ,void,\",,\n",
		"zoe,,,,,,,,,,,,Session,\n",
		"zoe,,,,,,,,,,,,,full\n",
		"zoe,,,\"practitioner | staff\",,,,,,,,,,\n",
	};
	struct clinic *clinic = *state;

	assert_counts(people(clinic, ZOE), 1, 0, 0, 0);
	assert_counts(people(clinic, ZOE), 0, 0, 1, 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct import_report report = people(clinic, rows[i]);

		if (report.changed != 1)
			print_error("%s", rows[i]);
		assert_counts(report, 0, 1, 0, 0);
		assert_counts(people(clinic, rows[i]), 0, 0, 1, 0);
	}
}

/* A login or a code tells apart who share name and address. */
static void who_share_name_and_address_are_told_apart(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = people(
		clinic, ",Kim Lee,C100,client,kim@example.org,,,,,,,,,\n"
			",Kim Lee,C101,client,kim@example.org,,,,,,,,,\n");

	assert_counts(report, 2, 0, 0, 0);
	report = people(clinic, ",Kim Lee,,,kim@example.org,2,,,,,,,,\n");
	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 2, "Several people have this name");
	report = people(clinic,
			"kim,Kim Lee,C102,client,kim@example.org,,,,,,,,,"
			"\n");
	assert_counts(report, 1, 0, 0, 0);
}

static void a_short_row_says_nothing_of_the_rest(void **state)
{
	struct clinic *clinic = *state;

	assert_counts(people(clinic, ",Eli Oak,C099\n"), 1, 0, 0, 0);
	assert_string_equal(import_person(clinic, "C099").name, "Eli Oak");
	assert_int_equal(import_person(clinic, "C099").roles, ROLE_CLIENT);
}

/* Clients have no pay and no permissions: without a role it is not clear who
 * somebody is who has. */
static void what_is_no_clients_needs_a_role(void **state)
{
	static const char *const files[] = {
		"name,hourly\nZoe Fry,10.00\n",
		"name,bonus\nZoe Fry,10.00\n",
		"name,may\nZoe Fry,create\n",
		"name,grants\nZoe Fry,payroll\n",
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct import_report report = rows(clinic, files[i]);

		assert_counts(report, 0, 0, 0, 1);
		assert_says(report, 2, "the roles are missing");
	}
}

static void a_person_of_two_lines_is_told_apart_or_refused(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "name,email,code\n"
			     "Kay Low,kay@example.org,\n"
			     "Kay Low,kay@example.org,C099\n"
			     "Kay Low,kay@example.org,C098\n");

	/* The second names the first, who had been given another code. */
	assert_int_equal(report.added + report.refused, 3);
	assert_true(report.added >= 2);
}

static void words_of_other_programs_are_known(void **state)
{
	struct clinic *clinic = *state;
	struct person person;

	assert_counts(rows(clinic, "login,name,roles,may,notice,active,"
				   "calendar_names,calendar_money\n"
				   "zoe,Zoe Fry,practitioner,"
				   "\" ; create; ;edit |\",sms,1,full,true\n"),
		      1, 0, 0, 0);
	assert_int_equal(store_person_find_login(place_read(clinic->place),
						 "zoe", &person),
			 OK);
	assert_int_equal(person.may, MAY_CREATE | MAY_EDIT);
	assert_int_equal(person.notice, NOTICE_TEXT);
	assert_true(person.calendar_money);
	assert_counts(rows(clinic, "login,name,calendar_money,calendar_names\n"
				   "zoe,Zoe Fry,0,nothing\n"),
		      0, 0, 0, 1);
	assert_counts(rows(clinic, "login,name,calendar_money,phone\n"
				   "zoe,Zoe Fry,0,\n"),
		      0, 1, 0, 0);
	assert_counts(rows(clinic, "login,name,phone\nzoe,Zoe Fry,1\n"), 0, 1,
		      0, 0);
	/* "none" is no word for yes or no. */
	assert_counts(rows(clinic, "login,name,calendar_money\n"
				   "zoe,Zoe Fry,sms\n"),
		      0, 0, 0, 1);
}

static void a_file_of_one_line_or_of_other_headings_is_refused(void **state)
{
	struct clinic *clinic = *state;

	assert_counts(rows(clinic, ""), 0, 0, 0, 1);
	assert_counts(rows(clinic, "Report\n\nof June\n"), 0, 0, 0, 1);
	assert_counts(rows(clinic, "phone,address\n1,2\n"), 0, 0, 0, 1);
	/* "Client roles" tells of clients, not who is one. */
	assert_counts(rows(clinic, "name,code,Client Type\n"
				   "Zoe Fry,C099,student\n"),
		      1, 0, 0, 0);
}

static void
a_column_that_tells_roles_by_another_name_is_asked_about(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, "name,Sort,Extra\nZoe Fry,client,staff\n"
			     "Kim Fry,practitioner;admin,staff\n");

	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 1, "seems to tell who is a client");
	/* Words for roles beside other words are none. */
	assert_counts(rows(clinic, "name,Sort\nZoe Fry,staff | nurse\n"), 1, 0,
		      0, 0);
}

static void of_two_cells_for_one_thing_the_better_is_taken(void **state)
{
	struct clinic *clinic = *state;

	assert_counts(rows(clinic, "code,name,Mobile Phone,Home Phone,E-mail\n"
				   "C042,Ada Maria Brown,7,7,a@example.org ::: "
				   "b@example.org\n"),
		      0, 1, 0, 0);
	assert_string_equal(import_person(clinic, "C042").phone, "7");
	assert_string_equal(import_person(clinic, "C042").email,
			    "a@example.org");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(a_file_in_another_order_goes_in_row_by_row),
		WITH_IMPORT(a_wrong_row_is_told_with_every_wrong_field),
		WITH_IMPORT(the_same_file_again_changes_nothing),
		WITH_IMPORT(an_empty_cell_leaves_what_is_there),
		WITH_IMPORT(case_alone_is_no_difference),
		WITH_IMPORT(without_code_and_login_name_and_address_tell),
		WITH_IMPORT(people_of_one_name_differ_by_code),
		WITH_IMPORT(a_practitioner_may_all_unless_told),
		WITH_IMPORT(a_service_is_named_by_its_name),
		WITH_IMPORT(passwords_are_not_taken),
		WITH_IMPORT(a_file_without_columns_is_refused_whole),
		WITH_IMPORT(a_column_twice_counts_once),
		WITH_IMPORT(amounts_have_the_currency_s_digits),
		WITH_IMPORT(the_audit_row_names_the_import),
		WITH_IMPORT(a_long_file_is_told_in_part),
		WITH_IMPORT(each_column_that_differs_is_a_change),
		WITH_IMPORT(a_person_is_found_where_code_or_login_is_missing),
		WITH_IMPORT(a_short_row_leaves_the_rest_as_it_is),
		WITH_IMPORT(an_unnamed_column_that_is_empty_is_not_told),
		WITH_IMPORT(every_difference_of_a_person_is_a_change),
		WITH_IMPORT(who_share_name_and_address_are_told_apart),
		WITH_IMPORT(a_short_row_says_nothing_of_the_rest),
		WITH_IMPORT(what_is_no_clients_needs_a_role),
		WITH_IMPORT(a_person_of_two_lines_is_told_apart_or_refused),
		WITH_IMPORT(words_of_other_programs_are_known),
		WITH_IMPORT(a_file_of_one_line_or_of_other_headings_is_refused),
		WITH_IMPORT(
			a_column_that_tells_roles_by_another_name_is_asked_about),
		WITH_IMPORT(of_two_cells_for_one_thing_the_better_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
