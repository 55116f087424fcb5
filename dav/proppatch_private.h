/**
 * PROPPATCH of what a viewer keeps, and of a session's status.
 */
#ifndef DAV_PROPPATCH_PRIVATE_H
#define DAV_PROPPATCH_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_proppatch(struct dav *dav);

#endif
