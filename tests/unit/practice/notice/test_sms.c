#include "tests/unit/store/place_fixture.h"

#include "base/str.h"
#include "practice/notice/sms.h"

#include <string.h>

static char *repeated(struct arena *arena, const char *text, size_t times)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < times; i++)
		buf_puts(&buf, text);
	return buf.at;
}

static void takes(const char *text, size_t times, size_t parts)
{
	struct arena *arena = arena_new();

	assert_int_equal(sms_parts(repeated(arena, text, times)), parts);
	arena_free(arena);
}

static void the_plain_alphabet_has_160_and_153_septets(void **s)
{
	(void)s;
	takes("", 1, 0);
	takes("a", 160, 1);
	takes("a", 161, 2);
	takes("a", 306, 2);
	takes("a", 307, 3);
	takes("\xc3\xa9", 160, 1);
	takes("@", 160, 1);
}

static void its_extension_takes_two(void **s)
{
	(void)s;
	takes("\xe2\x82\xac", 80, 1);
	takes("\xe2\x82\xac", 81, 2);
	takes("[", 81, 2);
	/* 306 septets, but an escape and its character stay together. */
	takes("\xe2\x82\xac", 152, 2);
	takes("\xe2\x82\xac", 153, 3);
}

static void anything_else_makes_it_ucs2(void **s)
{
	(void)s;
	takes("\xc4\x8d", 70, 1);
	takes("\xc4\x8d", 71, 2);
	takes("\xc4\x8d", 134, 2);
	takes("\xc4\x8d", 135, 3);
	takes("\xf0\x9f\x98\x80", 35, 1);
	takes("\xf0\x9f\x98\x80", 36, 2);
	takes("\xf0\x9f\x98\x80", 66, 2);
	takes("\xf0\x9f\x98\x80", 67, 3);
	takes("`", 71, 2);
}

static void a_long_text_is_cut_at_a_word(void **s)
{
	struct arena *arena = arena_new();
	const char *fit = sms_fit(arena, repeated(arena, "word ", 100));

	(void)s;
	assert_int_equal(sms_parts(fit), 2);
	assert_string_equal(fit + strlen(fit) - 7, "word...");
	fit = sms_fit(arena, repeated(arena, "\xc4\x8d", 500));
	assert_int_equal(sms_parts(fit), 2);
	assert_int_equal(strlen(fit), 268);
	assert_string_equal(sms_fit(arena, " a\n\n b \t"), "a b");
	assert_string_equal(sms_fit(arena, ""), "");
	arena_free(arena);
}

static void what_no_phone_shows_is_counted_as_it_is_sent(void **s)
{
	(void)s;
	takes("\x01", 71, 2);
	takes("\n", 160, 1);
	takes("\r", 160, 1);
	/* Three bytes, and cut off. */
	takes("\xe2\x82\xad", 71, 2);
	takes("\xf0\x9f", 1, 1);
}

static void one_long_word_is_cut_between_characters(void **s)
{
	struct arena *arena = arena_new();
	const char *fit =
		sms_fit(arena, arena_printf(arena, "%s\t\r\n%s",
					    repeated(arena, "x", 400), "end"));

	(void)s;
	assert_int_equal(sms_parts(fit), 2);
	assert_true(strspn(fit, "x") >= 300);
	fit = sms_fit(arena, repeated(arena, "\xf0\x9f\x98\x80", 200));
	assert_int_equal(strlen(fit) % 4, 0);
	assert_int_equal(sms_parts(fit), 2);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plain_alphabet_has_160_and_153_septets),
		cmocka_unit_test(its_extension_takes_two),
		cmocka_unit_test(anything_else_makes_it_ucs2),
		cmocka_unit_test(a_long_text_is_cut_at_a_word),
		cmocka_unit_test(what_no_phone_shows_is_counted_as_it_is_sent),
		cmocka_unit_test(one_long_word_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
