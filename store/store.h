/**
 * The store: one SQLite database in a directory, many readers, one writer.
 *
 * Reads take a `struct reader` (a connection inside a short read
 * transaction), writes take a `struct transaction`, which holds a reader of
 * its own that sees what was written. Results live in the operation's arena.
 * Every function may answer ERR_STORAGE (disk, corruption); `find` may answer
 * ERR_NOT_FOUND, `load` answers ERR_STORAGE when the row is missing.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/operation.h"
#include "store/tables.h"

struct store;

/** Make the directory that holds everything, and those above it, where they
 *  are missing (mode 0700). ERR_STORAGE. */
MUST_CHECK enum err store_directory(struct operation *op, const char *dir);

/**
 * Open the database `dir`/daybook.db, making directory and file (mode 0700,
 * 0600) where missing, and migrating an older one, of which a copy is kept as
 * daybook.db.schema-N. Connections are opened one after another, busy time-out
 * first. The caller closes it with store_close. ERR_STORAGE with a sentence:
 * not writable, newer than this program... ERR_UNAVAILABLE: an older one that
 * an older program uses.
 */
MUST_CHECK enum err store_open(struct operation *op, const char *dir,
			       struct store **store);
/** Finish what the writer has, stop it, close all. Readers must be free. */
void store_close(struct store *store);

/** Does another program's lock keep writes waiting at the moment? Then each
 *  waits at most some seconds, and is ERR_UNAVAILABLE. */
bool store_is_held_up(const struct store *store);

/** What the writer has done since store_open; times in microseconds. */
struct store_load {
	int64_t jobs, batches; /* writes, and commits that they shared */
	int64_t waiting;       /* writes at the moment */
	int64_t waited, worked;
};
void store_load(const struct store *store, struct store_load *load);

/**
 * From now on no commit waits for the disk: for the making of a place that is
 * thrown away if the making is cut off. Ended by store_settle, which waits for
 * all of it at once and lets each commit wait again.
 */
void store_hurry(struct store *store);
MUST_CHECK enum err store_settle(struct operation *op, struct store *store);

/** A connection for one thread; freed with store_reader_free. */
MUST_CHECK enum err store_reader_new(struct operation *op, struct store *store,
				     struct reader **reader);
/** The same, but where another program has locked the database its reads fail
 *  at once, and do not wait. */
MUST_CHECK enum err store_reader_new_impatient(struct operation *op,
					       struct store *store,
					       struct reader **reader);
void store_reader_free(struct reader *reader);

/** Begin a read transaction whose results live in op; ended by
 *  store_reader_end. One at a time a reader. */
MUST_CHECK enum err store_reader_begin(struct reader *reader,
				       struct operation *op);
void store_reader_end(struct reader *reader);

/**
 * Write the file anew without what was deleted from it or written over, and
 * empty its log: bytes that no row holds are in neither any more. Takes as
 * much memory as the file, and others' writes wait for it. ERR_UNAVAILABLE
 * when a reader (an export, a backup) goes on all the while.
 */
MUST_CHECK enum err store_scrub(struct operation *op, struct store *store);

/** SQLite's own integrity check, for verify and doctor: ERR_STORAGE with what
 *  it found. */
MUST_CHECK enum err store_check(struct reader *reader);

#endif
