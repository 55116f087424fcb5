#include "tests/unit/practice/faults.h"

#include "base/str.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#define STATEMENTS 1024
/* Of each statement these fail, in turn: the first rows, and the next. */
#define STEPS_EACH 3

/* Steps until one fails; 0: none does. The writer's thread steps too, but
 * never at once with the one that waits for it. */
static atomic_long left;
static bool met;
static struct {
	const sqlite3_stmt *stmt;
	int steps;
} seen[STATEMENTS];

int __real_sqlite3_step(sqlite3_stmt *stmt);
int __wrap_sqlite3_step(sqlite3_stmt *stmt);

/* What rolls back must not fail: then the process would have to end. */
static bool may_fail(sqlite3_stmt *stmt)
{
	const char *sql = sqlite3_sql(stmt);
	size_t slot = ((uintptr_t)stmt >> 4) % STATEMENTS;

	if (!sql || str_starts(sql, "ROLLBACK") || str_starts(sql, "RELEASE"))
		return false;
	while (seen[slot].stmt && seen[slot].stmt != stmt)
		slot = (slot + 1) % STATEMENTS;
	seen[slot].stmt = stmt;
	return ++seen[slot].steps <= STEPS_EACH;
}

/* Linked in place of SQLite's own. */
int __wrap_sqlite3_step(sqlite3_stmt *stmt)
{
	if (atomic_load(&left) == 0 || !may_fail(stmt) ||
	    atomic_fetch_sub(&left, 1) != 1)
		return __real_sqlite3_step(stmt);
	met = true;
	return SQLITE_IOERR;
}

static sqlite3 *watch_open(struct place *place)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/daybook.db", place->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 10000);
	return db;
}

/* A number that others' commits change. */
static int64_t version_of(sqlite3 *db)
{
	sqlite3_stmt *stmt;
	int64_t version;

	assert_int_equal(
		sqlite3_prepare_v2(db, "PRAGMA data_version", -1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	version = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return version;
}

/* FNV-1a */
static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(1099511628211);
	return hash;
}

static uint64_t mix_rows(sqlite3 *db, uint64_t hash, const char *table)
{
	char *sql = sqlite3_mprintf("SELECT * FROM %Q", table);
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
			 SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			int type = sqlite3_column_type(stmt, i);
			const void *bytes = sqlite3_column_blob(stmt, i);

			hash = mix(hash, &type, sizeof(type));
			hash = mix(hash, bytes,
				   (size_t)sqlite3_column_bytes(stmt, i));
		}
	}
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
	return hash;
}

/* All rows of all tables. */
static uint64_t content_of(sqlite3 *db)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT name FROM sqlite_master"
					    "  WHERE type = 'table'"
					    "  ORDER BY name",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		hash = mix_rows(db, hash,
				(const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return hash;
}

static enum err run_once(struct place *place, struct operation *op,
			 const struct faults_case *one, void *context, long nth)
{
	enum err err;

	operation_recover(op);
	if (one->reads)
		place_read(place);
	else if (store_reader_operation(place->reader))
		store_reader_end(place->reader);
	met = false;
	memset(seen, 0, sizeof(seen));
	atomic_store(&left, nth);
	err = one->run(context);
	atomic_store(&left, 0);
	return err;
}

static void judge(const struct faults_case *one, long nth, enum err err,
		  bool changed)
{
	if (err != ERR_STORAGE || changed)
		print_error("%s, step %ld fails: %s%s\n", one->what, nth,
			    err_name(err), changed ? ", half done" : "");
	assert_int_equal(err, ERR_STORAGE);
	assert_false(changed);
}

void faults_sweep(struct place *place, struct operation *op,
		  const struct faults_case *one, void *context)
{
	sqlite3 *db = watch_open(place);
	uint64_t content = content_of(db);
	int64_t version = version_of(db);
	enum err err = OK;
	long nth = 1;

	for (;; nth++) {
		int64_t now;

		err = run_once(place, op, one, context, nth);
		if (!met)
			break;
		/* A rolled back job may be committed beside others. */
		now = version_of(db);
		judge(one, nth, err,
		      !one->in_parts && now != version &&
			      content_of(db) != content);
		version = now;
	}
	if (err)
		print_error("%s: %s: %s\n", one->what, err_name(err),
			    op->failure.message);
	assert_int_equal(err, OK);
	assert_true(nth > 1); /* it met some */
	sqlite3_close(db);
}

void faults_sweep_all(struct place *place, struct operation *op,
		      const struct faults_case *list, size_t count,
		      void *context)
{
	for (size_t i = 0; i < count; i++)
		faults_sweep(place, op, &list[i], context);
}
