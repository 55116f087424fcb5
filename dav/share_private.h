/**
 * POST of an XML body: invitations to a calendar and answers to them (the
 * CalDAV sharing draft 5.3.2, 5.4.1).
 */
#ifndef DAV_SHARE_PRIVATE_H
#define DAV_SHARE_PRIVATE_H

#include "dav/dav.h"

/** Is the request one of these, by its media type? */
bool share_is_asked(const struct dav *dav);

/** Answer it; the reader has not begun. ERR_MEDIA_TYPE: the body is neither. */
MUST_CHECK enum err dav_share(struct dav *dav);

#endif
