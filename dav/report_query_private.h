/**
 * The calendar-query report (RFC 4791 7.8).
 */
#ifndef DAV_REPORT_QUERY_PRIVATE_H
#define DAV_REPORT_QUERY_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

/** Answer with the members of the resource that the filter finds; `root` is the
 *  body's. */
MUST_CHECK enum err report_query(struct dav *dav, struct resource *resource,
				 const xmlNode *root);

#endif
