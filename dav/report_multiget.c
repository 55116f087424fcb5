#include "dav/report_multiget_private.h"

#include "base/str.h"
#include "dav/multistatus_private.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/walk_private.h"
#include "dav/xml_private.h"

#include <string.h>

/* Addresses of one request, and the table in which each is found again. */
#define HREF_LIMIT 20000
#define TABLE_SIZE 65536

/* Units of work: of an address where nothing is, of a look into the table. */
#define MISSING_WORK 1000
#define PROBE_WORK 10

struct hrefs {
	const char **at;
	size_t count;
};

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

static enum err answer_one(struct dav *dav, const struct resource *base,
			   const struct asked_list *asked, const char *href,
			   struct multistatus *ms)
{
	struct resource found;
	enum err err = find(dav, base, href, asked->data, &found);

	if (err == ERR_NOT_FOUND) {
		operation_recover(dav->op);
		multistatus_status(ms, href, 404, NULL);
		(void)operation_spend(dav->op, MISSING_WORK);
		return operation_check(dav->op);
	}
	return err ? err : property_response(dav, asked, &found, ms);
}

static size_t hash_of(const char *text)
{
	size_t hash = 5381;

	for (; *text; text++)
		hash = hash * 33 + (unsigned char)*text;
	return hash;
}

/* False where it is there already. The table is never more than half full. */
static bool is_new(struct operation *op, const char **table, const char *href)
{
	size_t at = hash_of(href) % TABLE_SIZE;

	while (table[at]) {
		(void)operation_spend(op, PROBE_WORK);
		if (str_equal(table[at], href))
			return false;
		at = (at + 1) % TABLE_SIZE;
	}
	table[at] = href;
	return true;
}

/* Each href once (RFC 4918 14.16: one response for each). */
static enum err hrefs_read(struct dav *dav, const xmlNode *root,
			   struct hrefs *hrefs)
{
	struct arena *arena = dav->op->arena;
	const char **table = arena_array(arena, TABLE_SIZE, sizeof(*table));

	hrefs->at = arena_array(arena, HREF_LIMIT, sizeof(*hrefs->at));
	hrefs->count = 0;
	for (const xmlNode *node = xml_first(root); node;
	     node = xml_next(node)) {
		const char *href;

		if (!xml_is(node, NS_DAV, "href"))
			continue;
		href = xml_trimmed(arena, node);
		if (!is_new(dav->op, table, href))
			continue;
		if (hrefs->count == HREF_LIMIT)
			return fail(dav->op, ERR_INVALID,
				    "calendar-multiget takes %d addresses at "
				    "once",
				    HREF_LIMIT);
		hrefs->at[hrefs->count++] = href;
	}
	return operation_check(dav->op);
}

enum err report_multiget(struct dav *dav, struct resource *resource,
			 const xmlNode *root)
{
	const struct cal_zone *zone;
	struct arena_mark mark;
	struct asked_list asked;
	struct multistatus ms;
	struct hrefs hrefs;
	enum err err = property_asked(dav, root, &asked);

	if (err)
		return err;
	multistatus_begin(&ms, dav->op->arena, 64 * 1024);
	err = hrefs_read(dav, root, &hrefs);
	if (!err && resource->kind == RESOURCE_COLLECTION)
		err = property_zone(dav, resource, &zone);
	mark = arena_mark(dav->op->arena);
	for (size_t i = 0; !err && i < hrefs.count; i++) {
		err = answer_one(dav, resource, &asked, hrefs.at[i], &ms);
		if (!err)
			arena_rewind(dav->op->arena, mark);
	}
	if (err)
		return err;
	multistatus_finish(&ms, NULL, dav->response);
	return OK;
}
