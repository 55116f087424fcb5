/**
 * An operation on a fresh arena for each test, and files of tests/data:
 * cmocka_unit_test_setup_teardown(test, operation_setup, operation_teardown);
 * the test finds the operation in *state.
 */
#ifndef TESTS_UNIT_ICAL_OPERATION_FIXTURE_H
#define TESTS_UNIT_ICAL_OPERATION_FIXTURE_H

#include "base/operation.h"
#include "base/str.h"
#include "ical/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Behind base/error.h: its fail() is a macro. */
#include <cmocka.h>

#define WITH_OPERATION(test)                                   \
	cmocka_unit_test_setup_teardown(test, operation_setup, \
					operation_teardown)

static inline int operation_setup(void **state)
{
	struct arena *arena = arena_new();
	struct operation *op = arena_alloc(arena, sizeof(*op));

	operation_init(op, arena, (struct instant){ 1780948800 });
	*state = op;
	return 0;
}

static inline int operation_teardown(void **state)
{
	struct operation *op = *state;

	arena_free(op->arena);
	return 0;
}

static inline struct cal_component *parsed(struct operation *op,
					   const char *text)
{
	struct cal_component *calendar;
	enum err err = cal_parse(op, text, strlen(text), &calendar);

	if (err)
		print_message("%s\n", op->failure.message);
	assert_int_equal(err, OK);
	return calendar;
}

/* A whole file below tests/data, from the project's root. */
static inline char *data_file(struct operation *op, const char *name,
			      size_t *len)
{
	char *path = arena_printf(op->arena, "tests/data/%s", name);
	FILE *file = fopen(path, "rb");
	char *bytes = arena_alloc(op->arena, 1 << 20);

	if (!file)
		print_message("%s is not there: run from the root\n", path);
	assert_non_null(file);
	*len = fread(bytes, 1, (1 << 20) - 1, file);
	fclose(file);
	assert_true(*len > 0);
	return bytes;
}

static inline char *text_of_slice(struct operation *op, struct slice slice)
{
	return slice_dup(op->arena, slice);
}

#endif
