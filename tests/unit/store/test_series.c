#include "tests/unit/store/transaction_fixture.h"

#include "store/series.h"
#include "store/session.h"

static int64_t session(struct tx_fixture *fix, const char *uid)
{
	struct session session = {
		.uid = uid,
		.name = uid,
		.span = { { 5 }, { 6 } },
		.zone = "UTC",
		.removed = INSTANT_MAX,
	};

	assert_int_equal(store_session_insert(fix->tx, &session), OK);
	return session.id;
}

static void what_an_event_became_is_found_by_its_first_session(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t first = session(fix, "a"), second = session(fix, "b");
	struct series_date dates[] = {
		{ { 2026, 6, 16, 8, 0, 0 }, second, "two", true },
		{ { 2026, 6, 9, 8, 0, 0 }, first, "one", false },
	};
	struct series series = {
		first, { 2026, 6, 9, 8, 0, 0 }, "t", dates, 2
	};
	struct series found;

	assert_int_equal(store_series_find(fix->reader, first, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_series_put(fix->tx, first, &series), OK);
	assert_int_equal(store_series_find(fix->reader, first, &found), OK);
	assert_int_equal(found.head, first);
	assert_int_equal(found.start.hour, 8);
	assert_string_equal(found.told, "t");
	assert_int_equal(found.count, 2);
	assert_int_equal(found.dates[0].session, first);
	assert_false(found.dates[0].taken);
	assert_int_equal(found.dates[1].wall.day, 16);
	assert_string_equal(found.dates[1].told, "two");
	assert_true(found.dates[1].taken);
}

static void another_first_session_takes_the_place_of_the_old_one(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t first = session(fix, "a"), second = session(fix, "b");
	struct series_date date = {
		{ 2026, 6, 16, 8, 0, 0 }, second, "two", false
	};
	struct series series = {
		first, { 2026, 6, 9, 8, 0, 0 }, "t", &date, 1
	};
	struct series found;

	assert_int_equal(store_series_put(fix->tx, first, &series), OK);
	series.head = second;
	assert_int_equal(store_series_put(fix->tx, second, &series), OK);
	assert_int_equal(store_series_put(fix->tx, first, &series), OK);
	assert_int_equal(store_series_find(fix->reader, first, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_series_find(fix->reader, second, &found), OK);
	assert_int_equal(found.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(what_an_event_became_is_found_by_its_first_session),
		WITH_TX(another_first_session_takes_the_place_of_the_old_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
