#include "store/connection_private.h"

#include "base/clock.h"
#include "store/trigger_private.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include <sqlite3.h>

#define BUSY_MILLISECONDS 10000
#define RETRY_NANOSECONDS 5000000L

struct cause {
	int code; /* primary result code */
	const char *sentence;
};

static const struct cause causes[] = {
	{ SQLITE_FULL, "the disk is full" },
	{ SQLITE_IOERR, "the disk could not be read or written" },
	{ SQLITE_CORRUPT, "the file is damaged: restore a backup" },
	{ SQLITE_NOTADB, "the file is no database" },
	{ SQLITE_BUSY, "another program keeps the database locked" },
	{ SQLITE_LOCKED, "another program keeps the database locked" },
	{ SQLITE_READONLY, "the file may not be written" },
	{ SQLITE_PERM, "the file may not be opened" },
	{ SQLITE_CANTOPEN, "the file could not be opened" },
	{ SQLITE_CONSTRAINT, "a rule of the database refuses this" },
};

/* Temporary tables hold people's data too: in memory, never in /tmp. No memory
 * map: each commit makes every reader drop its own and fault it in again, which
 * at 10,000 objects was measured to cost a PUT twice what it costs with pages
 * in the cache. */
static const char SET_UP[] = "PRAGMA foreign_keys = ON;"
			     "PRAGMA synchronous = FULL;"
			     "PRAGMA temp_store = MEMORY;"
			     "PRAGMA mmap_size = 0;";

static const char *const role_set_up[] = {
	[CONNECTION_READER] = "PRAGMA cache_size = -65536;"
			      "PRAGMA query_only = ON;",
	[CONNECTION_WRITER] = "PRAGMA cache_size = -65536;"
			      "PRAGMA wal_autocheckpoint = 1000;"
			      "PRAGMA journal_size_limit = 67108864;",
	[CONNECTION_BACKUP] = "PRAGMA cache_size = -16384;",
};

/* "DAYB" in ASCII. */
#define APPLICATION_ID 1145133378

static const char SIGN[] = "PRAGMA application_id = 1145133378";
static const char READ_SIGNATURE[] = "PRAGMA application_id";
static const char READ_VERSION[] = "PRAGMA user_version";
static const char READ_SCHEMA[] = "SELECT count(*)"
				  "  FROM sqlite_master";

static const char USE_WAL[] = "PRAGMA journal_mode = WAL";

/* NULL where SQLite's own words must do. */
static const char *sentence_of(int code)
{
	for (size_t i = 0; i < ARRAY_SIZE(causes); i++) {
		if (causes[i].code == (code & 0xFF))
			return causes[i].sentence;
	}
	return "an unexpected error";
}

enum err connection_fail(struct operation *op, struct reader *reader)
{
	int code = sqlite3_extended_errcode(reader->db);

	if ((code & 0xFF) == SQLITE_NOMEM)
		abort();
	return fail(op, ERR_STORAGE, "the database failed: %s (%d, %s)",
		    sentence_of(code), code, sqlite3_errmsg(reader->db));
}

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

static int set_up(struct reader *reader, enum connection_role role)
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
		code = connection_number(reader, READ_SCHEMA, &tables);
	return code;
}

/* SQLite's count of its memory takes a lock that all threads share at each
 * allocation. Too late, for another user of the library, does no harm. */
static void count_no_memory(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum err connection_open(struct operation *op, const char *path,
			 enum connection_role role, struct reader **reader)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct reader *made = calloc(1, sizeof(*made));
	enum err err;
	int code;

	if (!made)
		abort();
	(void)pthread_once(&once, count_no_memory);
	code = sqlite3_open_v2(path, &made->db,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
				       SQLITE_OPEN_EXRESCODE,
			       NULL);
	if (!made->db)
		abort(); /* out of memory */
	if (code == SQLITE_OK)
		code = set_up(made, role);
	if (code != SQLITE_OK) {
		err = connection_fail(op, made);
		connection_close(made);
		return err;
	}
	*reader = made;
	return OK;
}

void connection_close(struct reader *reader)
{
	if (!reader)
		return;
	statements_free(reader);
	sqlite3_close(reader->db);
	free(reader);
}

int connection_exec(struct reader *reader, const char *sql)
{
	return sqlite3_exec(reader->db, sql, NULL, NULL, NULL);
}

int connection_number(struct reader *reader, const char *sql, int64_t *number)
{
	struct sqlite3_stmt *stmt;
	int code = sqlite3_prepare_v2(reader->db, sql, -1, &stmt, NULL);

	if (code != SQLITE_OK)
		return code;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*number = sqlite3_column_int64(stmt, 0);
	code = sqlite3_finalize(stmt);
	return code;
}

/* The switch to WAL takes an exclusive lock for which SQLite does not wait:
 * another process may be making the same place. */
enum err connection_use_wal(struct operation *op, struct reader *reader)
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
	return code == SQLITE_OK ? OK : connection_fail(op, reader);
}

static enum err read_number(struct operation *op, struct reader *reader,
			    const char *sql, int64_t *number)
{
	if (connection_number(reader, sql, number) != SQLITE_OK)
		return connection_fail(op, reader);
	return OK;
}

enum err connection_version(struct operation *op, struct reader *reader,
			    int64_t *version)
{
	return read_number(op, reader, READ_VERSION, version);
}

enum err connection_version_set(struct operation *op, struct reader *reader,
				int version)
{
	/* A pragma takes no parameters. */
	const char *sql =
		arena_printf(op->arena, "PRAGMA user_version = %d", version);

	if (connection_exec(reader, sql) != SQLITE_OK)
		return connection_fail(op, reader);
	return OK;
}

enum err connection_ours(struct operation *op, struct reader *reader,
			 bool *ours)
{
	int64_t version, signature, tables;
	enum err err = read_number(op, reader, READ_VERSION, &version);

	if (!err)
		err = read_number(op, reader, READ_SIGNATURE, &signature);
	if (!err)
		err = read_number(op, reader, READ_SCHEMA, &tables);
	if (err)
		return err;
	*ours = signature == APPLICATION_ID ||
		(signature == 0 && version == 0 && tables == 0);
	return OK;
}

enum err connection_sign(struct operation *op, struct reader *reader)
{
	if (connection_exec(reader, SIGN) != SQLITE_OK)
		return connection_fail(op, reader);
	return OK;
}

enum err connection_trigger_make(struct operation *op, struct reader *reader,
				 const struct trigger *trigger)
{
	static const char *const events[] = {
		[TRIGGER_INSERT] = "INSERT",
		[TRIGGER_UPDATE] = "UPDATE",
		[TRIGGER_DELETE] = "DELETE",
	};
	const char *sql = arena_printf(
		op->arena,
		"DROP TRIGGER IF EXISTS %s;"
		"CREATE TRIGGER %s BEFORE %s%s%s ON %s%s%s BEGIN"
		"  SELECT RAISE(ABORT, '%s');"
		"END",
		trigger->name, trigger->name, events[trigger->event],
		trigger->columns ? " OF " : "",
		trigger->columns ? trigger->columns : "", trigger->table,
		trigger->condition ? "  WHEN " : "",
		trigger->condition ? trigger->condition : "", trigger->message);

	if (connection_exec(reader, sql) != SQLITE_OK)
		return connection_fail(op, reader);
	return OK;
}
