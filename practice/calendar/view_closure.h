/**
 * Closures as the one calendar that every home shows.
 */
#ifndef PRACTICE_CALENDAR_VIEW_CLOSURE_H
#define PRACTICE_CALENDAR_VIEW_CLOSURE_H

#include "store/calendar.h"
#include "store/store.h"

/** The practice's one closures collection, made where missing. */
MUST_CHECK enum err view_closures_load(struct transaction *tx,
				       struct collection *closures);

/** The closures collection's member of this closure. */
MUST_CHECK enum err practice_closure_view_update(struct transaction *tx,
						 int64_t closure);

#endif
