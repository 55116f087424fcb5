#include "dav/report_multiget_private.h"

#include "base/str.h"
#include "dav/multistatus_private.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/walk_private.h"
#include "dav/xml_private.h"

#include <string.h>

/* Segments of /dav/calendars/{home}. */
#define HOME_SEGMENTS 3

/* The member's name when the path lies directly in this collection. */
static const char *name_within(const struct http_path *path,
			       const struct resource *collection)
{
	struct slice rest = slice_of(collection->collection.path);
	size_t at = HOME_SEGMENTS;

	if (collection->kind != RESOURCE_COLLECTION ||
	    path->count <= HOME_SEGMENTS || path->slash ||
	    !str_equal(path->segments[0], "dav") ||
	    !str_equal(path->segments[1], "calendars") ||
	    !str_equal(path->segments[2], collection->person.login))
		return NULL;
	while (rest.at) {
		struct slice segment = slice_cut(&rest, '/');

		if (at == path->count ||
		    !slice_equal(segment, slice_of(path->segments[at++])))
			return NULL;
	}
	return at + 1 == path->count ? path->segments[at] : NULL;
}

/* A href of the request becomes a resource below it, or is not found. */
static enum err find(struct dav *dav, const struct resource *base,
		     const char *href, bool data, struct resource *found)
{
	struct slice none = { NULL, 0 };
	struct http_path path;
	struct member member;
	const char *name;
	enum err err;

	if (!dav_href_parse(dav->op->arena, href, &path))
		return ERR_NOT_FOUND;
	name = name_within(&path, base);
	if (name) {
		err = store_member_find(dav->reader, base->collection.id, name,
					&member);
		if (!err)
			walk_member(dav->op->arena, base, &member, none, found);
	} else {
		err = dav_resource_find(dav->reader, &path, found);
		if (!err && (found->kind != RESOURCE_MEMBER ||
			     !str_starts(found->href, base->href)))
			err = ERR_NOT_FOUND;
	}
	if (!err && data)
		err = property_bytes(dav, found);
	return err;
}

enum err report_multiget(struct dav *dav, struct resource *resource,
			 const xmlNode *root)
{
	struct asked_list asked;
	struct multistatus ms;
	enum err err = property_asked(dav, root, &asked);

	if (err)
		return err;
	multistatus_begin(&ms, dav->op->arena, 64 * 1024);
	for (const xmlNode *at = xml_first(root); at; at = xml_next(at)) {
		struct resource found;
		char *href;

		if (!xml_is(at, NS_DAV, "href"))
			continue;
		href = xml_trimmed(dav->op->arena, at);
		err = find(dav, resource, href, asked.data, &found);
		if (err == ERR_NOT_FOUND) {
			operation_recover(dav->op);
			multistatus_status(&ms, href, 404, NULL);
			continue;
		}
		if (!err)
			err = property_response(dav, &asked, &found, &ms);
		if (err)
			return err;
	}
	multistatus_finish(&ms, NULL, dav->response);
	return OK;
}
