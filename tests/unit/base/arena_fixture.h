/**
 * A fresh arena for each test: cmocka_unit_test_setup_teardown(test,
 * arena_setup, arena_teardown); the test finds it in *state.
 */
#ifndef TESTS_UNIT_BASE_ARENA_FIXTURE_H
#define TESTS_UNIT_BASE_ARENA_FIXTURE_H

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WITH_ARENA(test) \
	cmocka_unit_test_setup_teardown(test, arena_setup, arena_teardown)

static inline int arena_setup(void **state)
{
	*state = arena_new();
	return 0;
}

static inline int arena_teardown(void **state)
{
	arena_free(*state);
	return 0;
}

#endif
