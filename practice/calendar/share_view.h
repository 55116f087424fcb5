/**
 * A shared calendar in the home of somebody with whom it is shared: its
 * members are the source's, rendered for this viewer, so that whatever reads a
 * calendar reads this one like any other.
 */
#ifndef PRACTICE_CALENDAR_SHARE_VIEW_H
#define PRACTICE_CALENDAR_SHARE_VIEW_H

#include "store/calendar.h"
#include "store/store.h"

/** The members of this calendar changed: whoever it is shared with sees it.
 *  Costs a look where it is shared with nobody. */
MUST_CHECK enum err practice_share_follow_tx(struct transaction *tx,
					     const struct collection *source);

/** Render a whole view anew, from all members of its source. */
MUST_CHECK enum err share_view_render_tx(struct transaction *tx,
					 const struct collection *view);

/** Render one member of it. own NULL keeps the viewer's own lines
 *  (share_text.h). */
MUST_CHECK enum err share_view_member_tx(struct transaction *tx,
					 const struct collection *view,
					 const char *name, const char *own);

#endif
