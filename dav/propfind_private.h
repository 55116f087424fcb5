/**
 * PROPFIND of a resource and of its children.
 */
#ifndef DAV_PROPFIND_PRIVATE_H
#define DAV_PROPFIND_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_propfind(struct dav *dav);

#endif
