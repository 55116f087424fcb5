/**
 * ACL: who else may do what with a calendar (RFC 3744 8.1).
 */
#ifndef DAV_ACL_PRIVATE_H
#define DAV_ACL_PRIVATE_H

#include "dav/dav.h"

/** Answer the request in dav->response, or fail. */
MUST_CHECK enum err dav_acl(struct dav *dav);

/** Most ACEs of a body. */
#define ACL_ACES 200

#endif
