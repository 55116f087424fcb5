/**
 * Opening the file, and the words of transactions.
 *
 * Functions that answer an int answer SQLite's result code.
 */
#ifndef STORE_DATABASE_PRIVATE_H
#define STORE_DATABASE_PRIVATE_H

#include <stdbool.h>

#include "base/operation.h"
#include "store/tables.h"

enum database_role {
	DATABASE_READER,    /* refuses to write */
	DATABASE_IMPATIENT, /* likewise, and waits for no lock */
	DATABASE_WRITER,
	DATABASE_BACKUP,
};

/** Open an existing file, busy time-out first, and read its first page, so
 *  that a damaged or foreign one is refused here. Closed by
 *  database_close. */
MUST_CHECK enum err database_open(struct operation *op, const char *path,
				  enum database_role role,
				  struct reader **reader);
void database_close(struct reader *reader);

/** Turn the file's write-ahead log on, if it is not on yet. */
MUST_CHECK enum err database_use_wal(struct operation *op,
				     struct reader *reader);

MUST_CHECK int database_begin_read(struct reader *reader);
/** Bring the log home as it grows, and tell after each commit how many pages it
 *  has. */
void database_keep_log(struct reader *reader, int *pages);
/** Bring all of it home and begin it anew, once those who read now have ended;
 *  for so long each is waited for. An error of SQLite's: it goes on. */
int database_begin_log(struct reader *reader, int milliseconds);
/** Takes the lock of all who write; busy when the time-out passes. */
MUST_CHECK int database_begin_write(struct reader *reader);
MUST_CHECK int database_commit(struct reader *reader);
/** Fine as well where no transaction is left. */
int database_roll_back(struct reader *reader);
/** An error may have ended it. */
bool database_in_transaction(const struct reader *reader);

/** Wait for the disk at each commit, or not: outside a transaction. */
MUST_CHECK int database_wait(struct reader *reader, bool wait);
/** Wait until the disk has all of the file, also what was written without. */
MUST_CHECK int database_sync(struct reader *reader);

/** A place inside the transaction to come back to, one at a time: keep what
 *  was done since, or undo it. */
MUST_CHECK int database_save(struct reader *reader);
MUST_CHECK int database_keep(struct reader *reader);
MUST_CHECK int database_undo(struct reader *reader);

#endif
