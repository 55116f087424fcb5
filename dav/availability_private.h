/**
 * The VAVAILABILITYs that a free-busy-query counts (RFC 7953 4, 7.2): objects
 * of the calendars asked, the property calendar-availability of what was
 * asked, and where nobody has set that the hours of the practice.
 */
#ifndef DAV_AVAILABILITY_PRIVATE_H
#define DAV_AVAILABILITY_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"
#include "ical/availability.h"

#define AVAILABILITY "calendar-availability"

struct availabilities {
	struct arena *arena; /* of what is kept; outlives the walk */
	struct kept_availability {
		struct slice bytes;
		const struct cal_zone *zone; /* of floating times */
	} * at;
	size_t count, room;
};

/** Keep a copy of a calendar. ERR_MATCHES_LIMIT: there are too many. */
MUST_CHECK enum err availabilities_keep(struct operation *op,
					struct availabilities *kept,
					struct slice bytes,
					const struct cal_zone *zone);
/** Keep what the resource itself says. */
MUST_CHECK enum err availabilities_of(struct dav *dav,
				      struct resource *resource,
				      struct availabilities *kept);
/** What all of them say of the range, as cal_availability_slots does. One that
 *  cannot be read says nothing. */
MUST_CHECK enum err
availabilities_slots(struct operation *op, const struct availabilities *kept,
		     struct span range, struct cal_slot **slots, size_t *count);

/** Is the practice's own shown as the resource's? Of homes, and of calendars
 *  of sessions. */
bool availability_is_practices(const struct resource *resource);

#endif
