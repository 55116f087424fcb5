/**
 * A person's calendar as a feed shows it (caldav.md section 5): sessions as
 * the feed's level tells them, closures by their titles at every level.
 */
#ifndef PRACTICE_VIEW_FEED_H
#define PRACTICE_VIEW_FEED_H

#include "base/str.h"
#include "store/people.h"

/**
 * One iCalendar object of the sessions of the last year and all that come.
 * What did not change comes out the same to the byte. *changed is no earlier
 * than the last change of anything in it.
 */
MUST_CHECK enum err practice_feed_render(struct reader *reader,
					 const struct feed *feed,
					 struct slice *bytes,
					 struct instant *changed);

#endif
