/**
 * In which form calendar data goes out: as it is kept or as jCal (RFC 7265),
 * with its time zones or without those that are known by name (RFC 7809).
 */
#ifndef DAV_REPRESENTATION_PRIVATE_H
#define DAV_REPRESENTATION_PRIVATE_H

#include <stdbool.h>

#include "base/str.h"
#include "dav/dav.h"
#include "ical/parse.h"

struct representation {
	bool json;
	bool bare;  /* without VTIMEZONEs of the tz database */
	bool zones; /* with those that its program left out */
};

/** What Accept and CalDAV-Timezones of the request ask for; says in Vary that
 *  the answer follows them. */
struct representation representation_asked(struct dav *dav);
/** The same of zones alone, without a word in Vary. */
struct representation representation_zones(struct dav *dav);

/** The tag of this form of what has the tag; nobody is told a form by the tag
 *  of another. */
const char *representation_etag(struct arena *arena, struct representation form,
				const char *etag);
/** "application/calendar+json", or what the type is otherwise, with the
 *  parameters of that. */
const char *representation_type(struct arena *arena, struct representation form,
				const char *type);

/** Is it a VTIMEZONE that everybody finds by its name? */
bool representation_leaves_out(struct representation form,
			       const struct cal_component *component);

/**
 * Put the member's calendar data into its form; the bytes themselves where that
 * is what they have. ERR_CALENDAR_DATA: they cannot be read, which is noted in
 * the log, and *out is untouched. ERR_MATCHES_LIMIT.
 */
MUST_CHECK enum err representation_make(struct operation *op,
					struct representation form,
					int64_t member, struct slice bytes,
					struct slice *out);

#endif
