/**
 * MKCALENDAR and MKCOL.
 */
#ifndef DAV_MKCALENDAR_PRIVATE_H
#define DAV_MKCALENDAR_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_mkcalendar(struct dav *dav);

#endif
