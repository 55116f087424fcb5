/**
 * A person's calendar as a feed shows it (rules K39-K41): sessions as
 * the feed's level tells them, closures by their titles at every level.
 */
#ifndef PRACTICE_CALENDAR_VIEW_FEED_H
#define PRACTICE_CALENDAR_VIEW_FEED_H

#include "base/str.h"
#include "store/credential.h"
#include "store/feed_item.h"

struct feed_view {
	struct slice bytes;
	struct instant changed; /* when the feed came to show these bytes */
	/* To be kept by practice_feed_keep: what it shows for the first time,
	 * or otherwise than it did. */
	struct feed_item *items;
	size_t count;
};

/**
 * One iCalendar object of the sessions of the last year and all that come.
 * What it shows of an event decides that event's stamps: a change that this
 * feed does not tell leaves every byte as it was.
 */
MUST_CHECK enum err practice_feed_render(struct reader *reader,
					 const struct feed *feed,
					 struct feed_view *view);

#endif
