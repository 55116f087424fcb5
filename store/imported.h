/**
 * What files told of sessions and closures that they became, so that another
 * import knows what has changed there, and what here.
 */
#ifndef STORE_IMPORTED_H
#define STORE_IMPORTED_H

#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

struct imported {
	const char *uid;           /* of the session or closure */
	const char *source;        /* the event's UID in the file */
	struct instant recurrence; /* the date of the event that it is, or of
				      the one that it was moved from */
	int64_t sequence;          /* RFC 5545 3.8.7.4 */
	struct instant modified;   /* LAST-MODIFIED; INSTANT_MIN: none */
	struct instant stamp;      /* DTSTAMP; INSTANT_MIN: none */
	const char *told; /* the fields as the file told them, by whoever
			     reads it: digests, not texts */
};

/** ERR_NOT_FOUND: no file told of it. */
MUST_CHECK enum err store_imported_find(struct reader *reader, const char *uid,
					struct imported *imported);
/** All that events of one UID became, by recurrence. */
MUST_CHECK enum err store_imported_list(struct reader *reader,
					const char *source,
					struct imported **list, size_t *count);
MUST_CHECK enum err store_imported_set(struct transaction *tx,
				       const struct imported *imported);

#endif
