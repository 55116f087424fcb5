/**
 * What a feed has shown: an event's digest without its stamps, and the stamps
 * that it got, so that they move when what this feed tells moves and for
 * nothing else. The item with an empty UID stands for the whole feed.
 */
#ifndef STORE_FEED_ITEM_H
#define STORE_FEED_ITEM_H

#include "base/digest.h"
#include "store/tables.h"

struct feed_item {
	const char *uid;
	struct digest digest;
	int64_t sequence;
	struct instant changed;
};

/** All of a feed by UID, in the order of bytes. */
MUST_CHECK enum err store_feed_item_list(struct reader *reader, int64_t feed,
					 struct feed_item **items,
					 size_t *count);
/** Over the one of that UID, if there is one. */
MUST_CHECK enum err store_feed_item_put(struct transaction *tx, int64_t feed,
					const struct feed_item *item);

#endif
