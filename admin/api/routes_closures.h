/**
 * Closures of the practice.
 */
#ifndef ADMIN_API_ROUTES_CLOSURES_H
#define ADMIN_API_ROUTES_CLOSURES_H

#include "admin/api/route.h"

extern const struct routes routes_closures;

#endif
