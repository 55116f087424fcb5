/**
 * The live properties of RFC 4918, 3744, 5397, 6578 and their kin.
 */
#ifndef DAV_PROPERTY_DAV_PRIVATE_H
#define DAV_PROPERTY_DAV_PRIVATE_H

#include "dav/property_private.h"

extern const struct property_rows property_dav_rows;

#endif
