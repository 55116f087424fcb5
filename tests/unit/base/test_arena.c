#include "base/arena.h"

#include "base/compiler.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int order[3];
static int released;

static void note_release(void *object)
{
	order[released++] = *(int *)object;
}

static void every_piece_is_zero_and_aligned(UNUSED void **state)
{
	struct arena *arena = arena_new();

	for (size_t size = 0; size < 70000; size = size * 2 + 1) {
		char *at = arena_alloc(arena, size);

		assert_int_equal((uintptr_t)at % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(at[i], 0);
		memset(at, 0xAA, size);
	}
	arena_free(arena);
}

static void pieces_do_not_overlap(UNUSED void **state)
{
	struct arena *arena = arena_new();
	unsigned char *pieces[500];

	for (int i = 0; i < 500; i++) {
		pieces[i] = arena_alloc(arena, 100);
		memset(pieces[i], i & 0xFF, 100);
	}
	for (int i = 0; i < 500; i++) {
		for (int j = 0; j < 100; j++)
			assert_int_equal(pieces[i][j], i & 0xFF);
	}
	arena_free(arena);
}

static void memory_is_zero_again_after_a_reset(UNUSED void **state)
{
	struct arena *arena = arena_new();

	memset(arena_alloc(arena, 8000), 0xFF, 8000);
	memset(arena_alloc(arena, 80000), 0xFF, 80000);
	arena_reset(arena);
	for (int round = 0; round < 2; round++) {
		char *at = arena_alloc(arena, 8000);

		for (int i = 0; i < 8000; i++)
			assert_int_equal(at[i], 0);
	}
	arena_free(arena);
}

static void owned_objects_are_released_newest_first(UNUSED void **state)
{
	struct arena *arena = arena_new();
	int numbers[] = { 1, 2, 3 };

	released = 0;
	for (int i = 0; i < 3; i++)
		arena_own(arena, &numbers[i], note_release);
	assert_int_equal(released, 0);
	arena_reset(arena);
	assert_int_equal(released, 3);
	assert_int_equal(order[0], 3);
	assert_int_equal(order[2], 1);
	arena_free(arena);
	assert_int_equal(released, 3);
}

static void an_array_keeps_its_items_while_it_grows(UNUSED void **state)
{
	struct arena *arena = arena_new();
	int *numbers = NULL;
	size_t room = 0;

	for (size_t i = 0; i < 1000; i++) {
		numbers = arena_grow(arena, numbers, i, &room, sizeof(int));
		assert_true(room > i);
		numbers[i] = (int)i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	arena_free(arena);
}

static void an_array_with_room_does_not_move(UNUSED void **state)
{
	struct arena *arena = arena_new();
	size_t room = 4;
	int *numbers = arena_array(arena, room, sizeof(int));

	assert_ptr_equal(arena_grow(arena, numbers, 3, &room, sizeof(int)),
			 numbers);
	assert_int_equal(room, 4);
	assert_ptr_not_equal(arena_grow(arena, numbers, 4, &room, sizeof(int)),
			     numbers);
	assert_true(room >= 5);
	arena_free(arena);
}

static void strings_are_copied_whole(UNUSED void **state)
{
	struct arena *arena = arena_new();
	char text[] = "Tuesday";

	assert_null(arena_strdup(arena, NULL));
	assert_string_equal(arena_strdup(arena, ""), "");
	assert_ptr_not_equal(arena_strdup(arena, text), text);
	assert_string_equal(arena_strdup(arena, text), "Tuesday");
	assert_string_equal(arena_strndup(arena, text, 4), "Tues");
	assert_string_equal(arena_strndup(arena, NULL, 0), "");
	assert_memory_equal(arena_memdup(arena, text, 8), text, 8);
	arena_free(arena);
}

static void long_text_is_printed_as_well_as_short(UNUSED void **state)
{
	struct arena *arena = arena_new();
	char wide[301];

	memset(wide, 'x', 300);
	wide[300] = '\0';
	for (size_t len = 250; len <= 260; len++) {
		const char *text = arena_printf(arena, "%s", wide + 300 - len);

		assert_int_equal(strlen(text), len);
	}
	assert_string_equal(arena_printf(arena, "%d-%s", 7, "a"), "7-a");
	arena_free(arena);
}

static void what_was_taken_since_a_mark_is_given_back(UNUSED void **state)
{
	struct arena *arena = arena_new();
	int numbers[] = { 1, 2 };
	char *before = arena_strdup(arena, "before");
	struct arena_mark mark = arena_mark(arena);
	size_t held = arena_held(arena);

	released = 0;
	arena_own(arena, &numbers[0], note_release);
	for (int i = 0; i < 100; i++)
		arena_alloc(arena, 100000);
	arena_own(arena, &numbers[1], note_release);
	assert_true(arena_held(arena) > 10000000);
	arena_rewind(arena, mark);
	/* One block of the usual size may be kept for the next. */
	assert_true(arena_held(arena) <= held + 1024 * 1024);
	assert_int_equal(released, 2);
	assert_int_equal(order[0], 2);
	assert_string_equal(before, "before");
	arena_rewind(arena, mark);
	arena_free(arena);
}

static void an_arena_within_counts_and_outlives_marks(UNUSED void **state)
{
	struct arena *arena = arena_new();
	struct arena *inner = arena_within(arena);
	struct arena_mark mark = arena_mark(arena);
	size_t held = arena_held(arena);
	char *kept;

	arena_alloc(arena, 1000000);
	kept = arena_strdup(inner, "kept");
	arena_alloc(inner, 3000000);
	arena_rewind(arena, mark);
	assert_true(arena_held(arena) >= held + 3000000);
	assert_true(arena_held(arena) < held + 4300000);
	assert_string_equal(kept, "kept");
	arena_reset(arena);
	assert_true(arena_held(arena) < held);
	arena_free(arena);
}

static void a_large_piece_alone_grows_without_a_copy(UNUSED void **state)
{
	struct arena *arena = arena_new();
	struct arena *inner = arena_within(arena);
	size_t size = 100000;
	char *piece = arena_resize(inner, NULL, 0, size);

	memset(piece, 'x', size);
	while (size < 6400000) {
		piece = arena_resize(inner, piece, size, 2 * size);
		for (size_t i = 0; i < size; i += 999)
			assert_int_equal(piece[i], 'x');
		memset(piece, 'x', 2 * size);
		size *= 2;
	}
	assert_true(arena_held(arena) < size + 100000);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_taken_since_a_mark_is_given_back),
		cmocka_unit_test(an_arena_within_counts_and_outlives_marks),
		cmocka_unit_test(a_large_piece_alone_grows_without_a_copy),
		cmocka_unit_test(every_piece_is_zero_and_aligned),
		cmocka_unit_test(pieces_do_not_overlap),
		cmocka_unit_test(memory_is_zero_again_after_a_reset),
		cmocka_unit_test(owned_objects_are_released_newest_first),
		cmocka_unit_test(an_array_keeps_its_items_while_it_grows),
		cmocka_unit_test(an_array_with_room_does_not_move),
		cmocka_unit_test(strings_are_copied_whole),
		cmocka_unit_test(long_text_is_printed_as_well_as_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
