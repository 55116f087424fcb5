/**
 * GET and HEAD of members, calendars as one object, and pages for people.
 */
#ifndef DAV_GET_PRIVATE_H
#define DAV_GET_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail; the reader has not begun. */
MUST_CHECK enum err dav_get(struct dav *dav);

#endif
