#include "store/connection_private.h"

#include <stdlib.h>

#include <sqlite3.h>

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

/* After a lock of another program, people try again in so many seconds. */
#define LOCKED_SECONDS 5

/* "DAYB" in ASCII. */
#define APPLICATION_ID 1145133378

static const char SIGN[] = "PRAGMA application_id = 1145133378";
static const char READ_SIGNATURE[] = "PRAGMA application_id";
static const char READ_VERSION[] = "PRAGMA user_version";
static const char READ_SCHEMA[] = "SELECT count(*)"
				  "  FROM sqlite_master";

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

	switch (code & 0xFF) {
	case SQLITE_NOMEM:
		abort();
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fail_later(op, ERR_UNAVAILABLE, LOCKED_SECONDS,
				  "the database failed: %s (%d)",
				  sentence_of(code), code);
	case SQLITE_FULL:
		return fail(op, ERR_FULL, "the database failed: %s (%d)",
			    sentence_of(code), code);
	}
	return fail(op, ERR_STORAGE, "the database failed: %s (%d, %s)",
		    sentence_of(code), code, sqlite3_errmsg(reader->db));
}

bool connection_only_reads(const struct reader *reader)
{
	return reader->op &&
	       sqlite3_txn_state(reader->db, NULL) != SQLITE_TXN_WRITE;
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

int connection_tables(struct reader *reader, int64_t *tables)
{
	return connection_number(reader, READ_SCHEMA, tables);
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
	int64_t version = 0, signature = 0, tables = 0;
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
