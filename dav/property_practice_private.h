/**
 * The live properties of the practice: how a session ended, who takes part.
 */
#ifndef DAV_PROPERTY_PRACTICE_PRIVATE_H
#define DAV_PROPERTY_PRACTICE_PRIVATE_H

#include "dav/property_private.h"

extern const struct property_rows property_practice_rows;

#endif
