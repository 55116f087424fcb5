#include "tests/unit/practice/faults.h"

#include "tests/unit/store/faults.h"

#include <stdio.h>

#include <sqlite3.h>

enum err faults_untouched(enum err err, const void *out, size_t size)
{
	const unsigned char *bytes = out;

	for (size_t i = 0; err && i < size; i++)
		assert_int_equal(bytes[i], 0x5A);
	return err;
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
			 const struct faults_case *one, void *context,
			 bool *met)
{
	enum err err;

	operation_recover(op);
	if (one->reads)
		place_read(place);
	else if (store_reader_operation(place->reader))
		store_reader_end(place->reader);
	faults_arm();
	err = one->run(context);
	*met = faults_disarm();
	return err;
}

static void judge(const struct faults_case *one, long nth, enum err err,
		  bool changed)
{
	bool told = err == ERR_STORAGE || err == ERR_FULL;

	if (!told || changed) {
		print_error("%s, fault %ld: %s%s\n", one->what, nth,
			    err_name(err), changed ? ", half done" : "");
		faults_print();
	}
	assert_true(told);
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

	faults_forget();
	for (;; nth++) {
		int64_t now;
		bool met;

		err = run_once(place, op, one, context, &met);
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
