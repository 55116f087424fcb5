/**
 * The expand-property report (RFC 3253 3.8).
 */
#ifndef DAV_REPORT_EXPAND_PRIVATE_H
#define DAV_REPORT_EXPAND_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

/** Answer with properties of the resource, and of those that they name. */
MUST_CHECK enum err report_expand_property(struct dav *dav,
					   struct resource *resource,
					   const xmlNode *root);

#endif
