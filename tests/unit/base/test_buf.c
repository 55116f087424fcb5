#include "base/str.h"

#include "tests/unit/base/arena_fixture.h"

static void a_buffer_grows_and_stays_terminated(void **state)
{
	struct buf buf;

	buf_init(&buf, *state);
	for (int i = 0; i < 5000; i++) {
		buf_putc(&buf, (char)('a' + i % 26));
		assert_int_equal(buf.len, i + 1);
		assert_int_equal(buf.at[buf.len], 0);
		assert_true(buf.room > buf.len);
	}
	for (int i = 0; i < 5000; i++)
		assert_int_equal(buf.at[i], 'a' + i % 26);
}

static void adding_nothing_makes_an_empty_string(void **state)
{
	struct buf buf;

	buf_init(&buf, *state);
	buf_add(&buf, NULL, 0);
	assert_string_equal(buf.at, "");
	assert_int_equal(buf.len, 0);
}

static void all_ways_to_add_append(void **state)
{
	struct buf buf;

	buf_init(&buf, *state);
	buf_puts(&buf, "one");
	buf_slice(&buf, (struct slice){ ",two,three", 4 });
	buf_printf(&buf, "-%03d", 7);
	assert_string_equal(buf.at, "one,two-007");
	assert_int_equal(buf_view(&buf).len, 11);
	assert_ptr_equal(buf_view(&buf).at, buf.at);
}

static void bytes_with_nul_are_kept(void **state)
{
	struct buf buf;

	buf_init(&buf, *state);
	buf_add(&buf, "a\0b", 3);
	assert_int_equal(buf.len, 3);
	assert_memory_equal(buf.at, "a\0b", 4);
}

static void printing_across_the_end_of_room_loses_nothing(void **state)
{
	char wide[600];

	memset(wide, 'w', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	for (size_t before = 250; before < 260; before++) {
		struct buf buf;

		buf_init(&buf, *state);
		buf_add(&buf, wide, before);
		buf_printf(&buf, "<%s>", wide);
		assert_int_equal(buf.len, before + 601);
		assert_int_equal(strlen(buf.at), before + 601);
		assert_int_equal(buf.at[before], '<');
		assert_int_equal(buf.at[buf.len - 1], '>');
	}
}

static void reserved_room_is_there_and_does_not_move(void **state)
{
	struct buf buf;
	char *at;

	buf_init_sized(&buf, *state, 1000);
	at = buf.at;
	for (int i = 0; i < 1000; i++)
		buf_putc(&buf, 'x');
	assert_ptr_equal(buf.at, at);
	at = buf_reserve(&buf, 5000);
	assert_ptr_equal(at, buf.at + 1000);
	assert_true(buf.room > 6000);
	assert_int_equal(buf.len, 1000);
}

static void a_list_has_commas_between_and_says_what_it_leaves_out(void **state)
{
	struct buf buf;

	buf_init(&buf, *state);
	buf_listed(&buf, "Ada");
	buf_more(&buf, 0);
	assert_string_equal(buf.at, "Ada");
	buf_listed(&buf, "Ben");
	buf_more(&buf, 3);
	assert_string_equal(buf.at, "Ada, Ben and 3 more");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(a_buffer_grows_and_stays_terminated),
		WITH_ARENA(adding_nothing_makes_an_empty_string),
		WITH_ARENA(all_ways_to_add_append),
		WITH_ARENA(bytes_with_nul_are_kept),
		WITH_ARENA(printing_across_the_end_of_room_loses_nothing),
		WITH_ARENA(
			a_list_has_commas_between_and_says_what_it_leaves_out),
		WITH_ARENA(reserved_room_is_there_and_does_not_move),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
