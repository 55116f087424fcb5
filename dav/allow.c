#include "dav/allow_private.h"

#include "dav/read_private.h"
#include "practice/access.h"

/* What may come where nothing is: a home has calendars, calendars have objects,
 * other collections both. A lock makes an empty resource (RFC 4918 7.3). */
static unsigned of_nothing(struct dav *dav, const struct actor *actor,
			   struct http_path path)
{
	bool file = !path.slash;
	unsigned bits = ALLOW_NOTHING;
	struct resource above;

	if (path.count == 0)
		return bits;
	path.count--;
	path.slash = true;
	if (dav_resource_find(dav->reader, &path, &above))
		return bits;
	if (practice_may_make(actor) &&
	    (above.kind == RESOURCE_HOME ||
	     (above.kind == RESOURCE_COLLECTION &&
	      above.collection.kind == COLLECTION_PLAIN)))
		bits |= ALLOW_MAKE;
	if (!file || !resource_takes_members(actor, &above))
		return bits;
	bits |= ALLOW_PUT;
	if (resource_takes_locks(&above))
		bits |= ALLOW_LOCK;
	return bits;
}

/* What is to be saved is ticked and stays where it is. */
static bool may_go(const struct actor *actor,
		   const struct collection *collection)
{
	return practice_may_remove(actor, collection) &&
	       collection->kind != COLLECTION_TO_SAVE;
}

/* Who may make no calendar has none into which anything is copied. */
static unsigned of_member(const struct actor *actor,
			  const struct collection *collection)
{
	bool shared = collection->kind == COLLECTION_SHARED;
	unsigned bits = 0;

	if (practice_may_put(actor, collection))
		bits |= ALLOW_PUT;
	if (practice_may_make(actor))
		bits |= ALLOW_COPY;
	if (may_go(actor, collection))
		bits |= ALLOW_DELETE;
	if (may_go(actor, collection) &&
	    (shared || practice_may_write(actor, collection)))
		bits |= ALLOW_MOVE;
	return bits;
}

static unsigned of_collection(const struct actor *actor,
			      const struct resource *resource)
{
	const struct collection *collection = &resource->collection;

	if (practice_may_drop(actor, collection))
		return ALLOW_DELETE | ALLOW_COPY | ALLOW_MOVE;
	/* K46: it is given back. */
	if (collection->kind == COLLECTION_SHARED &&
	    resource->person.id == actor->person)
		return ALLOW_DELETE;
	return 0;
}

static unsigned of_resource(const struct actor *actor,
			    const struct resource *resource)
{
	unsigned bits = resource->kind;

	if (resource->kind == RESOURCE_MEMBER)
		bits |= of_member(actor, &resource->collection);
	if (resource->kind == RESOURCE_COLLECTION)
		bits |= of_collection(actor, resource);
	if (resource_takes_locks(resource))
		bits |= ALLOW_LOCK | ALLOW_UNLOCK;
	if (resource_takes_members(actor, resource) ||
	    (resource->kind == RESOURCE_HOME && practice_may_make(actor)))
		bits |= ALLOW_ADD;
	if (resource_takes_grants(actor, resource))
		bits |= ALLOW_GRANT;
	return bits;
}

/* What is allowed at a path; of what may come there alone where `new`. */
static unsigned allow_at(struct dav *dav, const struct http_path *path,
			 bool new)
{
	struct operation op = *dav->op;
	struct resource resource;
	unsigned bits;

	dav_read_over(dav);
	if (store_reader_begin(dav->reader, &op))
		return ALLOW_ALL;
	if (!new && !dav_resource_find(dav->reader, path, &resource))
		bits = of_resource(&op.actor, &resource);
	else
		bits = of_nothing(dav, &op.actor, *path);
	store_reader_end(dav->reader);
	return bits;
}

unsigned allow_here(struct dav *dav)
{
	return allow_at(dav, &dav->request->path, false);
}

bool allow_new(struct dav *dav, const struct http_path *path)
{
	return (allow_at(dav, path, true) & (ALLOW_PUT | ALLOW_MAKE)) != 0;
}
