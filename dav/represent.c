#include "dav/represent_private.h"

#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/representation_private.h"
#include "dav/resource_private.h"

void represent_tag(struct dav *dav, const char *etag)
{
	http_response_add(dav->response, "ETag",
			  arena_printf(dav->op->arena, "\"%s\"", etag));
}

enum err represent(struct dav *dav, const char *href,
		   const struct member *member, struct slice bytes)
{
	struct arena *arena = dav->op->arena;
	struct representation form = { 0 };
	struct slice body = bytes;
	enum err err = OK;

	if (member->kind)
		form = representation_asked(dav);
	err = representation_make(dav->op, form, member->id, bytes, &body);
	if (err == ERR_CALENDAR_DATA) {
		operation_recover(dav->op);
		form = (struct representation){ 0 };
	} else if (err) {
		return err;
	}
	http_response_add(dav->response, "Preference-Applied",
			  "return=representation");
	http_response_add(dav->response, "Content-Location", href);
	represent_tag(dav, representation_etag(arena, form, member->etag));
	http_response_body(
		dav->response,
		representation_type(arena, form, resource_media_type(member)),
		body.at, body.len);
	return OK;
}

struct looking {
	const struct http_path *path;
	struct resource found;
};

static enum err look(struct dav *dav, void *context)
{
	struct looking *looking = context;
	enum err err =
		dav_resource_find(dav->reader, looking->path, &looking->found);

	if (!err && looking->found.kind != RESOURCE_MEMBER)
		return ERR_NOT_FOUND;
	return err ? err : property_bytes(dav, &looking->found);
}

enum err represent_there(struct dav *dav, const struct http_path *path)
{
	struct looking looking = { .path = path };
	enum err err = dav_read(dav, look, &looking);

	return err ? err
		   : represent(dav, looking.found.href, &looking.found.member,
			       looking.found.bytes);
}
