/**
 * The sync token that a resource has now (RFC 6578 4): of a calendar its own
 * revision; of a home, or of a collection that may hold others, where each of
 * the collections in it is, too.
 */
#ifndef DAV_TREE_TOKEN_PRIVATE_H
#define DAV_TREE_TOKEN_PRIVATE_H

#include <stdbool.h>

#include "dav/resource_private.h"

/** Does its token tell of the collections in it? */
bool tree_token_has_children(const struct resource *resource);

/** `resource` is a home or a collection. */
MUST_CHECK enum err tree_token(struct reader *reader,
			       const struct resource *resource,
			       const char **token);

#endif
