#include "practice/session/clash.h"

#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/small_practice.h"
#include "tests/unit/store/statement_count.h"

#include "practice/session/session.h"
#include "store/clash.h"

#define STEP 8

/* One more of Maria's at the same moment; its id. */
static int64_t one_more(struct clinic *clinic)
{
	struct session session = clinic_draft(clinic, "2026-06-10T20:00:00Z",
					      60, clinic->fixed, 1);

	session.terms.practitioners = (struct ids){ &clinic->maria, 1 };
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	return session.id;
}

static void assert_each_meets(struct clinic *clinic, const int64_t *ids,
			      size_t count, size_t others)
{
	for (size_t i = 0; i < count; i++) {
		struct clash *list;
		size_t found;

		assert_int_equal(store_clash_list(place_read(clinic->place),
						  ids[i], &list, &found),
				 OK);
		assert_int_equal(found, others);
	}
}

static void s9_each_of_many_at_one_moment_meets_all_others(void **state)
{
	struct clinic *clinic = *state;
	int64_t ids[STEP];

	clinic_as(clinic, clinic->staff);
	for (size_t i = 0; i < STEP; i++)
		ids[i] = one_more(clinic);
	assert_each_meets(clinic, ids, STEP, STEP - 1);
	assert_ok(clinic,
		  practice_session_remove(clinic->op, clinic->store, ids[0]));
	assert_each_meets(clinic, ids, 1, 0);
	assert_each_meets(clinic, ids + 1, STEP - 1, STEP - 2);
}

/* Each that is there already is told once of the new one: what they meet
 * among themselves is not looked through again. */
static void s9_one_more_asks_as_much_of_each_that_is_there(void **state)
{
	struct clinic *clinic = *state;
	int asked[3];

	clinic_as(clinic, clinic->staff);
	for (size_t step = 0; step < ARRAY_SIZE(asked); step++) {
		for (size_t i = 1; i < STEP; i++)
			(void)one_more(clinic);
		(void)statement_count_take();
		(void)one_more(clinic);
		asked[step] = statement_count_take();
	}
	assert_true(asked[1] > asked[0]);
	assert_int_equal(asked[2] - asked[1], asked[1] - asked[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s9_each_of_many_at_one_moment_meets_all_others),
		WITH_CLINIC(s9_one_more_asks_as_much_of_each_that_is_there),
	};

	statement_count_watch();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
