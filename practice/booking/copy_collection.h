/**
 * COPY and MOVE of whole collections within a home.
 */
#ifndef PRACTICE_BOOKING_COPY_COLLECTION_H
#define PRACTICE_BOOKING_COPY_COLLECTION_H

#include "base/error.h"
#include "practice/condition.h"
#include "store/store.h"

#include <stdbool.h>

/** From one path of a home to another, with all in it, or without it where
 *  `deep` is false (not for MOVE). */
struct collection_copy {
	const char *home, *from, *to;
	bool move, overwrite, deep;
	const struct condition *condition; /* of the source, or NULL */
};

/** COPY (move false) or MOVE of a personal or plain collection. *created tells
 *  whether nothing was there. ERR_PRECONDITION when something is and overwrite
 *  is false, or the condition does not hold;
 *  ERR_LOCK_TOKEN, ERR_PARENT, ERR_LOCATION, ERR_FORBIDDEN (onto or into
 * itself), ERR_NEED_PRIVILEGES (the practice's calendars). */
MUST_CHECK enum err practice_collection_copy(struct operation *op,
					     struct store *store,
					     const struct collection_copy *wish,
					     bool *created);

#endif
