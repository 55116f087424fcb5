/**
 * The notices of the demo practice: a snow day that was canceled, and what
 * became of each notice. None is ever sent: what is settled here is only told.
 */
#ifndef SERVER_DEMO_NOTICE_PRIVATE_H
#define SERVER_DEMO_NOTICE_PRIVATE_H

#include "server/demo_people_private.h"

/** Put the snow day among what is to happen; sets demo->snow. */
void demo_notice_plan(struct demo *demo);

/** What waits in the outbox counts as sent from now on; of notices to `address`
 *  (NULL: none) it is said that they failed for good, with this reason. */
MUST_CHECK enum err demo_notices_go(struct demo *demo, const char *address,
				    const char *reason);

#endif
