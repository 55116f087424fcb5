#include "base/ids.h"

#include "base/compiler.h"
#include "tests/unit/base/arena_fixture.h"

static void each_id_is_there_once(UNUSED void **state)
{
	int64_t room[3];
	struct ids ids = { room, 0 };

	assert_false(ids_has(&ids, 7));
	ids_add(&ids, 7);
	ids_add(&ids, 3);
	ids_add(&ids, 7);
	assert_int_equal(ids.count, 2);
	assert_int_equal(ids.at[0], 7);
	assert_int_equal(ids.at[1], 3);
	assert_true(ids_has(&ids, 3));
	assert_false(ids_has(&ids, 4));
}

static void order_makes_no_difference(UNUSED void **state)
{
	int64_t one[] = { 1, 2 }, other[] = { 2, 1 }, third[] = { 1, 3 };
	struct ids a = { one, 2 }, b = { other, 2 }, c = { third, 2 };
	struct ids none = { NULL, 0 };

	assert_true(ids_same(&a, &b));
	assert_false(ids_same(&a, &c));
	assert_false(ids_same(&a, &none));
	assert_true(ids_same(&none, &none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_id_is_there_once),
		cmocka_unit_test(order_makes_no_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
