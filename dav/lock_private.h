/**
 * LOCK and UNLOCK (RFC 4918 9.10, 9.11).
 */
#ifndef DAV_LOCK_PRIVATE_H
#define DAV_LOCK_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_lock(struct dav *dav);
MUST_CHECK enum err dav_unlock(struct dav *dav);

#endif
