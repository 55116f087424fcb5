/**
 * What time itself changes in calendars.
 */
#ifndef PRACTICE_BOOKING_TICK_H
#define PRACTICE_BOOKING_TICK_H

#include "base/error.h"
#include "store/store.h"

/** Past open sessions enter to-save/, canceled ones leave clients' calendars,
 *  the instance index rolls on. Cheap when nothing is due; run each half
 *  minute. ERR_STORAGE. */
MUST_CHECK enum err practice_tick(struct operation *op, struct store *store);

#endif
