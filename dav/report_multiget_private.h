/**
 * The calendar-multiget report (RFC 4791 7.9).
 */
#ifndef DAV_REPORT_MULTIGET_PRIVATE_H
#define DAV_REPORT_MULTIGET_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

/** Answer with the members whose hrefs the body names. */
MUST_CHECK enum err report_multiget(struct dav *dav, struct resource *resource,
				    const xmlNode *root);

#endif
