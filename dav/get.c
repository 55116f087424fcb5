#include "dav/get_private.h"

#include "dav/export_private.h"
#include "dav/precondition_private.h"
#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/representation_private.h"
#include "dav/resource_private.h"

/* What programs are called that keep the text which they sent beside the tag
 * that a look of their own at what was stored tells them: KDE's kdav, in
 * KOrganizer and Merkuro. */
static const char *const keepers[] = { "KDE DAV groupware client" };

static void add_etag(struct dav *dav, const char *etag, const char *suffix)
{
	http_response_add(
		dav->response, "ETag",
		arena_printf(dav->op->arena, "\"%s%s\"", etag, suffix));
}

/* No listing tells a keeper the tag of such a look, so its next sync asks for
 * what we rendered (K12). In a condition it names the same bytes. */
static const char *suffix_for(const struct dav *dav,
			      const struct member *member)
{
	const char *agent = http_header(dav->request, "User-Agent");

	if (!agent || (!member->session && !member->closure))
		return "";
	for (size_t i = 0; i < ARRAY_SIZE(keepers); i++) {
		if (str_starts(agent, keepers[i]))
			return HTTP_ETAG_LOOK;
	}
	return "";
}

/* What people upload is never a page of this site. */
static void add_guards(struct dav *dav)
{
	http_response_add(dav->response, "X-Content-Type-Options", "nosniff");
	http_response_add(dav->response, "Content-Security-Policy",
			  "default-src 'none'; sandbox");
	http_response_add(dav->response, "Cache-Control", "private, no-cache");
}

/* What is read is a calendar object, in the form that is asked for. One that
 * cannot be read has only the form in which it is kept. */
static enum err put_body(struct dav *dav, struct resource *resource,
			 struct representation *form)
{
	const char *type = resource_media_type(&resource->member);
	struct operation *op = dav->op;
	struct slice bytes;
	enum err err = property_bytes(dav, resource);

	if (err)
		return err;
	err = representation_make(op, *form, resource->member.id,
				  resource->bytes, &bytes);
	if (err == ERR_CALENDAR_DATA) {
		operation_recover(op);
		*form = (struct representation){ 0 };
		bytes = resource->bytes;
		err = OK;
	}
	if (!err)
		http_response_body(dav->response,
				   representation_type(op->arena, *form, type),
				   bytes.at, bytes.len);
	return err;
}

static enum err get_member(struct dav *dav, struct resource *resource)
{
	const struct member *member = &resource->member;
	struct representation form = { 0 };
	const char *etag = member->etag;
	bool fresh;
	enum err err;

	if (member->kind)
		form = representation_asked(dav);
	etag = representation_etag(dav->op->arena, form, etag);
	err = precondition_get(dav, member, etag, &fresh);
	if (!err && !fresh)
		err = put_body(dav, resource, &form);
	if (err)
		return err;
	add_etag(dav, representation_etag(dav->op->arena, form, member->etag),
		 suffix_for(dav, member));
	http_response_add(dav->response, "Last-Modified",
			  instant_http(dav->op->arena, member->modified));
	if (member->schedule_tag)
		http_response_add(dav->response, "Schedule-Tag",
				  arena_printf(dav->op->arena, "\"%s\"",
					       member->schedule_tag));
	add_guards(dav);
	dav->response->status = fresh ? 304 : 200;
	return OK;
}

/* The whole calendar. Its ETag is its revision, so that a subscriber who has
 * it costs no reading. */
static enum err get_calendar(struct dav *dav, struct resource *resource)
{
	struct arena *arena = dav->op->arena;
	struct representation form = representation_asked(dav);
	struct member current = {
		.etag = property_collection_etag(arena, &resource->collection),
		.modified = INSTANT_MAX,
	};
	const char *etag = representation_etag(arena, form, current.etag);
	bool fresh;
	enum err err = precondition_get(dav, &current, etag, &fresh);

	if (err)
		return err;
	add_etag(dav, etag, "");
	add_guards(dav);
	dav->response->status = fresh ? 304 : 200;
	if (fresh)
		return OK;
	return export_calendar(
		dav, &resource->collection, form,
		representation_type(arena, form,
				    "text/calendar; charset=utf-8"));
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
	enum err err = dav_resource_find_bytes(dav->reader, &dav->request->path,
					       &resource);

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
