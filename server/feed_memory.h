/**
 * What each feed showed last, so that a program that asks whether anything is
 * new costs one look-up: nothing is, while the audit log has no new row, since
 * every change writes one (S48), and the day is the same. Kept in memory, for
 * the feeds that were asked for last.
 */
#ifndef SERVER_FEED_MEMORY_H
#define SERVER_FEED_MEMORY_H

#include "base/clock.h"
#include "base/digest.h"

#define FEED_TAG_SIZE 33 /* of digest_tag, with its NUL */

struct feed_shown {
	struct digest feed; /* of its secret */
	int64_t audit, day; /* the newest row, and days since 1970 */
	struct instant changed;
	char tag[FEED_TAG_SIZE];
};

/** Takes feed, audit and day of *shown; true: sets the rest, which it still
 *  shows. */
MUST_CHECK bool feed_memory_find(struct feed_shown *shown);
void feed_memory_put(const struct feed_shown *shown);

#endif
