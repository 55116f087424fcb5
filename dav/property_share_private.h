/**
 * The live properties of shared calendars and of those who stand in.
 */
#ifndef DAV_PROPERTY_SHARE_PRIVATE_H
#define DAV_PROPERTY_SHARE_PRIVATE_H

#include "dav/property_private.h"

extern const struct property_rows property_share_rows;

/** Write what the resourcetype of a collection says of sharing. */
MUST_CHECK enum err property_share_types(struct property_call *call);

#endif
