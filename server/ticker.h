/**
 * The thread that does what time brings: reminders, the index that reaches
 * ahead, runs that a crash cut short; and what waits for nobody: the rows of
 * calendars that were deleted.
 */
#ifndef SERVER_TICKER_H
#define SERVER_TICKER_H

#include "store/store.h"

struct ticker;

/** The store must outlive it. */
struct ticker *ticker_start(struct store *store);
/** Waits for what it is at. */
void ticker_stop(struct ticker *ticker);

#endif
