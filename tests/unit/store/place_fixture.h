/**
 * A place of its own for each test: a directory under /tmp with a new
 * database, one operation, and one reader inside a transaction.
 */
#ifndef TESTS_UNIT_STORE_PLACE_FIXTURE_H
#define TESTS_UNIT_STORE_PLACE_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes an operation */

#include "store/transaction.h"

/** 2026-06-08T12:00:00Z, the `now` of every operation here. */
#define FIXTURE_NOW ((struct instant){ 1780920000 })

struct place {
	char dir[64];
	struct store *store;
	struct arena *arena;
	struct operation op;
	struct reader *reader;
};

/** An empty directory and the operation; place_teardown takes what was made by
 *  hand like this too, if calloc made the place. */
void place_make_dir(struct place *place);
/** Open the store in that directory, and a reader. */
void place_open(struct place *place);
/** For cmocka: *state is the place, open, its reader not yet begun. */
int place_setup(void **state);
int place_teardown(void **state);

#define IN_PLACE(test) \
	cmocka_unit_test_setup_teardown(test, place_setup, place_teardown)

/** The reader, inside a new read transaction that sees all commits. */
struct reader *place_read(struct place *place);
/** Write with an operation of its own, whose code is checked to be `err`. */
void place_write(struct place *place, store_work *work, void *context,
		 enum err err);
void assert_no_collection(struct place *place, int64_t owner, const char *path);
/** Run SQL on a connection that knows no rules; answers SQLite's code. */
int place_sql(struct place *place, const char *sql);

#endif
