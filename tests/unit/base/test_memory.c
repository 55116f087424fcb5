#include "base/memory.h"
#include "base/json.h"
#include "base/operation.h"

#include "tests/unit/base/arena_fixture.h"

#define MIB ((size_t)1024 * 1024)

/* A process of 64 MiB for requests, of which `taken` are others'. */
static void bounded(size_t taken)
{
	memory_bound(64 * MIB);
	memory_count(taken, 0);
}

static void unbounded(size_t taken)
{
	memory_count(0, taken);
	memory_bound(SIZE_MAX / 2);
}

static void arenas_count_what_they_take_and_give_back(UNUSED void **state)
{
	struct arena *arena;
	size_t before;

	bounded(0);
	before = memory_left();
	arena = arena_new();
	arena_alloc(arena_within(arena), 5 * MIB);
	arena_alloc(arena, 3 * MIB);
	assert_true(memory_left() <= before - 8 * MIB);
	assert_true(memory_left() > before - 9 * MIB);
	assert_int_equal(before - memory_left(), arena_held(arena));
	arena_free(arena);
	assert_int_equal(memory_left(), before);
	unbounded(0);
}

static void grown_pieces_are_counted_once(UNUSED void **state)
{
	struct arena *arena, *within;
	size_t before;
	char *piece;

	bounded(0);
	before = memory_left();
	arena = arena_new();
	within = arena_within(arena);
	piece = arena_resize(within, NULL, 0, MIB);
	arena_resize(within, piece, MIB, 4 * MIB);
	assert_int_equal(before - memory_left(), arena_held(arena));
	arena_free(arena);
	assert_int_equal(memory_left(), before);
	unbounded(0);
}

static void nothing(UNUSED void *object)
{
}

static void objects_of_libraries_count_until_they_are_released(void **state)
{
	struct arena *arena = *state;
	struct arena_mark mark = arena_mark(arena);
	size_t before = memory_left(), held = arena_held(arena);

	arena_own_sized(arena, &before, 5 * MIB, nothing);
	assert_int_equal(arena_held(arena), held + 5 * MIB);
	assert_int_equal(memory_left(), before - 5 * MIB);
	arena_rewind(arena, mark);
	assert_int_equal(arena_held(arena), held);
	assert_int_equal(memory_left(), before);
}

static void a_read_body_counts_by_its_values(void **state)
{
	struct arena *arena = *state;
	size_t held = arena_held(arena);
	const char *why = NULL;

	assert_non_null(json_read_body(
		arena, slice_of("[{},{},{},{},{},{},{},{}, \"[,[,[\\\",[\"]"),
		&why));
	/* a list, nine in it, eight commas, eight braces */
	assert_in_range(arena_held(arena) - held, 18 * 256, 19 * 256 + 60);
}

static void a_body_of_many_values_is_refused_where_memory_is_short(void **state)
{
	struct arena *arena = *state;
	const char *why = NULL;
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "[0");
	for (int i = 0; i < 30000; i++)
		buf_puts(&buf, ",0");
	buf_puts(&buf, "]");
	assert_non_null(json_read_body(arena, buf_view(&buf), &why));
	bounded(60 * MIB);
	assert_null(json_read_body(arena, buf_view(&buf), &why));
	assert_non_null(why);
	assert_non_null(json_read_body(arena, slice_of("[0]"), &why));
	unbounded(60 * MIB);
}

static void
little_always_fits_and_much_only_where_it_is_left(UNUSED void **state)
{
	bounded(30 * MIB);
	/* 34 are left, of which 16 are kept */
	assert_true(memory_fits(36 * MIB));
	assert_false(memory_fits(36 * MIB + 2));
	assert_int_equal(memory_missing(), 0);
	memory_count(24 * MIB, 0);
	assert_int_equal(memory_left(), 10 * MIB);
	assert_int_equal(memory_missing(), 6 * MIB);
	assert_true(memory_fits(2 * MIB));
	assert_false(memory_fits(2 * MIB + 1));
	memory_count(20 * MIB, 0);
	assert_int_equal(memory_left(), 0);
	assert_true(memory_fits(2 * MIB));
	unbounded(74 * MIB);
}

static void requests_that_want_all_leave_a_quarter(UNUSED void **state)
{
	struct operation ops[6];
	struct arena *arenas[6];
	bool growing = true;

	bounded(0);
	for (size_t i = 0; i < 6; i++) {
		arenas[i] = arena_new();
		operation_init(&ops[i], arenas[i], (struct instant){ 0 });
		operation_bound(&ops[i], INT64_MAX / 2, 32 * MIB);
	}
	while (growing) {
		growing = false;
		for (size_t i = 0; i < 6; i++) {
			if (!operation_spend(&ops[i], MIB))
				continue;
			arena_alloc(arenas[i], MIB / 2);
			growing = true;
		}
	}
	assert_true(memory_left() > 12 * MIB);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(operation_check(&ops[i]), ERR_MATCHES_LIMIT);
		assert_true(arena_held(arenas[i]) > 4 * MIB);
		arena_free(arenas[i]);
	}
	unbounded(0);
}

static void
a_request_that_needs_little_is_done_where_nothing_is_left(void **state)
{
	struct arena *arena = *state;
	struct operation op;

	operation_init(&op, arena, (struct instant){ 0 });
	operation_bound(&op, INT64_MAX / 2, 32 * MIB);
	bounded(64 * MIB);
	arena_alloc(arena, MIB);
	assert_true(operation_spend(&op, 2 * MIB));
	arena_alloc(arena, 2 * MIB);
	assert_false(operation_spend(&op, 2 * MIB));
	unbounded(64 * MIB);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arenas_count_what_they_take_and_give_back),
		cmocka_unit_test(grown_pieces_are_counted_once),
		WITH_ARENA(objects_of_libraries_count_until_they_are_released),
		WITH_ARENA(a_read_body_counts_by_its_values),
		WITH_ARENA(
			a_body_of_many_values_is_refused_where_memory_is_short),
		cmocka_unit_test(
			little_always_fits_and_much_only_where_it_is_left),
		cmocka_unit_test(requests_that_want_all_leave_a_quarter),
		WITH_ARENA(
			a_request_that_needs_little_is_done_where_nothing_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
