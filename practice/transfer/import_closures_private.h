/**
 * Closures that a file tells of.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_CLOSURES_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_CLOSURES_PRIVATE_H

#include "practice/transfer/import_apply_private.h"

MUST_CHECK enum err import_closure_apply(struct transaction *tx,
					 struct ics_work *work,
					 const struct ics_wish *wish);
/** The file tells of it no more: it goes, unless it was changed here. */
MUST_CHECK enum err import_closure_gone(struct transaction *tx,
					struct ics_work *work,
					const struct imported *row);

#endif
