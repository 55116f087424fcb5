#include "server/pipe.h"

#include "base/memory.h"
#include "tests/unit/base/arena_fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)100 * 1000)

/* A directory, and a reader that notes what is asked of it. */
struct scene {
	char dir[64];
	struct pipe *pipe;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	int parked, woken_times;
	bool asleep;
	size_t put, taken; /* bytes, of a row of numbers */
};

static void park(void *context)
{
	struct scene *scene = context;

	pthread_mutex_lock(&scene->lock);
	scene->parked++;
	scene->asleep = true;
	pthread_mutex_unlock(&scene->lock);
}

static void wake(void *context)
{
	struct scene *scene = context;

	pthread_mutex_lock(&scene->lock);
	assert_true(scene->asleep);
	scene->woken_times++;
	scene->asleep = false;
	pthread_cond_signal(&scene->woken);
	pthread_mutex_unlock(&scene->lock);
}

/* Patience in milliseconds. */
static struct scene *scene_new(int64_t keeps_up, int64_t most)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	const struct pipe_reader reader = { park, wake, scene };
	const struct pipe_patience patience = { keeps_up * 1000, most * 1000 };

	assert_non_null(scene);
	snprintf(scene->dir, sizeof(scene->dir), "/tmp/daybook-pipe-XXXXXX");
	assert_non_null(mkdtemp(scene->dir));
	pthread_mutex_init(&scene->lock, NULL);
	pthread_cond_init(&scene->woken, NULL);
	scene->pipe = pipe_new(scene->dir, &reader, &patience);
	return scene;
}

/* Nothing is left in the directory, or it could not go. */
static void scene_free(struct scene *scene)
{
	assert_int_equal(rmdir(scene->dir), 0);
	pthread_cond_destroy(&scene->woken);
	pthread_mutex_destroy(&scene->lock);
	free(scene);
}

static char byte_at(size_t at)
{
	return (char)(at * 7 + at / 251);
}

static bool put(struct scene *scene, size_t len)
{
	char *bytes = malloc(len);
	bool done;

	assert_non_null(bytes);
	for (size_t i = 0; i < len; i++)
		bytes[i] = byte_at(scene->put + i);
	scene->put += len;
	done = pipe_put(scene->pipe, (struct slice){ bytes, len });
	free(bytes);
	return done;
}

static long take(struct scene *scene, size_t most)
{
	static char bytes[PIPE_ROOM];
	long got = pipe_take(scene->pipe, bytes, most);

	for (long i = 0; i < got; i++)
		assert_int_equal(bytes[i], byte_at(scene->taken + (size_t)i));
	if (got > 0)
		scene->taken += (size_t)got;
	return got;
}

static void take_all(struct scene *scene, size_t most)
{
	long got;

	while ((got = take(scene, most)) > 0)
		;
	assert_int_equal(got, PIPE_WHOLE);
	assert_int_equal(scene->taken, scene->put);
}

static void
the_reader_is_woken_for_the_first_bytes_and_then_for_many(void **state)
{
	struct scene *scene = scene_new(0, 0);

	(void)state;
	assert_int_equal(take(scene, PIECE), PIPE_PARKED);
	assert_int_equal(scene->parked, 1);
	assert_true(put(scene, 10));
	assert_int_equal(scene->woken_times, 1);
	assert_int_equal(take(scene, PIECE), 10);
	assert_int_equal(take(scene, PIECE), PIPE_PARKED);
	assert_true(put(scene, PIECE));
	assert_int_equal(scene->woken_times, 1);
	assert_true(put(scene, PIPE_ROOM / 2));
	assert_int_equal(scene->woken_times, 2);
	assert_true(take(scene, PIPE_ROOM) > 0);
	assert_int_equal(take(scene, PIECE), PIPE_PARKED);
	assert_true(put(scene, 10));
	pipe_end(scene->pipe, true);
	assert_int_equal(scene->woken_times, 3);
	take_all(scene, PIECE);
	pipe_leave_writer(scene->pipe);
	pipe_leave_reader(scene->pipe);
	scene_free(scene);
}

static void behind_a_slow_reader_the_rest_waits_in_a_file(void **state)
{
	struct scene *scene = scene_new(1, 1);
	size_t before = memory_left();

	(void)state;
	for (int i = 0; i < 50; i++)
		assert_true(put(scene, PIECE));
	assert_int_equal(pipe_waiting(scene->pipe), 50 * PIECE);
	assert_int_equal(memory_left(), before);
	assert_true(take(scene, PIECE) > 0);
	/* Once the file is empty, what follows is in memory again. */
	while (pipe_waiting(scene->pipe) > 0)
		assert_true(take(scene, 30000) > 0);
	assert_true(put(scene, PIECE));
	pipe_end(scene->pipe, true);
	pipe_leave_writer(scene->pipe);
	take_all(scene, 30000);
	pipe_leave_reader(scene->pipe);
	scene_free(scene);
}

static void one_that_is_cut_gives_no_more(void **state)
{
	struct scene *scene = scene_new(0, 0);

	(void)state;
	assert_true(put(scene, PIECE));
	assert_int_equal(take(scene, 10), 10);
	pipe_end(scene->pipe, false);
	assert_int_equal(take(scene, 10), PIPE_CUT);
	pipe_leave_reader(scene->pipe);
	pipe_leave_writer(scene->pipe);
	scene_free(scene);
}

static void nothing_is_put_for_who_has_left(void **state)
{
	struct scene *scene = scene_new(0, 0);

	(void)state;
	assert_int_equal(take(scene, 10), PIPE_PARKED);
	pipe_leave_reader(scene->pipe);
	assert_false(put(scene, PIECE));
	pipe_end(scene->pipe, false);
	assert_int_equal(scene->woken_times, 0);
	pipe_leave_writer(scene->pipe);
	scene_free(scene);
}

/* No file can be made in what is no directory. */
static void without_room_anywhere_the_writer_waits_and_gives_up(void **state)
{
	struct scene *scene = scene_new(1, 20);

	(void)state;
	assert_int_equal(rmdir(scene->dir), 0);
	assert_true(put(scene, PIPE_ROOM));
	assert_false(put(scene, PIECE));
	assert_int_equal(take(scene, 10), 10);
	pipe_end(scene->pipe, false);
	pipe_leave_writer(scene->pipe);
	pipe_leave_reader(scene->pipe);
	assert_int_equal(mkdir(scene->dir, 0700), 0);
	scene_free(scene);
}

static void *read_to_the_end(void *context)
{
	struct scene *scene = context;
	long got;

	while ((got = take(scene, 30000)) >= 0) {
		pthread_mutex_lock(&scene->lock);
		while (got == PIPE_PARKED && scene->asleep)
			pthread_cond_wait(&scene->woken, &scene->lock);
		pthread_mutex_unlock(&scene->lock);
	}
	assert_int_equal(got, PIPE_WHOLE);
	pipe_leave_reader(scene->pipe);
	return NULL;
}

static void two_threads_hand_over_every_byte(void **state)
{
	struct scene *scene = scene_new(2000, 10000);
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, read_to_the_end, scene),
			 0);
	for (int i = 0; i < 100; i++)
		assert_true(put(scene, PIECE + (size_t)i));
	pipe_end(scene->pipe, true);
	pipe_leave_writer(scene->pipe);
	pthread_join(thread, NULL);
	assert_int_equal(scene->taken, scene->put);
	scene_free(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_reader_is_woken_for_the_first_bytes_and_then_for_many),
		cmocka_unit_test(behind_a_slow_reader_the_rest_waits_in_a_file),
		cmocka_unit_test(one_that_is_cut_gives_no_more),
		cmocka_unit_test(nothing_is_put_for_who_has_left),
		cmocka_unit_test(
			without_room_anywhere_the_writer_waits_and_gives_up),
		cmocka_unit_test(two_threads_hand_over_every_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
