/**
 * The rows of the index, for members that are stored.
 */
#ifndef STORE_INSTANCE_PRIVATE_H
#define STORE_INSTANCE_PRIVATE_H

#include "store/instance.h"
#include "store/statement_private.h"

/** How long an instance is, as its row tells (column `long`): what reaches into
 *  a span need not be looked for further back than it is long. */
enum instance_length {
	INSTANCE_MONTH, /* up to 31 days */
	INSTANCE_LONG,  /* longer; there are few */
	INSTANCE_DAY,   /* up to 25 hours, the longest day: most are */
};

enum instance_length instance_length(struct span span);
/** Bind $start and $end, and $reach and $day_reach: how far back those of
 *  INSTANCE_MONTH and INSTANCE_DAY are to be looked for. */
void instance_bind_span(struct statement *st, struct span span);

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
