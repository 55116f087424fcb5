#include "dav/proppatch_private.h"

#include "dav/header_private.h"
#include "dav/multistatus_private.h"
#include "dav/precondition_private.h"
#include "dav/problem_private.h"
#include "dav/property_update_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/booking/booking.h"
#include "practice/booking/patch.h"
#include "practice/calendar/collection.h"
#include "practice/calendar/share_invite.h"

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
static void refuse_all(struct update_list *updates)
{
	for (size_t i = 0; i < updates->count; i++) {
		if (!updates->items[i].verdict)
			update_refuse(updates, &updates->items[i],
				      ERR_PROTECTED_PROPERTY);
	}
}

struct patching {
	const xmlNode *root;
	struct resource resource;
	struct update_list updates;
};

static enum err judge(struct dav *dav, void *context)
{
	struct patching *patching = context;
	struct resource *resource = &patching->resource;
	struct update_list *updates = &patching->updates;
	const unsigned keeping = RESOURCE_HOME | RESOURCE_COLLECTION |
				 RESOURCE_MEMBER | RESOURCE_GROUP;
	enum err err =
		dav_resource_find(dav->reader, &dav->request->path, resource);

	if (!err) {
		*updates = (struct update_list){ .dav = dav,
						 .resource = resource,
						 .kind = resource->kind };
		err = updates_read(updates, patching->root);
	}
	if (!err)
		err = precondition_check_reading(dav);
	if (!err && !(resource->kind & keeping))
		refuse_all(updates);
	return err;
}

/* The practice may refuse; that is then the property's own answer, and none
 * of the others is stored (RFC 4918 9.2). */
static enum err apply_status(struct dav *dav, const struct resource *resource,
			     struct update_list *updates)
{
	struct object_patch patch = {
		.at = { resource->person.login, resource->collection.path,
			resource->member.name },
		.status = updates->status_value,
		.changes = updates->changes,
		.count = updates->change_count,
	};
	bool refused;
	enum err err;

	precondition_of(dav, &patch.condition);
	err = practice_object_patch(dav->op, dav->store, &patch, &refused);
	if (err && refused && problem_status(err) < 500) {
		update_refuse(updates, updates->status, err);
		return OK;
	}
	return err;
}

struct membering {
	struct update_list *updates;
	struct ids ids;
};

static enum err add_member(struct dav *dav, struct membering *membering,
			   const xmlNode *node)
{
	struct update_list *updates = membering->updates;
	struct resource found;
	struct http_path path;
	enum err err = ERR_NOT_FOUND;

	if (xml_is(node, NS_DAV, "href") &&
	    dav_href_parse(dav->op->arena, xml_trimmed(dav->op->arena, node),
			   &path))
		err = dav_resource_find(dav->reader, &path, &found);
	if (err == ERR_NOT_FOUND ||
	    (!err && (found.kind != RESOURCE_PRINCIPAL ||
		      !practice_may_share_with(&found.person)))) {
		(void)fail(dav->op, ERR_FORBIDDEN,
			   "those who stand in for you are people who work "
			   "here");
		update_refuse(updates, updates->members, ERR_FORBIDDEN);
		return OK;
	}
	if (!err)
		membering->ids.at[membering->ids.count++] = found.person.id;
	return err;
}

static enum err read_members(struct dav *dav, void *context)
{
	struct membering *membering = context;
	const struct update *update = membering->updates->members;
	enum err err = OK;

	membering->ids.at = arena_array(dav->op->arena, xml_count(update->node),
					sizeof(*membering->ids.at));
	for (const xmlNode *node = update->set ? xml_first(update->node) : NULL;
	     !err && node; node = xml_next(node))
		err = add_member(dav, membering, node);
	return err;
}

/* Who stands in for the actor; a group keeps no other property. */
static enum err apply_members(struct dav *dav, const struct resource *group,
			      struct update_list *updates)
{
	struct membering membering = { .updates = updates };
	enum err err;

	for (size_t i = 0; i < updates->count; i++) {
		if (&updates->items[i] != updates->members &&
		    !updates->items[i].verdict)
			update_refuse(updates, &updates->items[i],
				      ERR_PROTECTED_PROPERTY);
	}
	if (updates->refused || !updates->members)
		return OK;
	err = dav_read(dav, read_members, &membering);
	if (err || updates->refused)
		return err;
	return practice_delegates_set(dav->op, dav->store,
				      group->proxy == PROXY_WRITE,
				      &membering.ids);
}

static enum err apply(struct dav *dav, const struct resource *resource,
		      struct update_list *updates)
{
	const char *path = NULL, *name = NULL;
	struct condition condition;

	if (resource->kind == RESOURCE_GROUP)
		return apply_members(dav, resource, updates);
	if (updates->status)
		return apply_status(dav, resource, updates);
	if (updates->change_count == 0)
		return OK;
	if (resource->kind != RESOURCE_HOME)
		path = resource->collection.path;
	if (resource->kind == RESOURCE_MEMBER)
		name = resource->member.name;
	precondition_of_whole(dav, &condition);
	return practice_properties_change(
		dav->op, dav->store, resource->person.login, path, name,
		updates->changes, updates->change_count, &condition);
}

enum err dav_proppatch(struct dav *dav)
{
	struct patching patching;
	struct update_list *updates = &patching.updates;
	struct multistatus ms;
	enum err err = read_body(dav, &patching.root);

	http_response_add(dav->response, "Vary", "Brief, Prefer");
	if (!err)
		err = dav_read(dav, judge, &patching);
	if (!err && !updates->refused)
		err = apply(dav, &patching.resource, updates);
	if (err)
		return err;
	if (header_minimal(dav) && !updates->refused) {
		dav->response->status = 200; /* RFC 8144 2.2 */
		return OK;
	}
	multistatus_begin(&ms, dav->op, 1024);
	multistatus_open(&ms, patching.resource.href);
	updates_write(updates, &ms.buf);
	multistatus_close(&ms);
	multistatus_finish(&ms, NULL, dav->response);
	return OK;
}
