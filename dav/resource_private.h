/**
 * What resource.c and children.c share.
 */
#ifndef DAV_RESOURCE_PRIVATE_H
#define DAV_RESOURCE_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource.h"

#define HREF_PRINCIPALS DAV_ROOT "principals/"
#define HREF_HOMES DAV_ROOT "calendars/"

/** Is there anything to see of this collection? */
bool resource_is_served(const struct collection *collection);

/** Prefix, encoded segment, slash. */
char *resource_href(struct arena *arena, const char *prefix,
		    const char *segment);

/** "text/calendar; charset=utf-8; component=vevent", or a plain file's. */
const char *resource_media_type(const struct member *member);

#endif
