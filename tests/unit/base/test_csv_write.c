#include "base/csv_write.h"

#include "practice/transfer/csv.h"
#include "tests/unit/base/arena_fixture.h"

static void what_is_written_is_read_again(void **state)
{
	static const char *const cells[] = {
		"plain", "a,b",   "say \"so\"", "two\nlines", "=1+1",
		"+1",    "'=1+1", "'quoted'",   "",           "\xC3\xA9",
	};
	struct csv_out out;
	struct csv csv;
	struct csv_row row;

	csv_begin(&out, *state, "a,b,c,d,e,f,g,h,i,j");
	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
		csv_text(&out, cells[i]);
	csv_end(&out);
	csv_init(&csv, buf_view(&out.buf));
	assert_true(csv_next(&csv, *state, &row));
	assert_true(csv_next(&csv, *state, &row));
	assert_int_equal(row.count, sizeof(cells) / sizeof(*cells));
	for (size_t i = 0; i < row.count; i++)
		assert_string_equal(csv_plain(row.fields[i]), cells[i]);
	assert_false(csv_next(&csv, *state, &row));
}

static void formulas_are_marked_and_words_of_ours_are_not(void **state)
{
	struct csv_out out;

	csv_begin(&out, *state, "a");
	csv_text(&out, "@x");
	csv_word(&out, "-5.00");
	csv_int(&out, -7);
	csv_id(&out, 0);
	csv_id(&out, 8);
	csv_text(&out, NULL);
	csv_end(&out);
	assert_string_equal(out.buf.at, "a\r\n'@x,-5.00,-7,,8,\r\n");
}

static void a_first_cell_may_be_empty(void **state)
{
	struct csv_out out;

	csv_begin(&out, *state, "a,b");
	csv_word(&out, NULL);
	csv_int(&out, 1);
	csv_end(&out);
	assert_string_equal(out.buf.at, "a,b\r\n,1\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(what_is_written_is_read_again),
		WITH_ARENA(formulas_are_marked_and_words_of_ours_are_not),
		WITH_ARENA(a_first_cell_may_be_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
