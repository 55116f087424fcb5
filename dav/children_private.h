/**
 * What lies below a resource, one after another.
 */
#ifndef DAV_CHILDREN_PRIVATE_H
#define DAV_CHILDREN_PRIVATE_H

#include "dav/resource_private.h"

/** Children of a resource for Depth 1: collections by path, then members. A
 *  child's href and bytes live as long as the call that is given it. */
typedef enum err dav_each(void *context, struct resource *child);
MUST_CHECK enum err dav_resource_children(struct reader *reader,
					  const struct resource *of,
					  enum resource_detail detail,
					  dav_each *each, void *context);

#endif
