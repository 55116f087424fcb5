/**
 * What a CALDAV:calendar-data element asks for (RFC 4791 9.6), and how
 * objects are read under its zone.
 */
#ifndef DAV_SELECTION_PRIVATE_H
#define DAV_SELECTION_PRIVATE_H

#include "base/operation.h"

#include "dav/xml_private.h"
#include "ical/select.h"

/**
 * Read calendar-data. *select is NULL when the bytes are wanted unchanged;
 * *json tells application/calendar+json. ERR_CALENDAR_TYPE for another type
 * or version, ERR_SYNTAX for what is not in the RFC's grammar.
 */
MUST_CHECK enum err selection_parse(struct operation *op, const xmlNode *data,
				    const struct cal_select **select,
				    bool *json);

/** A time-range's start and end as UTC instants, open ends where absent.
 *  ERR_VALID_FILTER: neither, no UTC form, or an end not after its start. */
MUST_CHECK enum err selection_range(struct operation *op, const xmlNode *node,
				    struct span *range);

/** Does a range say both of its ends? */
bool selection_is_whole(struct arena *arena, const xmlNode *node);

/** The zone that a report's timezone (RFC 4791 9.8) or timezone-id (RFC 7809
 *  6.2) names, in which it judges floating times; NULL where there is none.
 *  ERR_CALENDAR_DATA, ERR_TIMEZONE. */
struct cal_zone;
MUST_CHECK enum err selection_zone(struct operation *op, const xmlNode *root,
				   const struct cal_zone **zone);

#endif
