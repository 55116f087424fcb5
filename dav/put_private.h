/**
 * PUT of one member, and POST that adds one to a collection (RFC 5995).
 */
#ifndef DAV_PUT_PRIVATE_H
#define DAV_PUT_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_put(struct dav *dav);
MUST_CHECK enum err dav_post(struct dav *dav);

#endif
