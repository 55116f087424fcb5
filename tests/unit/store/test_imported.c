#include "tests/unit/store/transaction_fixture.h"

#include "store/imported.h"

static struct imported row(const char *uid, int64_t recurrence)
{
	return (struct imported){
		.uid = uid,
		.source = "series",
		.recurrence = { recurrence },
		.sequence = 2,
		.modified = { 3 },
		.stamp = { 4 },
		.told = "a b",
	};
}

/* The one row of that event. */
static struct imported only(struct tx_fixture *fix, const char *source)
{
	struct imported *list;
	size_t count;

	assert_int_equal(
		store_imported_list(fix->reader, source, &list, &count), OK);
	assert_int_equal(count, 1);
	return list[0];
}

static void what_a_file_told_is_found_by_its_event(void **state)
{
	struct tx_fixture *fix = *state;
	struct imported first = row("one", 5);
	struct imported found;

	assert_int_equal(store_imported_set(fix->tx, &first), OK);
	found = only(fix, "series");
	assert_string_equal(found.uid, "one");
	assert_int_equal(found.recurrence.s, 5);
	assert_int_equal(found.sequence, 2);
	assert_int_equal(found.modified.s, 3);
	assert_int_equal(found.stamp.s, 4);
	assert_string_equal(found.told, "a b");
	first.told = "c";
	first.sequence = 3;
	assert_int_equal(store_imported_set(fix->tx, &first), OK);
	found = only(fix, "series");
	assert_string_equal(found.told, "c");
	assert_int_equal(found.sequence, 3);
}

static void all_of_one_event_are_listed_by_their_dates(void **state)
{
	struct tx_fixture *fix = *state;
	struct imported rows[] = { row("c", 9), row("a", 7), row("b", 5) };
	struct imported *list;
	size_t count;

	rows[1].source = "other";
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(store_imported_set(fix->tx, &rows[i]), OK);
	assert_int_equal(
		store_imported_list(fix->reader, "series", &list, &count), OK);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].uid, "b");
	assert_string_equal(list[1].uid, "c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(what_a_file_told_is_found_by_its_event),
		WITH_TX(all_of_one_event_are_listed_by_their_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
