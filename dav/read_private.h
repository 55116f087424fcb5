/**
 * Reading for a request: each read of its own sees one state of the store.
 */
#ifndef DAV_READ_PRIVATE_H
#define DAV_READ_PRIVATE_H

#include "dav/resource_private.h"
#include "dav/dav.h"

/** What is read; begin and end of the reader are around it. */
typedef enum err dav_reading(struct dav *dav, void *context);

/** Begin the reader, run, end it again; the first one of a request goes on in
 *  the read in which its login was found. The errors of `run`, ERR_STORAGE. */
MUST_CHECK enum err dav_read(struct dav *dav, dav_reading *run, void *context);

/** Leave the login's read, which others who write may wait for. */
void dav_read_over(struct dav *dav);

/** dav_resource_find in a read of its own. */
MUST_CHECK enum err dav_find(struct dav *dav, const struct http_path *path,
			     struct resource *resource);

#endif
