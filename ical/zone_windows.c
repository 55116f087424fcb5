#include "ical/zone_windows_private.h"

#include <unicode/ucal.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#define NAME_ROOM 128

/* The IANA name of a Windows zone, for the world rather than one country. */
static bool iana_of(const char *windows, char *iana)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar from[NAME_ROOM];
	UChar to[NAME_ROOM];
	int32_t len;

	u_uastrncpy(from, windows, NAME_ROOM - 1);
	from[NAME_ROOM - 1] = 0;
	len = ucal_getTimeZoneIDForWindowsID(from, -1, NULL, to, NAME_ROOM,
					     &code);
	if (U_FAILURE(code) || len <= 0 || len >= NAME_ROOM)
		return false;
	u_austrncpy(iana, to, NAME_ROOM);
	return true;
}

size_t zone_windows_names(struct arena *arena, struct zone_alias **aliases)
{
	UErrorCode code = U_ZERO_ERROR;
	UResourceBundle *file = ures_openDirect(NULL, "windowsZones", &code);
	UResourceBundle *map = ures_getByKey(file, "mapTimezones", NULL, &code);
	UResourceBundle *item = NULL;
	struct zone_alias *found = NULL;
	size_t count = 0;
	size_t room = 0;

	/* ICU can look one name up but has no call that lists them: the list
	 * is the keys of its own table. */
	while (U_SUCCESS(code) && ures_hasNext(map)) {
		char iana[NAME_ROOM];
		const char *name;

		item = ures_getNextResource(map, item, &code);
		name = U_SUCCESS(code) ? ures_getKey(item) : NULL;
		if (!name || !iana_of(name, iana))
			continue;
		found = arena_grow(arena, found, count, &room, sizeof(*found));
		found[count].name = arena_strdup(arena, name);
		found[count++].iana = arena_strdup(arena, iana);
	}
	ures_close(item);
	ures_close(map);
	ures_close(file);
	*aliases = found;
	return count;
}
