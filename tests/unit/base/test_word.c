#include "base/word.h"

#include "tests/unit/base/arena_fixture.h"

static const char *const colours[] = { "red", "green", "blue", NULL };

static void a_value_has_its_word(void **state)
{
	(void)state;
	assert_string_equal(word_of(colours, 0), "red");
	assert_string_equal(word_of(colours, 2), "blue");
	assert_string_equal(word_of(colours, 3), "unknown");
	assert_string_equal(word_of(colours, 64), "unknown");
}

static void a_word_has_its_value(void **state)
{
	unsigned value = 7;

	(void)state;
	assert_false(word_find(colours, slice_of("yellow"), &value));
	assert_false(word_find(colours, slice_of("gree"), &value));
	assert_false(word_find(colours, slice_of(""), &value));
	assert_int_equal(value, 7);
	assert_true(word_find(colours, slice_of("Green"), &value));
	assert_int_equal(value, 1);
}

static void a_set_is_written_in_the_order_of_its_bits(void **state)
{
	struct arena *arena = *state;

	assert_string_equal(words_text(arena, colours, 0, ','), "");
	assert_string_equal(words_text(arena, colours, 2, ','), "green");
	assert_string_equal(words_text(arena, colours, 5, ';'), "red;blue");
	assert_string_equal(words_text(arena, colours, 8, ';'), "");
	assert_string_equal(words_all(arena, colours), "red, green, blue");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(a_value_has_its_word),
		WITH_ARENA(a_word_has_its_value),
		WITH_ARENA(a_set_is_written_in_the_order_of_its_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
