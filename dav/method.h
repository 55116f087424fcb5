/**
 * The handlers of methods, one file each; each answers in dav->response or
 * returns an error that dav_handle turns into an answer. The reader has not
 * begun: reads begin and end it themselves.
 */
#ifndef DAV_METHOD_H
#define DAV_METHOD_H

#include "dav/dav.h"
#include "dav/xml.h"

typedef enum err dav_method(struct dav *dav);

MUST_CHECK enum err dav_get(struct dav *dav); /* GET and HEAD */
MUST_CHECK enum err dav_put(struct dav *dav);
MUST_CHECK enum err dav_delete(struct dav *dav);
MUST_CHECK enum err dav_propfind(struct dav *dav);
MUST_CHECK enum err dav_proppatch(struct dav *dav);
MUST_CHECK enum err dav_mkcalendar(struct dav *dav); /* and MKCOL */
MUST_CHECK enum err dav_copy_move(struct dav *dav);
MUST_CHECK enum err dav_report(struct dav *dav);

/** Add the DAV header: the classes and features that are there. */
void dav_advertise(struct http_response *response);

/** The Depth header: 0, 1 or DAV_INFINITY; `otherwise` where absent.
 *  ERR_INVALID when it is something else. */
#define DAV_INFINITY 2
MUST_CHECK enum err dav_depth(struct dav *dav, int otherwise, int *depth);

/** If-Match, If-None-Match, If, If-Unmodified-Since of a request as a
 *  condition for practice/booking/booking.h. */
struct condition;
void dav_condition(const struct http_request *request,
		   struct condition *condition);

/* Reports: rows of the table in report.c. The reader has begun; the resource
 * is the request's; the root is the body's. */
struct resource;
typedef enum err dav_report_run(struct dav *dav, struct resource *resource,
				const xmlNode *root);

MUST_CHECK enum err report_query(struct dav *dav, struct resource *resource,
				 const xmlNode *root);
MUST_CHECK enum err report_multiget(struct dav *dav, struct resource *resource,
				    const xmlNode *root);
MUST_CHECK enum err report_sync(struct dav *dav, struct resource *resource,
				const xmlNode *root);
MUST_CHECK enum err report_freebusy(struct dav *dav, struct resource *resource,
				    const xmlNode *root);
MUST_CHECK enum err report_expand_property(struct dav *dav,
					   struct resource *resource,
					   const xmlNode *root);
MUST_CHECK enum err report_principal_search(struct dav *dav,
					    struct resource *resource,
					    const xmlNode *root);
MUST_CHECK enum err report_search_set(struct dav *dav,
				      struct resource *resource,
				      const xmlNode *root);
MUST_CHECK enum err report_principal_match(struct dav *dav,
					   struct resource *resource,
					   const xmlNode *root);
MUST_CHECK enum err report_acl_principals(struct dav *dav,
					  struct resource *resource,
					  const xmlNode *root);

/** Write supported-report-set's content for a kind of resource, and whether
 *  a collection's kind takes the report; derives from the table. */
void report_set_write(const struct resource *resource, struct buf *buf);

#endif
