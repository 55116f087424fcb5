/**
 * Prepared statements of one connection.
 *
 * A statement is prepared at its first use and kept with the connection,
 * found again by the address of its SQL (a string literal at the top of its
 * file, never one that was put together). A statement that cannot be prepared
 * is a bug or a broken database and ends the process: it never becomes "not
 * found".
 *
 * Parameters and columns go by their names: `WHERE login = $login` is bound as
 * "login", `SELECT p.id, count(*) AS many` is read as "id" and "many". What is
 * computed needs its AS. A name that the statement does not have is a bug and
 * ends the process. Any order is right; the SQL's own order is the cheapest,
 * for each search begins behind the last hit. Names are string literals as
 * well: the next time each is known by its address.
 *
 *	struct statement *st = statement(reader, FIND_LOGIN);
 *	bind_text(st, "login", login);
 *	err = statement_row(st);	(OK, ERR_NOT_FOUND or ERR_STORAGE)
 *	... column_int(st, "id") ...
 *	statement_done(st);
 */
#ifndef STORE_STATEMENT_PRIVATE_H
#define STORE_STATEMENT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/operation.h"
#include "base/str.h"
#include "store/tables.h"

/** INSTANT_MAX in SQL: what never was. */
#define NEVER "253402300799"

/** The rows of $ids (bind_ids): `WHERE session IN (EACH_ID)`. They come as the
 *  members of a JSON object, for the function that takes one apart has the
 *  same name and columns in SQLite and PostgreSQL. */
#define EACH_ID                                      \
	"SELECT CAST(CAST(value AS text) AS bigint)" \
	"  FROM json_each($ids)"

/** The same with their places, from 0: rows of `place` and `id`. */
#define EACH_PLACED                                          \
	"SELECT CAST(CAST(key AS text) AS bigint) AS place," \
	"    CAST(CAST(value AS text) AS bigint) AS id"      \
	"  FROM json_each($ids)"

struct statement;

struct statement *statement(struct reader *reader, const char *sql);
/** The same on a transaction's connection. */
struct statement *statement_tx(struct transaction *tx, const char *sql);
/** A statement with a single parameter, bound already, whatever its name. */
struct statement *statement_of_id(struct reader *reader, const char *sql,
				  int64_t id);
/** The statement `all` with these as its $ids; of one id, `one`, which answers
 *  the same: to make a table of a list costs SQLite as much as to find a
 *  row. */
struct statement *statement_of_ids(struct reader *reader, const char *one,
				   const char *all, const struct ids *ids);
struct statement *statement_of_text(struct reader *reader, const char *sql,
				    const char *text);

void bind_int(struct statement *st, const char *name, int64_t value);
void bind_null(struct statement *st, const char *name);
/** NULL binds NULL. The bytes must live until statement_done. */
void bind_text(struct statement *st, const char *name, const char *text);
void bind_blob(struct statement *st, const char *name, const void *bytes,
	       size_t len);
/** 0 binds NULL: for optional references. */
void bind_id(struct statement *st, const char *name, int64_t id);
/** Many ids as one parameter, which EACH_ID makes rows of again. */
void bind_ids(struct statement *st, const char *name, const struct ids *ids);
/** A LIMIT, SIZE_MAX for none. */
void bind_limit(struct statement *st, const char *name, size_t limit);
/** The id that a list from the newest goes on below; 0: from the first. */
void bind_below(struct statement *st, const char *name, int64_t below);

/** First or next row: OK with a row, ERR_NOT_FOUND behind the last (and the
 *  statement is done then), ERR_STORAGE (noted in the operation); ERR_EXISTS
 *  when a RETURNING write meets a unique constraint. */
MUST_CHECK enum err statement_row(struct statement *st);
/** Run a write to its end. ERR_EXISTS when a unique constraint refuses it,
 *  ERR_STORAGE else. The statement is done. */
MUST_CHECK enum err statement_run(struct statement *st);
/** The same with a single parameter, whatever its name. */
MUST_CHECK enum err statement_run_id(struct transaction *tx, const char *sql,
				     int64_t id);
/** The same for a write that must meet a row: ERR_NOT_FOUND when it changed
 *  none. */
MUST_CHECK enum err statement_change(struct statement *st);
/** Run an INSERT ... RETURNING id: *id is the new row's. ERR_EXISTS as above,
 *  and when ON CONFLICT DO NOTHING did nothing. The statement is done. */
MUST_CHECK enum err statement_insert(struct statement *st, int64_t *id);

/** Reads the row that the statement stands on into *item. */
typedef void statement_read(struct statement *st, void *item);

/** The only row, read; or ERR_NOT_FOUND. A RETURNING write is run to its end,
 *  with the errors of statement_run. The statement is done. */
MUST_CHECK enum err statement_one(struct statement *st, statement_read *read,
				  void *item);
/** The only column of the only row: a number, or a text in the arena. The
 *  rest as statement_one. */
MUST_CHECK enum err statement_one_int(struct statement *st, int64_t *number);
MUST_CHECK enum err statement_one_text(struct statement *st, const char **text);
/** Every row, read into items of this size in the arena: *list, whose address
 *  is given, is their array (NULL for none). The statement is done. */
MUST_CHECK enum err statement_list(struct statement *st, statement_read *read,
				   size_t size, void *list, size_t *count);
/** The first column of every row, in the arena. The statement is done. */
MUST_CHECK enum err statement_ids(struct statement *st, struct ids *ids);
/** Rows of a `place` and how `many` there are, into counts[place] of that
 *  size; the others become 0. The statement is done. */
MUST_CHECK enum err statement_counts(struct statement *st, size_t *counts,
				     size_t size);
/** Reset and unbind; harmless when done already. Those left open are done at
 *  the end of their transaction. */
void statement_done(struct statement *st);

/** Append the row that the statement stands on to a text, for a digest: each
 *  column's name, type and value, so that different rows give different
 *  texts. */
void statement_write(struct statement *st, struct buf *text);

/** Texts and blobs are copied into the arena. */
int64_t column_int(struct statement *st, const char *name);
bool column_null(struct statement *st, const char *name);
const char *column_text(struct statement *st, const char *name);
struct slice column_blob(struct statement *st, const char *name);

/** Run a word of transactions, such as COMMIT; SQLite's result code. */
int statement_word(struct reader *reader, const char *sql);
/** Reset the statements of a connection that were left open, and free all. */
void statements_settle(struct reader *reader);
void statements_free(struct reader *reader);

#endif
