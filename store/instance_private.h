/**
 * The rows of the index, for members that are stored or asked for.
 */
#ifndef STORE_INSTANCE_PRIVATE_H
#define STORE_INSTANCE_PRIVATE_H

#include "store/instance.h"

/** Members that may have an instance in the span, as store_member_overlapping
 *  says, each once, by id. */
MUST_CHECK enum err instances_overlapping(struct reader *reader,
					  int64_t collection, struct span span,
					  struct ids *members);

/** Put rows in place of a member's; NULL: none. */
MUST_CHECK enum err instances_set(struct transaction *tx, int64_t collection,
				  int64_t member,
				  const struct index_rows *rows);

#endif
