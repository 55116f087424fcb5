/**
 * How invoices, payments and payroll runs are listed and changed.
 */
#ifndef STORE_DOCUMENT_ROWS_PRIVATE_H
#define STORE_DOCUMENT_ROWS_PRIVATE_H

#include "store/statement.h"

/** A LIMIT as the database takes it. */
int64_t document_limit(size_t limit);
/** An id that a list goes on below; 0: the newest. */
int64_t document_below(int64_t below);
/** Run an UPDATE that must change one row: ERR_CONFLICT with the sentence
 *  where it changes none. */
MUST_CHECK enum err document_change(struct transaction *tx,
				    struct statement *st, const char *sentence);

#endif
