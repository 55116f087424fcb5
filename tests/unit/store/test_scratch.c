#include "tests/unit/store/place_fixture.h"

#include "store/log_file_private.h"
#include "store/scratch_private.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#define PAGES 4000 /* of 4 KiB each: twice what is kept in memory */

static void run(sqlite3 *db, const char *text)
{
	char *wrong = NULL;

	(void)sqlite3_exec(db, text, NULL, NULL, &wrong);
	assert_null(wrong);
}

static int64_t number(sqlite3 *db, const char *text)
{
	sqlite3_stmt *st;
	int64_t found;

	assert_int_equal(sqlite3_prepare_v2(db, text, -1, &st, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	found = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return found;
}

static sqlite3 *rows(const struct place *place, int count)
{
	char path[128], text[256];
	sqlite3 *db;

	(void)snprintf(path, sizeof(path), "%s/rows.db", place->dir);
	assert_int_equal(
		sqlite3_open_v2(path, &db,
				SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
				scratch_files(path)),
		SQLITE_OK);
	run(db, "PRAGMA temp_store = FILE; PRAGMA journal_mode = WAL;"
		"CREATE TABLE row(id INTEGER PRIMARY KEY, n, bytes)");
	(void)snprintf(text, sizeof(text),
		       "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL"
		       " SELECT i + 1 FROM c WHERE i < %d)"
		       "INSERT INTO row SELECT i, 0, zeroblob(3000) FROM c",
		       count);
	run(db, text);
	return db;
}

static int files_in(const char *path)
{
	DIR *dir = opendir(path);
	int count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static void undone(struct place *place, int count)
{
	sqlite3 *db = rows(place, count);
	int files = files_in(place->dir);

	run(db, "BEGIN; UPDATE row SET n = 1; SAVEPOINT one;"
		"UPDATE row SET n = 2; SAVEPOINT two; UPDATE row SET n = 3");
	assert_int_equal(files_in(place->dir), files);
	run(db, "ROLLBACK TO two; RELEASE two");
	assert_int_equal(number(db, "SELECT sum(n) FROM row"), 2 * count);
	run(db, "ROLLBACK TO one; RELEASE one");
	assert_int_equal(number(db, "SELECT sum(n) FROM row"), count);
	run(db, "COMMIT; PRAGMA integrity_check");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_small_write_is_undone_whole(void **state)
{
	undone(*state, 100);
}

static void a_large_write_is_undone_whole_and_leaves_no_file(void **state)
{
	undone(*state, PAGES);
}

static void temporary_tables_are_read_as_they_were_written(void **state)
{
	sqlite3 *db = rows(*state, 500);

	run(db, "PRAGMA cache_size = 10;"
		"CREATE TEMP TABLE copy AS SELECT id, bytes FROM row;"
		"DELETE FROM copy WHERE id % 2; VACUUM temp");
	assert_int_equal(number(db, "SELECT count(*) FROM copy"), 250);
	assert_int_equal(number(db, "SELECT sum(id) FROM copy"), 62750);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* What another connection finds. */
static int64_t seen_by_another(const struct place *place)
{
	char path[128];
	sqlite3 *db;
	int64_t found;

	(void)snprintf(path, sizeof(path), "%s/rows.db", place->dir);
	assert_int_equal(
		sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL),
		SQLITE_OK);
	found = number(db, "SELECT sum(n) FROM row");
	run(db, "PRAGMA integrity_check");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return found;
}

/* Commits of one page and of more than are gathered, what a small cache must
 * write before the commit and read again, and what is undone behind that. */
static void a_log_is_written_in_pieces_and_read_whole(void **state)
{
	sqlite3 *db = rows(*state, 100);

	run(db, "PRAGMA synchronous = FULL; PRAGMA cache_size = 10");
	assert_int_equal(log_file_gather(db, true), SQLITE_OK);
	run(db, "UPDATE row SET n = 1 WHERE id = 7");
	assert_int_equal(seen_by_another(*state), 1);
	run(db, "UPDATE row SET n = 2");
	assert_int_equal(seen_by_another(*state), 200);
	run(db,
	    "BEGIN; UPDATE row SET n = 3; SAVEPOINT one;"
	    "UPDATE row SET n = 4; ROLLBACK TO one; UPDATE row SET n = n + 2"
	    " WHERE id > 50; COMMIT");
	assert_int_equal(seen_by_another(*state), 400);
	run(db, "BEGIN; UPDATE row SET n = 9; ROLLBACK");
	assert_int_equal(seen_by_another(*state), 400);
	run(db, "PRAGMA wal_checkpoint(TRUNCATE); UPDATE row SET n = 5");
	assert_int_equal(seen_by_another(*state), 500);
	assert_int_equal(log_file_gather(db, false), SQLITE_OK);
	run(db, "PRAGMA synchronous = OFF; UPDATE row SET n = 6");
	assert_int_equal(seen_by_another(*state), 600);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_small_write_is_undone_whole),
		IN_PLACE(a_large_write_is_undone_whole_and_leaves_no_file),
		IN_PLACE(temporary_tables_are_read_as_they_were_written),
		IN_PLACE(a_log_is_written_in_pieces_and_read_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
