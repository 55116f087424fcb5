#include "base/str.h"

#include "tests/unit/base/arena_fixture.h"

static void assert_slice(struct slice slice, const char *wanted)
{
	assert_non_null(slice.at);
	assert_int_equal(slice.len, strlen(wanted));
	assert_memory_equal(slice.at, wanted, slice.len);
}

static void a_slice_is_cut_at_each_mark(UNUSED void **state)
{
	struct slice rest = slice_of("a,,b");

	assert_slice(slice_cut(&rest, ','), "a");
	assert_slice(slice_cut(&rest, ','), "");
	assert_slice(slice_cut(&rest, ','), "b");
	assert_null(rest.at);
	assert_int_equal(rest.len, 0);
}

static void a_mark_at_the_end_leaves_an_empty_rest(UNUSED void **state)
{
	struct slice rest = slice_of("a,");

	assert_slice(slice_cut(&rest, ','), "a");
	assert_slice(rest, "");
	assert_slice(slice_cut(&rest, ','), "");
	assert_null(rest.at);
}

static void trimming_takes_blanks_from_the_ends_only(UNUSED void **state)
{
	assert_slice(slice_trim(slice_of(" \t a b\r\n ")), "a b");
	assert_int_equal(slice_trim(slice_of(" \n ")).len, 0);
	assert_int_equal(slice_trim(slice_of("")).len, 0);
}

static void slices_compare_by_bytes_and_length(UNUSED void **state)
{
	assert_true(slice_equal(slice_of("ab"), slice_of("ab")));
	assert_false(slice_equal(slice_of("ab"), slice_of("abc")));
	assert_false(slice_equal(slice_of("ab"), slice_of("aB")));
	assert_true(slice_equal(slice_of(NULL), slice_of("")));
	assert_true(slice_is(slice_of("VEVENT"), "vevent"));
	assert_false(slice_is(slice_of("VEVENTS"), "vevent"));
	assert_false(slice_is(slice_of("VEVEN"), "vevent"));
	assert_true(slice_is(slice_of(NULL), ""));
	assert_true(slice_starts(slice_of("abc"), "ab"));
	assert_true(slice_starts(slice_of("abc"), ""));
	assert_false(slice_starts(slice_of("a"), "ab"));
}

static void a_slice_is_copied_with_a_nul(void **state)
{
	struct slice slice = { "abcdef", 3 };

	assert_string_equal(slice_dup(*state, slice), "abc");
}

static void strings_may_be_null_where_the_header_says_so(void **state)
{
	assert_true(str_equal(NULL, NULL));
	assert_false(str_equal(NULL, ""));
	assert_false(str_equal("", NULL));
	assert_true(str_equal("a", "a"));
	assert_true(str_same("Content-Type", "content-type"));
	assert_false(str_same("a", NULL));
	assert_true(str_empty(NULL));
	assert_true(str_empty(""));
	assert_false(str_empty(" "));
	assert_null(str_lower(*state, NULL));
}

static void prefixes_and_suffixes(UNUSED void **state)
{
	assert_true(str_starts("abc.ics", "abc"));
	assert_false(str_starts("ab", "abc"));
	assert_true(str_ends("abc.ics", ".ics"));
	assert_true(str_ends(".ics", ".ics"));
	assert_false(str_ends("ics", ".ics"));
	assert_false(str_ends("abc.ICS", ".ics"));
}

static void lower_case_touches_ascii_only(void **state)
{
	assert_string_equal(str_lower(*state, "AbC-\xC3\x84"), "abc-\xC3\x84");
}

static void whole_integers_are_read(UNUSED void **state)
{
	int64_t value = 0;

	assert_true(str_to_int64("42", &value));
	assert_int_equal(value, 42);
	assert_true(str_to_int64("-7", &value));
	assert_int_equal(value, -7);
	assert_true(str_to_int64("+7", &value));
	assert_int_equal(value, 7);
	assert_true(str_to_int64("9223372036854775807", &value));
	assert_true(value == INT64_MAX);
	assert_true(str_to_int64("-9223372036854775808", &value));
	assert_true(value == INT64_MIN);
}

static void what_is_no_whole_integer_is_refused(UNUSED void **state)
{
	static const char *const wrong[] = { "",
					     " 1",
					     "1 ",
					     "1.5",
					     "0x1",
					     "--1",
					     "-",
					     "+-1",
					     "1e3",
					     "abc",
					     "- 1",
					     "9223372036854775808",
					     "-9223372036854775809" };
	int64_t value = 123;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (str_to_int64(wrong[i], &value))
			fail_msg("'%s' was read as a number", wrong[i]);
	}
	assert_false(str_to_int64(NULL, &value));
	assert_int_equal(value, 123);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(a_slice_is_cut_at_each_mark),
		WITH_ARENA(a_mark_at_the_end_leaves_an_empty_rest),
		WITH_ARENA(trimming_takes_blanks_from_the_ends_only),
		WITH_ARENA(slices_compare_by_bytes_and_length),
		WITH_ARENA(a_slice_is_copied_with_a_nul),
		WITH_ARENA(strings_may_be_null_where_the_header_says_so),
		WITH_ARENA(prefixes_and_suffixes),
		WITH_ARENA(lower_case_touches_ascii_only),
		WITH_ARENA(whole_integers_are_read),
		WITH_ARENA(what_is_no_whole_integer_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
