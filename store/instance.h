/**
 * The index of where the instances of calendar objects lie in time.
 */
#ifndef STORE_INSTANCE_H
#define STORE_INSTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/tables.h"

/** What an instance is in answers of free-busy. The database knows the
 *  numbers. */
enum instance_busy {
	INSTANCE_FREE = 0,
	INSTANCE_BUSY = 1,
	INSTANCE_TENTATIVE = 2,
	INSTANCE_ASK = 3, /* only the object's bytes can tell */
};

/** Where the instances of an object lie in time. */
struct index_rows {
	struct span *spans;
	size_t count;
	/** Of each; NULL: INSTANCE_ASK. Either all of a member's are that or
	 *  none, and no two of one span differ. */
	const enum instance_busy *busy;
};

/** Another answer than OK stops the walk and is its result. */
typedef enum err store_busy_each(void *context, struct span span,
				 enum instance_busy busy);
/**
 * The instances in a span that take time, in no order, with their own spans:
 * of members about which the index can tell. *asked: there may be others, which
 * store_member_asked gives.
 */
MUST_CHECK enum err store_instance_busy(struct reader *reader,
					int64_t collection, struct span span,
					store_busy_each *each, void *context,
					bool *asked);

/** Recurring members whose index ends before `until`, those that end first
 *  before others, and before them members whose rows are of an older version
 *  of the database, at most limit, for the job that makes rows anew. */
MUST_CHECK enum err store_member_index_due(struct reader *reader,
					   struct instant until, size_t limit,
					   struct ids *members);
/** Replace a member's rows, and the spans that it lies in and is indexed in,
 *  without a new revision. ERR_NOT_FOUND. */
struct member;
MUST_CHECK enum err store_member_index_set(struct transaction *tx,
					   const struct member *member,
					   const struct index_rows *rows);

/** Leave them as they are; of an older version they are told to be asked. */
MUST_CHECK enum err store_member_index_keep(struct transaction *tx, int64_t id);

#endif
