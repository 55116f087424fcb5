/**
 * The live properties of principals.
 */
#ifndef DAV_PROPERTY_PRINCIPAL_PRIVATE_H
#define DAV_PROPERTY_PRINCIPAL_PRIVATE_H

#include "dav/property_private.h"

extern const struct property_rows property_principal_rows;

#endif
