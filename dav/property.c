#include "dav/property_private.h"

#include "dav/multistatus_private.h"
#include "dav/property_acl_private.h"
#include "dav/property_calendar_private.h"
#include "dav/property_dav_private.h"
#include "dav/property_practice_private.h"
#include "dav/property_principal_private.h"
#include "dav/property_share_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "ical/parse.h"
#include "practice/calendar/collection.h"
#include "practice/calendar/collection_zone.h"
#include "practice/calendar/lock.h"

#include <string.h>

/* Units of work: of a response, of a property in it, of a byte written. */
#define RESPONSE_WORK 500
#define ITEM_WORK 100
#define BYTE_WORK 2

/* In the place of a collection's id: the one home that a person may see. */
#define OF_HOME (-1)

/* What was loaded for the resource at hand, kept for its other properties. */
struct property_cache {
	int64_t stored_collection, stored_member;
	bool stored_known;
	struct property *stored;
	size_t stored_count;
	int64_t parsed_member;
	const struct cal_component *parsed;
	int64_t zone_collection; /* 0: none */
	struct collection_zones zones;
	bool zone_kept; /* from before the walk over members */
	int64_t lock_collection;
	struct lock *locks;
	size_t lock_count;
	bool locks_kept; /* likewise */
};

/* One response while it is written. */
struct answer {
	struct property_call call;
	struct asked_list missing; /* items that the resource does not have */
	size_t missing_room;
	bool names; /* propname: tags without content */
};

static const struct property_rows *const tables[] = {
	&property_dav_rows,       &property_acl_rows,
	&property_principal_rows, &property_calendar_rows,
	&property_practice_rows,  &property_share_rows,
};

const struct live_property *property_row(size_t index)
{
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (index < tables[i]->count)
			return &tables[i]->rows[index];
		index -= tables[i]->count;
	}
	return NULL;
}

const struct live_property *property_find(const char *ns, const char *name)
{
	const struct live_property *row;

	for (size_t i = 0; (row = property_row(i)); i++) {
		if (str_equal(row->name, name) && str_equal(row->ns, ns))
			return row;
	}
	return NULL;
}

void property_tags(struct arena *arena, const char *ns, const char *name,
		   struct asked *item)
{
	const char *prefix =
		str_equal(ns, NS_XML) ? "xml" : multistatus_prefix(ns);
	struct buf buf;
	size_t tag;

	/* "<D:name>", "</D:name>" and "<D:name/>", one behind another. */
	buf_init(&buf, arena);
	buf_putc(&buf, '<');
	if (prefix)
		buf_printf(&buf, "%s:%s", prefix, name);
	else
		buf_printf(&buf, *ns ? "X:%s" : "%s", name);
	tag = buf.len;
	if (!prefix && *ns) {
		buf_puts(&buf, " xmlns:X=\"");
		xml_escape_text(&buf, ns);
		buf_putc(&buf, '"');
	}
	item->open = slice_of(arena_printf(arena, "%s>", buf.at));
	item->empty = slice_of(arena_printf(arena, "%s/>", buf.at));
	item->close = slice_of(
		arena_printf(arena, "</%.*s>", (int)tag - 1, buf.at + 1));
}

static struct property_cache *cache_of(struct dav *dav)
{
	if (!dav->cache)
		dav->cache = arena_alloc(dav->op->arena, sizeof(*dav->cache));
	return dav->cache;
}

void property_cache_ready(struct dav *dav)
{
	(void)cache_of(dav);
}

bool property_is_calendar_data(const struct live_property *live)
{
	return live && (live->flags & PROPERTY_DATA) &&
	       str_equal(live->ns, NS_CALDAV);
}

static enum err load_stored(struct dav *dav, struct resource *resource,
			    struct property_cache **loaded)
{
	struct property_cache *cache = cache_of(dav);
	bool home = resource->kind == RESOURCE_HOME;
	int64_t collection = home ? OF_HOME : 0, member = 0;
	enum err err = OK;

	*loaded = cache;
	if (resource->kind == RESOURCE_MEMBER)
		member = resource->member.id;
	if (resource->kind & (RESOURCE_COLLECTION | RESOURCE_MEMBER))
		collection = resource->collection.id;
	if (cache->stored_known && cache->stored_collection == collection &&
	    cache->stored_member == member)
		return OK;
	cache->stored_count = 0;
	if (home)
		err = practice_home_properties(dav->reader, &resource->person,
					       &cache->stored,
					       &cache->stored_count);
	else if (collection != 0)
		err = store_property_list(dav->reader, collection, member,
					  dav->op->actor.person, &cache->stored,
					  &cache->stored_count);
	cache->stored_known = !err;
	cache->stored_collection = collection;
	cache->stored_member = member;
	return err;
}

enum err property_stored(struct dav *dav, struct resource *resource,
			 const char *ns, const char *name, const char **value)
{
	struct property_cache *cache;
	enum err err = load_stored(dav, resource, &cache);

	if (err)
		return err;
	*value = NULL;
	for (size_t i = 0; i < cache->stored_count && !*value; i++) {
		if (str_equal(cache->stored[i].name, name) &&
		    str_equal(cache->stored[i].ns, ns))
			*value = cache->stored[i].value;
	}
	return OK;
}

enum err property_bytes(struct dav *dav, struct resource *resource)
{
	if (resource->bytes.at)
		return OK;
	return store_member_bytes(dav->reader, resource->member.id,
				  &resource->bytes);
}

enum err property_parsed(struct dav *dav, struct resource *resource,
			 const struct cal_component **parsed)
{
	struct property_cache *cache = cache_of(dav);
	struct cal_component *calendar;
	enum err err;

	if (resource->kind != RESOURCE_MEMBER || resource->member.kind == 0)
		return ERR_NOT_FOUND;
	if (cache->parsed_member != resource->member.id) {
		err = property_bytes(dav, resource);
		if (!err)
			err = cal_parse(dav->op, resource->bytes.at,
					resource->bytes.len, &calendar);
		if (err == ERR_CALENDAR_DATA) {
			/* A stored object never breaks a listing. */
			operation_recover(dav->op);
			err = OK;
			calendar = NULL;
		}
		if (err)
			return err;
		cache->parsed_member = resource->member.id;
		cache->parsed = calendar;
	}
	*parsed = cache->parsed;
	return cache->parsed ? OK : ERR_NOT_FOUND;
}

enum err property_zones(struct dav *dav, struct resource *resource,
			const struct collection_zones **zones)
{
	struct property_cache *cache = cache_of(dav);
	enum err err;

	if (cache->zone_collection != resource->collection.id) {
		err = practice_collection_zones(
			dav->reader, &resource->collection, &cache->zones);
		if (err)
			return err;
		cache->zone_collection = resource->collection.id;
		cache->zone_kept = resource->kind == RESOURCE_COLLECTION;
	}
	*zones = &cache->zones;
	return OK;
}

enum err property_locks(struct dav *dav, const struct resource *resource,
			const struct lock **list, size_t *count)
{
	struct property_cache *cache = cache_of(dav);
	enum err err;

	if (cache->lock_collection != resource->collection.id) {
		err = practice_lock_list(dav->reader, &resource->collection,
					 NULL, &cache->locks,
					 &cache->lock_count);
		if (err)
			return err;
		cache->lock_collection = resource->collection.id;
		cache->locks_kept = resource->kind == RESOURCE_COLLECTION;
	}
	*list = cache->locks;
	*count = cache->lock_count;
	return OK;
}

char *property_sync_token(struct arena *arena,
			  const struct collection *collection, int64_t revision)
{
	return arena_printf(arena, "urn:daybook:sync:%s:%lld",
			    collection->etag_seed, (long long)revision);
}

char *property_collection_etag(struct arena *arena,
			       const struct collection *collection)
{
	return arena_printf(arena, "%s-%lld", collection->etag_seed,
			    (long long)collection->revision);
}

char *property_principal_href(struct arena *arena, const char *login)
{
	return resource_href(arena, HREF_PRINCIPALS, login);
}

enum err property_value(struct dav *dav, struct resource *resource,
			struct asked *item, struct buf *value)
{
	struct property_call call = { dav, resource, item, value };
	const char *stored = NULL;
	enum err err = OK;

	item->live = property_find(item->ns, item->name);
	if (!item->live || (item->live->flags & PROPERTY_STORED))
		err = property_stored(dav, resource, item->ns, item->name,
				      &stored);
	if (err)
		return err;
	if (stored) {
		buf_puts(value, stored);
		return OK;
	}
	if (!item->live || !(item->live->kinds & resource->kind))
		return ERR_NOT_FOUND;
	return item->live->get(&call);
}

static void note_missing(struct answer *answer, const struct asked *item)
{
	struct asked_list *missing = &answer->missing;

	missing->items = arena_grow(answer->call.out->arena, missing->items,
				    missing->count, &answer->missing_room,
				    sizeof(*missing->items));
	missing->items[missing->count++] = *item;
}

/* The element with what PROPPATCH set, its xml:lang with it. */
static void write_stored(struct property_call *call, const char *value)
{
	const struct asked *item = call->asked;
	struct buf *out = call->out;
	struct slice lang;
	const char *content = xml_fragment_content(value, &lang);

	if (!lang.at && !*content) {
		buf_slice(out, item->empty);
		return;
	}
	buf_add(out, item->open.at, item->open.len - 1);
	if (lang.at)
		buf_printf(out, " xml:lang=\"%.*s\"", (int)lang.len, lang.at);
	buf_putc(out, '>');
	buf_puts(out, content);
	buf_slice(out, item->close);
}

/* What the row's function writes, or nothing and ERR_NOT_FOUND. */
static enum err write_live(struct property_call *call,
			   const struct live_property *live)
{
	struct buf *out = call->out;
	size_t start = out->len;
	size_t content;
	enum err err;

	buf_slice(out, call->asked->open);
	content = out->len;
	err = live->get(call);
	if (err || out->len == content)
		out->len = start;
	if (err)
		return err;
	buf_slice(out,
		  out->len == start ? call->asked->empty : call->asked->close);
	return OK;
}

static enum err write_element(struct answer *answer)
{
	struct property_call *call = &answer->call;
	const struct asked *item = call->asked;
	const struct live_property *live = item->live;
	const char *value = NULL;
	enum err err = OK;

	if (live && !(live->kinds & call->resource->kind))
		live = NULL;
	if (!live || (live->flags & PROPERTY_STORED))
		err = property_stored(call->dav, call->resource, item->ns,
				      item->name, &value);
	if (err)
		return err;
	if (value) {
		write_stored(call, value);
		return OK;
	}
	return live ? write_live(call, live) : ERR_NOT_FOUND;
}

static enum err write_item(struct answer *answer, const struct asked *item)
{
	struct buf *out = answer->call.out;
	size_t start = out->len;
	enum err err;

	answer->call.asked = item;
	err = write_element(answer);
	answer->call.asked = NULL;
	if (err == ERR_NOT_FOUND) {
		if (answer->call.dav->op->failure.code)
			operation_recover(answer->call.dav->op);
		note_missing(answer, item);
		return OK;
	}
	if (!err && answer->names) {
		out->len = start;
		buf_slice(out, item->empty);
	}
	return err;
}

/* A property that nobody asked for by name. */
static enum err write_named(struct answer *answer, const char *ns,
			    const char *name, const struct live_property *live)
{
	struct asked item = { .ns = ns, .name = name, .live = live };
	size_t missing = answer->missing.count;
	enum err err;

	property_tags(answer->call.out->arena, ns, name, &item);
	err = write_item(answer, &item);
	answer->missing.count = missing;
	return err;
}

/* RFC 4918 9.1: the live properties of that RFC and all dead ones. propname:
 * whatever the resource has. */
static enum err write_all(struct answer *answer, bool all)
{
	struct property_call *call = &answer->call;
	const struct live_property *row;
	struct property_cache *cache;
	enum err err = load_stored(call->dav, call->resource, &cache);

	for (size_t i = 0; !err && (row = property_row(i)); i++) {
		if ((row->kinds & call->resource->kind) &&
		    !property_is_calendar_data(row) &&
		    (all || (row->flags & PROPERTY_ALLPROP)))
			err = write_named(answer, row->ns, row->name, row);
	}
	for (size_t i = 0; !err && i < cache->stored_count; i++) {
		const struct property *dead = &cache->stored[i];

		row = property_find(dead->ns, dead->name);
		if (!row || !(row->kinds & call->resource->kind))
			err = write_named(answer, dead->ns, dead->name, NULL);
	}
	return err;
}

static void write_missing(struct answer *answer)
{
	struct buf *out = answer->call.out;

	buf_puts(out, "<D:propstat><D:prop>");
	for (size_t i = 0; i < answer->missing.count; i++)
		buf_slice(out, answer->missing.items[i].empty);
	buf_puts(out, "</D:prop>");
	multistatus_line(out, 404);
	buf_puts(out, "</D:propstat>");
}

/* Its memory is given back before the next one. */
static void forget_member(struct dav *dav)
{
	struct property_cache *cache = cache_of(dav);

	cache->stored_known = false;
	cache->parsed_member = 0;
	if (!cache->zone_kept)
		cache->zone_collection = 0;
	if (!cache->locks_kept)
		cache->lock_collection = 0;
}

enum err property_response(struct dav *dav, const struct asked_list *asked,
			   struct resource *resource, struct multistatus *ms)
{
	struct answer answer = {
		.call = { .dav = dav, .resource = resource, .out = &ms->buf },
		.names = asked->mode == ASKED_PROPNAME,
	};
	bool missing;
	size_t start, content, before = ms->buf.len;
	enum err err = OK;

	multistatus_open(ms, resource->href);
	start = ms->buf.len;
	buf_puts(&ms->buf, "<D:propstat><D:prop>");
	content = ms->buf.len;
	if (asked->mode != ASKED_PROP)
		err = write_all(&answer, answer.names);
	for (size_t i = 0; !err && i < asked->count; i++)
		err = write_item(&answer, &asked->items[i]);
	if (err)
		return err;
	missing = answer.missing.count > 0 && !asked->minimal;
	if (missing && ms->buf.len == content) {
		ms->buf.len = start;
	} else {
		buf_puts(&ms->buf, "</D:prop>" MULTISTATUS_OK "</D:propstat>");
	}
	if (missing)
		write_missing(&answer);
	multistatus_close(ms);
	if (resource->kind == RESOURCE_MEMBER)
		forget_member(dav);
	(void)operation_spend(dav->op,
			      RESPONSE_WORK + asked->count * ITEM_WORK +
				      (ms->buf.len - before) * BYTE_WORK);
	multistatus_turn(ms);
	return operation_check(dav->op);
}
