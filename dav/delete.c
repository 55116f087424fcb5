#include "dav/delete_private.h"

#include "dav/header_private.h"
#include "dav/precondition_private.h"
#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"
#include "practice/booking/booking.h"
#include "practice/calendar/address.h"
#include "practice/calendar/collection.h"

static enum err delete_member(struct dav *dav, const struct resource *resource)
{
	struct object_at at = {
		.home = resource->person.login,
		.path = resource->collection.path,
		.name = resource->member.name,
	};
	struct condition condition;

	precondition_of(dav, &condition);
	return practice_object_delete(dav->op, dav->store, &at, &condition);
}

static enum err delete_collection(struct dav *dav,
				  const struct resource *resource)
{
	struct condition condition;
	int depth;
	enum err err = header_depth(dav, DEPTH_INFINITY, &depth);

	/* RFC 4918 9.6.1 */
	if (!err && depth != DEPTH_INFINITY)
		err = fail(dav->op, ERR_INVALID,
			   "a collection is deleted with all that is in it: "
			   "Depth infinity");
	if (err)
		return err;
	precondition_of_whole(dav, &condition);
	return practice_collection_delete(
		dav->op, dav->store, resource->person.login,
		resource->collection.path, &condition);
}

enum err dav_delete(struct dav *dav)
{
	struct resource resource;
	enum err err = dav_find(dav, &dav->request->path, &resource);

	if (err)
		return err;
	if (resource.kind == RESOURCE_MEMBER)
		err = delete_member(dav, &resource);
	else if (resource.kind == RESOURCE_COLLECTION)
		err = delete_collection(dav, &resource);
	else
		err = fail(dav->op, ERR_NEED_PRIVILEGES,
			   "this cannot be deleted");
	if (!err)
		dav->response->status = 204;
	return err;
}
