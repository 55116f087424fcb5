#include "tests/unit/store/place_fixture.h"

#include "store/claim.h"
#include "store/people.h"
#include "store/transaction.h"

#include <stdlib.h>

/* What a work has seen of its own runs. */
struct runs {
	int count;
	int64_t ids[3];
	enum err answer;
};

static int rehearsing_setup(void **state)
{
	setenv("DAYBOOK_REHEARSE", "1", 1);
	return place_setup(state);
}

static int rehearsing_teardown(void **state)
{
	unsetenv("DAYBOOK_REHEARSE");
	return place_teardown(state);
}

static enum err add_person(struct transaction *tx, void *context)
{
	struct runs *runs = context;
	struct person person = { .name = "Ada", .login = "ada" };
	enum err err = store_person_insert(tx, &person);

	if (err)
		return err;
	runs->ids[runs->count++] = person.id;
	return runs->answer;
}

static size_t people(struct place *place)
{
	struct person *list;
	size_t count;

	assert_int_equal(store_person_list(place_read(place), 0, &list, &count),
			 OK);
	return count;
}

static void a_write_is_done_once(void **state)
{
	struct place *place = *state;
	struct runs runs = { 0 };

	place_write(place, add_person, &runs, OK);
	assert_int_equal(runs.count, 1);
	assert_int_equal(people(place), 1);
}

static void a_rehearsed_write_is_done_twice_and_gives_the_same(void **state)
{
	struct place *place = *state;
	struct runs runs = { 0 };

	place_write(place, add_person, &runs, OK);
	assert_int_equal(runs.count, 2);
	assert_int_equal(runs.ids[0], runs.ids[1]);
	assert_int_equal(people(place), 1);
}

static void a_rehearsed_write_that_is_refused_leaves_nothing(void **state)
{
	struct place *place = *state;
	struct runs runs = { .answer = ERR_CONFLICT };

	place_write(place, add_person, &runs, ERR_CONFLICT);
	assert_int_equal(runs.count, 2);
	assert_int_equal(people(place), 0);
}

static void a_rehearsed_write_takes_its_claim_once(void **state)
{
	struct place *place = *state;
	struct runs runs = { 0 };
	struct claim claim = { .key = "k" }, found;

	place_write(place, add_person, &runs, OK);
	claim.person = runs.ids[0];
	runs = (struct runs){ .answer = ERR_CONFLICT };
	place->op.claim = &claim;
	place_write(place, add_person, &runs, ERR_EXISTS);
	assert_false(claim.recorded || claim.taken);
	place->op.claim = NULL;
	assert_int_equal(
		store_claim_find(place_read(place), claim.person, "k", &found),
		ERR_NOT_FOUND);
}

#define REHEARSING(test)                                        \
	cmocka_unit_test_setup_teardown(test, rehearsing_setup, \
					rehearsing_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_write_is_done_once),
		REHEARSING(a_rehearsed_write_is_done_twice_and_gives_the_same),
		REHEARSING(a_rehearsed_write_that_is_refused_leaves_nothing),
		REHEARSING(a_rehearsed_write_takes_its_claim_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
