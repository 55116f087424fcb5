/**
 * Payroll runs.
 */
#ifndef ADMIN_API_ROUTES_PAYROLL_H
#define ADMIN_API_ROUTES_PAYROLL_H

#include "admin/api/route.h"

extern const struct routes routes_payroll;

#endif
