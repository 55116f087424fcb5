#include "base/pace.h"

#include "base/pace_private.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

static void *look(void *context)
{
	struct pace_attributes *found = context;

	if (syscall(SYS_sched_getattr, 0, found, sizeof(*found), 0))
		memset(found, 0, sizeof(*found));
	return NULL;
}

static void *be_first(void *context)
{
	struct pace_attributes *found = context;
	pthread_t thread;

	look(&found[0]);
	pace_first(-10);
	if (pthread_create(&thread, NULL, look, &found[1]))
		abort();
	pthread_join(thread, NULL);
	return NULL;
}

/* A system before Linux 6.12 knows of no slices. */
static void threads_of_one_that_is_first_have_a_shorter_slice(void **state)
{
	struct pace_attributes found[2];
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
			threads_of_one_that_is_first_have_a_shorter_slice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
