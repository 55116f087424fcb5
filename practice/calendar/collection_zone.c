#include "practice/calendar/collection_zone.h"

#include "base/str.h"
#include "ical/zone.h"
#include "ical/zone_object.h"
#include "practice/calendar/fragment.h"
#include "practice/checks.h"

#include <string.h>

#define CALDAV "urn:ietf:params:xml:ns:caldav"

bool practice_is_zone(const struct property *property)
{
	return str_equal(property->ns, CALDAV) &&
	       (str_equal(property->name, "calendar-timezone") ||
		str_equal(property->name, "calendar-timezone-id"));
}

static const char *property_value(const struct property *list, size_t count,
				  const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_equal(list[i].ns, CALDAV) &&
		    str_equal(list[i].name, name))
			return list[i].value;
	}
	return NULL;
}

static const struct cal_zone *zone_of_properties(struct operation *op,
						 const struct property *list,
						 size_t count)
{
	const struct cal_zone *zone = NULL;
	const char *value = property_value(list, count, "calendar-timezone-id");

	if (value)
		zone = cal_zone_find(practice_fragment_text(op->arena, value));
	if (zone)
		return zone;
	value = property_value(list, count, "calendar-timezone");
	if (!value)
		return NULL;
	value = practice_fragment_text(op->arena, value);
	if (cal_zone_of_timezone(op, value, strlen(value), &zone)) {
		operation_recover(op);
		return NULL;
	}
	return zone;
}

/* Who set no zone of a shared calendar sees it in its owner's. */
static enum err zones_of_source(struct reader *reader,
				const struct collection *of,
				struct collection_zones *zones)
{
	struct collection source;
	enum err err = store_collection_load(reader, of->source, &source);

	return err ? err : practice_collection_zones(reader, &source, zones);
}

enum err practice_collection_zones(struct reader *reader,
				   const struct collection *of,
				   struct collection_zones *zones)
{
	struct operation *op = store_reader_operation(reader);
	int64_t viewer = of->owner ? of->owner : op->actor.person;
	const struct cal_zone *practice, *found;
	struct property *list;
	const char *name;
	size_t count;
	enum err err = store_collection_settings(reader, of->id, viewer, &list,
						 &count, &name);

	if (err)
		return err;
	practice = practice_zone_of(name);
	found = zone_of_properties(op, list, count);
	if (!found && of->source)
		return zones_of_source(reader, of, zones);
	zones->own = found ? found : practice;
	zones->indexed =
		of->kind == COLLECTION_PERSONAL || of->kind == COLLECTION_SHARED
			? zones->own
			: practice;
	return OK;
}

enum err practice_collection_zone(struct reader *reader,
				  const struct collection *of,
				  const struct cal_zone **zone)
{
	struct collection_zones zones;
	enum err err = practice_collection_zones(reader, of, &zones);

	if (!err)
		*zone = zones.own;
	return err;
}
