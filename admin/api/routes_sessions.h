/**
 * Sessions: listed, made, changed and removed.
 */
#ifndef ADMIN_API_ROUTES_SESSIONS_H
#define ADMIN_API_ROUTES_SESSIONS_H

#include "admin/api/route.h"

extern const struct routes routes_sessions;

#endif
