/**
 * Answers to changes that tell what is there now, so that a program need not
 * ask again (Prefer: return=representation, RFC 7240 4.2, RFC 8144 3).
 */
#ifndef DAV_REPRESENT_PRIVATE_H
#define DAV_REPRESENT_PRIVATE_H

#include "dav/dav.h"
#include "store/object.h"

/** Say "ETag". */
void represent_tag(struct dav *dav, const char *etag);

/** Answer with a member in the form that a GET would have; the status is the
 *  caller's. ERR_MATCHES_LIMIT. */
MUST_CHECK enum err represent(struct dav *dav, const char *href,
			      const struct member *member, struct slice bytes);

/** The same of what stands at the path now. ERR_NOT_FOUND: no member. */
MUST_CHECK enum err represent_there(struct dav *dav,
				    const struct http_path *path);

#endif
