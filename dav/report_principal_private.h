/**
 * The reports on principals (RFC 3744 9).
 */
#ifndef DAV_REPORT_PRINCIPAL_PRIVATE_H
#define DAV_REPORT_PRINCIPAL_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

/** principal-property-search */
MUST_CHECK enum err report_principal_search(struct dav *dav,
					    struct resource *resource,
					    const xmlNode *root);
/** principal-search-property-set */
MUST_CHECK enum err report_search_set(struct dav *dav,
				      struct resource *resource,
				      const xmlNode *root);
/** principal-match */
MUST_CHECK enum err report_principal_match(struct dav *dav,
					   struct resource *resource,
					   const xmlNode *root);
/** acl-principal-prop-set */
MUST_CHECK enum err report_acl_principals(struct dav *dav,
					  struct resource *resource,
					  const xmlNode *root);

#endif
