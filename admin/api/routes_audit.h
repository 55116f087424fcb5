/**
 * The audit log, and what waits for a person.
 */
#ifndef ADMIN_API_ROUTES_AUDIT_H
#define ADMIN_API_ROUTES_AUDIT_H

#include "admin/api/route.h"

extern const struct routes routes_audit;

#endif
