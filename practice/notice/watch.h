/**
 * What a change of a session makes of its notices, in the change's own
 * transaction (rules S44, R13): what waits and is not true any more is
 * withdrawn, who knows better is told the new truth, and of a removal by a
 * practitioner the clients hear.
 *
 * What somebody knows is what they were sent last; who was sent nothing knows
 * the session as it stood before. So a move that is moved back in time sends
 * nothing, and a cancellation that was sent and is taken back is followed by
 * "takes place after all".
 */
#ifndef PRACTICE_NOTICE_WATCH_H
#define PRACTICE_NOTICE_WATCH_H

#include "store/tables.h"

/** See every change of a session from now on; before there are threads. */
void practice_notice_watch(void);

/** The session's waiting notices wait for a person to settle the review. */
MUST_CHECK enum err practice_notices_hold(struct transaction *tx,
					  int64_t session, int64_t review);
/** The review is settled: what still waits for it goes. */
MUST_CHECK enum err practice_notices_release(struct transaction *tx,
					     int64_t review);

#endif
