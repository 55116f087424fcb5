#include "store/database_private.h"

#include "base/clock.h"
#include "store/connection_private.h"
#include "store/log_file_private.h"
#include "store/scratch_private.h"
#include "store/statement_private.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include <sqlite3.h>

#define BUSY_MILLISECONDS 10000
#define RETRY_NANOSECONDS 5000000L

/* SQLite's steps between two counts, and the work of one. */
#define STEPS 10000
#define STEP_WORK 20

/* Temporary tables hold people's data too: in memory, never in /tmp. No memory
 * map: each commit makes every reader drop its own and fault it in again, which
 * at 10,000 objects was measured to cost a PUT twice what it costs with pages
 * in the cache. */
static const char SET_UP[] = "PRAGMA foreign_keys = ON;"
			     "PRAGMA synchronous = FULL;"
			     "PRAGMA temp_store = MEMORY;"
			     "PRAGMA mmap_size = 0;";

static const char *const role_set_up[] = {
	/* Each worker has one: together they must leave memory to requests. */
	[DATABASE_READER] = "PRAGMA cache_size = -8192;"
			    "PRAGMA query_only = ON;",
	/* What it gives is read anew after each commit: names, rows and bytes
	 * of some hundreds of objects, anywhere in a calendar. */
	[DATABASE_IMPATIENT] = "PRAGMA cache_size = -8192;"
			       "PRAGMA query_only = ON;",
	/* What it may have to undo can be long (store/scratch_private.h).
	 * SQLite walks its whole cache at a commit before which a tree was
	 * balanced: more pages would cost more than they spare. */
	[DATABASE_WRITER] = "PRAGMA temp_store = FILE;"
			    "PRAGMA cache_size = -8192;"
			    "PRAGMA journal_size_limit = 67108864;",
	[DATABASE_BACKUP] = "PRAGMA cache_size = -16384;",
};

/* Of so many pages of the log the leaves of a large calendar's indexes are
 * written home once for several changes, and SQLite finds a page in it by one
 * table of hashes. */
#define LOG_PAGES 4000

static const char USE_WAL[] = "PRAGMA journal_mode = WAL";

static const char WAIT[] = "PRAGMA synchronous = FULL";
static const char WAIT_NOT[] = "PRAGMA synchronous = OFF";

static const char BEGIN_READ[] = "BEGIN";
static const char BEGIN_WRITE[] = "BEGIN IMMEDIATE";
static const char COMMIT[] = "COMMIT";
static const char ROLL_BACK[] = "ROLLBACK";
static const char SAVE[] = "SAVEPOINT job";
static const char KEEP[] = "RELEASE job";
static const char UNDO[] = "ROLLBACK TO job";

/* A damaged or foreign database must not make us run code of its choice. */
static int harden(struct sqlite3 *db)
{
	static const struct {
		int option;
		int on;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		int code = sqlite3_db_config(db, options[i].option,
					     options[i].on, (int *)NULL);

		if (code != SQLITE_OK)
			return code;
	}
	return SQLITE_OK;
}

/* Called every so many of SQLite's own steps: a search is work as well, also
 * one that finds nothing. */
static int count_steps(void *context)
{
	struct reader *reader = context;

	return reader->op &&
	       !operation_spend(reader->op, STEPS * (size_t)STEP_WORK);
}

static int set_up(struct reader *reader, enum database_role role)
{
	int64_t tables;
	int code = sqlite3_busy_timeout(reader->db, BUSY_MILLISECONDS);

	if (code == SQLITE_OK)
		code = harden(reader->db);
	if (code == SQLITE_OK)
		code = connection_exec(reader, SET_UP);
	if (code == SQLITE_OK)
		code = connection_exec(reader, role_set_up[role]);
	if (code == SQLITE_OK)
		code = connection_tables(reader, &tables);
	if (code == SQLITE_OK && role == DATABASE_IMPATIENT)
		code = sqlite3_busy_timeout(reader->db, 0);
	sqlite3_progress_handler(reader->db, STEPS, count_steps, reader);
	return code;
}

/* A connection is of one thread at a time, as each is opened, and its values
 * with it.
 * SQLite's count of its memory takes a lock that all threads share at each
 * allocation. What may have to be undone is a temporary file at once. Too late,
 * for another user of the library, does no harm. */
static void configure(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	(void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 0);
}

enum err database_open(struct operation *op, const char *path,
		       enum database_role role, struct reader **reader)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct reader *made = calloc(1, sizeof(*made));
	enum err err;
	int code;

	if (!made)
		abort();
	(void)pthread_once(&once, configure);
	code = sqlite3_open_v2(path, &made->db,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
				       SQLITE_OPEN_EXRESCODE,
			       role == DATABASE_WRITER ? scratch_files(path)
						       : NULL);
	if (!made->db)
		abort(); /* out of memory */
	if (code == SQLITE_OK)
		code = set_up(made, role);
	if (code != SQLITE_OK) {
		err = connection_fail(op, made);
		database_close(made);
		return err;
	}
	*reader = made;
	return OK;
}

void database_close(struct reader *reader)
{
	if (!reader)
		return;
	statements_free(reader);
	sqlite3_close(reader->db);
	free(reader);
}

/* The switch to WAL takes an exclusive lock for which SQLite does not wait:
 * another process may be making the same place. */
enum err database_use_wal(struct operation *op, struct reader *reader)
{
	int64_t deadline = clock_ticks() + BUSY_MILLISECONDS * INT64_C(1000);
	const struct timespec pause = { .tv_nsec = RETRY_NANOSECONDS };
	int code;

	for (;;) {
		code = connection_exec(reader, USE_WAL);
		if ((code & 0xFF) != SQLITE_BUSY || clock_ticks() > deadline)
			break;
		nanosleep(&pause, NULL);
	}
	/* It was told to wait for the disk. */
	if (code == SQLITE_OK)
		code = log_file_gather(reader->db, true);
	return code == SQLITE_OK ? OK : connection_fail(op, reader);
}

int database_begin_read(struct reader *reader)
{
	return statement_word(reader, BEGIN_READ);
}

static int after_commit(void *context, struct sqlite3 *db, const char *name,
			int pages)
{
	int *seen = context;

	*seen = pages;
	if (pages >= LOG_PAGES)
		(void)sqlite3_wal_checkpoint_v2(
			db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return SQLITE_OK;
}

void database_keep_log(struct reader *reader, int *pages)
{
	*pages = 0;
	(void)sqlite3_wal_hook(reader->db, after_commit, pages);
}

int database_begin_log(struct reader *reader, int milliseconds)
{
	(void)sqlite3_busy_timeout(reader->db, milliseconds);
	return sqlite3_wal_checkpoint_v2(reader->db, NULL,
					 SQLITE_CHECKPOINT_RESTART, NULL, NULL);
}

int database_begin_write(struct reader *reader)
{
	return statement_word(reader, BEGIN_WRITE);
}

int database_commit(struct reader *reader)
{
	return statement_word(reader, COMMIT);
}

int database_roll_back(struct reader *reader)
{
	if (!database_in_transaction(reader))
		return SQLITE_OK;
	return statement_word(reader, ROLL_BACK);
}

bool database_in_transaction(const struct reader *reader)
{
	return sqlite3_get_autocommit(reader->db) == 0;
}

int database_wait(struct reader *reader, bool wait)
{
	int code = SQLITE_OK;

	if (!wait)
		code = log_file_gather(reader->db, false);
	if (code == SQLITE_OK)
		code = connection_exec(reader, wait ? WAIT : WAIT_NOT);
	if (code == SQLITE_OK && wait)
		code = log_file_gather(reader->db, true);
	return code;
}

int database_sync(struct reader *reader)
{
	sqlite3_file *file = NULL;
	int code = sqlite3_file_control(reader->db, "main",
					SQLITE_FCNTL_FILE_POINTER, &file);

	return code == SQLITE_OK ? file->pMethods->xSync(file, SQLITE_SYNC_FULL)
				 : code;
}

int database_save(struct reader *reader)
{
	return statement_word(reader, SAVE);
}

int database_keep(struct reader *reader)
{
	return statement_word(reader, KEEP);
}

int database_undo(struct reader *reader)
{
	int code = statement_word(reader, UNDO);

	return code == SQLITE_OK ? statement_word(reader, KEEP) : code;
}
