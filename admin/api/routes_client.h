/**
 * A client's export, and taking a client's names away.
 */
#ifndef ADMIN_API_ROUTES_CLIENT_H
#define ADMIN_API_ROUTES_CLIENT_H

#include "admin/api/route.h"

extern const struct routes routes_client;

#endif
