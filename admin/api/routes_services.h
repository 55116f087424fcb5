/**
 * Services and their prices.
 */
#ifndef ADMIN_API_ROUTES_SERVICES_H
#define ADMIN_API_ROUTES_SERVICES_H

#include "admin/api/route.h"

extern const struct routes routes_services;

#endif
