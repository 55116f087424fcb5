/**
 * The rows of the index, for members that are stored.
 */
#ifndef STORE_INSTANCE_PRIVATE_H
#define STORE_INSTANCE_PRIVATE_H

#include "store/instance.h"

/** Instances that are longer are told apart (31 days): others need not be
 *  looked for further back. */
#define LONG_SECONDS INT64_C(2678400)

bool instance_is_long(struct span span);

/** Recurring members of $collection that may be in the span from $start to $end
 *  and whose rows fall short of it at either end. */
#define ROWS_FALL_SHORT                    \
	"SELECT id"                        \
	"  FROM member"                    \
	"  WHERE collection = $collection" \
	"    AND recurring = 1"            \
	"    AND indexed_to < $end"        \
	"    AND starts < $end"            \
	"    AND ends >= $start"           \
	"  UNION "                         \
	"SELECT id"                        \
	"  FROM member"                    \
	"  WHERE collection = $collection" \
	"    AND recurring = 1"            \
	"    AND indexed_from > $start"    \
	"    AND starts < $end"            \
	"    AND ends >= $start"

/** Put these in the place of a member's rows. */
MUST_CHECK enum err instances_set(struct transaction *tx, int64_t collection,
				  int64_t member,
				  const struct index_rows *rows);
/** Add rows of a member that has none; NULL: none. */
MUST_CHECK enum err instances_add(struct transaction *tx, int64_t collection,
				  int64_t member,
				  const struct index_rows *rows);

#endif
