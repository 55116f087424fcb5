/**
 * What a client owes and a practitioner has earned.
 */
#ifndef ADMIN_API_ROUTES_MONEY_H
#define ADMIN_API_ROUTES_MONEY_H

#include "admin/api/route.h"

extern const struct routes routes_money;

#endif
