#include "dav/selection_private.h"

#include "base/http.h"
#include "base/str.h"
#include "dav/xml_private.h"
#include "ical/jcal_write.h"
#include "ical/time.h"
#include "ical/zone_object.h"

#define COMP_DEPTH 8
#define NODE_LIMIT 256

/* RFC 4791 7.8: before min-date-time, and else well written. */
static bool is_of_year_0(struct arena *arena, const char *text)
{
	char *other = arena_strdup(arena, text);
	struct instant unused;

	if (!str_starts(text, "0000"))
		return false;
	other[3] = '4';
	return cal_instant_parse(slice_of(other), &unused);
}

static enum err bound_parse(struct operation *op, const xmlNode *node,
			    const char *name, struct instant otherwise,
			    bool *given, struct instant *bound)
{
	char *text = xml_attribute(op->arena, node, name);

	*given = text != NULL;
	*bound = otherwise;
	if (!text || cal_instant_parse(slice_of(text), bound))
		return OK;
	if (is_of_year_0(op->arena, text))
		return fail(op, ERR_MIN_DATE, "%s of %s lies before the year 1",
			    name, xml_name(node));
	return fail(op, ERR_VALID_FILTER,
		    "%s of %s is a UTC time such as 20260608T200000Z, "
		    "not '%s'",
		    name, xml_name(node), text);
}

enum err selection_range(struct operation *op, const xmlNode *node,
			 struct span *range)
{
	struct span found;
	bool start, end;
	enum err err = bound_parse(op, node, "start", INSTANT_MIN, &start,
				   &found.start);

	if (!err)
		err = bound_parse(op, node, "end", INSTANT_MAX, &end,
				  &found.end);
	if (err)
		return err;
	if (!start && !end)
		return fail(op, ERR_VALID_FILTER,
			    "%s needs a start, an end, or both",
			    xml_name(node));
	if (found.end.s <= found.start.s)
		return fail(op, ERR_VALID_FILTER,
			    "the end of %s is not after its start",
			    xml_name(node));
	*range = found;
	return OK;
}

bool selection_is_whole(struct arena *arena, const xmlNode *node)
{
	return xml_attribute(arena, node, "start") &&
	       xml_attribute(arena, node, "end");
}

/* Of expand and its kin both ends are required (RFC 4791 9.6.5). */
static enum err whole_range(struct operation *op, const xmlNode *node,
			    struct span **range)
{
	struct span *found = arena_alloc(op->arena, sizeof(*found));
	enum err err = selection_range(op, node, found);

	if (err)
		return err;
	if (!selection_is_whole(op->arena, node))
		return fail(op, ERR_VALID_FILTER,
			    "%s needs both a start and an end", xml_name(node));
	*range = found;
	return OK;
}

static size_t count_children(const xmlNode *node, const char *name)
{
	size_t count = 0;

	for (const xmlNode *at = xml_first(node); at; at = xml_next(at))
		count += xml_is(at, NS_CALDAV, name);
	return count;
}

static enum err comp_parse(struct operation *op, const xmlNode *node, int depth,
			   struct cal_select_comp *comp)
{
	comp->name = xml_attribute(op->arena, node, "name");
	if (!comp->name || depth > COMP_DEPTH)
		return fail(op, ERR_SYNTAX,
			    "a comp element names its component, and is at "
			    "most %d deep",
			    COMP_DEPTH);
	/* RFC 4791 9.6.1: empty, it asks for all of the component. */
	comp->all_props = comp->all_comps = !xml_first(node);
	comp->props = arena_array(op->arena, count_children(node, "prop"),
				  sizeof(*comp->props));
	comp->comps = arena_array(op->arena, count_children(node, "comp"),
				  sizeof(*comp->comps));
	for (const xmlNode *at = xml_first(node); at; at = xml_next(at)) {
		if (xml_is(at, NS_CALDAV, "allprop")) {
			comp->all_props = true;
		} else if (xml_is(at, NS_CALDAV, "allcomp")) {
			comp->all_comps = true;
		} else if (xml_is(at, NS_CALDAV, "prop")) {
			struct cal_select_prop *prop =
				&comp->props[comp->prop_count++];

			prop->name = xml_attribute(op->arena, at, "name");
			prop->novalue = str_same(
				xml_attribute(op->arena, at, "novalue"), "yes");
			if (!prop->name)
				return fail(op, ERR_SYNTAX,
					    "a prop element names a property");
		} else if (xml_is(at, NS_CALDAV, "comp")) {
			enum err err =
				comp_parse(op, at, depth + 1,
					   &comp->comps[comp->comp_count++]);

			if (err)
				return err;
		}
	}
	return OK;
}

static enum err type_check(struct operation *op, const xmlNode *data,
			   bool *json)
{
	char *type = xml_attribute(op->arena, data, "content-type");
	char *version = xml_attribute(op->arena, data, "version");
	struct slice media = http_media(type);

	*json = type && slice_is(media, CAL_JCAL_TYPE);
	if (type && !*json && !slice_is(media, "text/calendar"))
		return fail(
			op, ERR_CALENDAR_TYPE,
			"calendar data comes as text/calendar or " CAL_JCAL_TYPE
			", not as '%s'",
			type);
	if (version && !str_equal(version, "2.0"))
		return fail(op, ERR_CALENDAR_TYPE,
			    "calendar data comes in version 2.0, not '%s'",
			    version);
	return OK;
}

enum err selection_parse(struct operation *op, const xmlNode *data,
			 const struct cal_select **select, bool *json)
{
	struct cal_select *made = arena_alloc(op->arena, sizeof(*made));
	bool any = false;
	enum err err = type_check(op, data, json);

	if (!err && xml_count(data) > NODE_LIMIT)
		return fail(op, ERR_SYNTAX,
			    "calendar-data names at most %d parts", NODE_LIMIT);
	for (const xmlNode *at = xml_first(data); at && !err;
	     at = xml_next(at)) {
		any = true;
		if (xml_is(at, NS_CALDAV, "comp")) {
			made->comp =
				arena_alloc(op->arena, sizeof(*made->comp));
			err = comp_parse(op, at, 0, made->comp);
		} else if (xml_is(at, NS_CALDAV, "expand")) {
			err = whole_range(op, at, &made->expand);
		} else if (xml_is(at, NS_CALDAV, "limit-recurrence-set")) {
			err = whole_range(op, at, &made->limit_recurrence);
		} else if (xml_is(at, NS_CALDAV, "limit-freebusy-set")) {
			err = whole_range(op, at, &made->limit_freebusy);
		}
	}
	if (err)
		return err;
	if (made->expand && made->limit_recurrence)
		return fail(op, ERR_SYNTAX,
			    "expand and limit-recurrence-set exclude each "
			    "other");
	*select = any ? made : NULL;
	return OK;
}

enum err selection_zone(struct operation *op, const xmlNode *root,
			const struct cal_zone **zone)
{
	const xmlNode *timezone = xml_child(root, NS_CALDAV, "timezone");
	const xmlNode *id = xml_child(root, NS_CALDAV, "timezone-id");

	*zone = NULL;
	if (timezone) {
		char *text = xml_text(op->arena, timezone);
		struct slice body = slice_trim(slice_of(text));

		return cal_zone_of_sent(op, body, zone);
	}
	if (id) {
		char *name = xml_trimmed(op->arena, id);

		*zone = cal_zone_find(name);
		if (!*zone)
			return fail(op, ERR_TIMEZONE,
				    "the time zone '%s' is not known", name);
	}
	return OK;
}
