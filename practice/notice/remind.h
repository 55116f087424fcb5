/**
 * What time makes of notices: reminders of sessions to come, and the digest
 * that tells the office what waits for a review (rules S44, S45).
 */
#ifndef PRACTICE_NOTICE_REMIND_H
#define PRACTICE_NOTICE_REMIND_H

#include "store/store.h"

/** Queue what is due by now; called again and again, it queues nothing
 *  twice. */
MUST_CHECK enum err practice_notices_tick(struct operation *op,
					  struct store *store);

#endif
