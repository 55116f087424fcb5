/**
 * The names of privileges: which there are, which hold which (RFC 3744 3,
 * RFC 4791 6.1). What anybody has is decided in practice/access.h.
 */
#ifndef DAV_PRIVILEGE_PRIVATE_H
#define DAV_PRIVILEGE_PRIVATE_H

#include "base/str.h"
#include "dav/xml_private.h"

struct privilege_name {
	const char *ns, *name;
	unsigned privileges; /* enum privilege; of an aggregate: all of them */
	int depth;           /* in the tree */
	bool abstract;       /* not to be granted by itself (RFC 3744 3) */
	const char *description;
};

/** The name of that element, or NULL. */
const struct privilege_name *privilege_find(const xmlNode *node);

/** Write DAV:privilege elements for these, aggregates first: `read` alone
 *  where nothing else is allowed, the parts of `write` beside it. What only
 *  matters to who may grant is told with the right to do so. */
void privilege_write(struct buf *buf, unsigned privileges);

/** Write the tree: the content of supported-privilege-set. */
void privilege_tree_write(struct buf *buf);

#endif
