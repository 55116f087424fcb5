/**
 * The ledger and its proof.
 */
#ifndef ADMIN_API_ROUTES_LEDGER_H
#define ADMIN_API_ROUTES_LEDGER_H

#include "admin/api/route.h"

extern const struct routes routes_ledger;

#endif
