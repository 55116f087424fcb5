/**
 * Completion types.
 */
#ifndef ADMIN_API_ROUTES_TYPES_H
#define ADMIN_API_ROUTES_TYPES_H

#include "admin/api/route.h"

extern const struct routes routes_types;

#endif
