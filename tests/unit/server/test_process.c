#include "server/process.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

static void a_number_of_workers_left_open_fits_the_machine(void **state)
{
	struct config config = { .workers = 0 };

	(void)state;
	process_workers(&config);
	assert_in_range(config.workers, 8, 32);
}

static void a_number_of_workers_that_was_set_stays(void **state)
{
	struct config config = { .workers = 3 };

	(void)state;
	process_workers(&config);
	assert_int_equal(config.workers, 3);
}

static void memory_in_use_survives_a_trim(void **state)
{
	enum { PIECES = 200, SIZE = 1000 * 1000 };
	char *pieces[PIECES];

	(void)state;
	process_memory();
	for (int i = 0; i < PIECES; i++) {
		pieces[i] = malloc(SIZE);
		assert_non_null(pieces[i]);
		memset(pieces[i], i, SIZE);
	}
	for (int i = 0; i < PIECES; i += 2)
		free(pieces[i]);
	process_trim();
	for (int i = 1; i < PIECES; i += 2) {
		assert_int_equal(pieces[i][SIZE - 1], (char)i);
		free(pieces[i]);
	}
}

/* Of sched_getattr(2), for which glibc has no name yet. */
struct attributes {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t slice, deadline, period;
};

static void *look(void *context)
{
	struct attributes *found = context;

	if (syscall(SYS_sched_getattr, 0, found, sizeof(*found), 0))
		memset(found, 0, sizeof(*found));
	return NULL;
}

static void *be_first(void *context)
{
	struct attributes *found = context;
	pthread_t thread;

	look(&found[0]);
	process_first();
	if (pthread_create(&thread, NULL, look, &found[1]))
		abort();
	pthread_join(thread, NULL);
	return NULL;
}

/* A system before Linux 6.12 knows of no slices. */
static void threads_of_one_that_is_first_have_a_shorter_slice(void **state)
{
	struct attributes found[2];
	pthread_t thread;

	(void)state;
	memset(found, 0, sizeof(found));
	assert_int_equal(pthread_create(&thread, NULL, be_first, found), 0);
	pthread_join(thread, NULL);
	assert_true(found[1].nice <= found[0].nice);
	if (found[0].slice)
		assert_true(found[1].slice < found[0].slice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_number_of_workers_left_open_fits_the_machine),
		cmocka_unit_test(a_number_of_workers_that_was_set_stays),
		cmocka_unit_test(memory_in_use_survives_a_trim),
		cmocka_unit_test(
			threads_of_one_that_is_first_have_a_shorter_slice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
