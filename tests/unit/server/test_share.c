#include "server/share.h"

#include "base/memory.h"
#include "tests/unit/base/arena_fixture.h"

#include <stdlib.h>
#include <string.h>

#define MARIA 1
#define TOM 2
#define BODY 1000
#define ANSWERS 500

/* Exchanges that have been granted what they waited for. */
struct scene {
	struct shares *shares;
	struct exchange exchanges[64];
	size_t used;
	struct exchange *granted[64];
	size_t granted_count;
};

static void granted(void *context, struct exchange *exchange)
{
	struct scene *scene = context;

	scene->granted[scene->granted_count++] = exchange;
}

static struct scene *scene_new(int64_t workers)
{
	const struct share_limits limits = { .workers = workers,
					     .body = BODY,
					     .answers = ANSWERS };
	struct scene *scene = calloc(1, sizeof(*scene));

	assert_non_null(scene);
	scene->shares = shares_new(&limits, granted, scene);
	return scene;
}

static void scene_free(struct scene *scene)
{
	shares_free(scene->shares);
	free(scene);
}

static struct exchange *next(struct scene *scene)
{
	return &scene->exchanges[scene->used++];
}

/* How many of these at once get a worker. */
static int workers_of(struct scene *scene, uint64_t key, bool writes, int tries)
{
	int got = 0;

	for (int i = 0; i < tries; i++)
		got += share_work(scene->shares, next(scene), key, writes);
	return got;
}

static void one_alone_has_half_of_the_workers(void **state)
{
	struct scene *scene = scene_new(16);

	(void)state;
	assert_int_equal(workers_of(scene, MARIA, false, 16), 8);
	scene_free(scene);
}

static void whoever_writes_can_still_read(void **state)
{
	struct scene *scene = scene_new(16);

	(void)state;
	assert_int_equal(workers_of(scene, MARIA, true, 24), 8);
	assert_int_equal(workers_of(scene, MARIA, false, 10), 4);
	scene_free(scene);
}

static void the_last_workers_are_for_those_who_have_none(void **state)
{
	struct scene *scene = scene_new(16);
	int busy = 0;

	(void)state;
	for (uint64_t person = 10; person < 13; person++)
		busy += workers_of(scene, person, false, 12);
	assert_int_equal(busy, 14);
	assert_int_equal(workers_of(scene, MARIA, false, 2), 1);
	assert_int_equal(workers_of(scene, TOM, false, 2), 1);
	scene_free(scene);
}

static void writers_leave_workers_to_readers(void **state)
{
	struct scene *scene = scene_new(16);
	int busy = 0;

	(void)state;
	for (uint64_t person = 10; person < 30; person++)
		busy += workers_of(scene, person, true, 1);
	assert_int_equal(busy, 12);
	assert_int_equal(workers_of(scene, MARIA, false, 1), 1);
	scene_free(scene);
}

static void who_waits_goes_on_when_the_same_person_is_done(void **state)
{
	struct scene *scene = scene_new(1);
	struct exchange *first = next(scene), *second = next(scene);

	(void)state;
	assert_true(share_work(scene->shares, first, MARIA, false));
	assert_false(share_work(scene->shares, second, MARIA, false));
	share_work_end(scene->shares, first);
	assert_int_equal(scene->granted_count, 1);
	assert_ptr_equal(scene->granted[0], second);
	/* It has it already. */
	assert_true(share_work(scene->shares, second, MARIA, false));
	share_work_end(scene->shares, second);
	share_end(scene->shares, first);
	share_end(scene->shares, second);
	scene_free(scene);
}

static void bodies_of_one_person_are_bounded_together(void **state)
{
	struct scene *scene = scene_new(16);
	struct exchange *first = next(scene), *second = next(scene);
	struct exchange *other = next(scene);

	(void)state;
	/* One body alone may be as large as it likes. */
	assert_true(share_body(scene->shares, first, MARIA, BODY + 1));
	assert_false(share_body(scene->shares, second, MARIA, 1));
	assert_true(share_body(scene->shares, other, TOM, BODY));
	share_end(scene->shares, first);
	assert_int_equal(scene->granted_count, 1);
	assert_true(share_body(scene->shares, second, MARIA, 1));
	share_end(scene->shares, second);
	share_end(scene->shares, other);
	scene_free(scene);
}

static void answers_that_are_not_taken_hold_up_their_person(void **state)
{
	struct scene *scene = scene_new(16);
	struct exchange *first = next(scene), *second = next(scene);

	(void)state;
	assert_true(share_work(scene->shares, first, MARIA, false));
	share_answer(scene->shares, first, ANSWERS);
	share_work_end(scene->shares, first);
	assert_false(share_work(scene->shares, second, MARIA, false));
	assert_int_equal(workers_of(scene, TOM, false, 1), 1);
	share_end(scene->shares, first);
	assert_ptr_equal(scene->granted[0], second);
	scene_free(scene);
}

static void where_memory_is_short_each_has_one_thing_under_way(void **state)
{
	struct scene *scene = scene_new(16);

	(void)state;
	memory_bound(1000);
	memory_count(900, 0);
	assert_int_equal(workers_of(scene, MARIA, false, 3), 1);
	assert_int_equal(workers_of(scene, TOM, false, 3), 1);
	assert_true(share_body(scene->shares, next(scene), 3, 10));
	assert_false(share_body(scene->shares, next(scene), 3, 10));
	assert_true(share_body(scene->shares, next(scene), 4, 10));
	memory_count(0, 900);
	memory_bound(SIZE_MAX / 2);
	share_work_end(scene->shares, &scene->exchanges[0]);
	share_end(scene->shares, &scene->exchanges[0]);
	/* Two of Maria's, two of Tom's, and a body. */
	assert_int_equal(scene->granted_count, 5);
	scene_free(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_alone_has_half_of_the_workers),
		cmocka_unit_test(whoever_writes_can_still_read),
		cmocka_unit_test(the_last_workers_are_for_those_who_have_none),
		cmocka_unit_test(writers_leave_workers_to_readers),
		cmocka_unit_test(
			who_waits_goes_on_when_the_same_person_is_done),
		cmocka_unit_test(bodies_of_one_person_are_bounded_together),
		cmocka_unit_test(
			answers_that_are_not_taken_hold_up_their_person),
		cmocka_unit_test(
			where_memory_is_short_each_has_one_thing_under_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
