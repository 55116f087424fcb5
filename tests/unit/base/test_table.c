#include "base/table.h"

#include "tests/unit/base/arena_fixture.h"

static void what_was_added_is_found_and_nothing_else(void **state)
{
	struct table *table = table_new(*state);
	int a = 1, b = 2;

	assert_null(table_find(table, slice_of("a")));
	table_add(table, slice_of("a"), &a);
	table_add(table, slice_of(""), &b);
	assert_ptr_equal(table_find(table, slice_of("a")), &a);
	assert_ptr_equal(table_find(table, slice_of("")), &b);
	assert_null(table_find(table, slice_of("A")));
}

static void all_of_one_key_come_the_last_added_first(void **state)
{
	struct arena *arena = *state;
	struct table *table = table_new(arena);
	const struct table_item *item;
	static int numbers[1000];

	for (int i = 0; i < 1000; i++) {
		char *key = arena_printf(arena, "key %d", i % 100);

		numbers[i] = i;
		table_add(table, slice_of(key), &numbers[i]);
	}
	for (int k = 0; k < 100; k++) {
		char *key = arena_printf(arena, "key %d", k);
		int left = 10;

		for (item = table_first(table, slice_of(key)); item;
		     item = table_next(item))
			assert_int_equal(*(int *)item->value, --left * 100 + k);
		assert_int_equal(left, 0);
	}
	assert_null(table_first(table, slice_of("key 100")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(what_was_added_is_found_and_nothing_else),
		WITH_ARENA(all_of_one_key_come_the_last_added_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
