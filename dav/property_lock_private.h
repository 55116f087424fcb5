/**
 * How locks are told: DAV:lockdiscovery and DAV:supportedlock (RFC 4918 15.8,
 * 15.10), and the answer to a LOCK.
 */
#ifndef DAV_PROPERTY_LOCK_PRIVATE_H
#define DAV_PROPERTY_LOCK_PRIVATE_H

#include "dav/property_private.h"
#include "store/lock.h"

/** The locks that are on a resource, also those from above. */
MUST_CHECK enum err property_lockdiscovery(struct property_call *call);
/** Both scopes, or nothing where no locks are taken. */
MUST_CHECK enum err property_supportedlock(struct property_call *call);

/** Write a DAV:activelock, its root as an address in that home (a login). */
void property_lock_write(struct dav *dav, const char *home,
			 const struct lock *lock, struct buf *out);

#endif
