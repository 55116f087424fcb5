/**
 * How invoices, payments and payroll runs are changed.
 */
#ifndef STORE_DOCUMENT_ROWS_PRIVATE_H
#define STORE_DOCUMENT_ROWS_PRIVATE_H

#include "store/statement_private.h"

/** Run an UPDATE that must change one row: ERR_CONFLICT with the sentence
 *  where it changes none. */
MUST_CHECK enum err document_change(struct transaction *tx,
				    struct statement *st, const char *sentence);

#endif
