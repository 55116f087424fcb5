/**
 * The OpenAPI 3.1 description of the JSON endpoint, from the rows of the route
 * table and their shapes alone.
 */
#ifndef ADMIN_API_OPENAPI_H
#define ADMIN_API_OPENAPI_H

#include "admin/api/route.h"

/** Answers with the description of all rows. */
enum err route_openapi(struct call *call);

#endif
