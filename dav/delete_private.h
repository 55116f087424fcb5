/**
 * DELETE of a member or of a collection with all in it.
 */
#ifndef DAV_DELETE_PRIVATE_H
#define DAV_DELETE_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_delete(struct dav *dav);

#endif
