#include "dav/get_private.h"

#include "dav/export_private.h"
#include "dav/precondition_private.h"
#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"

static void add_etag(struct dav *dav, const char *etag)
{
	http_response_add(dav->response, "ETag",
			  arena_printf(dav->op->arena, "\"%s\"", etag));
}

/* What people upload is never a page of this site. */
static void add_guards(struct dav *dav)
{
	http_response_add(dav->response, "X-Content-Type-Options", "nosniff");
	http_response_add(dav->response, "Content-Security-Policy",
			  "default-src 'none'; sandbox");
	http_response_add(dav->response, "Cache-Control", "private, no-cache");
}

static enum err get_member(struct dav *dav, struct resource *resource)
{
	const struct member *member = &resource->member;
	bool fresh;
	enum err err = precondition_get(dav, member, &fresh);

	if (err)
		return err;
	add_etag(dav, member->etag);
	http_response_add(dav->response, "Last-Modified",
			  instant_http(dav->op->arena, member->modified));
	if (member->schedule_tag)
		http_response_add(dav->response, "Schedule-Tag",
				  arena_printf(dav->op->arena, "\"%s\"",
					       member->schedule_tag));
	add_guards(dav);
	dav->response->status = fresh ? 304 : 200;
	if (fresh)
		return OK;
	err = property_bytes(dav, resource);
	if (!err)
		http_response_body(dav->response, resource_media_type(member),
				   resource->bytes.at, resource->bytes.len);
	return err;
}

/* The whole calendar. Its ETag is its revision, so that a subscriber who has
 * it costs no reading. */
static enum err get_calendar(struct dav *dav, struct resource *resource)
{
	struct arena *arena = dav->op->arena;
	struct member current = {
		.etag = property_collection_etag(arena, &resource->collection),
		.modified = INSTANT_MAX,
	};
	struct buf ics;
	bool fresh;
	enum err err = precondition_get(dav, &current, &fresh);

	if (err)
		return err;
	add_etag(dav, current.etag);
	add_guards(dav);
	dav->response->status = fresh ? 304 : 200;
	if (fresh)
		return OK;
	err = export_calendar(dav, &resource->collection, &ics);
	if (!err)
		http_response_body(dav->response,
				   "text/calendar; charset=utf-8", ics.at,
				   ics.len);
	return err;
}

/* For those who open the address in a browser. */
static enum err get_page(struct dav *dav)
{
	struct buf buf;

	buf_init(&buf, dav->op->arena);
	buf_puts(&buf, "<!doctype html>\n<html lang=\"en\">\n"
		       "<meta charset=\"utf-8\">\n<title>Daybook</title>\n"
		       "<h1>This is a calendar address</h1>\n"
		       "<p>It is meant for calendar programs: add a CalDAV "
		       "account there with this server's address, your login "
		       "and a password or device token.</p>\n");
	add_guards(dav);
	dav->response->status = 200;
	http_response_body(dav->response, "text/html; charset=utf-8", buf.at,
			   buf.len);
	return OK;
}

static enum err get(struct dav *dav, void *context UNUSED)
{
	struct resource resource;
	enum err err =
		dav_resource_find(dav->reader, &dav->request->path, &resource);

	if (err)
		return err;
	if (resource.kind == RESOURCE_MEMBER)
		return get_member(dav, &resource);
	if (resource.kind == RESOURCE_COLLECTION &&
	    dav_is_calendar(&resource.collection))
		return get_calendar(dav, &resource);
	return get_page(dav);
}

enum err dav_get(struct dav *dav)
{
	return dav_read(dav, get, NULL);
}
