/**
 * Payments, their refunds and what they are put against.
 */
#ifndef ADMIN_API_ROUTES_PAYMENTS_H
#define ADMIN_API_ROUTES_PAYMENTS_H

#include "admin/api/route.h"

extern const struct routes routes_payments;

#endif
