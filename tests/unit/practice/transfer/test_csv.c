#include "practice/transfer/csv.h"

#include "tests/unit/base/arena_fixture.h"

struct text {
	struct arena *arena;
	struct csv csv;
	struct csv_row row;
};

static struct text reading(void **state, const char *bytes)
{
	struct text text = { .arena = *state };

	csv_init(&text.csv, slice_of(bytes));
	return text;
}

static void next(struct text *text)
{
	assert_true(csv_next(&text->csv, text->arena, &text->row));
}

/* The next row has these fields, joined by '|'. */
static void expect(struct text *text, size_t line, const char *fields)
{
	struct buf buf;

	next(text);
	buf_init(&buf, text->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < text->row.count; i++)
		buf_printf(&buf, "%s%s", i ? "|" : "", text->row.fields[i]);
	assert_null(text->row.problem);
	assert_string_equal(buf.at, fields);
	assert_int_equal(text->row.line, line);
}

static void expect_problem(struct text *text, size_t line, const char *word)
{
	next(text);
	assert_non_null(text->row.problem);
	assert_non_null(strstr(text->row.problem, word));
	assert_int_equal(text->row.line, line);
}

static void expect_end(struct text *text)
{
	assert_false(csv_next(&text->csv, text->arena, &text->row));
}

static void fields_stand_between_commas(void **state)
{
	struct text text = reading(state, "name,code\r\nAda,C042\r\n");

	expect(&text, 1, "name|code");
	expect(&text, 2, "Ada|C042");
	expect_end(&text);
}

static void the_last_line_needs_no_end(void **state)
{
	struct text text = reading(state, "a,b\n1,2");

	expect(&text, 1, "a|b");
	expect(&text, 2, "1|2");
	expect_end(&text);
}

static void old_line_ends_of_one_cr_count(void **state)
{
	struct text text = reading(state, "a,b\r1,2\r3,4");

	expect(&text, 1, "a|b");
	expect(&text, 2, "1|2");
	expect(&text, 3, "3|4");
	expect_end(&text);
}

static void empty_fields_stay(void **state)
{
	struct text text = reading(state, "a,,c\n,,\n\"\",x,\n");

	expect(&text, 1, "a||c");
	expect(&text, 2, "||");
	expect(&text, 3, "|x|");
	expect_end(&text);
}

static void blank_lines_are_passed_over_and_counted(void **state)
{
	struct text text = reading(state, "\n\na,b\r\n\r\n1,2\n\n");

	expect(&text, 3, "a|b");
	expect(&text, 5, "1|2");
	expect_end(&text);
}

static void nothing_has_no_rows(void **state)
{
	struct text text = reading(state, "");

	expect_end(&text);
	text = reading(state, "\xEF\xBB\xBF");
	expect_end(&text);
}

static void quotes_keep_commas_quotes_and_lines(void **state)
{
	struct text text = reading(state, "\"Brown, Ada\",\"says \"\"hi\"\"\"\n"
					  "\"two\r\nlines\",x\ny,z\n");

	expect(&text, 1, "Brown, Ada|says \"hi\"");
	expect(&text, 2, "two\nlines|x");
	expect(&text, 4, "y|z");
	expect_end(&text);
}

static void a_quote_within_a_word_stands_for_itself(void **state)
{
	struct text text = reading(state, "5\" pipe,a\"b\"c\n");

	expect(&text, 1, "5\" pipe|a\"b\"c");
	expect_end(&text);
}

static void semicolons_separate_where_the_first_line_says_so(void **state)
{
	struct text text = reading(state, "\xEF\xBB\xBF"
					  "name;\"a,b,c\";code\nAda;1,5;C\n");

	expect(&text, 1, "name|a,b,c|code");
	expect(&text, 2, "Ada|1,5|C");
	expect_end(&text);
}

static void tabs_and_bars_separate_as_well(void **state)
{
	struct text text = reading(state, "Last, first\tcode\nAda, B\t1;2\n");

	expect(&text, 1, "Last, first|code");
	expect(&text, 2, "Ada, B|1;2");
	text = reading(state, "name|code|x;y\nAda|1;2|3\n");
	expect(&text, 1, "name|code|x;y");
	expect(&text, 2, "Ada|1;2|3");
}

static void a_line_of_excel_tells_the_separator(void **state)
{
	struct text text = reading(state, "sep=;\r\na,b;c\r\n");

	expect(&text, 2, "a,b|c");
	expect_end(&text);
	text = reading(state, "\xEF\xBB\xBF\"SEP=|\"\na,b|c\n");
	expect(&text, 2, "a,b|c");
	text = reading(state, "sep=,");
	expect_end(&text);
	/* Such a word alone is a heading. */
	text = reading(state, "sep=\nAda\n");
	expect(&text, 1, "sep=");
	text = reading(state, "sep=;;x\nAda;b;c\n");
	expect(&text, 1, "sep=||x");
}

static void one_column_needs_no_separator(void **state)
{
	struct text text = reading(state, "name\nAda\n");

	expect(&text, 1, "name");
	expect(&text, 2, "Ada");
	expect_end(&text);
}

static void a_quote_without_an_end_costs_its_row_only(void **state)
{
	struct text text = reading(state, "a,b\n\"Ada,1\nBob,2\nCyd,3\n");

	expect(&text, 1, "a|b");
	expect_problem(&text, 2, "none closes");
	expect(&text, 3, "Bob|2");
	expect(&text, 4, "Cyd|3");
	expect_end(&text);
}

static void text_behind_a_quote_costs_its_row_only(void **state)
{
	struct text text =
		reading(state, "\"Ada\" B,1\nBob,2\n\"Cyd\nD\"x,3\nE,4");

	expect_problem(&text, 1, "follows");
	expect(&text, 2, "Bob|2");
	expect_problem(&text, 3, "follows");
	/* read again by itself: the quote in it stands for itself */
	expect(&text, 4, "D\"x|3");
	expect(&text, 5, "E|4");
	expect_end(&text);
}

static void a_row_that_is_not_utf8_costs_itself_only(void **state)
{
	struct text text = reading(state, "a,b\nM\xFCller,1\nM\xC3\xBCller,2");

	expect(&text, 1, "a|b");
	expect_problem(&text, 2, "UTF-8");
	expect(&text, 3, "M\xC3\xBCller|2");
	expect_end(&text);
}

static void a_nul_byte_is_refused(void **state)
{
	struct text text = { .arena = *state };

	csv_init(&text.csv, (struct slice){ "a\0b,c\nd,e", 9 });
	expect_problem(&text, 1, "UTF-8");
	expect(&text, 2, "d|e");
	expect_end(&text);
}

static char *repeated(struct arena *arena, const char *what, size_t times)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < times; i++)
		buf_puts(&buf, what);
	return buf.at;
}

static void a_row_has_256_fields_at_most(void **state)
{
	char *most = repeated(*state, ",", 255);
	struct text text = reading(
		state, arena_printf(*state, "%s\n%s,\na,b\n", most, most));

	next(&text);
	assert_null(text.row.problem);
	assert_int_equal(text.row.count, 256);
	expect_problem(&text, 2, "too many");
	expect(&text, 3, "a|b");
}

static void a_row_has_64_kib_at_most(void **state)
{
	char *most = repeated(*state, "x", CSV_ROW_LIMIT - 1);
	struct text text = reading(
		state, arena_printf(*state, "%s\n%sxx\na,b\n", most, most));

	next(&text);
	assert_null(text.row.problem);
	assert_int_equal(strlen(text.row.fields[0]), CSV_ROW_LIMIT - 1);
	expect_problem(&text, 2, "too long");
	expect(&text, 3, "a|b");
	expect_end(&text);
}

static void an_open_quote_does_not_swallow_a_large_file(void **state)
{
	char *rows = repeated(*state, "Ada,C042\n", 40000);
	struct text text =
		reading(state, arena_printf(*state, "a,b\n\"x,1\n%s", rows));
	size_t count = 0;

	expect(&text, 1, "a|b");
	expect_problem(&text, 2, "missing");
	while (csv_next(&text.csv, text.arena, &text.row)) {
		assert_null(text.row.problem);
		count++;
	}
	assert_int_equal(count, 40000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(fields_stand_between_commas),
		WITH_ARENA(the_last_line_needs_no_end),
		WITH_ARENA(old_line_ends_of_one_cr_count),
		WITH_ARENA(empty_fields_stay),
		WITH_ARENA(blank_lines_are_passed_over_and_counted),
		WITH_ARENA(nothing_has_no_rows),
		WITH_ARENA(quotes_keep_commas_quotes_and_lines),
		WITH_ARENA(a_quote_within_a_word_stands_for_itself),
		WITH_ARENA(semicolons_separate_where_the_first_line_says_so),
		WITH_ARENA(tabs_and_bars_separate_as_well),
		WITH_ARENA(a_line_of_excel_tells_the_separator),
		WITH_ARENA(one_column_needs_no_separator),
		WITH_ARENA(a_quote_without_an_end_costs_its_row_only),
		WITH_ARENA(text_behind_a_quote_costs_its_row_only),
		WITH_ARENA(a_row_that_is_not_utf8_costs_itself_only),
		WITH_ARENA(a_nul_byte_is_refused),
		WITH_ARENA(a_row_has_256_fields_at_most),
		WITH_ARENA(a_row_has_64_kib_at_most),
		WITH_ARENA(an_open_quote_does_not_swallow_a_large_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
