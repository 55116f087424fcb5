/**
 * The live properties of access control and principals (RFC 3744, 5397).
 */
#ifndef DAV_PROPERTY_ACL_PRIVATE_H
#define DAV_PROPERTY_ACL_PRIVATE_H

#include "dav/property_private.h"

extern const struct property_rows property_acl_rows;

/** What a group of principals is called. */
const char *property_group_name(struct property_call *call);

#endif
