#include "dav/availability_private.h"

#include "dav/property_private.h"
#include "dav/xml_private.h"
#include "ical/zone.h"
#include "practice/calendar/fragment.h"
#include "practice/checks.h"
#include "practice/people/availability.h"

#include <string.h>

enum err availabilities_keep(struct operation *op, struct availabilities *kept,
			     struct slice bytes, const struct cal_zone *zone)
{
	if (kept->count == CAL_AVAILABILITY_LIMIT)
		return fail(op, ERR_MATCHES_LIMIT,
			    "more than %d VAVAILABILITYs",
			    CAL_AVAILABILITY_LIMIT);
	kept->at = arena_grow(kept->arena, kept->at, kept->count, &kept->room,
			      sizeof(*kept->at));
	bytes.at = arena_memdup(kept->arena, bytes.at, bytes.len);
	kept->at[kept->count++] = (struct kept_availability){ bytes, zone };
	return operation_check(op);
}

bool availability_is_practices(const struct resource *resource)
{
	if (resource->kind == RESOURCE_HOME)
		return true;
	return resource->kind == RESOURCE_COLLECTION &&
	       (resource->collection.kind == COLLECTION_SESSIONS ||
		resource->collection.kind == COLLECTION_PRACTITIONER);
}

/* The practice's hours; its closures alone are events already. */
static enum err keep_practices(struct dav *dav, struct availabilities *kept,
			       const struct cal_zone *zone)
{
	struct buf ics;
	bool hours = false;
	enum err err;

	buf_init(&ics, dav->op->arena);
	err = practice_availability(dav->reader, &ics, &hours);
	if (err == ERR_NOT_FOUND)
		return OK;
	if (err || !hours)
		return err;
	return availabilities_keep(dav->op, kept, buf_view(&ics), zone);
}

enum err availabilities_of(struct dav *dav, struct resource *resource,
			   struct availabilities *kept)
{
	const struct cal_zone *zone;
	const char *value = NULL;
	enum err err =
		property_stored(dav, resource, NS_CALDAV, AVAILABILITY, &value);

	if (err || (!value && !availability_is_practices(resource)))
		return err;
	err = practice_zone_load(dav->reader, &zone);
	if (err)
		return err;
	if (value)
		return availabilities_keep(
			dav->op, kept,
			slice_of(practice_fragment_text(dav->op->arena, value)),
			zone);
	return keep_practices(dav, kept, zone);
}

enum err availabilities_slots(struct operation *op,
			      const struct availabilities *kept,
			      struct span range, struct cal_slot **slots,
			      size_t *count)
{
	struct cal_availability *all = NULL;
	size_t total = 0, room = 0;

	for (size_t i = 0; i < kept->count; i++) {
		struct cal_availability *list;
		size_t some;
		enum err err = cal_availability_read(
			op, kept->at[i].bytes, kept->at[i].zone, &list, &some);

		if (err) {
			operation_recover(op);
			err = operation_check(op);
			if (err)
				return err;
			continue;
		}
		for (size_t j = 0; j < some; j++) {
			all = arena_grow(op->arena, all, total, &room,
					 sizeof(*all));
			all[total++] = list[j];
		}
	}
	return cal_availability_slots(op, all, total, range, slots, count);
}
