/**
 * REPORT: the table of reports, from which supported-report-set derives.
 */
#ifndef DAV_REPORT_PRIVATE_H
#define DAV_REPORT_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"

/** Answer the request in dav->response, or fail; the reader has not begun.
 *  ERR_SUPPORTED_REPORT. */
MUST_CHECK enum err dav_report(struct dav *dav);

/** Write the content of the resource's supported-report-set. */
void report_set_write(const struct resource *resource, struct buf *buf);

#endif
