/**
 * Imports for tests: the clinic with e-mail addresses, files of
 * tests/data/import/, and what a report says.
 */
#ifndef TESTS_UNIT_PRACTICE_TRANSFER_IMPORT_FIXTURE_H
#define TESTS_UNIT_PRACTICE_TRANSFER_IMPORT_FIXTURE_H

#include "practice/transfer/import_ics.h"
#include "practice/transfer/import_people.h"
#include "practice/transfer/import_services.h"
#include "tests/unit/practice/practice_fixture.h"

/** The clinic; Maria, Ada and Bo have addresses, Maria a default service. */
int import_setup(void **state);

#define WITH_IMPORT(test) \
	cmocka_unit_test_setup_teardown(test, import_setup, clinic_teardown)

struct slice import_file(struct clinic *clinic, const char *name);
struct import_report import_people(struct clinic *clinic, struct slice csv);
/** practitioner: a login or NULL. */
struct import_report import_ics(struct clinic *clinic, struct slice ics,
				const char *practitioner);
struct import_report import_ics_so(struct clinic *clinic, struct slice ics,
				   const struct import_options *options);
/** A calendar around these lines of one or more events. */
struct slice import_calendar(struct clinic *clinic, const char *events);

/** Does the report say this of that line? What it says is printed if not. */
bool import_says(const struct import_report *report, size_t line,
		 const char *text);

#define assert_says(report, line, text) \
	assert_true(import_says(&(report), line, text))
#define assert_counts(report, added_, changed_, unchanged_, refused_) \
	do {                                                          \
		struct import_report counted = (report);              \
		assert_int_equal(counted.added, added_);              \
		assert_int_equal(counted.changed, changed_);          \
		assert_int_equal(counted.unchanged, unchanged_);      \
		assert_int_equal(counted.refused, refused_);          \
	} while (0)

struct session import_session(struct clinic *clinic, const char *uid);
/** All that are not removed, by start. */
size_t import_sessions(struct clinic *clinic, struct session **list);
struct person import_person(struct clinic *clinic, const char *code);

#endif
