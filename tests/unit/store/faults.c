#include "tests/unit/store/faults.h"

#include "base/str.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#define PLACES 16384 /* a power of two */
#define DEPTH 40

enum mode { DISARMED, ANY_NEW_PLACE, ONE_SQL };

struct frames {
	uintptr_t at[DEPTH]; /* offsets in the program, innermost first */
	int count;
};

static struct {
	pthread_mutex_t lock; /* of all below */
	enum mode mode;
	const char *sql; /* ONE_SQL: its beginning */
	int times;       /* ONE_SQL: so many are left */
	bool met;
	bool undone;
	unsigned faults;         /* since the last faults_forget */
	uint64_t places[PLACES]; /* those that have failed; 0: free */
	size_t place_count;
	char failed_sql[4096];
	struct frames failed_at;
} all = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The connection whose last step was made to fail, and what it would say of
 * it; NULL once another step is made. */
static _Thread_local struct sqlite3 *failed_db;
static _Thread_local sqlite3_stmt *failed_stmt;
static _Thread_local int failed_code;

/* Of the linker's making: where the program's code lies. */
extern const char __executable_start[], etext[];

static bool is_ours(const void *address)
{
	uintptr_t at = (uintptr_t)address;

	return at >= (uintptr_t)__executable_start && at < (uintptr_t)etext;
}

/* ISO C knows no pointer that is both. */
static void find_real(const char *name, void *function)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (!symbol)
		abort();
	memcpy(function, &symbol, sizeof(symbol));
}

static struct frames where_we_are(void)
{
	struct frames frames = { .count = 0 };
	void *addresses[DEPTH];
	int count = backtrace(addresses, DEPTH);

	for (int i = 0; i < count; i++) {
		if (is_ours(addresses[i]))
			frames.at[frames.count++] =
				(uintptr_t)addresses[i] -
				(uintptr_t)__executable_start;
	}
	return frames;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
	return hash ^ (hash >> 29);
}

static uint64_t place_of(const struct frames *frames, const char *sql)
{
	uint64_t hash = 1;

	for (int i = 0; i < frames->count; i++)
		hash = mix(hash, frames->at[i]);
	for (; *sql; sql++)
		hash = mix(hash, (unsigned char)*sql);
	return hash | 1;
}

/* True where it was not known yet; the lock is held. */
static bool remember(uint64_t place)
{
	size_t i = place % PLACES;

	while (all.places[i] && all.places[i] != place)
		i = (i + 1) % PLACES;
	if (all.places[i])
		return false;
	if (++all.place_count > PLACES / 2)
		abort(); /* a scenario of this size is a mistake */
	all.places[i] = place;
	return true;
}

/* Was what a job did undone, and has none begun since? The lock is held. */
static void watch(const char *sql)
{
	if (str_starts(sql, "SAVEPOINT"))
		all.undone = false;
	else if (str_starts(sql, "ROLLBACK TO"))
		all.undone = true;
}

/* To go back is done for a reason, such as another fault; and where nothing was
 * written, or all of it undone, nothing is lost by a COMMIT. */
static bool may_fail(sqlite3_stmt *stmt, const char *sql)
{
	if (str_starts(sql, "ROLLBACK"))
		return false;
	if (!str_equal(sql, "COMMIT"))
		return true;
	return !all.undone && sqlite3_txn_state(sqlite3_db_handle(stmt),
						NULL) == SQLITE_TXN_WRITE;
}

/* The lock is held. */
static bool falls_due(sqlite3_stmt *stmt, const char *sql,
		      struct frames *frames)
{
	if (all.mode == ONE_SQL)
		return str_starts(sql, all.sql) && all.times-- > 0;
	if (all.mode == DISARMED || all.met || !may_fail(stmt, sql))
		return false;
	*frames = where_we_are();
	return remember(place_of(frames, sql));
}

/* SQLITE_OK: this step may go on. */
static int fault_of(sqlite3_stmt *stmt)
{
	struct frames frames = { .count = 0 };
	const char *sql = sqlite3_sql(stmt);
	int code = SQLITE_OK;

	pthread_mutex_lock(&all.lock);
	if (sql)
		watch(sql);
	if (sql && falls_due(stmt, sql, &frames)) {
		bool whole = all.mode == ANY_NEW_PLACE && all.faults++ % 2;

		all.met = true;
		all.failed_at = frames;
		snprintf(all.failed_sql, sizeof(all.failed_sql), "%s", sql);
		code = whole ? SQLITE_FULL : SQLITE_IOERR_WRITE;
	}
	pthread_mutex_unlock(&all.lock);
	return code;
}

/* As SQLite itself would when it cannot go back otherwise. */
static void lose_transaction(struct sqlite3 *db)
{
	if (!sqlite3_get_autocommit(db) &&
	    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
		abort();
}

int sqlite3_step(sqlite3_stmt *stmt)
{
	static int (*real)(sqlite3_stmt *);
	int code = SQLITE_OK;

	if (!real)
		find_real("sqlite3_step", &real);
	/* SQLite steps its own statements too, while it prepares others. */
	if (is_ours(__builtin_return_address(0)))
		code = fault_of(stmt);
	failed_db = NULL;
	failed_stmt = NULL;
	if (code == SQLITE_OK)
		return real(stmt);
	if (code == SQLITE_FULL)
		lose_transaction(sqlite3_db_handle(stmt));
	failed_db = sqlite3_db_handle(stmt);
	failed_stmt = stmt;
	failed_code = code;
	return code;
}

int sqlite3_extended_errcode(struct sqlite3 *db)
{
	static int (*real)(struct sqlite3 *);

	if (!real)
		find_real("sqlite3_extended_errcode", &real);
	return db == failed_db ? failed_code : real(db);
}

/* It says again what the last step said. */
int sqlite3_finalize(sqlite3_stmt *stmt)
{
	static int (*real)(sqlite3_stmt *);
	bool failed = stmt && stmt == failed_stmt;
	int code;

	if (!real)
		find_real("sqlite3_finalize", &real);
	code = real(stmt);
	if (failed)
		failed_stmt = NULL;
	return failed ? failed_code : code;
}

void faults_forget(void)
{
	pthread_mutex_lock(&all.lock);
	memset(all.places, 0, sizeof(all.places));
	all.place_count = 0;
	all.faults = 0;
	pthread_mutex_unlock(&all.lock);
}

static void arm(enum mode mode, const char *sql, int times)
{
	pthread_mutex_lock(&all.lock);
	all.mode = mode;
	all.sql = sql;
	all.times = times;
	all.met = false;
	pthread_mutex_unlock(&all.lock);
}

void faults_arm(void)
{
	arm(ANY_NEW_PLACE, NULL, 0);
}

void faults_arm_sql(const char *sql, int times)
{
	arm(ONE_SQL, sql, times);
}

bool faults_disarm(void)
{
	bool met;

	pthread_mutex_lock(&all.lock);
	all.mode = DISARMED;
	met = all.met;
	pthread_mutex_unlock(&all.lock);
	return met;
}

void faults_print(void)
{
	pthread_mutex_lock(&all.lock);
	printf("the step that failed: %s\n  from", all.failed_sql);
	for (int i = 0; i < all.failed_at.count; i++)
		printf(" 0x%jx", (uintmax_t)all.failed_at.at[i]);
	printf("\n");
	pthread_mutex_unlock(&all.lock);
}
