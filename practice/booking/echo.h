/**
 * Programs that keep what they sent though something else was stored: they read
 * the answer's ETag by a GET of their own and look no further (KOrganizer).
 * What they read gets another ETag afterwards, so that the next sync serves it
 * anew (rules K12).
 */
#ifndef PRACTICE_BOOKING_ECHO_H
#define PRACTICE_BOOKING_ECHO_H

#include "store/object.h"
#include "store/store.h"

/** Does what was stored say otherwise than what was sent, in a line that
 *  programs show? Bytes of calendar objects; what cannot be read does. */
bool practice_echo_differs(struct operation *op, struct slice sent,
			   struct slice stored);

/** Somebody has read this member's bytes. Where its echo asks for it, it is
 *  served anew from now on; the ETag that was read still names it in a
 *  condition. Not where it has changed since. */
MUST_CHECK enum err practice_echo_read(struct operation *op,
				       struct store *store,
				       const struct member *member);

#endif
