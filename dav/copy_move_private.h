/**
 * COPY and MOVE within a home.
 */
#ifndef DAV_COPY_MOVE_PRIVATE_H
#define DAV_COPY_MOVE_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_copy_move(struct dav *dav);

#endif
