#include "base/charset.h"

#include "tests/unit/base/arena_fixture.h"

#include <string.h>

#define HELD(literal)                        \
	{                                    \
		literal, sizeof(literal) - 1 \
	}
#define BYTES(literal) ((struct slice)HELD(literal))

struct sample {
	struct slice bytes;
	enum charset charset;
	const char *text;
};

/* "Zoë, €" and a sign beyond the first plane, as each of them has it. */
static const struct sample samples[] = {
	{ HELD("Zo\xC3\xAB,\n"), CHARSET_UTF_8, "Zo\u00EB,\n" },
	{ HELD("\xEF\xBB\xBFZo\xC3\xAB"), CHARSET_UTF_8, "Zo\u00EB" },
	{ HELD("\xFF\xFEZ\0o\0\xEB\0\xAC\x20=\xD8\0\xDE"), CHARSET_UTF_16LE,
	  "Zo\u00EB\u20AC\U0001F600" },
	{ HELD("\xFE\xFF\0Z\0o\0\xEB\x20\xAC\xD8=\xDE\0"), CHARSET_UTF_16BE,
	  "Zo\u00EB\u20AC\U0001F600" },
	{ HELD("Z\0o\0\xEB\0,\0"), CHARSET_UTF_16LE, "Zo\u00EB," },
	{ HELD("\0Z\0o\0\xEB\0,"), CHARSET_UTF_16BE, "Zo\u00EB," },
	{ HELD("\xFF\xFE\0\0Z\0\0\0\xEB\0\0\0"), CHARSET_UTF_32LE, "Z\u00EB" },
	{ HELD("\0\0\xFE\xFF\0\0\0Z\0\0\0\xEB"), CHARSET_UTF_32BE, "Z\u00EB" },
	{ HELD("Z\0\0\0,\0\0\0"), CHARSET_UTF_32LE, "Z," },
	{ HELD("\0\0\0Z\0\0\0,"), CHARSET_UTF_32BE, "Z," },
	{ HELD("Zo\xEB, \x80\x93\n"), CHARSET_WINDOWS_1252,
	  "Zo\u00EB, \u20AC\u201C\n" },
	{ HELD("Z,1\n"), CHARSET_UTF_8, "Z,1\n" },
	{ HELD(""), CHARSET_UTF_8, "" },
	{ HELD("\xFF\xFE"), CHARSET_UTF_16LE, "" },
};

static void each_charset_is_known_by_its_bytes_and_read(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		const struct sample *sample = &samples[i];
		struct slice text =
			charset_read(*state, sample->bytes, sample->charset);

		assert_int_equal(charset_guess(sample->bytes), sample->charset);
		assert_true(slice_equal(text, slice_of(sample->text)));
	}
}

static void a_character_that_a_fold_halves_is_utf8(void **state)
{
	(void)state;
	assert_int_equal(charset_guess(BYTES("ZO\xC3\r\n\t\xBCrich")),
			 CHARSET_UTF_8);
	assert_int_equal(charset_guess(BYTES("ZO\xE2\x82\n \xAC")),
			 CHARSET_UTF_8);
	/* Calendars of old programs end their lines in a CR alone. */
	assert_int_equal(charset_guess(BYTES("ZO\xC3\r\t\xBCrich")),
			 CHARSET_UTF_8);
	assert_int_equal(charset_guess(BYTES("ZO\xFC\r\n\t\xFCrich")),
			 CHARSET_WINDOWS_1252);
}

/* One broken character among whole ones costs its own line alone. */
static void a_file_of_utf8_with_a_wrong_byte_is_utf8(void **state)
{
	(void)state;
	assert_int_equal(charset_guess(BYTES("Zo\xC3\xAB\nA\xEB\n")),
			 CHARSET_UTF_8);
	assert_int_equal(charset_guess(BYTES("A\xEB\nZo\xC3\xAB\n")),
			 CHARSET_UTF_8);
}

static void
what_stands_for_no_character_is_a_byte_that_no_utf8_has(void **state)
{
	struct slice text = charset_read(
		*state, BYTES("\xFF\xFE\0\xD8Z\0\0\xDC"), CHARSET_UTF_16LE);

	assert_true(slice_equal(text, slice_of("\xFFZ\xFF")));
	text = charset_read(*state, BYTES("\xFF\xFEZ\0x"), CHARSET_UTF_16LE);
	assert_true(slice_equal(text, slice_of("Z\xFF")));
	text = charset_read(*state, BYTES("\0\x11\0\0"), CHARSET_UTF_32BE);
	assert_true(slice_equal(text, slice_of("\xFF")));
	text = charset_read(*state, BYTES("\x81"), CHARSET_WINDOWS_1252);
	assert_true(slice_equal(text, slice_of("\xFF")));
}

static void people_read_the_name_of_each(void **state)
{
	(void)state;
	assert_string_equal(charset_name(CHARSET_UTF_16BE), "UTF-16");
	assert_string_equal(charset_name(CHARSET_WINDOWS_1252), "Windows-1252");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(each_charset_is_known_by_its_bytes_and_read),
		WITH_ARENA(a_character_that_a_fold_halves_is_utf8),
		WITH_ARENA(a_file_of_utf8_with_a_wrong_byte_is_utf8),
		WITH_ARENA(
			what_stands_for_no_character_is_a_byte_that_no_utf8_has),
		WITH_ARENA(people_read_the_name_of_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
