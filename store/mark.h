/**
 * Marks: until when the work of a name is done, so that a restart goes on
 * from there.
 */
#ifndef STORE_MARK_H
#define STORE_MARK_H

#include "base/clock.h"
#include "store/tables.h"

/** ERR_NOT_FOUND: that work was never done. */
MUST_CHECK enum err store_mark_find(struct reader *reader, const char *name,
				    struct instant *at);
MUST_CHECK enum err store_mark_set(struct transaction *tx, const char *name,
				   struct instant at);

#endif
