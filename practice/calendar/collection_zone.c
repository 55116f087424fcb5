#include "practice/calendar/collection_zone.h"

#include "base/str.h"
#include "ical/zone.h"
#include "ical/zone_object.h"
#include "practice/checks.h"

#include <string.h>

#define CALDAV "urn:ietf:params:xml:ns:caldav"

static const struct {
	const char *entity;
	char byte;
} entities[] = {
	{ "&lt;", '<' },   { "&gt;", '>' },    { "&amp;", '&' },
	{ "&quot;", '"' }, { "&apos;", '\'' }, { "&#13;", '\r' },
	{ "&#xD;", '\r' }, { "&#10;", '\n' },  { "&#xA;", '\n' },
};

static size_t add_entity(struct buf *buf, const char *at)
{
	for (size_t i = 0; i < ARRAY_SIZE(entities); i++) {
		if (str_starts(at, entities[i].entity)) {
			buf_putc(buf, entities[i].byte);
			return strlen(entities[i].entity);
		}
	}
	buf_putc(buf, *at);
	return 1;
}

/* The text of an XML fragment as properties are stored: tags left out,
 * entities undone. */
static char *fragment_text(struct arena *arena, const char *fragment)
{
	static const char cdata[] = "<![CDATA[";
	struct buf buf;

	buf_init(&buf, arena);
	while (*fragment) {
		const char *end;

		if (str_starts(fragment, cdata)) {
			fragment += sizeof(cdata) - 1;
			end = strstr(fragment, "]]>");
			if (!end)
				break;
			buf_add(&buf, fragment, (size_t)(end - fragment));
			fragment = end + 3;
		} else if (*fragment == '<') {
			end = strchr(fragment, '>');
			if (!end)
				break;
			fragment = end + 1;
		} else {
			fragment += add_entity(&buf, fragment);
		}
	}
	return slice_dup(arena, slice_trim(buf_view(&buf)));
}

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
		zone = cal_zone_find(fragment_text(op->arena, value));
	if (zone)
		return zone;
	value = property_value(list, count, "calendar-timezone");
	if (!value)
		return NULL;
	value = fragment_text(op->arena, value);
	if (cal_zone_of_timezone(op, value, strlen(value), &zone)) {
		operation_recover(op);
		return NULL;
	}
	return zone;
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
	zones->own = found ? found : practice;
	zones->indexed =
		of->kind == COLLECTION_PERSONAL ? zones->own : practice;
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
