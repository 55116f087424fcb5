#include "base/str.h"
#include "base/unicode.h"

#include "tests/unit/base/arena_fixture.h"

struct verdict {
	const char *bytes;
	size_t len;
	size_t bad; /* equals len for valid text */
};

#define VALID(text)                                      \
	{                                                \
		text, sizeof(text) - 1, sizeof(text) - 1 \
	}
#define WRONG(text, bad)                    \
	{                                   \
		text, sizeof(text) - 1, bad \
	}

static const struct verdict verdicts[] = {
	VALID(""),
	VALID("plain text of more than eight bytes"),
	VALID("\x01\x7F"),
	VALID("\xC2\x80 \xDF\xBF"),
	VALID("\xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBF"),
	VALID("\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF"),
	WRONG("a\0b", 1),
	WRONG("12345678\0", 8),
	WRONG("1234567\0"
	      "9",
	      7),
	WRONG("\x80", 0),
	WRONG("12345678\xBF", 8),
	WRONG("\xC0\x80", 0), /* overlong NUL */
	WRONG("\xC1\xBF", 0),
	WRONG("a\xE0\x9F\xBF", 1), /* overlong */
	WRONG("\xF0\x8F\xBF\xBF", 0),
	WRONG("\xED\xA0\x80", 0),     /* surrogate */
	WRONG("\xF4\x90\x80\x80", 0), /* beyond U+10FFFF */
	WRONG("\xF5\x80\x80\x80", 0),
	WRONG("\xFF", 0),
	WRONG("ab\xC3", 2), /* cut short */
	WRONG("\xE2\x82", 0),
	WRONG("\xE2\x82z", 0),
	WRONG("\xF0\x9F\x98", 0),
	WRONG("\xC3\xC3\xA4", 0),
};

static void utf8_is_told_from_what_is_not(UNUSED void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(verdicts); i++) {
		const struct verdict *v = &verdicts[i];
		size_t bad = v->len;

		assert_int_equal(utf8_valid(v->bytes, v->len, &bad),
				 v->bad == v->len);
		assert_int_equal(bad, v->bad);
	}
	assert_false(utf8_valid("\xFF", 1, NULL));
}

/* Text is looked at in blocks, which may end anywhere. */
static void one_wrong_byte_is_found_wherever_it_stands(UNUSED void **state)
{
	char text[40];

	for (size_t len = 1; len < sizeof(text); len++) {
		memset(text, 'a', len);
		assert_true(utf8_plain(text, len));
		assert_true(utf8_valid(text, len, NULL));
		for (size_t at = 0; at < len; at++) {
			static const char wrong[] = { 0, '\x80', '\xff' };
			size_t bad = len;

			text[at] = wrong[(len + at) % sizeof(wrong)];
			assert_false(utf8_plain(text, len));
			assert_false(utf8_valid(text, len, &bad));
			assert_int_equal(bad, at);
			text[at] = 'a';
		}
	}
}

static void what_is_not_ascii_is_not_plain(UNUSED void **state)
{
	static const char text[] = "a line of ASCII and a \xC3\xA4";

	assert_true(utf8_plain("", 0));
	assert_true(utf8_plain(text, strlen(text) - 2));
	assert_false(utf8_plain(text, strlen(text)));
	assert_true(utf8_valid(text, strlen(text), NULL));
}

/* A sequence that the length cuts is wrong even if more bytes follow. */
static void the_length_ends_the_text(UNUSED void **state)
{
	size_t bad = 99;

	assert_true(utf8_valid("a\xC3\xA4", 1, NULL));
	assert_false(utf8_valid("a\xC3\xA4", 2, &bad));
	assert_int_equal(bad, 1);
}

static const char *fold(void **state, const char *text)
{
	return str_fold(*state, text, strlen(text));
}

static void folding_ignores_case_in_every_script(void **state)
{
	assert_string_equal(fold(state, "MARIA"), fold(state, "maria"));
	assert_string_equal(fold(state, "ÉMILE"), fold(state, "émile"));
	assert_string_equal(fold(state, "STRASSE"), fold(state, "Straße"));
	assert_string_equal(fold(state, "ΣΊΣΥΦΟΣ"), fold(state, "σίσυφος"));
	assert_string_equal(fold(state, "ЖУК"), fold(state, "жук"));
	assert_string_not_equal(fold(state, "Emile"), fold(state, "Émile"));
}

static void folding_ignores_how_accents_are_composed(void **state)
{
	/* e + U+0301 against U+00E9 */
	assert_string_equal(fold(state, "E\xCC\x81mile"),
			    fold(state, "\xC3\xA9mile"));
	/* U+0390 folds to three code points, which compose again */
	assert_string_equal(fold(state, "\xCE\x90"),
			    fold(state, "\xCE\xB9\xCC\x88\xCC\x81"));
}

static void folding_twice_is_folding_once(void **state)
{
	static const char *const texts[] = {
		"Straße",   "\xCE\x90",     "\xE1\xBE\x80",
		"\xC4\xB0", "\xEF\xAC\x83", "\xF0\x90\x90\x80"
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const char *once = fold(state, texts[i]);

		assert_string_equal(fold(state, once), once);
	}
}

static void folding_keeps_to_the_length_and_to_bad_bytes(void **state)
{
	assert_string_equal(str_fold(*state, "ABCDEF", 3), "abc");
	assert_string_equal(str_fold(*state,
				     "A\xFF"
				     "B",
				     3),
			    "A\xFF"
			    "B");
	assert_string_equal(str_fold(*state, "", 0), "");
}

static void normal_form_is_composed_and_trimmed(void **state)
{
	assert_string_equal(str_normalize(*state, "  a b\t"), "a b");
	assert_string_equal(str_normalize(*state, "e\xCC\x81"), "\xC3\xA9");
	/* no-break space, ideographic space, em space */
	assert_string_equal(
		str_normalize(*state, "\xC2\xA0\xE3\x80\x80x\xE2\x80\x83"),
		"x");
	assert_string_equal(str_normalize(*state, "\xE3\x80\x80"), "");
	assert_string_equal(str_normalize(*state, "\xF0\x9F\x98\x80"),
			    "\xF0\x9F\x98\x80");
	assert_string_equal(str_normalize(*state, " \xFF "), " \xFF ");
}

static void text_is_decomposed_to_plain_letters(void **state)
{
	/* e with acute; the ligature fi; a circled 1; the longest of all */
	assert_string_equal(str_decompose(*state, "\xC3\xA9"), "e\xCC\x81");
	assert_string_equal(str_decompose(*state, "\xEF\xAC\x81\xE2\x91\xA0"),
			    "fi1");
	assert_int_equal(str_length(str_decompose(*state, "\xEF\xB7\xBA")), 18);
	assert_string_equal(str_decompose(*state, "plain "), "plain ");
	assert_string_equal(str_decompose(*state, " \xFF "), " \xFF ");
}

static void long_text_is_normalized_whole(void **state)
{
	struct buf decomposed, composed;

	buf_init(&decomposed, *state);
	buf_init(&composed, *state);
	for (int i = 0; i < 20000; i++) {
		buf_puts(&decomposed, "e\xCC\x81");
		buf_puts(&composed, "\xC3\xA9");
	}
	assert_string_equal(str_normalize(*state, decomposed.at), composed.at);
}

static void length_counts_code_points(UNUSED void **state)
{
	assert_int_equal(str_length(""), 0);
	assert_int_equal(str_length("abc"), 3);
	assert_int_equal(str_length("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(utf8_is_told_from_what_is_not),
		WITH_ARENA(one_wrong_byte_is_found_wherever_it_stands),
		WITH_ARENA(what_is_not_ascii_is_not_plain),
		WITH_ARENA(the_length_ends_the_text),
		WITH_ARENA(folding_ignores_case_in_every_script),
		WITH_ARENA(folding_ignores_how_accents_are_composed),
		WITH_ARENA(folding_twice_is_folding_once),
		WITH_ARENA(folding_keeps_to_the_length_and_to_bad_bytes),
		WITH_ARENA(normal_form_is_composed_and_trimmed),
		WITH_ARENA(text_is_decomposed_to_plain_letters),
		WITH_ARENA(long_text_is_normalized_whole),
		WITH_ARENA(length_counts_code_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
