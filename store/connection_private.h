/**
 * One SQLite connection, and what only SQLite says: why it failed, of what
 * version the file is.
 *
 * A connection is used by one thread at a time. Functions that answer an int
 * answer SQLite's result code.
 */
#ifndef STORE_CONNECTION_PRIVATE_H
#define STORE_CONNECTION_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/operation.h"

#define STATEMENT_BUCKETS 256

struct sqlite3;
struct statement;
struct person;

struct reader {
	struct sqlite3 *db;
	struct operation *op; /* whose results are read, or NULL */
	struct statement *prepared[STATEMENT_BUCKETS]; /* by address of SQL */
	int open;                   /* statements taken and not yet done */
	const struct person *known; /* a row that this read has read already */
};

struct transaction {
	struct reader *reader;
};

/** Note in op what SQLite last said; returns ERR_STORAGE. */
enum err connection_fail(struct operation *op, struct reader *reader) COLD;

/** Is it inside a read of a connection that cannot write? */
bool connection_only_reads(const struct reader *reader);

/** Run one or several statements that are not worth keeping. */
int connection_exec(struct reader *reader, const char *sql);
/** The first column of the first row as an integer. */
MUST_CHECK int connection_number(struct reader *reader, const char *sql,
				 int64_t *number);

/** How many tables there are, which reads the file's first page. */
MUST_CHECK int connection_tables(struct reader *reader, int64_t *tables);
/** The version of the tables that the file says it has; 0 in a new one. */
MUST_CHECK enum err connection_version(struct operation *op,
				       struct reader *reader, int64_t *version);
MUST_CHECK enum err connection_version_set(struct operation *op,
					   struct reader *reader, int version);
/** Is the file signed by Daybook, or empty? */
MUST_CHECK enum err connection_ours(struct operation *op, struct reader *reader,
				    bool *ours);
MUST_CHECK enum err connection_sign(struct operation *op,
				    struct reader *reader);

#endif
