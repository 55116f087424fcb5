/**
 * Where things stand below /dav/calendars/, and their addresses.
 */
#ifndef PRACTICE_CALENDAR_ADDRESS_H
#define PRACTICE_CALENDAR_ADDRESS_H

#include "base/arena.h"

/** Where calendars are reached, and the homes among them. */
#define ADDRESS_ROOT "/dav/"
#define ADDRESS_HOMES ADDRESS_ROOT "calendars/"

/** The paths that hold for every home. */
#define PATH_SESSIONS "sessions"
#define PATH_TO_SAVE "to-save"
#define PATH_CLOSURES "closures"
#define PATH_NOTIFICATIONS "notifications"

/** A home (login), the path of a collection in it, and a member's name; path
 *  NULL is the home itself, name NULL the collection itself. */
struct object_at {
	const char *home, *path, *name;
};

/** "/dav/calendars/maria/work/a.ics", encoded. name NULL: the collection. */
char *practice_href(struct arena *arena, const char *home, const char *path,
		    const char *name);

#endif
