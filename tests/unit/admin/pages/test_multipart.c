#include "admin/pages/multipart.h"

#include "tests/unit/store/place_fixture.h"

#include <string.h>

#define TYPE "multipart/form-data; boundary=\"x 1\""
#define HEAD(rest) "Content-Disposition: form-data; " rest "\r\n\r\n"
#define LINE "\r\n--x 1"

static enum err read(struct place *place, const char *type, const char *body,
		     struct form *form)
{
	operation_recover(&place->op);
	return multipart_read(&place->op, type,
			      (struct slice){ body, strlen(body) }, form);
}

static void fields_and_files_come_in_their_order(void **state)
{
	static const char body[] = "--x 1\r\n" HEAD(
		"name=\"a\"") "one\r\ntwo" LINE "\r\n"
			      "content-type: text/csv\r\n" HEAD(
				      "name=\"files\"; filename=\"C:\\\\x\\\\p "
				      "\\\"q\\\".csv\"") "n\r\n--x\r\n" LINE
							 "\r\n" HEAD(
								 "name=b") "" LINE
									   "--"
									   "\r"
									   "\n";
	struct form form;

	assert_int_equal(read(*state, TYPE, body, &form), OK);
	assert_int_equal(form.count, 2);
	assert_string_equal(form_value(&form, "a"), "one\ntwo");
	assert_string_equal(form_value(&form, "b"), "");
	assert_int_equal(form.file_count, 1);
	assert_string_equal(form.files[0].field, "files");
	assert_string_equal(form.files[0].name, "p \"q\".csv");
	assert_int_equal(form.files[0].bytes.len, strlen("n\r\n--x\r\n"));
}

static void a_file_that_was_not_chosen_is_none(void **state)
{
	static const char body[] =
		"--x 1\r\n" HEAD("name=\"files\"; filename=\"\"") LINE "--\r\n";
	struct form form;

	assert_int_equal(read(*state, TYPE, body, &form), OK);
	assert_int_equal(form.count + form.file_count, 0);
}

static void what_is_broken_is_refused(void **state)
{
	static const struct {
		const char *type, *body;
	} broken[] = {
		{ "multipart/form-data", "--x 1--\r\n" },
		{ "multipart/form-data; boundary=", "----\r\n" },
		{ TYPE, "" },
		{ TYPE, "--x 1\r\n" },
		{ TYPE, "before\r\n--x 1--\r\n" },
		{ TYPE, "--x 1\r\n" HEAD("name=\"a\"") "never ends" },
		{ TYPE, "--x 1\r\nno head" LINE "--\r\n" },
		{ TYPE, "--x 1\r\n" HEAD("filename=\"a.csv\"") LINE "--\r\n" },
		{ TYPE, "--x 1\r\n" HEAD("name=\"a\"") "\xff" LINE "--\r\n" },
		{ TYPE, "--x 1\r\n" HEAD("name=\"\xff\"") LINE "--\r\n" },
		{ TYPE, "--x 1" LINE "--\r\n" },
	};
	struct form form = { .count = 7 };

	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		assert_int_equal(
			read(*state, broken[i].type, broken[i].body, &form),
			ERR_SYNTAX);
		assert_int_equal(form.count, 7);
	}
}

static void too_many_parts_are_refused(void **state)
{
	struct place *place = *state;
	struct form form;
	struct buf buf;

	buf_init(&buf, place->op.arena);
	buf_puts(&buf, "--x 1");
	for (size_t i = 0; i <= FORM_FIELD_LIMIT; i++)
		buf_puts(&buf, "\r\n" HEAD("name=a") LINE);
	buf_puts(&buf, "--\r\n");
	assert_int_equal(read(place, TYPE, buf.at, &form), ERR_SYNTAX);
}

static void only_its_own_type_is_one(void **state)
{
	(void)state;
	assert_true(multipart_is(TYPE));
	assert_true(multipart_is("Multipart/Form-Data;boundary=x"));
	assert_false(multipart_is("multipart/mixed; boundary=x"));
	assert_false(multipart_is("application/x-www-form-urlencoded"));
	assert_false(multipart_is(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(fields_and_files_come_in_their_order),
		IN_PLACE(a_file_that_was_not_chosen_is_none),
		IN_PLACE(what_is_broken_is_refused),
		IN_PLACE(too_many_parts_are_refused),
		IN_PLACE(only_its_own_type_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
