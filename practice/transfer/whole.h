/**
 * A whole practice by its rows: the file of an export that brings it back as
 * it was into an empty place, ledger, documents and audit log included.
 */
#ifndef PRACTICE_TRANSFER_WHOLE_H
#define PRACTICE_TRANSFER_WHOLE_H

#include "base/str.h"
#include "practice/transfer/export_practice.h"
#include "store/rows.h"
#include "store/store.h"

/** What the file is called in an export. */
#define PRACTICE_WHOLE_FILE "practice.rows"
/** Most bytes of it. */
#define PRACTICE_WHOLE_LIMIT ((size_t)1024 * 1024 * 1024)

/** Write the file as a part of an export; the reader has begun. */
MUST_CHECK enum err practice_whole_write(struct reader *reader,
					 export_write *write, void *context);

/**
 * Take the bytes of such a file into an empty place, in one transaction.
 * *count: its rows; -1 where the place holds somebody or something, and nothing
 * was done. For the system or an admin: ERR_FORBIDDEN. Errors of
 * store_rows_load: nothing was done then either.
 */
MUST_CHECK enum err practice_whole_take(struct operation *op,
					struct store *store, struct slice bytes,
					int64_t *count);

#endif
