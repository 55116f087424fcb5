#include "dav/mkcalendar_private.h"

#include "dav/multistatus_private.h"
#include "dav/precondition_private.h"
#include "dav/property_private.h"
#include "dav/property_update_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/calendar/collection.h"

/* MKCALENDAR (RFC 4791 5.3.1), MKCOL plain (RFC 4918 9.3) and extended
 * (RFC 5689): one piece of work with different words for its refusals. */
struct making {
	struct dav *dav;
	bool mkcalendar;
	struct dav_place place;
	struct update_list updates;
};

static bool is_xml(const char *type)
{
	struct slice name = http_media(type);

	return slice_is(name, "application/xml") || slice_is(name, "text/xml");
}

/* A body that is not ours to read is 415 (RFC 4918 9.3). */
static enum err read_body(struct making *making)
{
	struct dav *dav = making->dav;
	const char *name = making->mkcalendar ? "mkcalendar" : "mkcol";
	const char *ns = making->mkcalendar ? NS_CALDAV : NS_DAV;
	const char *type = http_header(dav->request, "Content-Type");
	struct slice body = { dav->request->body, dav->request->body_len };
	const xmlNode *root;
	enum err err;

	if (slice_trim(body).len == 0)
		return OK;
	if (type && !is_xml(type))
		return fail(dav->op, ERR_MEDIA_TYPE,
			    "the body may be XML, not '%s'", type);
	err = xml_parse(dav->op, body, &root);
	if (err)
		return err;
	if (!xml_is(root, ns, name))
		return fail(dav->op, ERR_MEDIA_TYPE,
			    "the body may be a %s element, not '%s'", name,
			    xml_name(root));
	return updates_read(&making->updates, root);
}

/* The kind that the body names. Other types than a collection or a calendar
 * are refused (RFC 5689 3.3). */
static enum collection_kind kind_asked(struct making *making)
{
	struct update *asked = making->updates.resourcetype;
	bool calendar = making->mkcalendar;
	bool collection = making->mkcalendar;
	bool other = false;

	if (!asked)
		return calendar ? COLLECTION_PERSONAL : COLLECTION_PLAIN;
	for (const xmlNode *type = xml_first(asked->node); type;
	     type = xml_next(type)) {
		if (xml_is(type, NS_DAV, "collection"))
			collection = true;
		else if (xml_is(type, NS_CALDAV, "calendar"))
			calendar = true;
		else
			other = true;
	}
	if (other || !collection)
		update_refuse(&making->updates, asked, ERR_RESOURCETYPE);
	return calendar ? COLLECTION_PERSONAL : COLLECTION_PLAIN;
}

static enum err answer_refused(struct making *making)
{
	const char *element = making->mkcalendar ? "C:mkcalendar-response"
						 : "D:mkcol-response";
	struct http_response *response = making->dav->response;
	struct buf buf;

	buf_init(&buf, making->dav->op->arena);
	buf_printf(&buf,
		   "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		   "<%s" MULTISTATUS_PREFIXES ">",
		   element);
	updates_write(&making->updates, &buf);
	buf_printf(&buf, "</%s>\n", element);
	response->status = 403; /* RFC 5689 3.1: never a success */
	http_response_body(response, "application/xml; charset=utf-8", buf.at,
			   buf.len);
	return OK;
}

/* Without its slash the address would name a file as well, and that is in the
 * way too. */
static enum err find_there(struct dav *dav)
{
	struct http_path path = dav->request->path;
	struct resource there;

	path.slash = false;
	return dav_find(dav, &path, &there);
}

static enum err find_place(struct making *making)
{
	struct dav *dav = making->dav;
	const struct http_path *path = &dav->request->path;
	enum err err = find_there(dav);

	if (!err && making->mkcalendar)
		return fail(dav->op, ERR_RESOURCE_NOT_NULL,
			    "there is something at this address already");
	if (!err)
		return fail(dav->op, ERR_METHOD,
			    "there is something at this address already");
	if (err != ERR_NOT_FOUND)
		return err;
	operation_recover(dav->op);
	err = dav_place_find(dav->op, path, &making->place);
	if (!err || path->count > 3)
		return err;
	return fail(dav->op, making->mkcalendar ? ERR_LOCATION : ERR_FORBIDDEN,
		    "collections are made in calendar homes only");
}

static enum err make(struct making *making, enum collection_kind kind)
{
	struct dav *dav = making->dav;
	struct condition condition;
	struct collection made;
	struct collection_new wish = {
		.home = making->place.home,
		.path = dav_place_path(dav->op->arena, &making->place),
		.kind = kind,
		.components = making->updates.components,
		.properties = making->updates.changes,
		.property_count = making->updates.change_count,
		.condition = &condition,
	};
	enum err err;

	precondition_of_whole(dav, &condition);
	err = practice_collection_make(dav->op, dav->store, &wish, &made);
	if (err == ERR_RESOURCE_NOT_NULL && !making->mkcalendar)
		return fail(dav->op, ERR_METHOD,
			    "there is something at this address already");
	if (err)
		return err;
	dav->response->status = 201;
	return OK;
}

enum err dav_mkcalendar(struct dav *dav)
{
	struct making making = {
		.dav = dav,
		.mkcalendar = str_equal(dav->request->method, "MKCALENDAR"),
		.updates = { .dav = dav, .kind = RESOURCE_COLLECTION },
	};
	enum collection_kind kind;
	enum err err = read_body(&making);

	http_response_add(dav->response, "Vary", "Prefer");
	if (!err)
		err = find_place(&making);
	if (err)
		return err;
	kind = kind_asked(&making);
	if (making.updates.refused)
		return answer_refused(&making);
	return make(&making, kind);
}
