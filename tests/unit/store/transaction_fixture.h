/**
 * A place with a transaction that the test's own thread writes in: for tests
 * of many small writes, WITH_DESK(test), and a struct desk in *state.
 */
#ifndef TESTS_UNIT_STORE_TRANSACTION_FIXTURE_H
#define TESTS_UNIT_STORE_TRANSACTION_FIXTURE_H

#include "tests/unit/store/fixture.h"

#include "store/session.h"

#include <sqlite3.h>

#define WITH_DESK(test) \
	cmocka_unit_test_setup_teardown(test, desk_setup, desk_teardown)

#define MINUTE 60
#define HOUR 3600

/** Mon 8 Jun 2026, 20:00 UTC: 16:00 in Toronto. */
#define START INT64_C(1780948800)

struct desk {
	struct place *place;
	struct operation *op;
	struct arena *arena;
	struct transaction *tx; /* begun; rolled back behind the test */
	struct reader *reader;  /* of the transaction */
	sqlite3 *raw;
};

int desk_setup(void **state);
int desk_teardown(void **state);

/** Commit, so that others see it; nothing is begun anew. */
void desk_commit(struct desk *desk);
/** Run SQL inside the transaction; SQLite's code. */
int desk_exec(struct desk *desk, const char *sql);
/** A stranger's connection: no references, no checks, not even safe. */
sqlite3 *desk_raw(struct desk *desk);
/** Run SQL on it, which must work. */
void desk_raw_exec(struct desk *desk, const char *sql);

int64_t desk_person(struct desk *desk, unsigned role, const char *name);
int64_t desk_service(struct desk *desk, const char *name);
/** One id, or two where the second is not 0. */
struct ids desk_ids(struct desk *desk, int64_t first, int64_t second);
/** An open session of an hour; not stored. */
struct session desk_session(struct desk *desk, const char *uid,
			    struct instant start, int64_t practitioner,
			    int64_t client);

/** 0: no more. */
void assert_ids(const struct ids *ids, int64_t first, int64_t second);

#endif
