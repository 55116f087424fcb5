#include "dav/read_private.h"

enum err dav_read(struct dav *dav, dav_reading *run, void *context)
{
	enum err err = OK;

	if (!dav->reading)
		err = store_reader_begin(dav->reader, dav->op);
	dav->reading = false;
	if (err)
		return err;
	err = run(dav, context);
	store_reader_end(dav->reader);
	return err;
}

void dav_read_over(struct dav *dav)
{
	if (dav->reading)
		store_reader_end(dav->reader);
	dav->reading = false;
}

struct finding {
	const struct http_path *path;
	struct resource *resource;
};

static enum err find(struct dav *dav, void *context)
{
	const struct finding *finding = context;

	return dav_resource_find(dav->reader, finding->path, finding->resource);
}

enum err dav_find(struct dav *dav, const struct http_path *path,
		  struct resource *resource)
{
	struct finding finding = { path, resource };

	return dav_read(dav, find, &finding);
}
