/**
 * The headers that say how far a request goes and how its answer looks (RFC
 * 4918 10, RFC 7240, RFC 8144).
 */
#ifndef DAV_HEADER_PRIVATE_H
#define DAV_HEADER_PRIVATE_H

#include "dav/dav.h"

#include <stdbool.h>

/** The Depth header: 0, 1 or DEPTH_INFINITY; `otherwise` where absent.
 *  ERR_INVALID when it is something else. */
#define DEPTH_INFINITY 2
MUST_CHECK enum err header_depth(struct dav *dav, int otherwise, int *depth);

/** A boolean header such as Overwrite: T or F, `otherwise` where absent.
 *  ERR_INVALID. */
MUST_CHECK enum err header_flag(struct dav *dav, const char *name,
				bool otherwise, bool *flag);

/** Prefer: return=minimal, or Brief: t; says so in Preference-Applied. */
bool header_minimal(struct dav *dav);
/** Prefer: return=representation. */
bool header_representation(struct dav *dav);

/** Is a URI of a header ("https://host:8443/path", "/path") on the server that
 *  the request came to? Schemes may differ behind a proxy. */
bool header_is_here(struct dav *dav, const char *uri);

#endif
