#include "dav/tree_token_private.h"

#include "dav/children_private.h"
#include "dav/property_private.h"
#include "dav/sync_token_private.h"

bool tree_token_has_children(const struct resource *resource)
{
	return resource->kind == RESOURCE_HOME ||
	       (resource->kind == RESOURCE_COLLECTION &&
		resource->collection.kind == COLLECTION_PLAIN);
}

static void add(struct buf *buf, const struct collection *collection)
{
	struct sync_point point = { .seed = collection->etag_seed,
				    .revision = collection->revision,
				    .path = collection->path };

	sync_token_add(buf, &point);
}

static enum err add_child(void *context, struct resource *child)
{
	if (child->kind == RESOURCE_COLLECTION)
		add(context, &child->collection);
	return OK;
}

enum err tree_token(struct reader *reader, const struct resource *resource,
		    const char **token)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct buf buf;
	enum err err;

	if (!tree_token_has_children(resource)) {
		*token = property_sync_token(arena, &resource->collection,
					     resource->collection.revision);
		return OK;
	}
	buf_init(&buf, arena);
	buf_puts(&buf, resource->kind == RESOURCE_HOME ? SYNC_TOKEN_HOME
						       : SYNC_TOKEN_FOLDER);
	if (resource->kind == RESOURCE_COLLECTION)
		add(&buf, &resource->collection);
	err = dav_resource_children(reader, resource, DETAIL_INDEX, add_child,
				    &buf);
	if (!err)
		*token = buf.at;
	return err;
}
