/* What would go in is told without anything being written, and done only while
 * that is still so. */
#include "tests/unit/practice/transfer/import_fixture.h"
#include "practice/transfer/import.h"

#include <dirent.h>

#define PEOPLE "code,name\nC301,New One\n"
#define EVENT                                                    \
	"BEGIN:VEVENT\r\nUID:p1\r\nDTSTART:20270504T140000Z\r\n" \
	"DURATION:PT1H\r\nSUMMARY:C301\r\nEND:VEVENT\r\n"

/* A person, and a session with them. */
static void files_of(struct clinic *clinic, struct import_file files[2])
{
	files[0] =
		(struct import_file){ "a.ics", import_calendar(clinic, EVENT) };
	files[1] = (struct import_file){ "people.csv", slice_of(PEOPLE) };
}

static size_t names_in(const char *folder)
{
	DIR *dir = opendir(folder);
	size_t count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static void a_preview_tells_all_and_writes_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct import_options options = { .practitioner = "maria" };
	struct import_report report = { 0 };
	struct import_report done = { 0 };
	struct import_file files[2];
	size_t before = names_in(clinic->place->dir);
	struct session *list;
	size_t sessions = import_sessions(clinic, &list);

	files_of(clinic, files);
	assert_ok(clinic, practice_import_preview(clinic->op, clinic->store,
						  files, 2, &options, &report));
	assert_counts(report, 2, 0, 0, 0);
	assert_int_equal(import_sessions(clinic, &list), sessions);
	assert_int_equal(names_in(clinic->place->dir), before);
	assert_ok(clinic, practice_import(clinic->op, clinic->store, files, 2,
					  &options, &done));
	assert_counts(done, 2, 0, 0, 0);
	assert_int_equal(import_sessions(clinic, &list), sessions + 1);
	assert_string_equal(import_person(clinic, "C301").name, "New One");
}

static void what_is_no_more_as_it_was_told_has_another_hash(void **state)
{
	struct clinic *clinic = *state;
	struct import_options options = { .practitioner = "maria" };
	struct import_report report = { 0 };
	struct import_report now = { 0 };
	struct import_file files[2];
	struct session *list;
	size_t sessions = import_sessions(clinic, &list);

	files_of(clinic, files);
	assert_ok(clinic, practice_import_preview(clinic->op, clinic->store,
						  files, 2, &options, &report));
	import_people(clinic, slice_of(PEOPLE));
	assert_ok(clinic, practice_import_preview(clinic->op, clinic->store,
						  files, 2, &options, &now));
	assert_counts(now, 1, 0, 1, 0);
	assert_string_not_equal(
		practice_import_hash(clinic->op->arena, &report),
		practice_import_hash(clinic->op->arena, &now));
	assert_int_equal(import_sessions(clinic, &list), sessions);
}

static void a_preview_that_fails_leaves_nothing_behind(void **state)
{
	struct clinic *clinic = *state;
	struct import_options options = { .practitioner = "nobody" };
	struct import_report report = { 0 };
	struct import_file files[2];
	size_t before = names_in(clinic->place->dir);

	files_of(clinic, files);
	assert_failed(clinic,
		      practice_import_preview(clinic->op, clinic->store, files,
					      2, &options, &report),
		      ERR_INVALID);
	assert_int_equal(names_in(clinic->place->dir), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(a_preview_tells_all_and_writes_nothing),
		WITH_IMPORT(what_is_no_more_as_it_was_told_has_another_hash),
		WITH_IMPORT(a_preview_that_fails_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
