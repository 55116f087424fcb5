/**
 * A client's own rates.
 */
#ifndef ADMIN_API_ROUTES_RATES_H
#define ADMIN_API_ROUTES_RATES_H

#include "admin/api/route.h"

extern const struct routes routes_rates;

#endif
