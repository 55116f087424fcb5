/**
 * The live properties of CalDAV and its extensions.
 */
#ifndef DAV_PROPERTY_CALENDAR_PRIVATE_H
#define DAV_PROPERTY_CALENDAR_PRIVATE_H

#include "dav/property_private.h"

extern const struct property_rows property_calendar_rows;

#endif
