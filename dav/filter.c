#include "dav/filter_private.h"

#include "base/str.h"
#include "dav/selection_private.h"
#include "dav/xml_private.h"

#include <string.h>

#define DEPTH_LIMIT 8

/* Elements of one filter, and bytes of a text that is looked for. */
#define NODE_LIMIT 256
#define TEXT_LIMIT 1024

static const struct {
	const char *name;
	enum cal_collation collation;
} COLLATIONS[] = {
	{ "i;ascii-casemap", CAL_ASCII_CASEMAP },
	{ "default", CAL_ASCII_CASEMAP },
	{ "i;octet", CAL_OCTET },
	{ "i;unicode-casemap", CAL_UNICODE_CASEMAP },
};

/* Where a component that is known stands (RFC 5545 3.6); any other may stand
 * anywhere but outermost. */
static const struct {
	const char *name;
	const char *outer[3];
} places[] = {
	{ "VCALENDAR", { NULL } },
	{ "VEVENT", { "VCALENDAR" } },
	{ "VTODO", { "VCALENDAR" } },
	{ "VJOURNAL", { "VCALENDAR" } },
	{ "VFREEBUSY", { "VCALENDAR" } },
	{ "VTIMEZONE", { "VCALENDAR" } },
	{ "VALARM", { "VEVENT", "VTODO" } },
	{ "STANDARD", { "VTIMEZONE" } },
	{ "DAYLIGHT", { "VTIMEZONE" } },
	{ "VAVAILABILITY", { "VCALENDAR" } },
	{ "AVAILABLE", { "VAVAILABILITY" } },
};

/* Properties whose values are times (RFC 4791 9.9); programs' own may be. */
static const char *const timed[] = {
	"COMPLETED",     "CREATED", "DTEND",         "DTSTAMP",
	"DTSTART",       "DUE",     "EXDATE",        "FREEBUSY",
	"LAST-MODIFIED", "RDATE",   "RECURRENCE-ID", "TRIGGER",
};

static enum err match_parse(struct operation *op, const xmlNode *node,
			    struct cal_text_match **match)
{
	struct cal_text_match *made = arena_alloc(op->arena, sizeof(*made));
	char *collation = xml_attribute(op->arena, node, "collation");
	char *negate = xml_attribute(op->arena, node, "negate-condition");

	if (*match)
		return fail(op, ERR_VALID_FILTER, "two text-match in one %s",
			    xml_name(node->parent));
	if (negate && !str_same(negate, "yes") && !str_same(negate, "no"))
		return fail(op, ERR_VALID_FILTER,
			    "negate-condition is yes or no, not '%s'", negate);
	made->text = xml_text(op->arena, node);
	if (strlen(made->text) > TEXT_LIMIT)
		return fail(op, ERR_VALID_FILTER,
			    "a text-match is at most %d bytes long",
			    TEXT_LIMIT);
	made->negate = str_same(negate, "yes");
	for (size_t i = 0; collation; i++) {
		if (i == ARRAY_SIZE(COLLATIONS))
			return fail(op, ERR_COLLATION,
				    "the collation '%s' is not known; "
				    "i;ascii-casemap, i;octet and "
				    "i;unicode-casemap are",
				    collation);
		if (!str_equal(COLLATIONS[i].name, collation))
			continue;
		made->collation = COLLATIONS[i].collation;
		break;
	}
	*match = made;
	return OK;
}

static enum err range_parse(struct operation *op, const xmlNode *node,
			    struct span **range)
{
	struct span *made = arena_alloc(op->arena, sizeof(*made));
	enum err err;

	if (*range)
		return fail(op, ERR_VALID_FILTER, "two time-range in one %s",
			    xml_name(node->parent));
	err = selection_range(op, node, made);
	if (!err)
		*range = made;
	return err;
}

static enum err name_parse(struct operation *op, const xmlNode *node,
			   const char **name)
{
	*name = xml_attribute(op->arena, node, "name");
	if (str_empty(*name))
		return fail(op, ERR_VALID_FILTER, "%s needs a name",
			    xml_name(node));
	return OK;
}

/* RFC 4918 17: what others add to a filter is as if it were not there. */
static const xmlNode *ours(const xmlNode *node)
{
	while (node && !str_equal(xml_ns(node), NS_CALDAV))
		node = xml_next(node);
	return node;
}

static const xmlNode *first_part(const xmlNode *node)
{
	return ours(xml_first(node));
}

static const xmlNode *next_part(const xmlNode *node)
{
	return ours(xml_next(node));
}

static enum err unknown(struct operation *op, const xmlNode *inside,
			const xmlNode *node)
{
	return fail(op, ERR_VALID_FILTER, "%s does not belong inside %s",
		    xml_name(node), xml_name(inside));
}

/* is-not-defined stands alone (RFC 4791 9.7.1 to 9.7.3). */
static enum err alone(struct operation *op, const xmlNode *node, bool not_there)
{
	const xmlNode *first = first_part(node);

	if (not_there && next_part(first))
		return fail(op, ERR_VALID_FILTER,
			    "is-not-defined stands alone in %s",
			    xml_name(node));
	return OK;
}

static enum err param_parse(struct operation *op, const xmlNode *node,
			    struct cal_param_filter *param)
{
	enum err err = name_parse(op, node, &param->name);

	for (const xmlNode *at = first_part(node); at && !err;
	     at = next_part(at)) {
		if (xml_is(at, NS_CALDAV, "is-not-defined"))
			param->is_not_defined = true;
		else if (xml_is(at, NS_CALDAV, "text-match"))
			err = match_parse(op, at, &param->match);
		else
			err = unknown(op, node, at);
	}
	return err ? err : alone(op, node, param->is_not_defined);
}

static size_t count(const xmlNode *node, const char *name)
{
	size_t found = 0;

	for (const xmlNode *at = first_part(node); at; at = next_part(at))
		found += xml_is(at, NS_CALDAV, name);
	return found;
}

static bool may_be_timed(const char *property)
{
	if (slice_starts(slice_of(property), "X-") ||
	    slice_starts(slice_of(property), "x-"))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(timed); i++) {
		if (str_same(timed[i], property))
			return true;
	}
	return false;
}

static enum err prop_check(struct operation *op,
			   const struct cal_prop_filter *prop)
{
	if (prop->range && !may_be_timed(prop->name))
		return fail(op, ERR_VALID_FILTER,
			    "%s is no time, so no time-range can be asked of "
			    "it",
			    prop->name);
	if (prop->range && prop->match)
		return fail(op, ERR_VALID_FILTER,
			    "time-range and text-match of one property "
			    "exclude each other");
	return OK;
}

static enum err prop_parse(struct operation *op, const xmlNode *node,
			   struct cal_prop_filter *prop)
{
	enum err err = name_parse(op, node, &prop->name);

	prop->params = arena_array(op->arena, count(node, "param-filter"),
				   sizeof(*prop->params));
	for (const xmlNode *at = first_part(node); at && !err;
	     at = next_part(at)) {
		if (xml_is(at, NS_CALDAV, "is-not-defined"))
			prop->is_not_defined = true;
		else if (xml_is(at, NS_CALDAV, "time-range"))
			err = range_parse(op, at, &prop->range);
		else if (xml_is(at, NS_CALDAV, "text-match"))
			err = match_parse(op, at, &prop->match);
		else if (xml_is(at, NS_CALDAV, "param-filter"))
			err = param_parse(op, at,
					  &prop->params[prop->param_count++]);
		else
			err = unknown(op, node, at);
	}
	if (!err)
		err = prop_check(op, prop);
	return err ? err : alone(op, node, prop->is_not_defined);
}

/* RFC 4791 7.8: a filter does not nest what calendars do not. */
static enum err place_check(struct operation *op, const char *name,
			    const char *outer)
{
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (!str_same(places[i].name, name))
			continue;
		for (size_t j = 0; j < ARRAY_SIZE(places[i].outer); j++) {
			if (str_same(places[i].outer[j], outer))
				return OK;
		}
		return fail(op, ERR_VALID_FILTER, "no %s stands in a %s", name,
			    outer);
	}
	return OK;
}

static bool has_times(const char *component)
{
	static const char *const KNOWN[] = { "VEVENT",   "VTODO",
					     "VJOURNAL", "VFREEBUSY",
					     "VALARM",   "VAVAILABILITY" };

	for (size_t i = 0; i < ARRAY_SIZE(KNOWN); i++)
		if (str_same(KNOWN[i], component))
			return true;
	return false;
}

static enum err comp_parse(struct operation *op, const xmlNode *node, int depth,
			   struct cal_comp_filter *comp);

static enum err inner_parse(struct operation *op, const xmlNode *node,
			    int depth, struct cal_comp_filter *outer)
{
	struct cal_comp_filter *inner = &outer->comps[outer->comp_count++];
	enum err err = comp_parse(op, node, depth, inner);

	return err ? err : place_check(op, inner->name, outer->name);
}

static enum err comp_parse(struct operation *op, const xmlNode *node, int depth,
			   struct cal_comp_filter *comp)
{
	enum err err = name_parse(op, node, &comp->name);

	if (!err && depth > DEPTH_LIMIT)
		return fail(op, ERR_VALID_FILTER,
			    "comp-filter is nested more than %d deep",
			    DEPTH_LIMIT);
	comp->props = arena_array(op->arena, count(node, "prop-filter"),
				  sizeof(*comp->props));
	comp->comps = arena_array(op->arena, count(node, "comp-filter"),
				  sizeof(*comp->comps));
	for (const xmlNode *at = first_part(node); at && !err;
	     at = next_part(at)) {
		if (xml_is(at, NS_CALDAV, "is-not-defined"))
			comp->is_not_defined = true;
		else if (xml_is(at, NS_CALDAV, "time-range"))
			err = range_parse(op, at, &comp->range);
		else if (xml_is(at, NS_CALDAV, "prop-filter"))
			err = prop_parse(op, at,
					 &comp->props[comp->prop_count++]);
		else if (xml_is(at, NS_CALDAV, "comp-filter"))
			err = inner_parse(op, at, depth + 1, comp);
		else
			err = unknown(op, node, at);
	}
	if (!err && comp->range && !has_times(comp->name))
		return fail(op, ERR_SUPPORTED_FILTER,
			    "a time-range cannot be asked of %s", comp->name);
	return err ? err : alone(op, node, comp->is_not_defined);
}

enum err filter_parse(struct operation *op, const xmlNode *filter,
		      struct cal_comp_filter *result)
{
	const xmlNode *top = filter ? first_part(filter) : NULL;
	struct cal_comp_filter parsed = { 0 };
	enum err err;

	if (!top || !xml_is(top, NS_CALDAV, "comp-filter") || next_part(top))
		return fail(op, ERR_VALID_FILTER,
			    "calendar-query needs a filter that holds one "
			    "comp-filter");
	if (xml_count(top) > NODE_LIMIT)
		return fail(op, ERR_VALID_FILTER,
			    "a filter has at most %d elements", NODE_LIMIT);
	err = comp_parse(op, top, 0, &parsed);
	if (err)
		return err;
	if (!str_same(parsed.name, "VCALENDAR"))
		return fail(op, ERR_VALID_FILTER,
			    "the outermost comp-filter is for VCALENDAR, not "
			    "'%s'",
			    parsed.name);
	*result = parsed;
	return OK;
}
