/**
 * What statements about collections share, and answer where a row is missing.
 */
#ifndef STORE_CALENDAR_PRIVATE_H
#define STORE_CALENDAR_PRIVATE_H

#include "store/calendar.h"

/** For statements about a collection ($id) with what lies below it, itself too,
 *  as `below`. */
#define COLLECTIONS_BELOW                           \
	"WITH RECURSIVE below (id) AS ("            \
	"  SELECT id"                               \
	"    FROM collection"                       \
	"    WHERE id = $id"                        \
	"  UNION ALL"                               \
	"  SELECT child.id"                         \
	"    FROM collection AS child"              \
	"    JOIN below ON child.parent = below.id" \
	") "

/** The ids of those that were deleted and are not cleared away yet: by what is
 *  not found by its collection they are left out (store/retired.h). */
#define OUT_OF_REACH "(SELECT id FROM collection WHERE owner < 0)"

/** ERR_STORAGE: there is no such collection. */
MUST_CHECK enum err collection_missing(struct reader *reader, int64_t id);

#endif
