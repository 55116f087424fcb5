/**
 * The index of where the instances of calendar objects lie in time.
 */
#ifndef STORE_INSTANCE_H
#define STORE_INSTANCE_H

#include <stddef.h>

#include "store/tables.h"

/** Where the instances of an object lie in time. */
struct index_rows {
	struct span *spans;
	size_t count;
};

/** Recurring members whose index ends before `until`, those that end first
 *  before others, at most limit, for the job that extends it. */
MUST_CHECK enum err store_member_index_due(struct reader *reader,
					   struct instant until, size_t limit,
					   struct ids *members);
/** Replace a member's rows, and the spans that it lies in and is indexed in,
 *  without a new revision. ERR_NOT_FOUND. */
struct member;
MUST_CHECK enum err store_member_index_set(struct transaction *tx,
					   const struct member *member,
					   const struct index_rows *rows);

#endif
