#include "dav/method.h"

#include "dav/multistatus.h"
#include "dav/precondition.h"
#include "dav/problem.h"
#include "dav/wish.h"
#include "practice/booking/booking.h"
#include "practice/booking/patch.h"
#include "practice/calendar/collection.h"

static enum err read_body(struct dav *dav, const xmlNode **root)
{
	struct slice body = { dav->request->body, dav->request->body_len };
	enum err err = xml_parse(dav->op, body, root);

	if (!err && !xml_is(*root, NS_DAV, "propertyupdate"))
		err = fail(dav->op, ERR_SYNTAX,
			   "the body of PROPPATCH is a DAV:propertyupdate "
			   "element");
	return err;
}

/* Principals, homes and what is above them keep no properties. */
static void refuse_all(struct wish_list *wishes)
{
	for (size_t i = 0; i < wishes->count; i++) {
		if (!wishes->items[i].verdict)
			wish_refuse(wishes, &wishes->items[i],
				    ERR_PROTECTED_PROPERTY);
	}
}

static enum err judge(struct dav *dav, const xmlNode *root,
		      struct resource *resource, struct wish_list *wishes)
{
	const unsigned keeping =
		RESOURCE_HOME | RESOURCE_COLLECTION | RESOURCE_MEMBER;
	const struct member *current = NULL;
	enum err err = store_reader_begin(dav->reader, dav->op);

	if (err)
		return err;
	err = dav_resource_find(dav->reader, &dav->request->path, resource);
	if (!err) {
		*wishes = (struct wish_list){ .dav = dav,
					      .resource = resource,
					      .kind = resource->kind };
		if (resource->kind == RESOURCE_MEMBER)
			current = &resource->member;
		err = wishes_read(wishes, root);
	}
	if (!err && current)
		err = precondition_check(dav, current);
	if (!err && !(resource->kind & keeping))
		refuse_all(wishes);
	store_reader_end(dav->reader);
	return err;
}

/* The practice may refuse; that is then the property's own answer, and none
 * of the others is stored (RFC 4918 9.2). */
static enum err apply_status(struct dav *dav, const struct resource *resource,
			     struct wish_list *wishes)
{
	struct object_patch patch = {
		.at = { resource->person.login, resource->collection.path,
			resource->member.name },
		.status = wishes->status_value,
		.changes = wishes->changes,
		.count = wishes->change_count,
	};
	bool refused;
	enum err err;

	dav_condition(dav->request, &patch.condition);
	err = practice_object_patch(dav->op, dav->store, &patch, &refused);
	if (err && refused && problem_status(err) < 500) {
		wish_refuse(wishes, wishes->status, err);
		return OK;
	}
	return err;
}

static enum err apply(struct dav *dav, const struct resource *resource,
		      struct wish_list *wishes)
{
	const char *path = NULL, *name = NULL;

	if (wishes->status)
		return apply_status(dav, resource, wishes);
	if (wishes->change_count == 0)
		return OK;
	if (resource->kind != RESOURCE_HOME)
		path = resource->collection.path;
	if (resource->kind == RESOURCE_MEMBER)
		name = resource->member.name;
	return practice_properties_change(
		dav->op, dav->store, resource->person.login, path, name,
		wishes->changes, wishes->change_count);
}

enum err dav_proppatch(struct dav *dav)
{
	struct resource resource;
	struct wish_list wishes;
	struct multistatus ms;
	const xmlNode *root;
	enum err err = read_body(dav, &root);

	http_response_add(dav->response, "Vary", "Brief, Prefer");
	if (!err)
		err = judge(dav, root, &resource, &wishes);
	if (!err && !wishes.refused)
		err = apply(dav, &resource, &wishes);
	if (err)
		return err;
	if (precondition_minimal(dav) && !wishes.refused) {
		dav->response->status = 200; /* RFC 8144 2.2 */
		return OK;
	}
	multistatus_begin(&ms, dav->op->arena, 1024);
	multistatus_open(&ms, resource.href);
	wishes_write(&wishes, &ms.buf);
	multistatus_close(&ms);
	multistatus_finish(&ms, NULL, dav->response);
	return OK;
}
