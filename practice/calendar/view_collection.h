/**
 * A whole calendar of sessions or closures, rendered anew.
 */
#ifndef PRACTICE_CALENDAR_VIEW_COLLECTION_H
#define PRACTICE_CALENDAR_VIEW_COLLECTION_H

#include "store/calendar.h"
#include "store/store.h"

/** Render one collection anew (a person's new role, name setting...). */
MUST_CHECK enum err practice_collection_render(struct transaction *tx,
					       const struct collection *of);

#endif
