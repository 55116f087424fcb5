/**
 * The notifications that those are sent who share a calendar (the CalDAV
 * sharing draft 4, 6.15, 6.22): XML in a collection of their home.
 */
#ifndef PRACTICE_CALENDAR_SHARE_NOTICE_PRIVATE_H
#define PRACTICE_CALENDAR_SHARE_NOTICE_PRIVATE_H

#include "store/calendar.h"
#include "store/share.h"

/** Tell who is asked how their share stands; `ended`: it is no more. One
 *  notification a share: a later one takes the place of an earlier. */
MUST_CHECK enum err share_notice_sharee(struct transaction *tx,
					const struct collection *source,
					const struct share *share, bool ended);

/** Tell the owner what was answered. */
MUST_CHECK enum err share_notice_owner(struct transaction *tx,
				       const struct collection *source,
				       const struct share *share,
				       const char *summary);

#endif
