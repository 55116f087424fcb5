/**
 * Invoices: drafted, issued, voided and printed.
 */
#ifndef ADMIN_API_ROUTES_INVOICES_H
#define ADMIN_API_ROUTES_INVOICES_H

#include "admin/api/route.h"

extern const struct routes routes_invoices;

#endif
