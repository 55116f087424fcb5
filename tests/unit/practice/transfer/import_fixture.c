#include "tests/unit/practice/transfer/import_fixture.h"
#include "tests/unit/practice/whole_edit.h"
#include "store/session_list.h"

#include <stdio.h>

static void address(struct clinic *clinic, int64_t id, const char *email,
		    int64_t service)
{
	struct person person;

	assert_int_equal(
		store_person_find(place_read(clinic->place), id, &person), OK);
	person.email = email;
	person.default_service = service;
	assert_ok(clinic,
		  whole_person_change(clinic->op, clinic->store, &person));
}

int import_setup(void **state)
{
	struct clinic *clinic;

	clinic_setup(state);
	clinic = *state;
	address(clinic, clinic->maria, "maria@example.com", clinic->fixed);
	address(clinic, clinic->clients[0], "ada@example.org", 0);
	address(clinic, clinic->clients[1], "bo@example.org", 0);
	return 0;
}

struct slice import_file(struct clinic *clinic, const char *name)
{
	struct arena *arena = clinic->op->arena;
	const char *path = arena_printf(arena, "tests/data/import/%s", name);
	FILE *file = fopen(path, "rb");
	char *bytes = arena_alloc(arena, 1 << 16);
	size_t len;

	if (!file)
		print_message("%s is not there: run from the root\n", path);
	assert_non_null(file);
	len = fread(bytes, 1, 1 << 16, file);
	fclose(file);
	assert_true(len > 0);
	return (struct slice){ bytes, len };
}

struct import_report import_people(struct clinic *clinic, struct slice csv)
{
	struct import_report report = { 0 };

	assert_ok(clinic,
		  practice_import_people(clinic->op, clinic->store,
					 "people.csv", 0, csv, &report));
	return report;
}

struct import_report import_ics_so(struct clinic *clinic, struct slice ics,
				   const struct import_options *options)
{
	struct import_report report = { 0 };

	assert_ok(clinic, practice_import_ics(clinic->op, clinic->store,
					      "a.ics", options, ics, &report));
	return report;
}

struct import_report import_ics(struct clinic *clinic, struct slice ics,
				const char *practitioner)
{
	struct import_options options = { .practitioner = practitioner };

	return import_ics_so(clinic, ics, &options);
}

struct slice import_calendar(struct clinic *clinic, const char *events)
{
	return slice_of(arena_printf(clinic->op->arena,
				     "BEGIN:VCALENDAR\r\n"
				     "VERSION:2.0\r\n"
				     "PRODID:-//Test//EN\r\n"
				     "%s"
				     "END:VCALENDAR\r\n",
				     events));
}

bool import_says(const struct import_report *report, size_t line,
		 const char *text)
{
	for (size_t i = 0; i < report->line_count; i++) {
		if (report->lines[i].line == line &&
		    strstr(report->lines[i].message, text))
			return true;
	}
	print_message("not told in line %zu: %s\n", line, text);
	for (size_t i = 0; i < report->line_count; i++)
		print_message("%s:%zu: %s\n", report->lines[i].file,
			      report->lines[i].line, report->lines[i].message);
	return false;
}

struct session import_session(struct clinic *clinic, const char *uid)
{
	struct session session;

	assert_int_equal(store_session_find_uid(place_read(clinic->place), uid,
						&session),
			 OK);
	return session;
}

size_t import_sessions(struct clinic *clinic, struct session **list)
{
	struct session_filter filter = { 0 };
	size_t count;

	assert_int_equal(store_session_list(place_read(clinic->place), &filter,
					    list, &count),
			 OK);
	return count;
}

struct person import_person(struct clinic *clinic, const char *code)
{
	struct person person;

	assert_int_equal(store_person_find_code(place_read(clinic->place), code,
						&person),
			 OK);
	return person;
}
