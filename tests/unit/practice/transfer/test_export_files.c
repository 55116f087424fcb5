#include "practice/transfer/export_files_private.h"
#include "tests/unit/practice/practice_fixture.h"

/* A calendar's name may hold anything; the name of its file does not leave the
 * folder, nor mean something to a shell. */
static void names_of_files_are_plain_words(void **state)
{
	static const struct {
		const char *text, *word;
	} names[] = {
		{ "Work", "Work" },
		{ "a.b_c-9Z", "a.b_c-9Z" },
		{ ".hidden", "_hidden" },
		{ "../../etc", "_._.._etc" },
		{ "-rf", "_rf" },
		{ "caf\xc3\xa9 {x}~@[", "caf____x____" },
		{ "`/:", "___" },
		{ "", "" },
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_string_equal(
			export_file_word(clinic->op->arena, names[i].text),
			names[i].word);
}

static void names_of_files_are_cut(void **state)
{
	struct clinic *clinic = *state;
	char name[200];

	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(strlen(export_file_word(clinic->op->arena, name)), 64);
}

/* A service may have been taken out of the file by hand. */
static void a_service_that_is_lost_has_no_name(void **state)
{
	struct clinic *clinic = *state;
	struct practice_export export = { .write = NULL };
	const char *name = NULL;

	export.run.reader = place_read(clinic->place);
	export.run.one = *clinic->op;
	assert_int_equal(export_service(&export, 0, &name), OK);
	assert_string_equal(name, "");
	assert_int_equal(export_service(&export, clinic->fixed, &name), OK);
	assert_string_not_equal(name, "");
	assert_int_equal(export_service(&export, 4711, &name), OK);
	assert_string_equal(name, "");
}

static void people_in_cells_stand_in_their_order(void **state)
{
	struct clinic *clinic = *state;
	struct practice_export export = { .write = NULL };
	int64_t two[] = { clinic->clients[1], clinic->clients[0] };
	const struct ids ids = { two, 2 }, none = { NULL, 0 };
	const char *words = NULL;

	export.run.reader = place_read(clinic->place);
	export.run.one = *clinic->op;
	assert_int_equal(export_words(&export, &ids, &words), OK);
	assert_string_equal(words, "C051;C042");
	assert_int_equal(export_words(&export, &none, &words), OK);
	assert_string_equal(words, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(names_of_files_are_plain_words),
		WITH_CLINIC(names_of_files_are_cut),
		WITH_CLINIC(a_service_that_is_lost_has_no_name),
		WITH_CLINIC(people_in_cells_stand_in_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
