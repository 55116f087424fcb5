/**
 * Routes of the cancellations tool (rules S41 to S44).
 */
#ifndef ADMIN_API_ROUTES_CANCELLATIONS_H
#define ADMIN_API_ROUTES_CANCELLATIONS_H

#include "admin/api/route.h"

extern const struct routes routes_cancellations;

#endif
