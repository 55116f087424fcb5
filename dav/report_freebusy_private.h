/**
 * The free-busy-query report (RFC 4791 7.10).
 */
#ifndef DAV_REPORT_FREEBUSY_PRIVATE_H
#define DAV_REPORT_FREEBUSY_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

/** Answer with the busy times of the calendars that the resource stands for. */
MUST_CHECK enum err report_freebusy(struct dav *dav, struct resource *resource,
				    const xmlNode *root);

#endif
