/**
 * Collections that were deleted: out of everybody's reach at once, whatever
 * they hold, and cleared away afterwards a slice at a time, so that no other
 * write waits long.
 *
 * A retired collection keeps its row and those of its members, but its owner
 * is the negative of a person, its kind 0, its parent nobody's and its path
 * its id: no home, no kind, no parent and no source finds it, and only these
 * four do. What is found by another way than its collection (series that are
 * due, rows of an export) leaves those of OUT_OF_REACH out
 * (calendar_private.h).
 */
#ifndef STORE_RETIRED_H
#define STORE_RETIRED_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"
#include "store/tables.h"

/** A collection with what lies below it and the shared ones that show it: none
 *  of them may show sessions or closures. Locks, shares and properties are gone
 *  at once. Until it is cleared away it counts as what `owner` deleted
 *  (store/usage.h). */
MUST_CHECK enum err store_collection_retire(struct transaction *tx,
					    int64_t collection, int64_t owner);

/** Clear away one slice of what is retired, in a write of its own; *more:
 *  whether there was any. */
MUST_CHECK enum err store_retired_clear(struct operation *op,
					struct store *store, bool *more);

#endif
