/**
 * The names by which Windows knows zones, from ICU.
 */
#ifndef ICAL_ZONE_WINDOWS_PRIVATE_H
#define ICAL_ZONE_WINDOWS_PRIVATE_H

#include <stddef.h>

#include "base/arena.h"

/** Another name of a zone. */
struct zone_alias {
	const char *name;
	const char *iana;
};

/** The names that Windows gives zones, each with its IANA name. */
size_t zone_windows_names(struct arena *arena, struct zone_alias **aliases);

#endif
