/**
 * A place with a transaction that the test's own thread writes in: for tests
 * of many small writes, WITH_TX(test), and a struct tx_fixture in *state.
 */
#ifndef TESTS_UNIT_STORE_TRANSACTION_FIXTURE_H
#define TESTS_UNIT_STORE_TRANSACTION_FIXTURE_H

#include "tests/unit/store/place_fixture.h"

#include "store/session.h"

#include <sqlite3.h>

#define WITH_TX(test) \
	cmocka_unit_test_setup_teardown(test, tx_setup, tx_teardown)

#define MINUTE 60
#define HOUR 3600

/** Mon 8 Jun 2026, 20:00 UTC: 16:00 in Toronto. */
#define START INT64_C(1780948800)

struct tx_fixture {
	struct place *place;
	struct operation *op;
	struct arena *arena;
	struct transaction *tx; /* begun; rolled back behind the test */
	struct reader *reader;  /* of the transaction */
	sqlite3 *raw;
};

int tx_setup(void **state);
int tx_teardown(void **state);

/** Commit, so that others see it; nothing is begun anew. */
void tx_commit(struct tx_fixture *fix);
/** Run SQL inside the transaction; SQLite's code. */
int tx_exec(struct tx_fixture *fix, const char *sql);
/** A stranger's connection: no references, no checks, not even safe. */
sqlite3 *tx_raw(struct tx_fixture *fix);
/** Run SQL on it, which must work. */
void tx_raw_exec(struct tx_fixture *fix, const char *sql);

int64_t tx_person(struct tx_fixture *fix, unsigned role, const char *name);
int64_t tx_service(struct tx_fixture *fix, const char *name);
/** One id, or two where the second is not 0. */
struct ids tx_ids(struct tx_fixture *fix, int64_t first, int64_t second);
/** An open session of an hour; not stored. */
struct session tx_session(struct tx_fixture *fix, const char *uid,
			  struct instant start, int64_t practitioner,
			  int64_t client);

/** 0: no more. */
void assert_ids(const struct ids *ids, int64_t first, int64_t second);

#endif
