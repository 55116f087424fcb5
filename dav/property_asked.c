#include "dav/property_asked_private.h"

#include "dav/header_private.h"
#include "dav/selection_private.h"
#include "dav/xml_private.h"

#include <string.h>

/* What one request may ask for: its tags are repeated for each member. */
#define ASKED_LIMIT 256
#define ASKED_BYTES (16 * 1024)

#define SEARCH "principal-property-search"

/* What is not known may be kept with the member, by its id. */
static enum resource_detail detail_of(const struct live_property *live)
{
	if (!live)
		return DETAIL_INDEX;
	if (live->flags & PROPERTY_DATA)
		return DETAIL_BYTES;
	if (live->flags & PROPERTY_WHOLE)
		return DETAIL_WHOLE;
	return live->flags & PROPERTY_TAG ? DETAIL_TAG : DETAIL_INDEX;
}

static enum err ask(struct dav *dav, struct asked_list *asked,
		    const xmlNode *node)
{
	struct asked *item = &asked->items[asked->count];
	enum resource_detail detail;

	*item = (struct asked){ .ns = xml_ns(node),
				.name = xml_name(node),
				.node = node };
	item->live = property_find(item->ns, item->name);
	property_tags(dav->op->arena, item->ns, item->name, item);
	asked->count++;
	detail = detail_of(item->live);
	asked->data |= detail == DETAIL_BYTES;
	asked->whole |= item->live && (item->live->flags & PROPERTY_WHOLE);
	if (asked->detail < detail)
		asked->detail = detail;
	if (!property_is_calendar_data(item->live))
		return OK;
	return selection_parse(dav->op, node, &item->select, &item->json);
}

/* Of a principal-property-search, what stands beside its empty prop: so the
 * public Python library asks. */
static bool is_asked(const xmlNode *parent, const xmlNode *node)
{
	return !xml_is(parent, NS_DAV, SEARCH) ||
	       !(xml_is(node, NS_DAV, "prop") ||
		 xml_is(node, NS_DAV, "property-search") ||
		 xml_is(node, NS_DAV, "apply-to-principal-collection-set"));
}

static enum err ask_children(struct dav *dav, struct asked_list *asked,
			     const xmlNode *parent)
{
	size_t bytes = 0, room = 0;

	for (const xmlNode *node = xml_first(parent); node;
	     node = xml_next(node)) {
		enum err err;

		if (!is_asked(parent, node))
			continue;
		bytes += strlen(xml_name(node)) + strlen(xml_ns(node));
		if (asked->count == ASKED_LIMIT || bytes > ASKED_BYTES)
			return fail(dav->op, ERR_INVALID,
				    "too many properties are asked for at "
				    "once: at most %d",
				    ASKED_LIMIT);
		asked->items =
			arena_grow(dav->op->arena, asked->items, asked->count,
				   &room, sizeof(*asked->items));
		err = ask(dav, asked, node);
		if (err)
			return err;
	}
	return OK;
}

/* RFC 4918 14.20: one of prop, propname and allprop; include goes with the
 * last. */
static enum err asked_check(struct operation *op, const xmlNode *parent)
{
	static const char *const modes[] = { "prop", "propname", "allprop" };
	bool include = xml_child(parent, NS_DAV, "include");
	size_t count = 0;

	for (const xmlNode *at = xml_first(parent); at; at = xml_next(at)) {
		for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
			count += xml_is(at, NS_DAV, modes[i]);
	}
	if (count > 1)
		return fail(op, ERR_SYNTAX,
			    "%s holds one of prop, allprop and propname",
			    xml_name(parent));
	if (include && !xml_child(parent, NS_DAV, "allprop"))
		return fail(op, ERR_SYNTAX, "include goes with allprop");
	return OK;
}

enum err property_asked(struct dav *dav, const xmlNode *parent,
			struct asked_list *asked)
{
	struct asked_list found = { .mode = ASKED_ALLPROP,
				    .detail = DETAIL_WHOLE };
	const xmlNode *prop = NULL;
	enum err err = OK;

	if (parent)
		err = asked_check(dav->op, parent);
	if (err)
		return err;
	if (parent) {
		prop = xml_child(parent, NS_DAV, "prop");
		if (prop) {
			found.mode = ASKED_PROP;
			found.detail = DETAIL_TAG;
		} else if (xml_child(parent, NS_DAV, "propname")) {
			found.mode = ASKED_PROPNAME;
		} else if (xml_child(parent, NS_DAV, "allprop")) {
			prop = xml_child(parent, NS_DAV, "include");
		} else if (xml_is(parent, NS_DAV, "propfind")) {
			return fail(dav->op, ERR_SYNTAX,
				    "propfind holds none of prop, allprop and "
				    "propname");
		} else {
			/* RFC 4791 7.8, 7.9: a report may do without. */
			found.mode = ASKED_PROP;
			found.detail = DETAIL_TAG;
		}
	}
	if (prop && !xml_first(prop) && xml_is(parent, NS_DAV, SEARCH))
		prop = parent;
	if (prop)
		err = ask_children(dav, &found, prop);
	if (err)
		return err;
	found.minimal = header_minimal(dav);
	found.whole |= found.mode != ASKED_PROP;
	property_cache_ready(dav);
	*asked = found;
	return OK;
}

bool property_asked_plain(const struct asked_list *asked)
{
	for (size_t i = 0; i < asked->count; i++) {
		if (asked->items[i].select || asked->items[i].json)
			return false;
	}
	return true;
}

void property_asked_flow(const struct asked_list *asked, struct dav *dav,
			 struct multistatus *ms)
{
	bool quick = asked->detail <= DETAIL_INDEX;

	if (property_asked_plain(asked))
		multistatus_flow(ms, dav->response,
				 quick ? FLOW_HOLD_QUICK : FLOW_HOLD);
}
