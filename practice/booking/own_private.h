/**
 * The lines of an event that are its viewer's own: alarms, colours and whatever
 * the practice does not know is kept for this viewer and served back.
 */
#ifndef PRACTICE_BOOKING_OWN_PRIVATE_H
#define PRACTICE_BOOKING_OWN_PRIVATE_H

#include "practice/booking/member_private.h"

/** Most bytes of own lines that are kept for a viewer. */
#define OWN_LIMIT (64 * 1024)

/** The lines and alarms of a component that are not ours, as they are kept
 *  for a viewer: properties, then components, CRLF. "" none. */
char *booking_own_lines(struct arena *arena,
			const struct cal_component *component);

/** ERR_RESOURCE_SIZE: more than OWN_LIMIT. */
MUST_CHECK enum err booking_own_check(struct operation *op, const char *own);

/** Set what the viewer keeps of its own in the session's member. */
MUST_CHECK enum err booking_keep_own(struct booking *booking, int64_t session,
				     const char *own);

#endif
