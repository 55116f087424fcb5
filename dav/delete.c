#include "dav/method.h"

#include "dav/precondition.h"
#include "dav/property.h"
#include "dav/resource.h"
#include "practice/booking/booking.h"
#include "practice/calendar/collection.h"

static enum err delete_member(struct dav *dav, const struct resource *resource)
{
	struct object_at at = {
		.home = resource->person.login,
		.path = resource->collection.path,
		.name = resource->member.name,
	};
	struct condition condition;

	dav_condition(dav->request, &condition);
	return practice_object_delete(dav->op, dav->store, &at, &condition);
}

static enum err delete_collection(struct dav *dav,
				  const struct resource *resource)
{
	struct member current = {
		.etag = property_collection_etag(dav->op->arena,
						 &resource->collection),
		.modified = resource->collection.created,
	};
	int depth;
	enum err err = dav_depth(dav, DAV_INFINITY, &depth);

	/* RFC 4918 9.6.1 */
	if (!err && depth != DAV_INFINITY)
		err = fail(dav->op, ERR_INVALID,
			   "a collection is deleted with all that is in it: "
			   "Depth infinity");
	if (!err)
		err = precondition_check(dav, &current);
	if (err)
		return err;
	return practice_collection_delete(dav->op, dav->store,
					  resource->person.login,
					  resource->collection.path);
}

enum err dav_delete(struct dav *dav)
{
	struct resource resource;
	enum err err = store_reader_begin(dav->reader, dav->op);

	if (err)
		return err;
	err = dav_resource_find(dav->reader, &dav->request->path, &resource);
	store_reader_end(dav->reader);
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
