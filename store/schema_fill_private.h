/**
 * What SQL cannot say in a step of the schema, each in the transaction of its
 * step. By the tables of its version: no statement of the modules of today.
 */
#ifndef STORE_SCHEMA_FILL_PRIVATE_H
#define STORE_SCHEMA_FILL_PRIVATE_H

#include "base/error.h"
#include "store/tables.h"

/** Version 1: the practice, which is not set up yet, its closures, and what
 *  tells our files from others'. */
MUST_CHECK enum err schema_fill_first(struct transaction *tx);
/** Version 7: until then the scheduler's marks were properties of the
 *  closures. */
MUST_CHECK enum err schema_move_marks(struct transaction *tx);
/** Version 18: names as people are found by them. */
MUST_CHECK enum err schema_fold_names(struct transaction *tx);

#endif
