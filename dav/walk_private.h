/**
 * Members as resources, for reports that answer with many of them: hrefs are
 * built from the collection's once.
 */
#ifndef DAV_WALK_PRIVATE_H
#define DAV_WALK_PRIVATE_H

#include "dav/dav.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "ical/object.h"

/** Fill *child as the member of this collection resource. bytes.at NULL:
 *  not loaded. */
void walk_member(struct arena *arena, const struct resource *collection,
		 const struct member *member, struct slice bytes,
		 struct resource *child);

/** Run each over the calendar collections that a resource stands for: itself,
 *  or those of a home. */
typedef enum err walk_collection(void *context, struct resource *collection);
MUST_CHECK enum err walk_calendars(struct dav *dav, struct resource *resource,
				   walk_collection *each, void *context);

/** The span in which the index may have floating times of this one when they
 *  are judged in another zone than it was made in. */
struct span walk_widened(struct span span);

/** Read stored bytes for judging; ERR_CALENDAR_DATA when they cannot be. */
MUST_CHECK enum err walk_object(struct operation *op, struct slice bytes,
				const struct cal_zone *zone,
				struct cal_object *object);

#endif
