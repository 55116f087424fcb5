/**
 * The zone in which the floating times of a collection are judged (RFC 4791
 * 5.2.2, RFC 7809).
 */
#ifndef PRACTICE_CALENDAR_COLLECTION_ZONE_H
#define PRACTICE_CALENDAR_COLLECTION_ZONE_H

#include <stdbool.h>

#include "store/calendar.h"

struct cal_zone;

/** In which floating times are judged. */
struct collection_zones {
	/** The collection's calendar-timezone-id or calendar-timezone as the
	 *  viewer set it, else the practice's zone. A stored value that names
	 *  no zone is passed over. */
	const struct cal_zone *own;
	/** In which the collection's index has them: as above in a personal
	 *  calendar; elsewhere the practice has written what is indexed. */
	const struct cal_zone *indexed;
};
/** ERR_STORAGE. */
MUST_CHECK enum err practice_collection_zones(struct reader *reader,
					      const struct collection *of,
					      struct collection_zones *zones);
/** The first of the two. */
MUST_CHECK enum err practice_collection_zone(struct reader *reader,
					     const struct collection *of,
					     const struct cal_zone **zone);

/** Is it one of the two properties that say a collection's zone? */
bool practice_is_zone(const struct property *property);

#endif
