/**
 * Prepared statements of one connection, for the files of store/ only.
 *
 * A statement is prepared at its first use and kept with the connection,
 * found again by the address of its SQL (a string literal at the top of its
 * file, never one that was put together). Parameters are $1, $2... and may
 * stand in any order and more than once. A statement that cannot be prepared
 * is a bug or a broken database and ends the process: it never becomes "not
 * found".
 *
 *	struct statement *st = statement(reader, FIND_LOGIN);
 *	bind_text(st, 1, login);
 *	err = statement_row(st);	(OK, ERR_NOT_FOUND or ERR_STORAGE)
 *	... column_int(st, 0) ...
 *	statement_done(st);
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "store/tables.h"

struct statement;

struct statement *statement(struct reader *reader, const char *sql);
/** The same on a transaction's connection. */
struct statement *statement_tx(struct transaction *tx, const char *sql);

void bind_int(struct statement *st, int index, int64_t value);
void bind_null(struct statement *st, int index);
/** NULL binds NULL. The bytes must live until statement_done. */
void bind_text(struct statement *st, int index, const char *text);
void bind_blob(struct statement *st, int index, const void *bytes, size_t len);
/** 0 binds NULL: for optional references. */
void bind_id(struct statement *st, int index, int64_t id);

/** First or next row: OK with a row, ERR_NOT_FOUND behind the last (and the
 *  statement is done then), ERR_STORAGE (noted in the operation); ERR_EXISTS
 *  when a RETURNING write meets a unique constraint. */
MUST_CHECK enum err statement_row(struct statement *st);
/** Run a write to its end. ERR_EXISTS when a unique constraint refuses it,
 *  ERR_STORAGE else. The statement is done. */
MUST_CHECK enum err statement_run(struct statement *st);
/** Reads the row that the statement stands on into *item. */
typedef void statement_read(struct statement *st, void *item);

/** The only row, read; or ERR_NOT_FOUND. The statement is done. */
MUST_CHECK enum err statement_one(struct statement *st, statement_read *read,
				  void *item);
/** Every row, read into items of this size in the arena: *list, whose address
 *  is given, is their array (NULL for none). The statement is done. */
MUST_CHECK enum err statement_list(struct statement *st, statement_read *read,
				   size_t size, void *list, size_t *count);
/** Column 0 of every row, in the arena. The statement is done. */
MUST_CHECK enum err statement_ids(struct statement *st, struct ids *ids);
/** Reset and unbind; harmless when done already. Those left open are done at
 *  the end of their transaction. */
void statement_done(struct statement *st);

/** Columns count from 0. Texts and blobs are copied into the arena. */
int64_t column_int(struct statement *st, int index);
bool column_null(struct statement *st, int index);
const char *column_text(struct statement *st, int index);
struct slice column_blob(struct statement *st, int index);

int64_t statement_inserted(struct transaction *tx); /* last rowid */
int64_t statement_changes(struct transaction *tx);

#endif
