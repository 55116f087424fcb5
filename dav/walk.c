#include "dav/walk_private.h"

#include "base/str.h"
#include "dav/children_private.h"
#include "dav/resource_private.h"

#include <string.h>

/* Two zones' clocks differ by no more: from UTC-12 to UTC+14. */
#define ZONE_SLACK (26 * 3600)

void walk_member(struct arena *arena, const struct resource *collection,
		 const struct member *member, struct slice bytes,
		 struct resource *child)
{
	struct buf href;

	buf_init_sized(&href, arena,
		       strlen(collection->href) + 3 * strlen(member->name) +
			       32);
	buf_puts(&href, collection->href);
	http_segment_encode(&href, member->name);
	child->kind = RESOURCE_MEMBER;
	child->href = href.at;
	child->person = collection->person;
	child->collection = collection->collection;
	child->member = *member;
	child->bytes = bytes;
}

struct calendars {
	walk_collection *each;
	void *context;
};

static enum err calendar_each(void *context, struct resource *child)
{
	struct calendars *calendars = context;

	if (child->kind != RESOURCE_COLLECTION ||
	    !dav_is_calendar(&child->collection))
		return OK;
	return calendars->each(calendars->context, child);
}

enum err walk_calendars(struct dav *dav, struct resource *resource,
			walk_collection *each, void *context)
{
	struct calendars calendars = { each, context };

	if (resource->kind == RESOURCE_COLLECTION)
		return each(context, resource);
	return dav_resource_children(dav->reader, resource, DETAIL_INDEX,
				     calendar_each, &calendars);
}

struct span walk_widened(struct span span)
{
	if (span.start.s > INSTANT_MIN.s + ZONE_SLACK)
		span.start.s -= ZONE_SLACK;
	if (span.end.s < INSTANT_MAX.s - ZONE_SLACK)
		span.end.s += ZONE_SLACK;
	return span;
}

enum err walk_object(struct operation *op, struct slice bytes,
		     const struct cal_zone *zone, struct cal_object *object)
{
	struct cal_component *calendar;
	enum err err = cal_parse(op, bytes.at, bytes.len, &calendar);

	if (!err)
		err = cal_object_read(op, calendar, zone, object);
	return err;
}
