/**
 * Calendars of others that one was asked to share.
 */
#ifndef ADMIN_API_ROUTES_SHARES_H
#define ADMIN_API_ROUTES_SHARES_H

#include "admin/api/route.h"

extern const struct routes routes_shares;

#endif
