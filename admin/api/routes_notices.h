/**
 * Routes that show and try what notices say (rules S45).
 */
#ifndef ADMIN_API_ROUTES_NOTICES_H
#define ADMIN_API_ROUTES_NOTICES_H

#include "admin/api/route.h"

extern const struct routes routes_notices;

#endif
