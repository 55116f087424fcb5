#include "dav/report_multiget_private.h"

#include "base/str.h"
#include "dav/multistatus_private.h"
#include "dav/property_asked_private.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/walk_private.h"
#include "dav/xml_private.h"
#include "store/object_list.h"

#include <string.h>

/* Addresses of one request. */
#define HREF_LIMIT 20000

/* Units of work: of an address where nothing is, of a look into the table. */
#define MISSING_WORK 1000
#define PROBE_WORK 10

struct hrefs {
	const char **at;
	size_t count;
};

/* An address, and what it names. */
struct wanted {
	const char *href;
	bool readable; /* path is */
	struct http_path path;
	const char *name; /* directly in the collection, or NULL */
	const struct member_named *there; /* under that name */
};

/* As many as are looked up at once. */
struct block {
	struct wanted wanted[MEMBER_BLOCK];
	struct member_named there[MEMBER_BLOCK];
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

/* The same of an address that is written as ours are; most are. */
static const char *name_as_ours(const char *href,
				const struct resource *collection)
{
	const char *name;

	if (collection->kind != RESOURCE_COLLECTION ||
	    !str_starts(href, collection->href))
		return NULL;
	name = href + strlen(collection->href);
	return name[0] != '.' && http_segment_plain(name) ? name : NULL;
}

/* A href of the request becomes a resource below it, or is not found. */
static enum err find(struct dav *dav, const struct resource *base,
		     const struct wanted *wanted, struct resource *found)
{
	enum err err;

	if (!wanted->readable)
		return ERR_NOT_FOUND;
	if (wanted->name) {
		if (!wanted->there->found)
			return ERR_NOT_FOUND;
		walk_member(dav->op->arena, base, &wanted->there->member,
			    wanted->there->bytes, found);
		return OK;
	}
	err = dav_resource_find(dav->reader, &wanted->path, found);
	if (!err && (found->kind != RESOURCE_MEMBER ||
		     !str_starts(found->href, base->href)))
		err = ERR_NOT_FOUND;
	return err;
}

static enum err answer_one(struct dav *dav, const struct resource *base,
			   const struct asked_list *asked,
			   const struct wanted *wanted, struct multistatus *ms)
{
	struct resource found;
	enum err err = find(dav, base, wanted, &found);

	if (!err && asked->data)
		err = property_bytes(dav, &found);
	if (err == ERR_NOT_FOUND) {
		operation_recover(dav->op);
		multistatus_status(ms, wanted->href, 404, NULL);
		(void)operation_spend(dav->op, MISSING_WORK);
		return operation_check(dav->op);
	}
	return err ? err : property_response(dav, asked, &found, ms);
}

/* Those of the collection are looked up together. */
static enum err look_up(struct dav *dav, const struct resource *base,
			const struct asked_list *asked, struct block *block)
{
	const char *names[MEMBER_BLOCK];
	size_t count = 0;

	for (size_t i = 0; i < block->count; i++) {
		struct wanted *wanted = &block->wanted[i];

		wanted->name = name_as_ours(wanted->href, base);
		wanted->readable = wanted->name ||
				   dav_href_parse(dav->op->arena, wanted->href,
						  &wanted->path);
		if (wanted->readable && !wanted->name)
			wanted->name = name_within(&wanted->path, base);
		if (!wanted->name)
			continue;
		wanted->there = &block->there[count];
		names[count++] = wanted->name;
	}
	if (!count)
		return OK;
	return store_member_block(dav->reader, base->collection.id, names,
				  count, asked->whole, asked->data,
				  block->there);
}

static enum err answer_block(struct dav *dav, const struct resource *base,
			     const struct asked_list *asked,
			     struct block *block, struct multistatus *ms)
{
	struct arena *arena = dav->op->arena;
	struct arena_mark mark;
	enum err err = look_up(dav, base, asked, block);

	mark = arena_mark(arena);
	for (size_t i = 0; !err && i < block->count; i++) {
		err = answer_one(dav, base, asked, &block->wanted[i], ms);
		if (!err)
			arena_rewind(arena, mark);
	}
	return err;
}

static enum err answer_all(struct dav *dav, const struct resource *base,
			   const struct asked_list *asked,
			   const struct hrefs *hrefs, struct multistatus *ms)
{
	struct arena *arena = dav->op->arena;
	struct block *block = arena_alloc(arena, sizeof(*block));
	struct arena_mark mark = arena_mark(arena);
	enum err err = OK;

	for (size_t at = 0; !err && at < hrefs->count; at += block->count) {
		block->count = hrefs->count - at;
		if (block->count > MEMBER_BLOCK)
			block->count = MEMBER_BLOCK;
		for (size_t i = 0; i < block->count; i++)
			block->wanted[i].href = hrefs->at[at + i];
		err = answer_block(dav, base, asked, block, ms);
		if (!err)
			arena_rewind(arena, mark);
	}
	return err;
}

static size_t hash_of(const char *text)
{
	size_t hash = 5381;

	for (; *text; text++)
		hash = hash * 33 + (unsigned char)*text;
	return hash;
}

/* The same text for all ways to write one address; most are written alike. */
static const char *key_of(struct arena *arena, const char *href)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/";
	struct http_path path;

	if (*href == '/' && !href[strspn(href, plain)])
		return href;
	return dav_href_parse(arena, href, &path) ? http_path_text(arena, &path)
						  : href;
}

/* False where it is there already. The table, whose size is a power of two, is
 * never more than half full. */
static bool is_new(struct operation *op, const char **table, size_t size,
		   const char *href)
{
	size_t at = hash_of(href) & (size - 1);

	while (table[at]) {
		(void)operation_spend(op, PROBE_WORK);
		if (str_equal(table[at], href))
			return false;
		at = (at + 1) & (size - 1);
	}
	table[at] = href;
	return true;
}

static bool is_href(const xmlNode *node)
{
	return xml_is(node, NS_DAV, "href");
}

/* No more than the limit is of interest. */
static size_t count_hrefs(const xmlNode *root)
{
	size_t count = 0;

	for (const xmlNode *node = xml_first(root); node && count < HREF_LIMIT;
	     node = xml_next(node))
		count += is_href(node);
	return count;
}

/* Each href once (RFC 4918 14.16: one response for each). */
static enum err hrefs_read(struct dav *dav, const xmlNode *root,
			   struct hrefs *hrefs)
{
	struct arena *arena = dav->op->arena;
	size_t room = count_hrefs(root);
	size_t size = 4;
	const char **table;
	const char *href;

	while (size < 2 * (room + 1))
		size *= 2;
	table = arena_array(arena, size, sizeof(*table));
	hrefs->at = arena_array(arena, room + 1, sizeof(*hrefs->at));
	hrefs->count = 0;
	for (const xmlNode *node = xml_first(root); node;
	     node = xml_next(node)) {
		if (!is_href(node))
			continue;
		href = xml_trimmed(arena, node);
		if (!is_new(dav->op, table, size, key_of(arena, href)))
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
	const struct collection_zones *zones;
	struct asked_list asked;
	struct multistatus ms;
	struct hrefs hrefs;
	enum err err = property_asked(dav, root, &asked);

	if (err)
		return err;
	multistatus_begin(&ms, dav->op, 64 * 1024);
	err = hrefs_read(dav, root, &hrefs);
	/* A part of an object, or another form of it, is written in the
	 * collection's zone. */
	if (!err && resource->kind == RESOURCE_COLLECTION &&
	    !property_asked_plain(&asked))
		err = property_zones(dav, resource, &zones);
	if (!err)
		property_asked_flow(&asked, dav, &ms);
	if (!err)
		err = answer_all(dav, resource, &asked, &hrefs, &ms);
	if (err)
		return err;
	multistatus_finish(&ms, NULL, dav->response);
	return OK;
}
