/**
 * Tombstones: which names went from a collection, and when.
 */
#ifndef STORE_CHANGE_PRIVATE_H
#define STORE_CHANGE_PRIVATE_H

#include "store/tables.h"

/** Remember that a name went, under this revision; or that it is back. */
MUST_CHECK enum err tombstone_add(struct transaction *tx, int64_t collection,
				  const char *name, int64_t revision);
MUST_CHECK enum err tombstone_remove(struct transaction *tx, int64_t collection,
				     const char *name);

#endif
