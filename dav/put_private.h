/**
 * PUT of one member.
 */
#ifndef DAV_PUT_PRIVATE_H
#define DAV_PUT_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_put(struct dav *dav);

#endif
