/**
 * The sync-collection report (RFC 6578).
 */
#ifndef DAV_REPORT_SYNC_PRIVATE_H
#define DAV_REPORT_SYNC_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

/** Answer with what changed in the collection, or in the home, since a token.
 *  ERR_SYNC_TOKEN. */
MUST_CHECK enum err report_sync(struct dav *dav, struct resource *resource,
				const xmlNode *root);

#endif
