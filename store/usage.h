/**
 * What a person's home and settings take of the database, for quotas.
 */
#ifndef STORE_USAGE_H
#define STORE_USAGE_H

#include <stdbool.h>

#include "store/calendar.h"
#include "store/tables.h"

/** What lies in collections. */
struct usage {
	int64_t collections, objects, bytes;
	int64_t extra_rows; /* of the index, beyond one of each object */
	bool deleted; /* others were deleted and wait to be cleared away */
};

/** What a person has set of collections and members. */
struct property_usage {
	int64_t count, bytes;
};

/** In those that a person made. */
MUST_CHECK enum err store_usage_load(struct reader *reader, int64_t owner,
				     struct usage *usage);
/** In those that they deleted, until these are cleared away
 *  (store/retired.h). */
MUST_CHECK enum err store_usage_deleted(struct reader *reader, int64_t owner,
					struct usage *usage);
MUST_CHECK enum err store_usage_properties(struct reader *reader,
					   int64_t viewer,
					   struct property_usage *usage);
/** Dates in the index of what is in a collection and in those within; it is not
 *  counted further than to `most`. */
MUST_CHECK enum err store_usage_dates(struct reader *reader,
				      const struct collection *collection,
				      int64_t most, int64_t *count);
/** Those that are live. */
MUST_CHECK enum err store_usage_tokens(struct reader *reader, int64_t person,
				       int64_t *count);
MUST_CHECK enum err store_usage_feeds(struct reader *reader, int64_t person,
				      int64_t *count);
/** Locks whose time is not over. */
MUST_CHECK enum err store_usage_locks(struct reader *reader, int64_t person,
				      int64_t *count);

#endif
