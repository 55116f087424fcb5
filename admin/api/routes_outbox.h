/**
 * Routes of the outbox (rules S44).
 */
#ifndef ADMIN_API_ROUTES_OUTBOX_H
#define ADMIN_API_ROUTES_OUTBOX_H

#include "admin/api/route.h"

extern const struct routes routes_outbox;

#endif
