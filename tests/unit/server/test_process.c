#include "server/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_number_of_workers_left_open_fits_the_machine),
		cmocka_unit_test(a_number_of_workers_that_was_set_stays),
		cmocka_unit_test(memory_in_use_survives_a_trim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
